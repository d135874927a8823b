"""A group that becomes a supergroup has another number: what was promised to it is said there."""

from __future__ import annotations

import pytest

from domain.news import Remove, Spoken
from domain.outbox import Lane, Notice
from domain.people import Person, Role
from sandbox import Group
from services.promises import Answer
from storage import people
from storage.database import Database
from tests.town import Town, a_town, sees


async def a_group(town: Town) -> tuple[Group, Person]:
    """A basic group that the bot knows and has written in, and which stands on a roster of earlier days."""
    lan = await town.resident("Lan", "bo-de")
    await lan.starts()
    group = town.sandbox.basic_group("Tổ trực Bồ Đề", lan)
    person = await town.app.services.people.meet(group.id)
    async with town.app.database.transaction() as tx:
        await people.keep_staff(tx, person.id, "Tổ trực", Role.COORDINATOR, None, 1, [], town.clock.now())
    await promised(town, person, "Bản tin trực", 1)
    await group.until(lambda: sees(group, "Bản tin trực"))
    return group, person


async def promised(town: Town, to: Person, words: str, number: int) -> None:
    await town.app.services.promises.repeat(Answer(to, Spoken(words, None, False), number, 1))


async def heard(town: Town) -> None:
    """The bot has taken in whatever came."""
    await town.sandbox.wait(lambda: not town.sandbox.queue.waiting())
    await town.app.intake.settle()


async def numbers(town: Town) -> set[int]:
    """The Telegram numbers under which people work here."""
    return {chat for _, chat in await town.app.services.people.roster()}


async def test_what_is_said_to_the_old_number_is_said_in_the_new_group_and_the_number_is_kept(
    database: Database,
) -> None:
    async with a_town(database) as town:
        group, person = await a_group(town)
        town.sandbox.queue.allowed = ["callback_query"]  # the service messages never come
        new = await group.becomes_supergroup(group.members[0])
        for number, words in enumerate(("Ca trực bắt đầu", "Ca trực kết thúc"), 2):
            await promised(town, person, words, number)
        await new.until(lambda: sees(new, "Ca trực kết thúc"))
        assert [m.text for m in new.chat if m.from_bot] == ["Ca trực bắt đầu", "Ca trực kết thúc"]
        assert await numbers(town) == {new.id}


async def test_the_service_message_alone_is_enough_and_the_old_chat_is_not_asked_again(database: Database) -> None:
    async with a_town(database) as town:
        group, person = await a_group(town)
        new = await group.becomes_supergroup(group.members[0])
        await heard(town)
        assert await numbers(town) == {new.id}
        await promised(town, person, "Ca trực bắt đầu", 2)
        await new.until(lambda: sees(new, "Ca trực bắt đầu"))
        assert not any("upgraded" in words for _, words in town.sandbox.errors)


async def test_what_should_have_gone_from_the_old_chat_takes_nothing_from_the_new_one(database: Database) -> None:
    async with a_town(database) as town:
        group, person = await a_group(town)
        town.sandbox.queue.allowed = ["callback_query"]
        new = await group.becomes_supergroup(group.members[0])
        stands = await town.app.bot.send_message(new.id, "Lịch trực")  # the old chat's number is another message here
        gone = Notice(person.id, Remove((stands.message_id,)), Lane.REPLY, "remove-old")
        await town.app.services.promises.write(gone)
        await promised(town, person, "Ca trực bắt đầu", 2)
        await new.until(lambda: sees(new, "Ca trực bắt đầu"))
        assert sees(new, "Lịch trực")


async def test_both_numbers_were_known_and_the_post_goes_to_the_new_one(database: Database) -> None:
    async with a_town(database) as town:
        group, person = await a_group(town)
        town.sandbox.queue.allowed = ["callback_query"]
        new = await group.becomes_supergroup(group.members[0])
        await town.app.services.people.meet(new.id)
        await promised(town, person, "Ca trực bắt đầu", 2)
        await new.until(lambda: sees(new, "Ca trực bắt đầu"))
        assert await numbers(town) == {new.id}


@pytest.mark.parametrize("times", [1, 2])
async def test_following_a_group_nobody_knew_changes_nothing(database: Database, times: int) -> None:
    async with a_town(database) as town:
        for _ in range(times):
            await town.app.services.people.follow(-4_999, -1_001_999)
        assert await numbers(town) == set()
