"""The legal clocks of a case (Nghị định 56/2017): 12 hours to act, 5 working days to plan, 2 to approve. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.cases import law_due_at
from domain.texts import Refusal, Text
from domain.working_time import HANOI, add_working_days, is_published

PLAN_DAYS = 5  # Nghị định 56/2017, Điều 28 khoản 1
APPROVAL_DAYS = 2  # Điều 28 khoản 4
DAY_BEGINS = time(8)
DAY_ENDS = time(23, 59)  # a limit in days ends with its last day (Bộ luật Dân sự 2015, Điều 148)
ACT_LEFT = (timedelta(hours=6), timedelta(hours=3), timedelta(hours=1), timedelta())


class Kind(StrEnum):
    """What has to be done in time."""

    ACT = "act"
    PLAN = "plan"
    APPROVAL = "approval"


class Mark(StrEnum):
    """What the officer says has happened. MEASURES: urgent measures, for which the law sets no 5 + 2 days."""

    MEASURES = "measures"
    ASSESSED = "assessed"
    PLAN_NEEDED = "plan_needed"
    PLAN_DONE = "plan_done"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class LegalClock:
    """One limit of one case: running until `met_at`."""

    kind: Kind
    since: datetime
    due_at: datetime
    met_at: datetime | None = None
    met_by: Mark | None = None

    @property
    def is_running(self) -> bool:
        return self.met_at is None

    @property
    def is_estimate(self) -> bool:
        """A limit in working days that ends in a year whose days off are not published yet."""
        return self.kind is not Kind.ACT and not is_published(self.due_at.astimezone(HANOI).date())

    def has_passed(self, now: datetime) -> bool:
        """Whether the limit was missed: still running, or met too late."""
        return (self.met_at or now) > self.due_at


Clocks = Mapping[Kind, LegalClock]


def acting(received_at: datetime) -> LegalClock:
    """12 hours from receipt, through nights and weekends (Điều 26 khoản 3, Điều 31 khoản 2)."""
    return LegalClock(Kind.ACT, received_at, law_due_at(received_at))


def planning(marked_at: datetime) -> LegalClock:
    """5 working days from the mark that a plan is needed."""
    return LegalClock(Kind.PLAN, marked_at, _ends(marked_at, PLAN_DAYS))


def approving(planned_at: datetime) -> LegalClock:
    """2 working days from the plan."""
    return LegalClock(Kind.APPROVAL, planned_at, _ends(planned_at, APPROVAL_DAYS))


def recounted(clock: LegalClock) -> LegalClock:
    """The same clock by the calendar as it is known today."""
    days = {Kind.PLAN: PLAN_DAYS, Kind.APPROVAL: APPROVAL_DAYS}.get(clock.kind)
    return clock if days is None else replace(clock, due_at=_ends(clock.since, days))


def tellings(clock: LegalClock) -> tuple[datetime, ...]:
    """The moments at which somebody is told, in order; the last is the limit itself."""
    if clock.kind is Kind.ACT:
        return tuple(clock.due_at - left for left in ACT_LEFT)
    last_day = clock.due_at.astimezone(HANOI).date()
    return (datetime.combine(last_day, DAY_BEGINS, HANOI), clock.due_at)


def told_by(clock: LegalClock, now: datetime) -> int:
    """How many tellings have fallen due; after an outage only the newest of them is told."""
    return sum(moment <= now for moment in tellings(clock))


def next_telling(clock: LegalClock, told: int) -> datetime | None:
    """When somebody is told next, after `told` of them; None once it is met or all is said."""
    moments = tellings(clock)
    return moments[told] if clock.is_running and told < len(moments) else None


def can_mark(clocks: Clocks) -> tuple[Mark, ...]:
    """What the officer can mark now, in the order of the law's steps."""
    act, plan, approval = (clocks.get(kind) for kind in Kind)
    marks: list[Mark] = []
    if act is not None and act.is_running:
        marks += [Mark.MEASURES, Mark.ASSESSED]
    if plan is None and (act is None or act.met_by is not Mark.MEASURES):
        marks.append(Mark.PLAN_NEEDED)
    if plan is not None and plan.is_running:
        marks.append(Mark.PLAN_DONE)
    if approval is not None and approval.is_running:
        marks.append(Mark.APPROVED)
    return tuple(marks)


def can_unmark(clocks: Clocks) -> tuple[Mark, ...]:
    """Which marks can be taken back: of the plan only the newest."""
    act, plan, approval = (clocks.get(kind) for kind in Kind)
    marks = [act.met_by] if act is not None and act.met_by is not None else []
    if approval is not None and approval.met_by is Mark.APPROVED:
        marks.append(Mark.APPROVED)
    elif plan is not None and plan.met_by is Mark.PLAN_DONE and Mark.MEASURES not in marks:
        marks.append(Mark.PLAN_DONE)
    elif plan is not None and plan.is_running:
        marks.append(Mark.PLAN_NEEDED)
    return tuple(marks)


def stands(clocks: Clocks, mark: Mark) -> bool:
    """Whether this mark has been made already."""
    return (mark is Mark.PLAN_NEEDED and Kind.PLAN in clocks) or any(c.met_by is mark for c in clocks.values())


def marked(clocks: Clocks, mark: Mark, now: datetime) -> dict[Kind, LegalClock]:
    """The clocks after a mark; the same mark twice changes nothing. Raises Refusal out of order."""
    if stands(clocks, mark):
        return dict(clocks)
    if mark not in can_mark(clocks):
        raise Refusal(Text("That is not the next step of this case. Please open the limits again."))
    after = dict(clocks)
    match mark:
        case Mark.MEASURES:  # urgent measures: no limit for a plan any more (Điều 28 khoản 1, 4)
            after |= {kind: _met(clock, mark, now) for kind, clock in clocks.items() if clock.is_running}
        case Mark.ASSESSED:
            after[Kind.ACT] = _met(clocks[Kind.ACT], mark, now)
        case Mark.PLAN_NEEDED:
            after[Kind.PLAN] = planning(now)
        case Mark.PLAN_DONE:
            after[Kind.PLAN] = _met(clocks[Kind.PLAN], mark, now)
            after[Kind.APPROVAL] = approving(now)
        case Mark.APPROVED:
            after[Kind.APPROVAL] = _met(clocks[Kind.APPROVAL], mark, now)
    return after


def unmarked(clocks: Clocks, mark: Mark) -> dict[Kind, LegalClock]:
    """The clocks after a mark is taken back: they run on as if it had never been. Raises Refusal out of order."""
    if not stands(clocks, mark):
        return dict(clocks)
    if mark not in can_unmark(clocks):
        raise Refusal(Text("That is not the newest step of this case. Please open the limits again."))
    after = {kind: replace(c, met_at=None, met_by=None) if c.met_by is mark else c for kind, c in clocks.items()}
    if mark is Mark.PLAN_NEEDED:
        del after[Kind.PLAN]
    if mark is Mark.PLAN_DONE:
        del after[Kind.APPROVAL]
    return after


def _met(clock: LegalClock, mark: Mark, now: datetime) -> LegalClock:
    return replace(clock, met_at=now, met_by=mark)


def _ends(start: datetime, days: int) -> datetime:
    last = add_working_days(start.astimezone(HANOI).date(), days)
    return datetime.combine(last, DAY_ENDS, HANOI).astimezone(start.tzinfo)
