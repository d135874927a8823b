"""The web door: Telegram's webhook, and what an operator's tools ask: /healthz, /readyz, /metrics."""

from __future__ import annotations

import asyncio
import hmac
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

import orjson
import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.exits import UNAVAILABLE, Stop
from bot.settings import listen_at
from domain.watch import SILENCE, is_late
from services.health import Figures, Health
from services.heartbeat import Vitals

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name, Bot API setWebhook
LARGEST_UPDATE = 1024 * 1024
STORES_WITHIN = 20.0
ANSWERS_WITHIN = 5.0
HIGHEST_ID = 2**63 - 1

Receive = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]


class Door:
    """What is behind the addresses. `receive` stores updates; without a secret nothing is let in by /telegram."""

    def __init__(self, receive: Receive, health: Health, secret: str, vitals: Callable[[], Vitals]) -> None:
        self._receive = receive
        self._health = health
        self._secret = secret.encode()
        self._vitals = vitals
        self._begun: set[asyncio.Future[None]] = set()
        self._runner: web.AppRunner | None = None

    async def open(self, listening: socket.socket) -> None:
        """Serves until `close`. Nothing that is asked is logged: addresses and bodies are private."""
        app = web.Application(client_max_size=LARGEST_UPDATE)
        app.router.add_post("/telegram", self._telegram)
        app.router.add_get("/healthz", self._lives)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STORES_WITHIN)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()

    async def close(self) -> None:
        """Lets what is being stored finish, then stops."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _telegram(self, request: web.Request) -> web.Response:
        """200 only once the update is stored: anything else makes Telegram send it again."""
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not self._secret or not hmac.compare_digest(shown, self._secret):
            log.warning("door_shut", shown=bool(shown))  # who came and what they brought stands nowhere
            return web.Response(status=403)
        update = update_in(await request.read())
        if update is None:
            return web.Response(status=400)
        try:
            async with asyncio.timeout(STORES_WITHIN):
                await asyncio.shield(self._storing(update))  # stored too late is stored: its twin is known
        except Exception as error:  # whatever it was, it is not known to be stored
            log.error("not_stored", update=update["update_id"], error=type(error).__name__)
            return web.Response(status=503)
        return web.Response()

    def _storing(self, update: dict[str, Any]) -> asyncio.Future[None]:
        storing = asyncio.ensure_future(self._receive([update]))
        self._begun.add(storing)
        storing.add_done_callback(self._begun.discard)
        return storing

    async def _lives(self, _request: web.Request) -> web.Response:
        """503 when a loop hangs: then a new start helps. One that fails (a database away) is late, and tries again."""
        vitals = self._vitals()
        words = "hangs" if vitals.hung else "alive"
        lines = [_judged(loop, age, vitals) for loop, age in sorted(vitals.loops.items())]
        return web.Response(status=503 if vitals.hung else 200, text="\n".join([words, *lines, ""]))

    async def _ready(self, _request: web.Request) -> web.Response:
        return web.Response(text="ready\n") if await self._can_store() else web.Response(status=503, text="not ready\n")

    async def _metrics(self, _request: web.Request) -> web.Response:
        ready = await self._can_store()
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                figures = await self._health.figures()
        except Exception as error:  # then only what this process knows by itself is shown
            log.warning("no_figures", error=type(error).__name__)
            figures = None
        registry = CollectorRegistry()
        registry.register(_Shown(list(_metrics(self._vitals(), ready, figures))))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4"})

    async def _can_store(self) -> bool:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                return await self._health.can_store()
        except Exception as error:  # away, closed, locked: all of it means that nothing can be stored
            log.warning("not_ready", error=type(error).__name__)
            return False


def listening_on(listen: str) -> socket.socket:
    """A socket on HOST:PORT, bound before anything else is begun. Raises Stop."""
    host, port = listen_at(listen)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Stop(
            f"Nothing can listen on {listen} ({why}): is the bot running already? "
            "Stop what is there, or set TREEM_LISTEN to another address.",
            UNAVAILABLE,
        ) from None


def update_in(body: bytes) -> dict[str, Any] | None:
    """The update in a request, or None for what is not one. What is inside is not judged: a refused one comes again."""
    try:
        raw = orjson.loads(body)
    except ValueError:
        return None
    number = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= HIGHEST_ID:
        return None
    return dict(raw)


def _judged(loop: str, age: timedelta, vitals: Vitals) -> str:
    word = "hangs" if loop in vitals.hung else "late" if is_late(loop, age) else "ok"
    return f"{loop} {round(age.total_seconds())} s of {round(SILENCE[loop].total_seconds())} s: {word}"


def _metrics(vitals: Vitals, ready: bool, figures: Figures | None) -> Iterable[Metric]:
    """Labels are words of ours; never an id, never what somebody said."""
    yield CounterMetricFamily("treem_updates_received", "Updates stored by this process", vitals.received)
    yield GaugeMetricFamily("treem_ready", "1 when an update can be stored", int(ready))
    loops = GaugeMetricFamily("treem_loop_age_seconds", "How long ago each loop last went round", labels=["loop"])
    for loop, age in vitals.loops.items():
        loops.add_metric([loop], round(age.total_seconds()))
    yield loops
    silence = GaugeMetricFamily("treem_loop_silence_seconds", "How long each loop may be silent", labels=["loop"])
    for loop in vitals.loops:
        silence.add_metric([loop], round(SILENCE[loop].total_seconds()))
    yield silence
    if figures is not None:
        yield from _kept(figures)


def _kept(figures: Figures) -> Iterable[Metric]:
    inbox = GaugeMetricFamily("treem_inbox_updates", "Updates not handled yet", labels=["state"])
    inbox.add_metric(["waiting"], figures.inbox_waiting)
    inbox.add_metric(["aside"], figures.inbox_aside)
    due = GaugeMetricFamily("treem_outbox_due", "Notices that should have left by now", labels=["lane"])
    oldest = GaugeMetricFamily("treem_outbox_oldest_due_seconds", "How long the oldest has waited", labels=["lane"])
    for lane, waiting in figures.due.items():
        due.add_metric([lane.name.lower()], waiting.count)
        oldest.add_metric([lane.name.lower()], round(waiting.oldest.total_seconds()))
    refused = GaugeMetricFamily(
        "treem_outbox_refused", "Notices of the last week Telegram never takes", labels=["lane"]
    )
    for lane, count in figures.refused.items():
        refused.add_metric([lane.name.lower()], count)
    cases = GaugeMetricFamily("treem_cases_open", "Cases that have not ended", labels=["state"])
    for state, count in figures.cases.items():
        cases.add_metric([state.value], count)
    yield from (inbox, due, oldest, refused, cases)
    absence = figures.absence.total_seconds()
    yield GaugeMetricFamily("treem_absence_seconds", "Out of touch longer than Telegram keeps updates", absence)
    since, until = figures.lost or (None, None)
    begun, length = (
        (0.0, 0.0) if since is None or until is None else (since.timestamp(), (until - since).total_seconds())
    )
    yield GaugeMetricFamily("treem_lost_seconds", "How much time a restore of the last day has lost", round(length))
    yield GaugeMetricFamily("treem_lost_since_timestamp_seconds", "From when on it is lost", int(begun))


class _Shown:
    """Figures of one moment, as prometheus-client wants to collect them."""

    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics
