"""*Phiếu đồng ý (mẫu của ban tổ chức)*: what a family has said yes to, on paper. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.events import Event
from domain.news import News
from domain.signups import Purpose, Route, Ticket


@dataclass(frozen=True, slots=True)
class Given:
    """A yes of the ledger, or one that was taken back. `child`: whose own yes it is."""

    purpose: Purpose
    route: Route
    wording: str
    at: datetime
    child: int | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """All that the sheet says."""

    event: Event
    ticket: Ticket
    given: tuple[Given, ...]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentSheet(News):
    """The sheet as a file. `paper` is filled in when it is sent, never kept."""

    event: int
    paper: Paper | None = None
