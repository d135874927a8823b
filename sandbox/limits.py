"""How fast a bot may write: one a second in a chat after a burst, 20 a minute in a group, about 30 a second in all."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable

from sandbox.world import Refused

MINUTE = 60.0


class Limits:
    """Telegram publishes no exact figures; these are the FAQ's, and may be changed before a test begins."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.burst, self.per_second = 5, 1.0  # one private chat
        self.group_per_minute = 20  # messages and edits
        self.bulk_per_second = 30  # all chats
        self._chats: dict[int, tuple[float, float]] = {}
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)
        self._all: tuple[float, float] | None = None

    def send(self, chat: int, messages: int = 1) -> None:
        """Counts messages to a chat. Raises Refused (429) and counts nothing where there are too many."""
        everything = self._left(self._all, self.bulk_per_second, self.bulk_per_second)
        if chat < 0:
            self._wait(everything, self.bulk_per_second)
            self.edit(chat, messages)
        else:
            left = self._left(self._chats.get(chat), self.burst, self.per_second)
            self._wait(left, self.per_second)
            self._wait(everything, self.bulk_per_second)
            self._chats[chat] = (left - messages, self.clock())
        self._all = (everything - messages, self.clock())

    def edit(self, chat: int, messages: int = 1) -> None:
        """Counts a change in a group, where it is as dear as a message. Raises Refused (429)."""
        if chat >= 0:
            return
        sent, now = self._groups[chat], self.clock()
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        if len(sent) >= self.group_per_minute:
            raise _too_many(sent[0] + MINUTE - now)
        sent.extend([now] * messages)

    def _left(self, bucket: tuple[float, float] | None, size: float, rate: float) -> float:
        left, since = bucket or (float(size), self.clock())
        return min(float(size), left + (self.clock() - since) * rate)

    def _wait(self, left: float, rate: float) -> None:
        if left < 1:
            raise _too_many((1 - left) / rate)


def _too_many(seconds: float) -> Refused:
    after = max(1, math.ceil(round(seconds, 6)))
    return Refused(429, f"Too Many Requests: retry after {after}", retry_after=after)
