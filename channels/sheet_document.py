"""The information sheet as a Word document, made in memory: the officer can type into every empty box."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.shared import Cm, Pt
from docx.table import Table

from channels import sheet_form
from channels.cards import Attached
from domain.sheet import Known, Sheet
from domain.texts import Text

Say = Callable[[Text], str]
FONT = "Times New Roman"  # what offices have; it holds every Vietnamese letter
WIDTHS = (Cm(6.5), Cm(10.5))
UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, §2.2
TAG = re.compile(r"<[^>]+>")


def attached(news: Sheet, known: Known, say: Say) -> Attached:
    """The document. Its name holds the code and nobody's name."""
    paper = docx.Document()
    _dress(paper, known)
    spoken = _spoken(say)
    paper.add_heading(spoken(Text("INFORMATION SHEET")), 0)
    paper.add_paragraph(
        spoken(
            Text(
                "In the order of the steps of Decree 56/2017. It is not form 01 and not an official crime report. Empty boxes: not known."
            )
        )
    )
    for part in sheet_form.parts(news.code, known):
        paper.add_heading(spoken(part.title), 2)
        _rows(paper, [(spoken(box.label), "" if box.value is None else spoken(box.value)) for box in part.boxes])
    _conversation(paper, known, spoken)
    made = Text("Made by {name} at {at}.", name=known.made_by, at=sheet_form.moment(known.made_at))
    paper.add_paragraph(spoken(made))
    file = BytesIO()
    paper.save(file)
    return Attached(f"phieu-{news.code}.docx", file.getvalue())


def _conversation(paper: Document, known: Known, spoken: Callable[[Text | str], str]) -> None:
    paper.add_heading(spoken(Text("The sender’s own words, as written; nobody has checked them")), 2)
    _rows(
        paper,
        [
            (f"{spoken(sheet_form.moment(at))} · {spoken(who)}", spoken(words))
            for at, who, words in sheet_form.said(known)
        ],
    )
    paper.add_heading(spoken(Text("What was done in the bot")), 2)
    _rows(
        paper,
        [
            (spoken(sheet_form.moment(at)), f"{by}: {spoken(what)}" if by else spoken(what))
            for at, what, by in sheet_form.steps(known)
        ],
    )


def _rows(paper: Document, rows: Sequence[tuple[str, str]]) -> None:
    table: Table = paper.add_table(rows=len(rows), cols=2)
    table.style = "Table Grid"
    for line, row in zip(table.rows, rows, strict=True):
        for cell, words, width in zip(line.cells, row, WIDTHS, strict=True):
            cell.text, cell.width = printable(words), width


def printable(words: str) -> str:
    """What a document can hold: signs that XML does not know are left out."""
    return UNPRINTABLE.sub("", words)


def _spoken(say: Say) -> Callable[[Text | str], str]:
    """Words as paper shows them; what people wrote stays as it is."""
    return lambda words: words if isinstance(words, str) else html.unescape(TAG.sub("", say(words)))


def _dress(paper: Document, known: Known) -> None:
    """A4, a font every office has, and no trace of a person or a program in the file's own notes."""
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    font = paper.styles["Normal"].font
    font.name, font.size = FONT, Pt(12)
    about = paper.core_properties
    about.author = about.last_modified_by = about.comments = about.title = ""
    about.created = about.modified = known.made_at.replace(tzinfo=None)
