"""getUpdates: kept until confirmed, one reader at a time."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox import Phone
from sandbox.spec import wrong_in
from sandbox.updates import CONFLICT
from tests.sandbox.wire import Wire

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOURS = 3600.0


async def three(wire: Wire) -> tuple[Phone, list[int]]:
    """Somebody who said three things, and the numbers of the updates."""
    lan = wire.sandbox.person("Lan")
    for words in ("một", "hai", "ba"):
        await lan.says(words)
    return lan, await numbers(wire)


async def numbers(wire: Wire, **params: Any) -> list[int]:
    return [update["update_id"] for update in await wire.does("getUpdates", **params)]


async def test_updates_come_again_until_a_higher_offset_confirms_them(wire: Wire) -> None:
    _, [first, second, third] = await three(wire)
    assert (second, third) == (first + 1, first + 2)
    for asked in ({}, {"offset": 0}, {"offset": first}, {"offset": first - 500}):
        assert await numbers(wire, **asked) == [first, second, third]
    assert await numbers(wire, offset=second) == [second, third]
    assert await numbers(wire) == [second, third], "what was confirmed is gone"
    assert await numbers(wire, offset=third + 1) == []
    assert await numbers(wire, offset=first) == []


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(wire: Wire) -> None:
    _, [_, second, third] = await three(wire)
    assert await numbers(wire, offset=-2) == [second, third]
    assert await numbers(wire) == [second, third]
    assert await numbers(wire, offset=-50) == [second, third]
    assert await numbers(wire, offset=-1) == [third]


@pytest.mark.parametrize(("limit", "shown"), [(1, 1), (2, 2), (0, 1), (-5, 1), (500, 3)])
async def test_a_limit_is_kept_between_1_and_100(wire: Wire, limit: int, shown: int) -> None:
    _, known = await three(wire)
    assert await numbers(wire, limit=limit) == known[:shown]
    assert await numbers(wire) == known


async def test_every_update_is_as_the_bot_api_describes_it(wire: Wire) -> None:
    lan, _ = await three(wire)
    await lan.edits(lan.chat[0], "khác @treem_bot")
    await lan.blocks()
    await lan.sends("document", reply_to=lan.chat[1])
    for update in await wire.does("getUpdates"):
        assert wrong_in(update, "Update") == ""


async def test_a_long_poll_ends_as_soon_as_somebody_writes(wire: Wire) -> None:
    lan = wire.sandbox.person("Lan")
    poll = asyncio.create_task(wire.updates(timeout=50))
    await wire.sandbox.wait(lambda: wire.sandbox.queue.polling)
    await lan.says("đây")
    assert [carried["text"] for _, carried in await poll] == ["đây"]


async def test_allowed_updates_are_remembered_and_do_not_reach_back(wire: Wire) -> None:
    lan, _ = await three(wire)
    await lan.blocks()
    wanted = ["message", "callback_query"]
    kinds = [kind for kind, _ in await wire.updates(allowed_updates=wanted)]
    assert kinds == ["message"] * 3 + ["my_chat_member"], "what was there already still comes"
    wire.sandbox.queue.forget()
    await lan.edits(lan.chat[0], "khác")
    await lan.unblocks()
    await lan.says("bốn")
    assert [kind for kind, _ in await wire.updates()] == ["message"]
    assert (await wire.does("getWebhookInfo"))["allowed_updates"] == wanted
    wire.sandbox.queue.forget()
    await wire.updates(allowed_updates=[])
    await lan.blocks()
    assert [kind for kind, _ in await wire.updates()] == ["my_chat_member"]


async def test_an_update_is_kept_for_24_hours(wire: Wire) -> None:
    lan, known = await three(wire)
    wire.clock.now += 24 * HOURS
    assert await numbers(wire) == known
    wire.clock.now += 1
    await lan.says("bốn")
    assert await numbers(wire) == [known[-1] + 1]


async def test_of_two_readers_the_first_is_sent_away(wire: Wire) -> None:
    first = asyncio.create_task(wire.refused("getUpdates", timeout=50))
    await wire.sandbox.wait(lambda: wire.sandbox.queue.polling)
    second = asyncio.create_task(wire.updates(timeout=50))
    assert await first == (409, OTHER)
    await wire.sandbox.person("Lan").says("đây")
    assert len(await second) == 1


async def test_there_is_no_reading_while_a_webhook_is_set(wire: Wire) -> None:
    reader = asyncio.create_task(wire.refused("getUpdates", timeout=50))
    await wire.sandbox.wait(lambda: wire.sandbox.queue.polling)
    await wire.does("setWebhook", url="http://127.0.0.1:9/telegram")
    assert await reader == (409, "Conflict: terminated by setWebhook request")
    assert await wire.refused("getUpdates") == (409, CONFLICT)
    await wire.does("deleteWebhook")
    assert await wire.updates() == []


async def test_a_reader_who_hung_up_is_in_nobodys_way(wire: Wire) -> None:
    gone = asyncio.create_task(wire.updates(timeout=50))
    await wire.sandbox.wait(lambda: wire.sandbox.queue.polling)
    gone.cancel()
    await asyncio.wait([gone])
    await wire.sandbox.person("Lan").says("đây")
    assert len(await wire.updates(timeout=50)) == 1
    assert wire.sandbox.errors == []


async def test_an_update_comes_twice_on_demand(wire: Wire) -> None:
    lan = wire.sandbox.person("Lan")
    wire.sandbox.fails = ["duplicate"]
    await lan.says("một")
    await lan.says("hai")
    first, again, second = await numbers(wire)
    assert (again, second) == (first, first + 1)
    assert await numbers(wire, offset=second + 1) == []
    wire.sandbox.repeat(2)
    assert await numbers(wire) == [first, second], "under their old numbers, though they were confirmed"


async def test_waiting_updates_are_dropped_on_request(wire: Wire) -> None:
    await three(wire)
    await wire.does("deleteWebhook", drop_pending_updates=True)
    assert await numbers(wire) == []
