"""The Bot API over HTTP: long polling with real offsets, messages, edits, deletions, taps, limits, faults."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.phones import Phone
from sandbox.requests import LARGEST, read
from sandbox.spec import checked, method_named
from sandbox.world import Message, Refused, checked_markup, checked_text, plain

BURST, PER_SECOND = 5, 1.0  # one chat: a burst of five, then one a second
QUERY_LIVES = 15.0
DELETABLE = 48 * 3600
FILES = ("photo", "voice", "video", "audio", "document", "animation", "sticker", "video_note")


class Sandbox:
    """One bot and the people who write to it. `clock` gives unix seconds."""

    def __init__(
        self, token: str = "1:sandbox", username: str = "treem_bot", clock: Callable[[], float] = time.time
    ) -> None:  # no secret: the sandbox's own
        self.token = token
        self.me = {"id": 1, "is_bot": True, "first_name": "Bot", "username": username}
        self.clock = clock
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[tuple[str, str]] = []
        self.fails: list[str] = []  # names of faults for the next calls: «error», «reset_after»
        self.url = ""
        self._phones: dict[int, Phone] = {}
        self._updates: list[dict[str, Any]] = []
        self._update_id = 1000
        self._message_id = 0
        self._queries: dict[str, tuple[asyncio.Future[str], Phone, float]] = {}
        self._tokens: dict[int, tuple[float, float]] = {}
        self._changed = asyncio.Condition()
        self._notes: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; `url` says where."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Closes every connection."""
        if self._runner is not None:
            await self._runner.cleanup()

    def person(self, first_name: str) -> Phone:
        """Somebody with a phone who has not pressed START yet."""
        phone = Phone(self, 700_000_000 + len(self._phones), first_name)
        self._phones[phone.id] = phone
        return phone

    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock())

    def next_message(self) -> int:
        """Numbers of messages run through all private chats."""
        self._message_id += 1
        return self._message_id

    def push(self, kind: str, payload: dict[str, Any]) -> None:
        """An update for the bot; kept until a higher offset is asked for."""
        self._update_id += 1
        self._updates.append({"update_id": self._update_id, kind: payload})
        self._tell()

    def tap(self, phone: Phone, message: Message, data: str, answer: asyncio.Future[str]) -> None:
        """A callback query."""
        number = f"q{len(self._queries) + 1}"
        self._queries[number] = (answer, phone, self.clock())
        query = {"id": number, "from": phone.as_user(), "chat_instance": "1", "data": data, "message": message.raw}
        self.push("callback_query", query)

    async def wait(self, check: Callable[[], object]) -> None:
        """Returns once the check holds; looks again whenever something changed."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(check()))

    def _tell(self) -> None:
        async def tell() -> None:
            async with self._changed:
                self._changed.notify_all()

        task = asyncio.get_running_loop().create_task(tell())
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            known = method_named(method)
            if known is None:
                raise Refused(404, "Not Found: method not found")
            method = known
            params = checked(method, *await read(request))
            fault = self.fails.pop(0) if self.fails and method != "getUpdates" else None
            if fault == "error":
                raise Refused(502, "Bad Gateway")
            does = getattr(self, f"_{method}", None)
            if does is None:
                raise Refused(404, f"Not Found: the sandbox has no {method}")
            self.calls.append((method, params))
            result = await does(params)
            if fault == "reset_after" and request.transport is not None:
                request.transport.close()
        except Refused as no:
            self.errors.append((method, no.description))
            wait = {} if no.retry_after is None else {"parameters": {"retry_after": no.retry_after}}
            body = {"ok": False, "error_code": no.code, "description": no.description, **wait}
            return web.json_response(body, status=no.code)
        return web.json_response({"ok": True, "result": result})

    # --- methods of the Bot API, by their own names ---

    async def _getMe(self, _params: dict[str, Any]) -> dict[str, Any]:
        return {
            **self.me,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    async def _deleteWebhook(self, _params: dict[str, Any]) -> bool:
        return True

    async def _setMyCommands(self, params: dict[str, Any]) -> bool:
        if len(params["commands"]) > 100 or any(not 1 <= len(c["description"]) <= 256 for c in params["commands"]):
            raise Refused(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        return True

    async def _getUpdates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(params.get("offset", 0))
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        if not self._updates:
            try:
                await asyncio.wait_for(self.wait(lambda: self._updates), min(float(params.get("timeout", 0)), 50))
            except TimeoutError:
                return []
        return self._updates[: int(params.get("limit", 100))]

    async def _sendMessage(self, params: dict[str, Any]) -> dict[str, Any]:
        words = str(params.get("text", ""))
        return self._post(params, "text", checked_text(plain(words, params.get("parse_mode"))), words, {})

    async def _sendPhoto(self, params: dict[str, Any]) -> dict[str, Any]:
        return self._post_file(params, "photo")

    async def _sendVoice(self, params: dict[str, Any]) -> dict[str, Any]:
        return self._post_file(params, "voice")

    async def _editMessageText(self, params: dict[str, Any]) -> dict[str, Any]:
        phone = self._phone(params)
        message = next((m for m in phone.messages if m.id == int(params["message_id"])), None)
        if message is None or not message.from_bot:
            raise Refused(400, "Bad Request: message to edit not found")
        markup = checked_markup(params.get("reply_markup", {}))
        words = checked_text(plain(params["text"], params.get("parse_mode")))
        if (words, markup) == (message.text, message.markup):
            raise Refused(400, "Bad Request: message is not modified")
        message.text, message.html, message.markup, message.edited = words, params["text"], markup, True
        message.raw = {**message.raw, "text": words}
        self._tell()
        return message.raw

    async def _deleteMessage(self, params: dict[str, Any]) -> bool:
        phone = self._phone(params)
        message = next((m for m in phone.messages if m.id == int(params["message_id"])), None)
        if message is None:
            raise Refused(400, "Bad Request: message to delete not found")
        if self.clock() - message.date > DELETABLE:
            raise Refused(400, "Bad Request: message can't be deleted for everyone")
        phone.messages.remove(message)
        self._tell()
        return True

    async def _deleteMessages(self, params: dict[str, Any]) -> bool:
        phone, ids = self._phone(params), params["message_ids"]
        if not 1 <= len(ids) <= 100:
            raise Refused(400, "Bad Request: too many message identifiers specified")
        fresh = {m.id for m in phone.messages if self.clock() - m.date <= DELETABLE}
        phone.messages = [m for m in phone.messages if m.id not in fresh.intersection(ids)]
        self._tell()
        return True

    async def _answerCallbackQuery(self, params: dict[str, Any]) -> bool:
        answer, phone, asked = self._queries.get(params["callback_query_id"], (None, None, 0.0))
        text = str(params.get("text", ""))
        if answer is None or phone is None or answer.done() or self.clock() - asked > QUERY_LIVES:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(text) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        answer.set_result(text)
        phone.toasts.append(text)
        return True

    # --- what they share ---

    def _phone(self, params: dict[str, Any]) -> Phone:
        phone = self._phones.get(params.get("chat_id", 0))
        if phone is None:
            raise Refused(400, "Bad Request: chat not found")
        if phone.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if not phone.started:
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        return phone

    def _post_file(self, params: dict[str, Any], kind: str) -> dict[str, Any]:
        words = str(params.get("caption", ""))
        text = plain(words, params.get("parse_mode"))
        if len(text) > 1024:
            raise Refused(400, "Bad Request: message caption is too long")
        file = {"file_id": params[kind], "file_unique_id": "u", "width": 90, "height": 90, "duration": 3}
        return self._post(params, kind, text, words, {kind: [file] if kind == "photo" else file, "caption": text})

    def _post(self, params: dict[str, Any], kind: str, text: str, words: str, fields: dict[str, Any]) -> dict[str, Any]:
        phone = self._phone(params)
        markup = checked_markup(params.get("reply_markup", {}))
        self._take_token(phone.id)
        number = self.next_message()
        now = self.now()
        raw = {"message_id": number, "date": now, "chat": phone.as_chat(), "from": self.me}
        raw |= fields or {"text": text}
        protected = params.get("protect_content") in (True, "true", "True")
        message = Message(number, now, phone.id, True, kind, text, words, params.get(kind), markup, protected, raw=raw)
        if "keyboard" in markup:
            phone.keyboard = [[key["text"] for key in row] for row in markup["keyboard"]]
        phone.messages.append(message)
        self._tell()
        return raw

    def _take_token(self, chat: int) -> None:
        left, since = self._tokens.get(chat, (float(BURST), self.clock()))
        left = min(float(BURST), left + (self.clock() - since) * PER_SECOND)
        if left < 1:
            raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        self._tokens[chat] = (left - 1, self.clock())
