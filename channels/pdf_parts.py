"""What our PDFs share: a font that has Vietnamese, words that are no markup, page numbers, notes that name nobody."""

from __future__ import annotations

import unicodedata
from functools import cache
from html import escape

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from channels import lettering

REGULAR, BOLD = "BeVietnamPro", "BeVietnamPro-Bold"
INK, LINES, HEAD = colors.HexColor("#23423D"), colors.HexColor("#8AA39E"), colors.HexColor("#DFF0E9")


def cell(words: str, look: ParagraphStyle) -> Paragraph:
    """What people wrote is no markup."""
    return Paragraph(escape(unicodedata.normalize("NFC", words), quote=False), look)


def style(font: str, size: int) -> ParagraphStyle:
    """Letters of this size, in points."""
    return ParagraphStyle(font, fontName=font, fontSize=size, leading=size * 1.35, textColor=INK, splitLongWords=True)


def number(canvas: Canvas, paper: SimpleDocTemplate) -> None:
    """The page's number at its foot; the document's notes stay empty."""
    canvas.setAuthor("")
    canvas.setTitle("")
    canvas.setFont(REGULAR, 8)
    canvas.drawRightString(paper.pagesize[0] - 12 * mm, 8 * mm, str(paper.page))


@cache
def fonts() -> None:
    """Makes the fonts known, once."""
    for name, weight in ((REGULAR, "Regular"), (BOLD, "Bold")):
        pdfmetrics.registerFont(TTFont(name, str(lettering.file_of(weight))))
