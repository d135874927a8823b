"""Second roads that are really there: a mail server and an HTTP hook, living, dead, and hanging."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from email import message_from_bytes, policy
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope

from tests.bot.house import free_port


class Road:
    """Where something arrives; `url` as an operator writes it, `heard` what came."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.heard: list[str] = []
        self._news = asyncio.Event()

    def hears(self, words: str) -> None:
        self.heard.append(words)
        self._news.set()

    async def until(self, true: Callable[[], object], within: float = 20.0) -> None:
        """Waits for what has to arrive."""
        async with asyncio.timeout(within):
            while not true():
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def a_hook(port: int = 0, secret: str = "hush", status: int = 204) -> AsyncIterator[Road]:
    """An HTTP hook such as an SMS gateway has; its path is the secret."""
    road = Road("")

    async def taken(request: web.Request) -> web.Response:
        road.hears((await request.read()).decode("unicode_escape"))
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post(f"/{secret}", taken)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    road.url = f"json://127.0.0.1:{runner.addresses[0][1]}/{secret}"
    try:
        yield road
    finally:
        await runner.cleanup()


@asynccontextmanager
async def a_mailbox(name: str = "hanh") -> AsyncIterator[Road]:
    """A mail server on this machine."""
    road = Road("")

    class Keeps:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
            mail = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
            bodies = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
            road.hears("\n".join([str(mail), mail["subject"], *envelope.rcpt_tos, *bodies]))
            return "250 kept"

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeps(), hostname="localhost", loop=loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    road.url = f"mailto://127.0.0.1:{port}?from=bot@example.vn&to={name}@example.vn"
    try:
        yield road
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def a_silent_server(secret: str = "hush") -> AsyncIterator[Road]:
    """It takes every call and never answers."""
    road = Road("")
    calls: list[asyncio.StreamWriter] = []

    async def nods(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append(writer)
        road.hears("a call")

    server = await asyncio.start_server(nods, "127.0.0.1", 0)
    road.url = f"json://127.0.0.1:{server.sockets[0].getsockname()[1]}/{secret}?rto=1.5"
    try:
        yield road
    finally:
        server.close()
        for call in calls:
            call.close()
            with suppress(ConnectionError):
                await call.wait_closed()
        await server.wait_closed()


def a_dead_road(secret: str = "hush") -> tuple[str, int]:
    """An address where nobody listens, and its port."""
    port = free_port()
    return f"json://127.0.0.1:{port}/{secret}", port
