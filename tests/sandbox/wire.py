"""Raw HTTP to the sandbox: what any client could send, and what comes back."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sandbox import Phone, Sandbox
from sandbox.spec import spec, wrong_in

NOON = 1_800_000_000.0


class Turned:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


class Wire:
    """A client of the Bot API that checks nothing it sends, and everything that comes back."""

    def __init__(self, sandbox: Sandbox, clock: Turned, http: aiohttp.ClientSession) -> None:
        self.sandbox, self.clock, self.http = sandbox, clock, http

    def address(self, method: str) -> str:
        """Where a method is called."""
        return f"{self.sandbox.url}/bot{self.sandbox.token}/{method}"

    async def asks(self, method: str, /, **params: Any) -> dict[str, Any]:
        """A call as a form; everything that is not text goes as JSON, bytes as a file. Gives the whole answer."""
        form = aiohttp.FormData()
        for name, value in params.items():
            if isinstance(value, bytes):
                form.add_field(name, io.BytesIO(value), filename=f"{name}.bin", content_type="application/octet-stream")
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        async with self.http.post(self.address(method), data=form if params else None) as answer:
            found: dict[str, Any] = await answer.json()
            assert found["ok"] == (answer.status == 200)
            return found

    async def does(self, method: str, /, **params: Any) -> Any:
        """A call that must work; gives its result, which must be as the Bot API describes it."""
        answer = await self.asks(method, **params)
        assert answer["ok"], answer
        result = answer["result"]
        wrongs = [wrong_in(result, kind) for kind in spec()["methods"][method]["returns"]]
        assert "" in wrongs, (wrongs, result)
        return result

    async def refused(self, method: str, /, **params: Any) -> tuple[int, str]:
        """A call that must be refused; gives the code and the words."""
        answer = await self.asks(method, **params)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]

    async def sent(self, phone: Phone, text: str = "chào", **params: Any) -> int:
        """The bot writes to somebody; gives the message's number."""
        return int((await self.does("sendMessage", chat_id=phone.id, text=text, **params))["message_id"])

    async def updates(self, **params: Any) -> list[tuple[str, dict[str, Any]]]:
        """What waits for the bot: kinds and what they carry."""
        found = await self.does("getUpdates", **params)
        return [(kind, carried) for update in found for kind, carried in update.items() if kind != "update_id"]

    async def taps(self, count: int) -> list[tuple[str, dict[str, Any]]]:
        """The newest taps, once so many have come."""
        queue = self.sandbox.queue
        await self.sandbox.wait(lambda: sum("callback_query" in kept.update for kept in queue.waiting()) >= count)
        return (await self.updates())[-count:]

    async def person(self, name: str = "Lan") -> Phone:
        """Somebody who has pressed START."""
        phone = self.sandbox.person(name)
        await phone.starts()
        return phone


@asynccontextmanager
async def a_wire() -> AsyncIterator[Wire]:
    """A sandbox whose clock stands still, and a client."""
    clock = Turned()
    sandbox = Sandbox(clock=clock)
    await sandbox.start()
    async with aiohttp.ClientSession() as http:
        yield Wire(sandbox, clock, http)
    await sandbox.stop()
