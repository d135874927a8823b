"""Faults on demand: what the client sees, and whether the call took effect."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.sandbox.wire import Wire


async def test_an_error_is_a_502_and_nothing_is_done(wire: Wire) -> None:
    lan = await wire.person()
    wire.sandbox.fails = ["error"]
    assert await wire.refused("sendMessage", chat_id=lan.id, text="a") == (502, "Bad Gateway")
    assert len(lan.chat) == 1
    await wire.sent(lan)


@pytest.mark.parametrize(("fault", "stands"), [("reset_before", 1), ("reset_after", 2)])
async def test_a_broken_connection_leaves_open_what_was_done(wire: Wire, fault: str, stands: int) -> None:
    lan = await wire.person()
    wire.sandbox.fails = [fault]
    with pytest.raises(aiohttp.ClientConnectionError):
        await wire.asks("sendMessage", chat_id=lan.id, text="a")
    assert len(lan.chat) == stands
    assert wire.sandbox.fails == []


async def test_a_call_that_hangs_is_never_answered_nor_done(wire: Wire) -> None:
    lan = await wire.person()
    wire.sandbox.fails = ["hang"]
    call = asyncio.create_task(wire.asks("sendMessage", chat_id=lan.id, text="a"))
    await asyncio.wait_for(wire.sandbox.wait(lambda: not wire.sandbox.fails), 5)
    await wire.sent(lan, "b")
    assert not call.done()
    call.cancel()
    await asyncio.wait([call])
    assert [m.text for m in lan.chat if m.from_bot] == ["b"]


async def test_faults_meet_calls_in_their_order_and_never_the_reading_of_updates(wire: Wire) -> None:
    wire.sandbox.fails = ["error", "duplicate", "error"]
    assert await wire.updates() == []
    for _ in range(2):
        assert await wire.refused("getMe") == (502, "Bad Gateway")
    assert (await wire.does("getMe"))["username"] == "treem_bot"
    assert wire.sandbox.fails == ["duplicate"]


async def test_a_call_that_is_refused_anyway_uses_up_no_fault(wire: Wire) -> None:
    wire.sandbox.fails = ["error"]
    assert (await wire.refused("sendMessage", text="a"))[0] == 400
    assert wire.sandbox.fails == ["error"]


async def test_an_end_of_the_sandbox_ends_what_hangs(wire: Wire) -> None:
    wire.sandbox.fails = ["hang"]
    call = asyncio.create_task(wire.asks("getMe"))
    await asyncio.wait_for(wire.sandbox.wait(lambda: not wire.sandbox.fails), 5)
    await wire.sandbox.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await call
