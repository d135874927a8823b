"""An announcement: who asked for news of what, when nobody is disturbed, and who must agree first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.working_time import HANOI

LARGE = 200  # above this many families a second person looks first


class Topic(StrEnum):
    """What a family wants to hear about by itself."""

    EVENTS = "events"


class State(StrEnum):
    """WAITING: a second person has to agree."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day, Hà Nội time, in which no announcement is sent; they may cross midnight."""

    begins: time = time(21, 30)
    ends: time = time(7)

    def over(self, now: datetime) -> datetime:
        """`now`, or the end of the quiet hours that `now` lies in. Aware, in the zone of `now`."""
        local = now.astimezone(HANOI)
        at = local.time()
        crosses = self.begins > self.ends
        in_evening = at >= self.begins and (crosses or at < self.ends)
        in_morning = crosses and at < self.ends
        if not in_evening and not in_morning:
            return now
        day = local.date() + timedelta(days=1 if crosses and in_evening else 0)
        return datetime.combine(day, self.ends, HANOI).astimezone(now.tzinfo)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an announcement is: families it is for, notices written, and notices that left."""

    id: int
    event: int
    state: State
    expected: int
    written: int
    sent: int


def needs_second(expected: int) -> bool:
    """Whether an announcement to this many families waits for a second person."""
    return expected > LARGE
