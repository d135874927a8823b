"""The waiting list of an event: whose turn it is, how long seats are kept for them, what a newcomer may still take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.broadcasts import Quiet
from domain.signups import check_room
from domain.texts import Refusal, Text
from domain.working_time import HANOI

KEPT = timedelta(hours=12)  # begun at any hour it holds two and a half hours in which people are awake
KEPT_LAST_DAY = timedelta(hours=2)
LAST_DAY = timedelta(hours=24)
NIGHT = Quiet()  # nobody loses a seat asleep: these hours are not among the two
OFFER_OVER = Text(
    "The seats are no longer kept for you. If you still want to come, please open the event and sign up again."
)


@dataclass(frozen=True, slots=True)
class Waiter:
    """A family that waits, or whose seats are offered (`until`): its sign-up, and how many seats it needs."""

    signup: int
    seats: int
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What somebody new finds. `taken`: seats given or kept; `waiting`: families in the list, `smallest`: the fewest
    seats one of them needs."""

    starts_at: datetime
    seats: int
    taken: int
    waiting: int
    smallest: int | None

    def open_to_newcomers(self, now: datetime) -> int:
        """Seats somebody may have who did not wait: none that somebody in the list is waiting for."""
        free = self.seats - self.taken
        most = free if _is_last_day(self.starts_at, now) else self.seats
        return 0 if self.smallest is not None and self.smallest <= most else max(0, free)


@dataclass(frozen=True, slots=True)
class Line:
    """The list of an event in the order in which families joined, as far as its turn can have come (`storage.waiting`).

    `taken`: seats given or kept for somebody.
    """

    event: int
    starts_at: datetime
    seats: int
    taken: int
    waiters: tuple[Waiter, ...]

    @property
    def queue(self) -> tuple[Waiter, ...]:
        """Those who wait for an offer."""
        return tuple(one for one in self.waiters if one.until is None)

    def expired(self, now: datetime) -> list[int]:
        """Sign-ups whose offer has run out."""
        return [one.signup for one in self.waiters if one.until is not None and one.until <= now]

    def has_work(self, now: datetime) -> bool:
        """Whether anything is to be done about it now."""
        return bool(self.waiters) and (now >= self.starts_at or bool(self.expired(now) or self.turns(now)))

    def next_at(self, now: datetime) -> datetime:
        """When there is something to do at the latest, if nobody signs up or gives seats back meanwhile."""
        moments = [one.until for one in self.waiters if one.until is not None]
        return min((at for at in (*moments, self.starts_at - LAST_DAY, self.starts_at) if at > now), default=now)

    def turns(self, now: datetime) -> list[int]:
        """Whose turn it is: sign-ups to be offered seats, in order (docs/decisions/0025).

        Until the last day whoever stands first is served first: where fewer seats are free than that family needs they
        are saved up for it. In the last day they go to the first whose whole family fits. Who needs more seats than
        there are is passed over.
        """
        free, due = self.seats - self.taken, list[int]()
        for one in self.queue:
            if one.seats <= free:
                due.append(one.signup)
                free -= one.seats
            elif not _is_last_day(self.starts_at, now) and one.seats <= self.seats:
                break
        return due


def offer_ends(starts_at: datetime, now: datetime) -> datetime:
    """Until when seats offered now are kept: 12 hours; in the last day 2, the night apart; never beyond the start."""
    ends = now + KEPT if starts_at - now > LAST_DAY else _awake(now, KEPT_LAST_DAY)
    return min(ends, starts_at)


def has_room(left: int, wanted: int, seats: int) -> bool:
    """Whether the family has its seats at once; else it joins the list. Raises Refusal where it could never come."""
    if wanted > seats:
        raise Refusal(
            Text("Your family needs {wanted} seats, and this event has only {seats}.", wanted=wanted, seats=seats)
        )
    return wanted <= left


def must_have_room(left: int, wanted: int, seats: int) -> bool:
    """The same for a family that did not say it would wait. Raises NoRoom: all of the family or nobody."""
    if not has_room(left, wanted, seats):
        check_room(left, 0, wanted)
    return True


def _is_last_day(starts_at: datetime, now: datetime) -> bool:
    return starts_at - now <= LAST_DAY


def _awake(now: datetime, length: timedelta) -> datetime:
    """When so much time has passed, the night not counted."""
    begins = NIGHT.over(now)
    evening = datetime.combine(begins.astimezone(HANOI).date(), NIGHT.begins, HANOI)
    ends = begins + length
    return ends if ends <= evening else NIGHT.over(ends) + (ends - evening)
