"""The page with several phones side by side and the small JSON API behind it: for this machine only."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.phones import Phone
from sandbox.server import Sandbox
from sandbox.world import Message

PAGE = Path(__file__).parent / "page"
HOST = "127.0.0.1"
KINDS = ("photo", "voice")  # what a phone can send along, made up
PNG = b"\x89PNG\r\n\x1a\n"
HEARTBEAT = 10.0  # seconds: the clock is told again, and who has gone is noticed
LONGEST_SKIP = 24 * 3600
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
Skip = Callable[[int], None]


class SaidNo(Exception):
    """What the page cannot do; the words are for the person who tapped."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A phone on the page, and who holds it."""

    phone: Phone
    role: str


class Page:
    """The phones of a sandbox in a browser. `skip` turns the clock forward by seconds; without it no button."""

    def __init__(self, sandbox: Sandbox, shown: Sequence[Shown], skip: Skip | None = None, name: str = "Bot") -> None:
        self._sandbox = sandbox
        self._shown = {each.phone.id: each for each in shown}
        self._skip = skip
        self._bot = {"name": name, "username": str(sandbox.me["username"])}
        self._runner: web.AppRunner | None = None
        self.url = ""
        self.application = web.Application(middlewares=[_only_this_machine])
        self.application.on_response_prepare.append(_secured)
        self.application.add_routes(
            [
                web.get("/", self._index),
                web.get("/events", self._events),
                web.get(r"/pictures/{picture:[\w-]+}", self._picture),
                web.post("/skip", self._skipped),
                web.post(r"/phones/{phone:\d+}/{deed}", self._did),
                web.static("/page", PAGE),
            ]
        )

    async def start(self, port: int = 0) -> None:
        """Listens on 127.0.0.1; `url` says where. Raises OSError where the port is taken."""
        self._runner = web.AppRunner(self.application, shutdown_timeout=0.2, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, port).start()
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Closes every connection."""
        if self._runner is not None:
            await self._runner.cleanup()

    def state(self) -> dict[int, dict[str, Any]]:
        """What every phone shows now, by the person's id."""
        state = {number: _phone_state(shown, self._bot["name"]) for number, shown in self._shown.items()}
        for each in (message for phone in state.values() for message in phone["messages"]):
            each["picture"] = self._address_of(each.pop("file"))
        return state

    def _address_of(self, file: str | None) -> str | None:
        """Where the page finds a picture; None for other files, and for what a phone only made up."""
        stored = None if file is None else self._sandbox.files.at(f"photos/{file[-16:]}")
        return f"/pictures/{stored.id[-16:]}" if stored is not None and stored.content.startswith(PNG) else None

    async def _picture(self, request: web.Request) -> web.Response:
        stored = self._sandbox.files.at(f"photos/{request.match_info['picture']}")
        if stored is None or not stored.content.startswith(PNG):
            raise web.HTTPNotFound
        return web.Response(body=stored.content, content_type="image/png")

    async def _index(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events: first every phone, then each phone that changed."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        told: dict[int, dict[str, Any]] = {}
        try:
            while True:
                state = self.state()
                news = [phone for number, phone in state.items() if told.get(number) != phone]
                told = state
                await stream.write(f"data: {json.dumps({**self._about(), 'phones': news})}\n\n".encode())
                await self._change(told)
        except ConnectionResetError:  # the page was closed
            return stream

    async def _change(self, told: dict[int, dict[str, Any]]) -> None:
        try:
            await asyncio.wait_for(self._sandbox.wait(lambda: self.state() != told), HEARTBEAT)
        except TimeoutError:
            pass

    def _about(self) -> dict[str, Any]:
        bot = {**self._bot, "takes": KINDS}
        return {"now": self._sandbox.now(), "bot": bot, "skips": self._skip is not None}

    async def _skipped(self, request: web.Request) -> web.Response:
        seconds = (await _body(request)).get("seconds")
        if self._skip is None or not isinstance(seconds, int) or not 0 < seconds <= LONGEST_SKIP:
            return _no("Không tua được đồng hồ.")
        self._skip(seconds)
        return web.json_response({"now": self._sandbox.now()})

    async def _did(self, request: web.Request) -> web.Response:
        shown = self._shown.get(int(request.match_info["phone"]))
        deed = DEEDS.get(request.match_info["deed"])
        if shown is None or deed is None:
            raise web.HTTPNotFound
        try:
            toast = await deed(shown.phone, await _body(request))
        except SaidNo as no:
            return _no(str(no))
        except TimeoutError:
            return _no("Bot chưa trả lời.")
        return web.json_response({"toast": toast or ""})


# --- what people do on a phone ---

Body = dict[str, Any]


async def _starts(phone: Phone, body: Body) -> None:
    payload = body.get("payload") or ""
    if not re.fullmatch(r"[\w-]{0,64}", str(payload), re.ASCII):
        raise SaidNo("Liên kết không đúng.")
    await phone.starts(payload)


async def _says(phone: Phone, body: Body) -> None:
    replied = None if body.get("reply_to") is None else _message(phone, body["reply_to"])
    await phone.says(_words(body), reply_to=replied)


async def _sends(phone: Phone, body: Body) -> None:
    if body.get("kind") not in KINDS:
        raise SaidNo("Bản chạy thử không gửi được loại này.")
    await phone.sends(body["kind"])


async def _edits(phone: Phone, body: Body) -> None:
    message = _message(phone, body.get("message"))
    if message.from_bot or message.kind != "text":
        raise SaidNo("Chỉ sửa được tin chữ của chính mình.")
    await phone.edits(message, _words(body))


async def _taps(phone: Phone, body: Body) -> str:
    message = _message(phone, body.get("message"))
    try:
        cell = message.markup["inline_keyboard"][body["row"]][body["column"]]
    except (KeyError, IndexError, TypeError):
        raise SaidNo("Nút này không còn nữa.") from None
    if cell["text"] != body.get("text") or "callback_data" not in cell:
        raise SaidNo("Nút này đã đổi.")
    return await phone.presses(cell["callback_data"], message)


async def _blocks(phone: Phone, _body: Body) -> None:
    await phone.blocks()


DEEDS: dict[str, Callable[[Phone, Body], Awaitable[str | None]]] = {
    "starts": _starts,
    "says": _says,
    "sends": _sends,
    "edits": _edits,
    "taps": _taps,
    "blocks": _blocks,
}


def _message(phone: Phone, number: object) -> Message:
    found = next((m for m in phone.messages if m.id == number), None)
    if found is None:
        raise SaidNo("Tin nhắn này không còn nữa.")
    return found


def _words(body: Body) -> str:
    text = body.get("text")
    if not isinstance(text, str) or not 1 <= len(text.strip()) <= 4096:
        raise SaidNo("Tin nhắn cần từ 1 đến 4096 chữ.")
    return text.strip()


# --- what a phone shows ---


def _phone_state(shown: Shown, bot: str) -> dict[str, Any]:
    phone = shown.phone
    return {
        "id": phone.id,
        "name": phone.first_name,
        "role": shown.role,
        "started": phone.started,
        "blocked": phone.blocked,
        "keyboard": [list(row) for row in phone.keyboard],
        "messages": [_message_state(m, phone, bot) for m in phone.messages],
    }


def _message_state(message: Message, phone: Phone, bot: str) -> dict[str, Any]:
    rows = message.markup.get("inline_keyboard", [])
    return {
        "id": message.id,
        "mine": not message.from_bot,
        "sender": bot if message.from_bot else phone.first_name,
        "date": message.date,
        "kind": message.kind,
        "file": message.file_id,
        "text": message.text,
        # equal where there is nothing to format, and where the message was sent as plain text
        "html": message.html if message.from_bot and message.html != message.text else "",
        "edited": message.edited,
        "protected": message.protected,
        "reply": _reply_state(message, phone, bot),
        "buttons": [[{k: cell[k] for k in ("text", "url") if k in cell} for cell in row] for row in rows],
    }


def _reply_state(message: Message, phone: Phone, bot: str) -> dict[str, Any] | None:
    number = message.raw.get("reply_to_message", {}).get("message_id")
    original = next((m for m in phone.messages if m.id == number), None)
    if original is None:
        return None
    sender = bot if original.from_bot else phone.first_name
    return {"sender": sender, "text": original.text, "kind": original.kind}


# --- who may ask ---


@web.middleware
async def _only_this_machine(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuses what another site's page sends (Origin) and names that only point here (Host: DNS rebinding)."""
    name, _, port = request.headers.get("Host", "").rpartition(":")
    sockname = request.transport.get_extra_info("sockname") if request.transport is not None else None
    if name not in (HOST, "localhost") or sockname is None or port != str(sockname[1]):
        raise web.HTTPForbidden(text="This page answers only to its own address on this machine.")
    origin = request.headers.get("Origin")
    if origin not in (None, f"http://{name}:{port}") or (request.method == "POST" and origin is None):
        raise web.HTTPForbidden(text="Another site's page may not do this.")
    return await handler(request)


async def _secured(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(SECURITY)


async def _body(request: web.Request) -> Body:
    try:
        body = await request.json()
    except (ValueError, UnicodeDecodeError):
        body = None
    if request.content_type != "application/json" or not isinstance(body, dict):
        raise web.HTTPBadRequest(text="A JSON object is needed.")
    return body


def _no(words: str) -> web.Response:
    return web.json_response({"error": words}, status=400)
