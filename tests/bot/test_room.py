"""The room of updates in hand: a cry for help passes what waits, and what waits is never shut out."""

from __future__ import annotations

import asyncio

import pytest

from bot.room import Room


class Guests:
    """Who came in, in order; each stays until told to go."""

    def __init__(self, room: Room) -> None:
        self.room, self.inside = room, list[str]()
        self._stays: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, *names: str) -> None:
        for name in names:
            self._stays[name] = asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._visit(name))
        await settled()

    async def go(self, *names: str) -> None:
        for name in names:
            self._stays[name].set()
        await settled()

    async def _visit(self, name: str) -> None:
        async with self.room.place(name[0].encode()):  # the first letter is the chat
            self.inside.append(name)
            await self._stays[name].wait()


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def guests() -> Guests:
    return Guests(Room(at_once=2))


async def test_so_many_at_once_and_the_others_in_order(guests: Guests) -> None:
    await guests.come("a", "b", "c", "d")
    assert guests.inside == ["a", "b"]
    await guests.go("a")
    assert guests.inside == ["a", "b", "c"]
    await guests.go("b", "c", "d")
    assert guests.inside == ["a", "b", "c", "d"]


async def test_while_somebody_cries_the_others_come_one_at_a_time(guests: Guests) -> None:
    guests.room.cries(b"x")
    await guests.come("a", "b", "x")
    assert guests.inside == ["a", "x"], "one goes on, the cry comes in, the next waits"
    await guests.go("a", "x")
    assert guests.inside == ["a", "x", "b"], "nobody is shut out"
    guests.room.heard(b"x")
    await guests.come("c")
    assert guests.inside[-1] == "c"


async def test_what_a_crying_chat_said_before_does_not_wait_either(guests: Guests) -> None:
    await guests.come("a", "b", "c", "x1", "x2")
    assert guests.inside == ["a", "b"]
    guests.room.cries(b"x")
    await settled()
    assert guests.inside == ["a", "b", "x1", "x2"]
    guests.room.heard(b"x")
    await guests.go("a", "b", "x1", "x2")
    assert guests.inside[-1] == "c"


async def test_one_who_gives_up_hands_the_place_on(guests: Guests) -> None:
    await guests.come("a", "b", "c", "d")
    guests.tasks["c"].cancel()
    await guests.go("a")
    assert guests.inside == ["a", "b", "d"]
    guests.tasks["b"].cancel()
    await settled()
    await guests.come("e")
    assert guests.inside == ["a", "b", "d", "e"], "a place that was left is free"
