"""When an announcement may leave: evenly, and only where alerts, answers and service notices leave room. Pure."""

from __future__ import annotations

from collections import deque
from datetime import timedelta

PER_SECOND = 25
TOGETHER = 20  # families told in one second of what concerns them all: the rest is room for alerts and answers
MOST_PER_SECOND = 28
ROOM = 29  # messages of any kind in one second: below Telegram's 30 by what their way there may bunch them up
CATCH_UP = 10.0  # seconds: what a hitch of up to so long cost is made good; after a longer one the count begins anew
HURRY = 0.9  # of the interval lies between two announcements while that is made good: a little faster, never a burst


def in_turn(number: int) -> timedelta:
    """How long after the first the family of this number (from 0) is told, where thousands are: TOGETHER a second."""
    return timedelta(seconds=number // TOGETHER)


class Slots:
    """Counted in seconds of a clock that nobody turns. `per_second`: announcements, at most MOST_PER_SECOND."""

    def __init__(self, per_second: int = PER_SECOND) -> None:
        self._interval = 1 / per_second
        self._spacing = max(HURRY / per_second, 1 / MOST_PER_SECOND)
        self._next = self._last = 0.0
        self._left: deque[float] = deque()

    def left(self, now: float) -> None:
        """A message of any kind leaves now: it takes a slot, whether an announcement would like it or not."""
        self._forget(now)
        self._left.append(now)

    def wait(self, now: float) -> float:
        """Seconds until the next announcement may leave; 0: now, if it is taken."""
        self._forget(now)
        room = self._left[-ROOM] + 1.0 - now if len(self._left) >= ROOM else 0.0
        return max(self._next - now, self._last + self._spacing - now, room, 0.0)

    def take(self, now: float) -> None:
        """An announcement leaves now; the slots are counted on from where they were, not from when it was noticed."""
        slot = self._next if now - self._next <= CATCH_UP else now
        self._next, self._last = slot + self._interval, now

    def _forget(self, now: float) -> None:
        while self._left and self._left[0] <= now - 1.0:
            self._left.popleft()
