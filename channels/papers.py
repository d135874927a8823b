"""What is drawn or written as a file. Every maker runs in a thread, and only there its room is entered.

Behind these rooms stand libraries (Word, PDF, spreadsheets, pictures, calendars) that cost half of every start, for a
paper that is drawn now and then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from channels.cards import Attached
from domain.consent_papers import Paper
from domain.door_papers import SHEET, Roll
from domain.events import Event
from domain.lessons import Certificate
from domain.participation import Line
from domain.sheet import Known, Sheet
from domain.texts import Text

Say = Callable[[Text], str]
_ENTERING = threading.Lock()  # two threads that import halves of one library at a time can meet in the middle


def information_sheet(news: Sheet, known: Known, say: Say) -> Attached:
    """A Word document."""
    with _ENTERING:
        from channels import sheet_document
    return sheet_document.attached(news, known, say)


def certificate(news: Certificate, say: Say) -> Attached:
    """A picture."""
    with _ENTERING:
        from channels import certificate as room
    return room.attached(news, say)


def ticket(url: str, code: str) -> Attached:
    """A picture with a QR."""
    with _ENTERING:
        from channels import ticket_picture
    return ticket_picture.drawn(url, code)


def door_list(roll: Roll, kind: str, say: Say) -> Attached:
    """A spreadsheet or a PDF."""
    if kind == SHEET:
        with _ENTERING:
            from channels import door_sheet
        return door_sheet.attached(roll, say)
    with _ENTERING:
        from channels import door_pdf
    return door_pdf.attached(roll, say)


def figures(year: int, lines: Sequence[Line], kind: str, say: Say) -> Attached:
    """A spreadsheet or a chart."""
    with _ENTERING:
        from channels import participation_papers
    make = participation_papers.sheet if kind == "xlsx" else participation_papers.chart
    return make(year, lines, say)


def calendar(entry: Event, made_at: datetime, bot: str, say: Say) -> Attached:
    """An entry for the calendar of a phone."""
    with _ENTERING:
        from channels import calendar_file
    return calendar_file.attached(entry, made_at, bot, say)


def consent_sheet(paper: Paper, say: Say) -> Attached:
    """A PDF."""
    with _ENTERING:
        from channels import consent_pdf
    return consent_pdf.attached(paper, say)
