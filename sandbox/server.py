"""The Bot API over HTTP: one bot, the people and groups it meets, its updates, and faults on demand."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.chats import Chat
from sandbox.files import Files
from sandbox.groups import Group
from sandbox.limits import Limits
from sandbox.methods import METHODS
from sandbox.phones import Phone
from sandbox.requests import LARGEST, Call, read
from sandbox.spec import checked, method_named, spec
from sandbox.updates import Updates
from sandbox.webhooks import Webhooks
from sandbox.world import Message, Refused

QUERY_LIVES = 15.0
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
GRANTED = ("can_manage_chat", "can_delete_messages", "can_pin_messages")


class Sandbox:
    """One bot and the people who write to it. `clock` gives unix seconds.

    `fails` names faults for the next calls (getUpdates apart), in order: «error» (502), «hang» (no answer, nothing
    done), «too_many» (429, a second to wait), «reset_before» and «reset_after» (the connection breaks before or after
    the call took effect), «slow» (nothing happens before `hurry`). «duplicate» makes the next update come twice.
    """

    def __init__(
        self, token: str = "1:sandbox", username: str = "treem_bot", clock: Callable[[], float] = time.time
    ) -> None:  # no secret: the sandbox's own
        self.token = token
        self.me = {"id": 1, "is_bot": True, "first_name": "Bot", "username": username}
        self.clock = clock
        self.privacy = True
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.errors: list[tuple[str, str]] = []
        self.fails: list[str] = []
        self.commands: dict[tuple[str, int | str, str], list[dict[str, str]]] = {}
        self.hurry = asyncio.Event()
        self.url = ""
        self.files, self.limits = Files(), Limits(clock)
        self.queue = Updates(clock, self.wait, self.tell)
        self.webhooks = Webhooks(clock, self.queue, self.tell)
        self._phones: dict[int, Phone] = {}
        self._groups: dict[int, Group] = {}
        self._message_id = self._albums = 0
        self._queries: dict[str, tuple[asyncio.Future[str], Phone, float]] = {}
        self._changed = asyncio.Condition()
        self._notes: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; `url` says where."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Closes every connection."""
        await self.webhooks.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    # --- who is there ---

    def person(self, first_name: str) -> Phone:
        """Somebody with a phone who has not pressed START yet."""
        phone = Phone(self, 700_000_000 + len(self._phones), first_name)
        self._phones[phone.id] = phone
        return phone

    def group(self, title: str, *members: Phone) -> Group:
        """A group of these people; the first of them brings the bot in."""
        group = Group(self, -1_001_000_000_000 - len(self._groups), title, list(members))
        self._groups[group.id] = group
        group.adds_bot(members[0])
        return group

    def basic_group(self, title: str, *members: Phone) -> Group:
        """A basic group, as every new one is until it becomes a supergroup."""
        group = Group(self, -4_000_000 - len(self._groups), title, list(members))
        self._groups[group.id] = group
        group.adds_bot(members[0])
        return group

    def upgrade(self, basic: Group) -> Group:
        """The supergroup that a basic group becomes: new number, no messages; the old chat stays behind, dead."""
        group = Group(self, -1_001_000_000_000 - len(self._groups), basic.title, list(basic.members))
        group.bot = basic.bot
        self._groups[group.id] = group
        return group

    def chat_of(self, chat_id: int | str) -> Chat:
        """The chat a call means. Raises Refused where the bot may not write there."""
        chat = None if isinstance(chat_id, str) else self._phones.get(chat_id) or self._groups.get(chat_id)
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if (refusal := chat.refusal()) is not None:
            raise refusal
        return chat

    def member(self, status: str) -> dict[str, Any]:
        """The bot as a ChatMember."""
        found: dict[str, Any] = {"user": self.me, "status": status}
        if status == "kicked":
            found["until_date"] = 0
        if status == "administrator":
            rights = [f["name"] for f in spec()["types"]["ChatMemberAdministrator"]["fields"] if f["required"]]
            found |= {right: right in GRANTED for right in rights if right not in found}
        return found

    # --- what happens ---

    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock())

    def next_message(self) -> int:
        """Numbers of messages run through all private chats."""
        self._message_id += 1
        return self._message_id

    def next_album(self) -> str:
        """A media_group_id."""
        self._albums += 1
        return str(13_000_000_000 + self._albums)

    def push(self, kind: str, payload: dict[str, Any]) -> None:
        """An update for the bot; kept until it is confirmed."""
        twice = "duplicate" in self.fails
        if twice:
            self.fails.remove("duplicate")
        self.queue.push(kind, payload, 2 if twice else 1)
        self.webhooks.news()
        self.tell()

    def repeat(self, last: int = 1) -> None:
        """The newest updates come once more, though the bot confirmed them."""
        self.queue.repeat(last)
        self.webhooks.news()
        self.tell()

    def tap(self, who: Phone, chat: Chat, message: Message, data: str, answer: asyncio.Future[str]) -> None:
        """A callback query."""
        number = f"{4_000_000_000 + len(self._queries)}"
        self._queries[number] = (answer, who, self.clock())
        gone = {"chat": chat.as_chat(), "message_id": message.id, "date": 0}
        shown = message.raw if chat.find(message.id) is not None else gone
        query = {"id": number, "from": who.as_user(), "chat_instance": str(chat.id * 31), "data": data}
        self.push("callback_query", {**query, "message": shown})

    def answer(self, number: str, text: str) -> None:
        """Shows a toast. Raises Refused where the query is unknown, answered or too old."""
        answer, who, asked = self._queries.get(number, (None, None, 0.0))
        if answer is None or who is None or answer.done() or self.clock() - asked > QUERY_LIVES:
            raise Refused(400, TOO_OLD)
        answer.set_result(text)
        who.toasts.append(text)

    async def wait(self, check: Callable[[], object]) -> None:
        """Returns once the check holds; looks again whenever something changed."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(check()))

    def tell(self) -> None:
        """Something changed: everybody who waits looks again."""

        async def tell() -> None:
            async with self._changed:
                self._changed.notify_all()

        task = asyncio.get_running_loop().create_task(tell())
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    _tell = tell

    # --- over HTTP ---

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            given, uploads = await read(request)
            method = method_named(method) or method
            if method not in METHODS:
                raise Refused(404, "Not Found: method not found")
            call = Call(method, checked(method, given, uploads), uploads)
            fault = None if method == "getUpdates" else self._fault()
            if fault == "error":
                raise Refused(502, "Bad Gateway")
            if fault == "too_many":
                raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
            if fault == "hang":
                await asyncio.Event().wait()  # until the client has had enough
            if fault == "slow":
                await self.hurry.wait()
            if fault == "reset_before":
                return _reset(request)
            self.calls.append((method, call.params))
            result = await self._does(call)
            if fault == "reset_after":
                return _reset(request)
        except Refused as no:
            self.errors.append((method, no.description))
            return _refusal(no)
        return web.json_response({"ok": True, "result": result})

    def _fault(self) -> str | None:
        fault = next((each for each in self.fails if each != "duplicate"), None)
        if fault is not None:
            self.fails.remove(fault)
            self.tell()
        return fault

    async def _does(self, call: Call) -> Any:
        own = getattr(self, f"_{call.method}", None)  # a method that a subclass knows better
        result = METHODS[call.method](self, call) if own is None else own(call.params)
        return await result if inspect.isawaitable(result) else result

    async def _download(self, request: web.Request) -> web.StreamResponse:
        stored = self.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or stored is None:
            return _refusal(Refused(404, "Not Found"))
        return web.Response(body=stored.content, content_type="application/octet-stream")


def _refusal(no: Refused) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": no.code, "description": no.description}
    if no.migrate_to is not None:
        body["parameters"] = {"migrate_to_chat_id": no.migrate_to}
    if no.retry_after is None:
        return web.json_response(body, status=no.code)
    body["parameters"] = {"retry_after": no.retry_after}
    return web.json_response(body, status=no.code, headers={"Retry-After": str(no.retry_after)})


def _reset(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
