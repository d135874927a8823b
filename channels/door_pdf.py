"""The list for the door as a PDF, made in memory: A4 lying, the heading on every page, room for a tick."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from channels.cards import Attached
from channels.door_paper import Say, heads, name_of, rows
from channels.pdf_parts import BOLD, HEAD, LINES, REGULAR, cell, fonts, number, style
from domain.door_papers import PRINT, Roll

WIDTHS = [w * mm for w in (25, 40, 25, 60, 18, 34, 35, 18, 18)]


def attached(roll: Roll, say: Say) -> Attached:
    """The document; its notes name nobody."""
    fonts()
    top, words, small = style(BOLD, 14), style(REGULAR, 9), style(BOLD, 9)
    title, *about = heads(roll, say)
    head, *lines = rows(roll, say)
    table = [[cell(word, small) for word in head], *([cell(word, words) for word in line] for line in lines)]
    story = [cell(title, top), *(cell(line, words) for line in about), Spacer(1, 4 * mm), _table(table)]
    file = BytesIO()
    paper = SimpleDocTemplate(
        file, pagesize=landscape(A4), leftMargin=12 * mm, rightMargin=12 * mm, topMargin=12 * mm, bottomMargin=14 * mm
    )
    paper.build(story, onFirstPage=number, onLaterPages=number)
    return Attached(name_of(roll, PRINT), file.getvalue())


def _table(cells: list[list[Paragraph]]) -> LongTable:
    table = LongTable(cells, colWidths=WIDTHS, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, LINES),
                ("BACKGROUND", (0, 0), (-1, 0), HEAD),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        )
    )
    return table
