"""Links of families on both engines: a second tap kills no link on a screen, and no used one comes back."""

from __future__ import annotations

import asyncio

import pytest

from domain.people import Audience, Person, Role
from domain.signups import ChildEntry
from domain.texts import Refusal
from services.kept_seats import KeptSeats
from services.parent_links import ParentLinks
from storage.database import Database
from storage.tables import QuotaLinkRow, SignupRow
from storage.vault import Vault
from tests.storage.hall import BI, NA, Hall


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


async def alone(hall: Hall) -> tuple[int, Person]:
    """A child who signed up by itself."""
    event, child = await hall.event(accompanied=False), await hall.person(Audience.CHILD)
    hall.updates += 1
    await hall.signups.sign_up(child, event.id, [BI], hall.updates)
    return event.id, child


async def test_a_parents_link_tapped_twice_is_the_same_and_a_used_one_never_comes_back(hall: Hall) -> None:
    (event, child), mother = await alone(hall), await hall.person()
    first = await hall.parent_links.make(child, event)
    hall.clock.passes(minutes=9)
    assert await hall.parent_links.make(child, event) == first
    hall.clock.passes(minutes=2)
    second = await hall.parent_links.make(child, event)
    assert second != first, "whoever asks later may have sent it to the wrong chat"
    with pytest.raises(Refusal):
        await hall.parent_links.about(mother, first)
    hall.clock.passes(hours=47)
    await hall.parent_links.agree(mother, second, 900)
    hall.clock.passes(seconds=1)
    assert await hall.parent_links.make(child, event) not in (first, second)
    async with hall.database.reading() as tx:
        rows = (await (await tx.connection()).exec_driver_sql("SELECT link FROM signups")).all()
    assert not any(second.encode() in bytes(link) for (link,) in rows)


async def test_a_link_in_the_wrong_chat_is_ended_at_once(hall: Hall) -> None:
    (event, child), mother = await alone(hall), await hall.person()
    old = await hall.parent_links.make(child, event)
    hall.clock.passes(seconds=5)
    new = await hall.parent_links.replace(child, event)
    hall.clock.passes(seconds=5)
    assert await hall.parent_links.make(child, event) == new != old
    for deed in (hall.parent_links.about(mother, old), hall.parent_links.agree(mother, old, 900)):
        with pytest.raises(Refusal):
            await deed
    await hall.parent_links.agree(mother, new, 901)
    old = await hall.guardians.invite(mother, event)
    hall.clock.passes(seconds=5)
    new, father = await hall.guardians.invite_anew(mother, event), await hall.person()
    for refused in (hall.guardians.join(father, old, 902), hall.guardians.invite_anew(child, event)):
        with pytest.raises(Refusal):
            await refused
    await hall.guardians.join(father, new, 903)


async def test_where_a_stranger_was_faster_the_sign_up_is_to_be_cancelled_and_they_see_nothing_more(hall: Hall) -> None:
    (event, child), stranger = await alone(hall), await hall.person()
    await hall.parent_links.agree(stranger, await hall.parent_links.make(child, event), 900)
    with pytest.raises(Refusal, match="cancel the sign-up"):
        await hall.parent_links.replace(child, event)
    await hall.signups.cancel(child, event)
    assert await hall.signups.of(stranger, event) is None
    books, mother, other = await hall.event(title="Hội sách"), await hall.person(), await hall.person()
    await hall.signups.sign_up(mother, books.id, [NA], 901)
    await hall.guardians.join(other, await hall.guardians.invite(mother, books.id), 902)
    with pytest.raises(Refusal, match="cancel the sign-up"):
        await hall.guardians.invite_anew(mother, books.id)


async def test_a_second_adults_link_asked_for_twice_is_the_same(hall: Hall) -> None:
    event, (mother, father) = await hall.event(), [await hall.person() for _ in range(2)]
    await hall.signups.sign_up(mother, event.id, [NA], 900)
    tokens = set()
    for _ in range(3):
        tokens.add(await hall.guardians.invite(mother, event.id))
        hall.clock.passes(minutes=1)
    assert len(tokens) == 1
    await hall.guardians.join(father, tokens.pop(), 901)


async def test_taps_at_the_same_moment_show_one_link(hall: Hall) -> None:
    event, child = await alone(hall)
    assert len(set(await asyncio.gather(*(hall.parent_links.make(child, event) for _ in range(8))))) == 1


async def test_links_differ_and_say_nothing(hall: Hall) -> None:
    tokens = [await hall.parent_links.make(child, event) for event, child in [await alone(hall) for _ in range(20)]]
    assert len(set(tokens)) == 20
    assert all(len(token) == 22 for token in tokens)


async def test_a_new_data_key_ends_no_link(hall: Hall) -> None:
    event, child = await alone(hall)
    first = await hall.parent_links.make(child, event)
    url, (old, new) = hall.database.url.render_as_string(hide_password=False), ("o" * 40, "n" * 40)
    before, after, anew = [Database(url, Vault(secrets)) for secrets in ([old], [new, old], [new])]
    try:
        hall.clock.passes(hours=30)
        made = await ParentLinks(before, hall.clock).make(child, event)
        assert made != first
        assert await ParentLinks(after, hall.clock).make(child, event) == made
        assert await ParentLinks(anew, hall.clock).make(child, event) != made, "that key is gone"
    finally:
        for database in (before, after, anew):
            await database.close()


async def test_one_screen_keeps_seats_for_one_family_however_often_it_is_tapped(hall: Hall) -> None:
    kept, editor = KeptSeats(hall.database, hall.clock), await hall.staff(Role.EDITOR)
    colleague = await hall.staff(Role.OFFICER, "long-bien")
    event, family = await hall.event(seats=10, quota=6), await hall.person()
    links = set(await asyncio.gather(*(kept.keep(editor, event.id, 500) for _ in range(8))))
    assert len(links) == await hall.count(QuotaLinkRow) == 1
    hall.clock.passes(hours=5)
    [link] = links
    assert await kept.keep(editor, event.id, 500) == link
    other = await kept.keep(editor, event.id, 501)
    assert other != link
    third = await kept.keep(colleague, event.id, 502)
    assert len({link, other, third}) == 3
    for _ in range(2):
        assert await kept.keep(editor, event.id, 500) == link, "it is no seat more where none are left"
    with pytest.raises(Refusal, match="not enough for a family"):
        await kept.keep(editor, event.id, 503)
    elsewhere = await hall.event(title="Hội sách", seats=10, quota=6)
    with pytest.raises(Refusal):
        await kept.keep(editor, elsewhere.id, 500)
    await hall.signups.sign_up(family, event.id, [ChildEntry("Na", NA.age_band)], 900, kept=link)
    with pytest.raises(Refusal):
        await kept.about(await hall.person(), link)
    assert await hall.count(SignupRow) == 1
