"""The information sheet of a case (phiếu thông tin): what the case truly knows, and who may have it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.cases import Case, State
from domain.legal_clocks import LegalClock
from domain.news import News
from domain.people import Role, Staff
from domain.texts import Refusal, Text

REASONS = ("oversight", "plan", "pass_on")  # a coordinator says why; the holder has the case for a reason


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it was written, by the sender or (`staff`) to them; `kind` where it is more than words."""

    at: datetime
    staff: bool
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the journal; `by` is a colleague's name."""

    at: datetime
    verb: str
    by: str


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the sheet can say. Who the sender is, is not among it."""

    ward: str | None
    place_known: bool
    origin: str
    received_at: datetime
    holder: str
    taken_at: datetime | None
    made_by: str
    made_at: datetime
    clocks: tuple[LegalClock, ...]
    answers: tuple[tuple[str, str], ...]
    said: tuple[Said, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Sheet(News):
    """The sheet of a case for one member of staff. `known` is filled in when it is sent, never kept."""

    case: int
    code: str
    known: Known | None = None


def may_have(staff: Staff, case: Case) -> bool:
    """The holder, and coordinators, while the case is open."""
    if case.state is State.CLOSED:
        return False
    return _holds(staff, case) or staff.role is Role.COORDINATOR


def check_reason(staff: Staff, case: Case, reason: str | None) -> None:
    """Raises Refusal where somebody who does not hold the case gives none of the reasons."""
    if not _holds(staff, case) and reason not in REASONS:
        raise Refusal(Text("Please say first what the sheet is for."))


def needs_reason(staff: Staff, case: Case) -> bool:
    """Whether this colleague has to say what they need it for."""
    return not _holds(staff, case)


def _holds(staff: Staff, case: Case) -> bool:
    return case.state is State.TAKEN and case.holder == staff.id
