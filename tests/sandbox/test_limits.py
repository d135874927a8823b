"""How fast a bot may write, and how long it is told to wait."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.wire import Wire


async def too_many(wire: Wire, method: str, **params: Any) -> int:
    """The seconds of a 429, in all three places where they stand."""
    async with wire.http.post(wire.address(method), json=params) as answer:
        body = await answer.json()
        assert (answer.status, body["error_code"]) == (429, 429)
        after = int(body["parameters"]["retry_after"])
        assert body["description"] == f"Too Many Requests: retry after {after}"
        assert answer.headers["Retry-After"] == str(after)
        return after


async def test_one_chat_takes_a_burst_and_then_one_a_second(wire: Wire) -> None:
    lan, be = await wire.person("Lan"), await wire.person("Bé")
    for _ in range(5):
        await wire.sent(lan)
    assert await too_many(wire, "sendMessage", chat_id=lan.id, text="a") == 1
    await wire.sent(be)
    wire.clock.now += 0.9
    assert await too_many(wire, "sendMessage", chat_id=lan.id, text="a") == 1
    wire.clock.now += 0.1
    number = await wire.sent(lan)
    await too_many(wire, "sendLocation", chat_id=lan.id, latitude=21.0, longitude=105.0)
    await too_many(wire, "copyMessage", chat_id=lan.id, from_chat_id=lan.id, message_id=number)
    await wire.does("editMessageText", chat_id=lan.id, message_id=number, text="hai")
    await wire.does("deleteMessage", chat_id=lan.id, message_id=number)


async def test_a_refused_call_costs_nothing(wire: Wire) -> None:
    lan = await wire.person()
    for _ in range(10):
        await wire.refused("sendMessage", chat_id=lan.id, text=" ")
    for _ in range(5):
        await wire.sent(lan)


async def test_an_album_counts_every_file(wire: Wire) -> None:
    lan = await wire.person()
    photo = (await lan.sends("photo")).file_id
    media = [{"type": "photo", "media": photo}] * 10
    await wire.does("sendMediaGroup", chat_id=lan.id, media=media)
    assert await too_many(wire, "sendMessage", chat_id=lan.id, text="a") == 6


async def test_all_chats_together_take_thirty_a_second(wire: Wire) -> None:
    people = [await wire.person(f"P{number}") for number in range(31)]
    for each in people[:30]:
        await wire.sent(each)
    assert await too_many(wire, "sendMessage", chat_id=people[30].id, text="a") == 1
    wire.clock.now += 1
    await wire.sent(people[30])


@pytest.mark.parametrize("spoken", [20, 5])
async def test_a_group_takes_twenty_a_minute_edits_too(wire: Wire, spoken: int) -> None:
    group = wire.sandbox.group("Tổ trực", await wire.person("Hạnh"))
    sent = [await wire.does("sendMessage", chat_id=group.id, text="a") for _ in range(spoken)]
    for number in range(20 - spoken):
        await wire.does("editMessageText", chat_id=group.id, message_id=sent[0]["message_id"], text=f"b{number}")
    wire.clock.now += 15
    assert await too_many(wire, "sendMessage", chat_id=group.id, text="a") == 45
    edit = {"chat_id": group.id, "message_id": sent[0]["message_id"], "text": "c"}
    assert await too_many(wire, "editMessageText", **edit) == 45
    wire.clock.now += 45
    await wire.does("sendMessage", chat_id=group.id, text="a")
