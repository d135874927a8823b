"""The bot's queue of updates: kept until confirmed, 24 hours at most, fetched by one getUpdates at a time."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.world import Refused

KEPT = 24 * 3600.0
LONGEST_POLL = 50
MOST_REPEATED = 1000
BY_REQUEST = ("chat_member", "message_reaction", "message_reaction_count")
CONFLICT = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
TERMINATED = "Conflict: terminated by {} request{}"
ONE_INSTANCE = "; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """One delivery that waits: an update, its chat, and since when."""

    update: dict[str, Any]
    chat: int
    since: float


class Updates:
    """What the bot has not confirmed yet, oldest first."""

    def __init__(
        self,
        clock: Callable[[], float],
        wait: Callable[[Callable[[], object]], Awaitable[None]],
        tell: Callable[[], None],
    ) -> None:
        self._clock, self._wait, self._tell = clock, wait, tell
        self._last = 1000
        self._waiting: list[Kept] = []
        self._oldest = math.inf  # nothing that waits came before
        self._all: deque[Kept] = deque(maxlen=MOST_REPEATED)
        self._poller: object = None
        self._ended_by = ""
        self.allowed: list[str] = []
        self.mix: Callable[[list[dict[str, Any]]], None] | None = None  # changes the order within an answer

    @property
    def polling(self) -> bool:
        """Whether a getUpdates is under way."""
        return self._poller is not None

    def push(self, kind: str, payload: dict[str, Any], times: int = 1) -> None:
        """An update comes, or several deliveries of it; not, when the bot did not ask for its kind."""
        if kind not in self.allowed if self.allowed else kind in BY_REQUEST:
            return
        self._last += 1
        message = payload.get("message", payload)
        kept = Kept({"update_id": self._last, kind: payload}, message.get("chat", {}).get("id", 0), self._clock())
        self._all.append(kept)
        self._waiting += [Kept(kept.update, kept.chat, kept.since) for _ in range(times)]
        self._oldest = min(self._oldest, kept.since)

    def repeat(self, last: int) -> None:
        """The newest updates come again, under their old numbers, confirmed or not."""
        again = [Kept(old.update, old.chat, self._clock()) for old in list(self._all)[-last:]]
        self._waiting = sorted(self._waiting + again, key=lambda kept: kept.update["update_id"])
        self._oldest = min(self._oldest, self._clock())

    def waiting(self) -> list[Kept]:
        """What waits; what is older than 24 hours is forgotten."""
        now = self._clock()
        if now - self._oldest > KEPT:
            self._waiting = [kept for kept in self._waiting if now - kept.since <= KEPT]
            self._oldest = min((kept.since for kept in self._waiting), default=math.inf)
        return self._waiting

    def confirm(self, kept: Kept) -> None:
        """A webhook took it."""
        place = next((n for n, each in enumerate(self._waiting) if each is kept), None)
        if place is not None:
            del self._waiting[place]

    def forget(self) -> None:
        """drop_pending_updates."""
        self._waiting = []

    def end_polling(self, method: str) -> None:
        """A getUpdates that is under way is told of the conflict."""
        self._poller = None
        self._ended_by = TERMINATED.format(method, ONE_INSTANCE if method == "other getUpdates" else "")
        self._tell()

    async def poll(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """getUpdates. Raises Refused (409) once another one comes."""
        self.allowed = params.get("allowed_updates", self.allowed)
        self.end_polling("other getUpdates")
        me = self._poller = object()
        self._tell()
        self._confirm(params.get("offset", 0))
        limit = min(max(params.get("limit", 100), 1), 100)
        try:
            timeout = min(max(params.get("timeout", 0), 0), LONGEST_POLL)
            await asyncio.wait_for(self._wait(lambda: self.waiting() or self._poller is not me), timeout)
        except TimeoutError:
            pass
        if self._poller is not me:
            raise Refused(409, self._ended_by)
        self._poller = None
        answer = [kept.update for kept in self.waiting()[:limit]]
        if self.mix is not None:
            self.mix(answer)
        return answer

    def _confirm(self, offset: int) -> None:
        waiting = self.waiting()
        if offset < 0:
            self._waiting = waiting[offset:]
        else:
            self._waiting = [kept for kept in waiting if kept.update["update_id"] >= offset]
