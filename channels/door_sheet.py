"""The list for the door as a spreadsheet, made in memory: every cell is text, whatever somebody calls a child."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from channels.cards import Attached
from channels.door_paper import Say, heads, name_of, rows
from domain.door_papers import SHEET, Roll

WIDTHS = (12, 22, 14, 40, 8, 24, 24, 9, 9)
TEXT_ONLY = {
    "in_memory": True,  # children's names lie on no disk unsealed
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def attached(roll: Roll, say: Say) -> Attached:
    """The workbook; its notes name nobody."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, TEXT_ONLY)
    book.set_properties({"author": "", "title": "", "created": roll.made_at.replace(tzinfo=None)})
    sheet = book.add_worksheet()
    bold, cell = book.add_format({"bold": True}), book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    head = book.add_format({"border": 1, "bold": True, "bg_color": "#DFF0E9"})
    about, table = heads(roll, say), rows(roll, say)
    for line, words in enumerate(about):
        sheet.write_string(line, 0, words, bold if line == 0 else None)
    first = len(about) + 1
    for line, values in enumerate(table, first):
        for column, words in enumerate(values):
            sheet.write_string(line, column, words, head if line == first else cell)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(first + 1, 2)
    sheet.repeat_rows(first)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    book.close()
    return Attached(name_of(roll, SHEET), file.getvalue())
