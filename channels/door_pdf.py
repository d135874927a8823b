"""The list for the door as a PDF, made in memory: A4 lying, the heading on every page, room for a tick."""

from __future__ import annotations

import unicodedata
from functools import cache
from html import escape
from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from channels import lettering
from channels.cards import Attached
from channels.door_paper import Say, heads, name_of, rows
from domain.door_papers import PRINT, Roll

REGULAR, BOLD = "BeVietnamPro", "BeVietnamPro-Bold"
WIDTHS = [w * mm for w in (25, 40, 25, 60, 18, 34, 35, 18, 18)]
INK, LINES, HEAD = colors.HexColor("#23423D"), colors.HexColor("#8AA39E"), colors.HexColor("#DFF0E9")


def attached(roll: Roll, say: Say) -> Attached:
    """The document; its notes name nobody."""
    _fonts()
    top, words, small = _style(BOLD, 14), _style(REGULAR, 9), _style(BOLD, 9)
    title, *about = heads(roll, say)
    head, *lines = rows(roll, say)
    table = [[_cell(word, small) for word in head], *([_cell(word, words) for word in line] for line in lines)]
    story = [_cell(title, top), *(_cell(line, words) for line in about), Spacer(1, 4 * mm), _table(table)]
    file = BytesIO()
    paper = SimpleDocTemplate(
        file, pagesize=landscape(A4), leftMargin=12 * mm, rightMargin=12 * mm, topMargin=12 * mm, bottomMargin=14 * mm
    )
    paper.build(story, onFirstPage=_number, onLaterPages=_number)
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


def _cell(words: str, style: ParagraphStyle) -> Paragraph:
    """What people wrote is no markup."""
    return Paragraph(escape(unicodedata.normalize("NFC", words), quote=False), style)


def _style(font: str, size: int) -> ParagraphStyle:
    return ParagraphStyle(font, fontName=font, fontSize=size, leading=size * 1.35, textColor=INK, splitLongWords=True)


def _number(canvas: Canvas, paper: SimpleDocTemplate) -> None:
    canvas.setAuthor("")
    canvas.setTitle("")
    canvas.setFont(REGULAR, 8)
    canvas.drawRightString(paper.pagesize[0] - 12 * mm, 8 * mm, str(paper.page))


@cache
def _fonts() -> None:
    for name, weight in ((REGULAR, "Regular"), (BOLD, "Bold")):
        pdfmetrics.registerFont(TTFont(name, str(lettering.file_of(weight))))
