"""Wards, and the ladder: who is rung for a ward, in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.duty import Presence, Rota
from domain.people import CASE_ROLES, Role, Staff

WARDS = ("bo-de", "long-bien", "phuc-loi", "viet-hung")
OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Contact:
    """A member of staff who may be rung, and whether Telegram lets us write to them.

    `reachable` is None while they never pressed START, False once Telegram refused a message.
    """

    staff: Staff
    reachable: bool | None
    presence: Presence = Presence.HERE

    @property
    def is_here(self) -> bool:
        """On duty, and Telegram lets us write to them."""
        return bool(self.reachable) and self.presence is Presence.HERE


@dataclass(frozen=True, slots=True)
class OnRoster:
    """One line of the roster. `next_at`: when they go (or come) next by their plan, if they do."""

    contact: Contact
    rota: Rota
    next_at: datetime | None


# levels above every rung of a ward; those of all wards stand above the ward's own, so that a case whose own ladder
# has just emptied finds the others above it and rings them at once
COORDINATORS = 1000
EVERYBODY = 1001
ALL_WARDS = 1002
ALL_WARDS_AGAIN = 1003


class Called(StrEnum):
    """Who is called for a ringing case: somebody on duty, only people outside their hours, or nobody at all."""

    ON_DUTY = "on_duty"
    RESTING = "resting"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is called together. `level` names the rung whoever stands on it, so that a contact who
    becomes unreachable never makes the climb skip the next one."""

    level: int
    staff: tuple[Staff, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs with somebody on them, lowest first; the last is everybody and repeats for ever.

    `on_duty` False: only people outside their hours are left to ring, and the sender hears so at once.
    """

    rungs: tuple[Rung, ...]
    check_place: bool = False
    on_duty: bool = True

    @property
    def people(self) -> frozenset[int]:
        """The staff ids of everybody who stands on it."""
        return frozenset(staff.id for rung in self.rungs for staff in rung.staff)

    def has(self, level: int) -> bool:
        """Whether somebody stands on the rung of this level."""
        return any(rung.level == level for rung in self.rungs)

    def called(self, level: int) -> Called:
        """Who hears a case that rings on this rung; 0 is none."""
        if level == 0 or not self.rungs:
            return Called.NOBODY
        return Called.ON_DUTY if self.on_duty else Called.RESTING

    def after(self, level: int) -> Rung | None:
        """The next rung above `level`; everybody again past the end; None when nobody can be rung."""
        higher = [rung for rung in self.rungs if rung.level > level]
        return higher[0] if higher else (self.rungs[-1] if self.rungs else None)


def ladder(contacts: Iterable[Contact], ward: str | None, *, avoided: Collection[str | None] = ()) -> Ladder:
    """The ladder of a ward (product.md §3, «Who is rung»).

    Contacts on duty by rung, then coordinators, then everybody again, and with them those of the ward who
    are outside their hours (docs/decisions/0008). Unreachable people, people on leave and empty rungs are left
    out, so they cost no time. Ward unknown or outside: coordinators; without one, the contacts of all wards,
    marked «please check the place». `avoided`: the wards of the sender's *Không gửi cán bộ phường này*; their
    officers are left out altogether, wherever the case goes.
    """
    ready = [
        c
        for c in contacts
        if c.reachable
        and c.staff.on_duty
        and c.presence is not Presence.AWAY
        and c.staff.role in CASE_ROLES
        and not (c.staff.role is Role.OFFICER and c.staff.ward in avoided)
    ]
    here = [c.staff for c in ready if c.presence is Presence.HERE]
    resting = [c.staff for c in ready if c.presence is Presence.OFF_HOURS]
    own = [s for s in here if _is_near(s, ward)]
    near = [s for s in resting if _is_near(s, ward)]
    if not own:
        if here or not near:
            return Ladder(
                _closed({ALL_WARDS: here}, near or ([] if here else resting), ALL_WARDS_AGAIN), True, bool(here)
            )
        return Ladder(_closed({}, near, EVERYBODY), on_duty=False)
    coordinators = [s for s in own if s.role is Role.COORDINATOR]
    officers = [s for s in own if s.role is Role.OFFICER]
    levels = {rung: [s for s in officers if s.rung == rung] for rung in sorted({s.rung for s in officers})}
    return Ladder(_closed({**levels, COORDINATORS: coordinators}, near, EVERYBODY))


@dataclass(frozen=True, slots=True)
class Turn:
    """A case goes up from one rung (0: from none) to `level`. Not `step_passed`: it cost no time."""

    before: int
    level: int
    step_passed: bool


def told_by_road(
    contacts: Sequence[Contact], ward: str | None, turn: Turn, *, avoided: Collection[str | None] = ()
) -> tuple[Staff, ...]:
    """Who is told by second road at this turn, Telegram reaching them or not.

    After a step: everybody on duty up to this rung. Before: only those passed over because Telegram does not
    reach them, who would otherwise hear nothing.
    """
    whole = ladder([replace(c, reachable=True) for c in contacts], ward, avoided=avoided)
    if turn.step_passed:
        real = ladder(contacts, ward, avoided=avoided)
        return _ordered(s for rung in (*whole.rungs, *real.rungs) if rung.level <= turn.level for s in rung.staff)
    mute = {c.staff.id for c in contacts if not c.reachable}
    passed = [rung for rung in whole.rungs[:-1] if turn.before < rung.level <= turn.level]
    return _ordered(s for rung in passed for s in rung.staff if s.id in mute)


def reminded(
    contacts: Sequence[Contact],
    ward: str | None,
    holder: int | None,
    *,
    avoided: Collection[str | None] = (),
    passed: bool = False,
) -> tuple[Staff, ...]:
    """Who hears of a legal limit of a case: people who are there. `holder` is a staff id, None where nobody has it.

    The holder on duty, and nobody else. Beside a holder outside their hours, and instead of one on leave, switched off
    or out of reach: whoever is on duty for the ward, else coordinators on duty; where nobody has the case, coordinators
    first. With none of these: coordinators outside their hours, else everybody on the ladder. On leave nobody hears
    it. Once it has `passed` coordinators hear it, too.
    """
    on_ladder = ladder(contacts, ward, avoided=avoided)
    ready = [c for c in contacts if c.staff.id in on_ladder.people and c.staff.id != holder]
    here = [c.staff for c in ready if c.presence is Presence.HERE]
    own = [s for s in here if s.role is Role.OFFICER and s.ward == ward]
    awake = [s for s in here if s.role is Role.COORDINATOR]
    coordinators = awake or [c.staff for c in ready if c.staff.role is Role.COORDINATOR]
    on_duty = awake or own if holder is None else own or awake
    theirs = [c for c in contacts if c.staff.id == holder and c.reachable and c.presence is not Presence.AWAY]
    first = [c.staff for c in theirs]
    if not any(c.is_here for c in theirs):
        first += on_duty
    everybody = [s for rung in on_ladder.rungs for s in rung.staff]
    return tuple(dict.fromkeys([*(first or coordinators or everybody), *(coordinators if passed else [])]))


def _is_near(staff: Staff, ward: str | None) -> bool:
    return staff.role is Role.COORDINATOR or staff.ward == ward


def _closed(levels: dict[int, list[Staff]], resting: list[Staff], last: int) -> tuple[Rung, ...]:
    filled = [Rung(level, _ordered(staff)) for level, staff in levels.items() if staff]
    everybody = _ordered([*(s for rung in filled for s in rung.staff), *resting])
    return (*filled, Rung(last, everybody)) if everybody else ()


def _ordered(staff: Iterable[Staff]) -> tuple[Staff, ...]:
    return tuple(sorted(set(staff), key=lambda s: (s.rung, s.id)))
