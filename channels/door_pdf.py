"""The list for the door as a PDF, made in memory: A4 lying, the heading on every page, room for a tick."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from channels.cards import Attached
from channels.door_paper import Say, heads, name_of, rows, spoken
from channels.drawn import drawn
from channels.pdf_parts import BOLD, HEAD, INK, LINES, REGULAR, cell, fonts, number, style
from domain.door_papers import PRINT, Roll

SIZE = 9
FREE = 12  # six points on each side of a cell
WIDTHS = [w * mm for w in (25, 40, 25, 60, 18, 34, 35, 18, 18)]


def attached(roll: Roll, say: Say) -> Attached:
    """The document; its notes name nobody."""
    fonts()
    top, words, small = style(BOLD, 14), style(REGULAR, SIZE), style(BOLD, SIZE)
    said = spoken(say)
    title, *about = [drawn(line, said) for line in heads(roll, say)]
    head, *lines = [[drawn(words, said) for words in line] for line in rows(roll, say)]
    table = [_row(head, small), *(_row(line, words) for line in lines)]
    story = [cell(title, top), *(cell(line, words) for line in about), Spacer(1, 4 * mm), _table(table)]
    file = BytesIO()
    paper = SimpleDocTemplate(
        file, pagesize=landscape(A4), leftMargin=12 * mm, rightMargin=12 * mm, topMargin=12 * mm, bottomMargin=14 * mm
    )
    paper.build(story, onFirstPage=number, onLaterPages=number)
    return Attached(name_of(roll, PRINT), file.getvalue())


def _row(cells: Sequence[str], look: ParagraphStyle) -> list[str | Paragraph]:
    """Only what has no room in one line is a paragraph: those take three times as long, and a list can be long."""
    return [
        words if stringWidth(words, look.fontName, look.fontSize) <= width - FREE else cell(words, look)
        for words, width in zip(cells, WIDTHS, strict=True)
    ]


def _table(cells: list[list[str | Paragraph]]) -> LongTable:
    table = LongTable(cells, colWidths=WIDTHS, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, LINES),
                ("BACKGROUND", (0, 0), (-1, 0), HEAD),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("FONT", (0, 0), (-1, -1), REGULAR, SIZE),
                ("FONTNAME", (0, 0), (-1, 0), BOLD),
                ("TEXTCOLOR", (0, 0), (-1, -1), INK),
            ]
        )
    )
    return table
