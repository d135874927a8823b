"""Telegram comes to the bot's door: updates by webhook, in order within a chat, again until the bot says 2xx."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from sandbox.updates import Kept, Updates
from sandbox.world import Refused

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header's name
PORTS = (443, 80, 88, 8443)
HERE = ("127.0.0.1", "localhost", "::1")
ANSWER_WITHIN = 10.0
FIRST_PAUSE, LONGEST_PAUSE, LONGEST_ASKED = 2.0, 60.0, 3600.0
LOOKS_AGAIN = 0.02  # seconds: how soon a turned clock is noticed while something waits for it


@dataclass
class Lane:
    """The updates of one chat: one at a time, the failing one first."""

    tried: int = 0
    due: float = 0.0
    busy: bool = False


@dataclass
class Webhook:
    """Where updates go, and how that went."""

    url: str
    secret: str = ""
    most: int = 40
    busy: int = 0
    lanes: dict[int, Lane] = field(default_factory=dict)
    error: str = ""
    error_at: float = 0.0


class Webhooks:
    """Delivers the queue to the webhook, where one is set."""

    def __init__(self, clock: Callable[[], float], queue: Updates, tell: Callable[[], None]) -> None:
        self._clock, self._queue, self._tell = clock, queue, tell
        self.set: Webhook | None = None
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession | None = None

    def open(self, params: dict[str, Any]) -> None:
        """setWebhook. Raises Refused for an address or a secret Telegram would not take."""
        url, secret = params["url"], params.get("secret_token", "")
        _check(url, secret)
        most = min(max(params.get("max_connections", 40), 1), 100)
        self._queue.allowed = params.get("allowed_updates", self._queue.allowed)
        self._queue.end_polling("setWebhook")
        self.set = Webhook(url, secret, most)
        if not self._tasks:
            self._start(self._run())
        self.news()

    def close(self) -> None:
        """deleteWebhook."""
        self.set = None

    def info(self) -> dict[str, Any]:
        """getWebhookInfo."""
        shown: dict[str, Any] = {"url": "", "has_custom_certificate": False}
        if self.set is not None:
            shown |= {"url": self.set.url, "max_connections": self.set.most}
            if self.set.error:
                shown |= {"last_error_date": int(self.set.error_at), "last_error_message": self.set.error}
        if self._queue.allowed:
            shown["allowed_updates"] = self._queue.allowed
        return {**shown, "pending_update_count": len(self._queue.waiting())}

    def news(self) -> None:
        """Something may have to go out."""
        self._changed.set()

    async def stop(self) -> None:
        """Ends every delivery."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    async def _run(self) -> None:
        while True:
            self._changed.clear()
            waits = self._send_due()
            try:
                await asyncio.wait_for(self._changed.wait(), LOOKS_AGAIN if waits else None)
            except TimeoutError:
                pass

    def _send_due(self) -> bool:
        """Starts what may go now; tells whether something waits for its time."""
        webhook, waits = self.set, False
        if webhook is None:
            return False
        for kept in self._queue.waiting():
            if webhook.busy == webhook.most:  # whoever is done first looks again
                break
            lane = webhook.lanes.setdefault(kept.chat, Lane())
            if lane.busy:
                continue
            if lane.due > self._clock():
                waits = True
            else:
                lane.busy, webhook.busy = True, webhook.busy + 1
                self._start(self._deliver(webhook, lane, kept))
        return waits

    async def _deliver(self, webhook: Webhook, lane: Lane, kept: Kept) -> None:
        error, asked = await self._post(webhook, kept.update)
        lane.busy, webhook.busy = False, webhook.busy - 1
        if not error:
            self._queue.confirm(kept)
            lane.tried, lane.due = 0, 0.0
        else:
            pause = 0.0 if lane.tried == 0 else min(FIRST_PAUSE * 2 ** (lane.tried - 1), LONGEST_PAUSE)
            lane.tried, lane.due = lane.tried + 1, self._clock() + max(pause, min(asked, LONGEST_ASKED))
            webhook.error, webhook.error_at = error, self._clock()
        self.news()
        self._tell()

    async def _post(self, webhook: Webhook, update: dict[str, Any]) -> tuple[str, float]:
        """What went wrong, if anything, and how long the bot asked to be left alone."""
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with self._http.post(webhook.url, json=update, headers=headers, allow_redirects=False) as answer:
                asked = answer.headers.get("Retry-After", "")
                wrong = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                return "" if answer.status // 100 == 2 else wrong, float(asked) if asked.isdecimal() else 0.0
        except TimeoutError:
            return "Read timeout expired", 0.0
        except aiohttp.ClientConnectorError:
            return "Connection refused", 0.0
        except aiohttp.ClientError:
            return "Connection reset by peer", 0.0

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _check(url: str, secret: str) -> None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused(400, "Bad Request: bad webhook: Wrong URL specified") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and host in HERE):
        raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if host not in HERE and (port or 443) not in PORTS:
        raise Refused(400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if len(secret) > 256:
        raise Refused(400, "Bad Request: secret token is too long")
    if re.fullmatch(r"[A-Za-z0-9_-]*", secret) is None:
        raise Refused(400, "Bad Request: secret token contains unallowed characters")
