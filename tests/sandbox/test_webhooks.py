"""Telegram at the bot's door: the secret, the order, and coming again until the bot says 2xx."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from sandbox.webhooks import SECRET_HEADER
from tests.sandbox.wire import NOON, Wire

HOURS = 3600.0


class Door:
    """A bot's door that answers as it is told: the next of `answers`, and 200 after them."""

    def __init__(self) -> None:
        self.answers: list[web.Response | asyncio.Future[web.Response]] = []
        self.came: list[tuple[str, str]] = []
        self.secrets: list[str | None] = []
        self.numbers: list[int] = []
        self.url = ""
        self.inside = self.most = 0
        self._news = asyncio.Condition()

    async def open(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get(SECRET_HEADER))
        self.numbers.append(update["update_id"])
        message = update["message"]
        async with self._news:
            self.came.append((message["from"]["first_name"], message["text"]))
            self._news.notify_all()
        answer = self.answers.pop(0) if self.answers else web.Response()
        self.inside += 1
        self.most = max(self.most, self.inside)
        answer = await answer if isinstance(answer, asyncio.Future) else answer
        self.inside -= 1
        return answer

    async def elsewhere(self, _request: web.Request) -> web.Response:
        return web.Response()

    async def until(self, check: Callable[[], object]) -> None:
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: bool(check())), 5)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    made = Door()
    app = web.Application()
    app.router.add_post("/telegram", made.open)
    app.router.add_get("/elsewhere", made.elsewhere)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    yield made
    await runner.cleanup()


def says(status: int, **headers: str) -> web.Response:
    return web.Response(status=status, headers=headers)


async def left(wire: Wire, count: int) -> dict[str, Any]:
    """getWebhookInfo, once so many updates wait."""
    await asyncio.wait_for(wire.sandbox.wait(lambda: len(wire.sandbox.queue.waiting()) == count), 5)
    found: dict[str, Any] = await wire.does("getWebhookInfo")
    return found


async def test_updates_come_in_order_and_with_the_secret(wire: Wire, door: Door) -> None:
    lan = wire.sandbox.person("Lan")
    await lan.says("trước")
    await wire.does("setWebhook", url=door.url, secret_token="only-Telegram_knows-1")
    for number in range(5):
        await lan.says(f"tin {number}")
    info = await left(wire, 0)
    assert door.came == [("Lan", "trước"), *(("Lan", f"tin {number}") for number in range(5))]
    assert set(door.secrets) == {"only-Telegram_knows-1"}
    assert (info["url"], info["max_connections"], info["has_custom_certificate"]) == (door.url, 40, False)


async def test_without_a_secret_there_is_no_header(wire: Wire, door: Door) -> None:
    await wire.does("setWebhook", url=door.url)
    await wire.person()
    await left(wire, 0)
    assert door.secrets == [None]


async def test_a_refused_update_comes_again_after_growing_pauses(wire: Wire, door: Door) -> None:
    door.answers = [says(500), says(503), says(302, Location="/elsewhere"), says(404)]
    await wire.does("setWebhook", url=door.url)
    lan = await wire.person()
    tries = wire.sandbox.webhooks
    pauses = []
    for number in range(2, 5):  # the first repetition comes at once
        await door.until(lambda number=number: len(door.came) == number)
        await asyncio.wait_for(wire.sandbox.wait(lambda: tries.set.lanes[lan.id].due > wire.clock.now), 5)
        pauses.append(tries.set.lanes[lan.id].due - wire.clock.now)
        wire.clock.now += pauses[-1]
    info = await left(wire, 0)
    assert pauses == [2, 4, 8]
    assert set(door.numbers) == {door.numbers[0]}
    assert len(door.numbers) == 5
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert info["last_error_date"] == int(NOON + 6)


async def test_a_failing_chat_holds_up_only_itself(wire: Wire, door: Door) -> None:
    stuck: asyncio.Future[web.Response] = asyncio.get_running_loop().create_future()
    door.answers = [stuck]
    await wire.does("setWebhook", url=door.url)
    lan, be = wire.sandbox.person("Lan"), wire.sandbox.person("Bé")
    await lan.says("một")
    await door.until(lambda: door.came == [("Lan", "một")])
    await lan.says("hai")
    await be.says("ba")
    await door.until(lambda: ("Bé", "ba") in door.came)
    stuck.set_result(says(500))
    await left(wire, 0)
    assert door.came == [("Lan", "một"), ("Bé", "ba"), ("Lan", "một"), ("Lan", "hai")]


async def test_the_bot_may_ask_to_be_left_alone(wire: Wire, door: Door) -> None:
    door.answers = [says(429, **{"Retry-After": "90"})]
    await wire.does("setWebhook", url=door.url)
    lan = await wire.person()
    lanes = wire.sandbox.webhooks.set.lanes
    await asyncio.wait_for(wire.sandbox.wait(lambda: lan.id in lanes and lanes[lan.id].due == NOON + 90), 5)
    assert len(door.came) == 1
    wire.clock.now += 90
    await left(wire, 0)
    assert len(door.came) == 2


async def test_one_connection_brings_one_update_at_a_time(wire: Wire, door: Door) -> None:
    slow: asyncio.Future[web.Response] = asyncio.get_running_loop().create_future()
    door.answers = [slow]
    await wire.does("setWebhook", url=door.url, max_connections=1)
    await wire.person("Lan")
    await wire.person("Bé")
    await door.until(lambda: door.came)
    await left(wire, 2)
    slow.set_result(says(200))
    await left(wire, 0)
    assert door.most == 1
    assert [name for name, _ in door.came] == ["Lan", "Bé"]


async def test_what_nobody_took_for_24_hours_is_forgotten(wire: Wire, door: Door) -> None:
    await wire.does("setWebhook", url="http://127.0.0.1:9/telegram")
    lan = await wire.person()
    lanes = wire.sandbox.webhooks.set.lanes
    await asyncio.wait_for(wire.sandbox.wait(lambda: lan.id in lanes and lanes[lan.id].tried > 1), 5)
    assert (await wire.does("getWebhookInfo"))["last_error_message"] == "Connection refused"
    wire.clock.now += 24 * HOURS + 1
    await wire.does("setWebhook", url=door.url)
    await lan.says("mới")
    await left(wire, 0)
    assert door.came == [("Lan", "mới")]


async def test_an_update_is_brought_twice_on_demand(wire: Wire, door: Door) -> None:
    await wire.does("setWebhook", url=door.url)
    lan = wire.sandbox.person("Lan")
    wire.sandbox.fails = ["duplicate"]
    await lan.says("một")
    await left(wire, 0)
    wire.sandbox.repeat()
    await door.until(lambda: len(door.came) == 3)
    await left(wire, 0)
    assert len(set(door.numbers)) == 1


async def test_after_a_webhook_is_deleted_updates_wait_to_be_fetched(wire: Wire, door: Door) -> None:
    await wire.does("setWebhook", url=door.url)
    await wire.does("setWebhook", url="")
    assert (await wire.does("getWebhookInfo"))["url"] == ""
    await wire.person()
    assert len(await wire.updates()) == 1
    assert door.came == []


WRONG = [
    ({"url": "http://bot.example.org/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    ({"url": "https://bot.example.org:9000"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
    ({"url": "https://bot.example.org:port"}, "bad webhook: Wrong URL specified"),
    ({"url": "https://a.vn", "secret_token": "bí mật"}, "secret token contains unallowed characters"),
    ({"url": "https://a.vn", "secret_token": "a" * 257}, "secret token is too long"),
    ({}, 'parameter "url" is required'),
]


@pytest.mark.parametrize(("params", "words"), WRONG, ids=[words for _, words in WRONG])
async def test_a_webhook_telegram_would_not_set(wire: Wire, params: dict[str, Any], words: str) -> None:
    assert await wire.refused("setWebhook", **params) == (400, f"Bad Request: {words}")
    assert (await wire.does("getWebhookInfo"))["url"] == ""
