"""Changes are kept one by one and told once; two hands never lose a word; fixed days come at midnight in Hà Nội."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from domain.cases import Content
from domain.event_fields import Field
from domain.events import Event, Kind, State
from domain.news_events import EventCancelled, EventChanged, FixedDayDrafted
from domain.people import AgeBand, Audience, Person, Role, StaffOnly
from domain.signups import ChildEntry
from domain.texts import Refusal
from domain.working_time import HANOI
from services.event_editor import EventEditor
from services.event_steps import Chosen, Clash, Editing
from storage.database import Database
from storage.tables import EventRow
from tests.storage.ward import PLAN, Ward

NA = ChildEntry("Na", AgeBand.UNDER_7)


class Office(Ward):
    """A ward with an editor's table, an event with three families, and two who may edit it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.editor = EventEditor(database, self.clock)
        self._update = 1000

    async def opens(self) -> tuple[Event, Person, Person]:
        event = await self.event(title="Hội sách", kind=Kind.OTHER)
        for _ in range(3):
            self._update += 1
            await self.signups.sign_up(await self.person(), event.id, [NA], self._update)
        return event, await self.staff(Role.OFFICER, "long-bien"), await self.staff(Role.COORDINATOR)

    async def writes(self, by: Person, event: Event, field: Field, words: str | Content) -> Any:
        await self.editor.ask(by, event.id, field.value)
        return await self.answers(by, words)

    async def answers(self, by: Person, words: str | Content) -> Any:
        self._update += 1
        return await self.editor.answer(by, Content(text=words) if isinstance(words, str) else words, self._update)

    async def is_now(self, event: Event) -> Event:
        return (await self.events.get(None, event.id)).event


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


async def test_several_fields_in_a_row_are_told_once(office: Office) -> None:
    event, hanh, _ = await office.opens()
    await office.writes(hanh, event, Field.PLACE, "Thư viện")
    await office.writes(hanh, event, Field.PROGRAMME, "đọc sách")
    step = await office.writes(hanh, event, Field.FOOD, "có sữa")
    assert (step.families, step.untold) == (3, ("place", "programme", "food"))
    assert await office.told(EventChanged) == []
    assert await office.editor.tell(hanh, event.id, step.event.version) == 3
    told = await office.told(EventChanged)
    assert [news.changed for news in told] == [("place", "programme", "food")] * 3
    with pytest.raises(Refusal, match="nothing new"):
        await office.editor.tell(hanh, event.id, step.event.version)


async def test_two_who_tell_at_once_tell_once(office: Office) -> None:
    event, hanh, minh = await office.opens()
    step = await office.writes(hanh, event, Field.PLACE, "Thư viện")

    async def tells(by: Person) -> int | Refusal:
        try:
            return await office.editor.tell(by, event.id, step.event.version)
        except Refusal as refusal:
            return refusal

    results = await asyncio.gather(*(tells(by) for by in (hanh, minh, hanh, minh)))
    assert sorted(each for each in results if isinstance(each, int)) == [3]
    assert len(await office.told(EventChanged)) == 3


async def test_what_is_changed_back_is_not_told(office: Office) -> None:
    event, hanh, _ = await office.opens()
    await office.writes(hanh, event, Field.PLACE, "Thư viện")
    step = await office.writes(hanh, event, Field.PLACE, PLAN.place)
    assert step.untold == ()
    with pytest.raises(Refusal, match="nothing new"):
        await office.editor.tell(hanh, event.id, step.event.version)
    office.clock.passes(hours=1)
    await office.events.tend()
    assert await office.told(EventChanged) == []


async def test_what_nobody_told_is_told_a_quarter_of_an_hour_after_the_last_change(office: Office) -> None:
    event, hanh, _ = await office.opens()
    await office.writes(hanh, event, Field.PLACE, "Thư viện")
    office.clock.passes(minutes=10)
    await office.writes(hanh, event, Field.PROGRAMME, "đọc sách")
    office.clock.passes(minutes=14)
    await office.events.tend()
    assert await office.told(EventChanged) == []
    office.clock.passes(minutes=1)
    for _ in range(2):
        await office.events.tend()
    assert [news.changed for news in await office.told(EventChanged)] == [("place", "programme")] * 3


async def test_telling_needs_a_look_at_what_is_told(office: Office) -> None:
    event, hanh, minh = await office.opens()
    step = await office.writes(hanh, event, Field.PLACE, "Thư viện")
    await office.writes(minh, event, Field.FORM, "Trong nhà")
    with pytest.raises(Refusal, match="changed once more"):
        await office.editor.tell(hanh, event.id, step.event.version)
    assert await office.told(EventChanged) == []


async def test_what_families_do_not_see_is_not_told(office: Office) -> None:
    event, hanh, _ = await office.opens()
    step = await office.writes(hanh, event, Field.QUOTA, "4")
    assert (step.event.quota, step.untold) == (4, ())
    with pytest.raises(Refusal, match="seats are taken already"):
        await office.writes(hanh, event, Field.QUOTA, "15")


@pytest.mark.parametrize(("before", "after"), [(Kind.FORUM, Kind.TRAINING), (Kind.TRAINING, Kind.FORUM)])
@pytest.mark.parametrize("who", ["signed up", "waits", "child alone"])
async def test_an_event_with_families_becomes_no_forum_and_a_forum_nothing_else(
    office: Office, before: Kind, after: Kind, who: str
) -> None:
    event, hanh, first = (
        await office.event(kind=before, seats=2),
        await office.staff(Role.EDITOR),
        await office.person(),
    )
    step = await office.editor.tap(hanh, event.id, "kind", after.value, event.version, 900)
    assert isinstance(step, Editing)
    assert step.event.kind is after, "nobody has signed up yet"
    step = await office.editor.tap(hanh, event.id, "kind", before.value, step.event.version, 901)
    assert isinstance(step, Editing)
    family = await office.person(Audience.CHILD if who == "child alone" else Audience.PARENT)
    if who == "waits":
        await office.signups.join(first, event.id, [NA], 899)
    ticket = await office.signups.join(family, event.id, [ChildEntry("Bi", AgeBand.FROM_7)], 902)
    await office.signups.cancel(first, event.id)
    with pytest.raises(Refusal, match="make a new event"):
        await office.editor.tap(hanh, event.id, "kind", after.value, step.event.version, 903)
    with pytest.raises(Refusal, match="make a new event"):  # from a file
        await office.events.change(None, event.id, replace(await office.is_now(event), kind=after))
    assert (await office.is_now(event)).kind is before
    assert await office.signups.of(family, event.id) == ticket
    await office.signups.cancel(family, event.id)
    step = await office.editor.tap(hanh, event.id, "kind", after.value, step.event.version, 904)
    assert isinstance(step, Editing)
    assert step.event.kind is after


async def test_between_other_kinds_an_event_may_change(office: Office) -> None:
    event, hanh, _ = await office.opens()
    step = await office.editor.tap(hanh, event.id, "kind", "training", event.version, 900)
    assert step.event.kind is Kind.TRAINING


async def test_a_cancelled_event_tells_why_and_nothing_else(office: Office) -> None:
    event, hanh, _ = await office.opens()
    await office.writes(hanh, event, Field.PLACE, "Thư viện")
    await office.events.cancel(hanh, event.id, "trời bão")
    office.clock.passes(hours=1)
    await office.events.tend()
    assert [news.why for news in await office.told(EventCancelled)] == ["trời bão"] * 3
    assert await office.told(EventChanged) == []
    with pytest.raises(Refusal, match="was cancelled"):
        await office.editor.ask(hanh, event.id, "title")


async def test_an_event_cancelled_while_somebody_writes_takes_nothing_more(office: Office) -> None:
    event, hanh, minh = await office.opens()
    before = event.starts_at
    await office.editor.ask(minh, event.id, "day")
    await office.events.cancel(hanh, event.id)
    for words in ("12/9", "ngay kia"):  # the second one would be asked about
        with pytest.raises(Refusal, match="was cancelled"):
            await office.answers(minh, words)
    assert (await office.is_now(event)).starts_at == before


async def test_two_hands_on_one_field_lose_nothing(office: Office) -> None:
    event, hanh, minh = await office.opens()
    for by in (hanh, minh):
        await office.editor.ask(by, event.id, "place")
    await office.answers(hanh, "Thư viện")
    clash = await office.answers(minh, "Nhà thiếu nhi")
    assert isinstance(clash, Clash)
    assert (clash.field, clash.by) == (Field.PLACE, "officer")
    assert (await office.is_now(event)).place == "Thư viện"
    kept = await office.editor.keep_mine(minh, event.id, 1)
    assert isinstance(kept, Editing)
    assert (await office.is_now(event)).place == "Nhà thiếu nhi"
    with pytest.raises(Refusal, match="closed"):
        await office.editor.keep_mine(minh, event.id, 2)


async def test_hands_on_two_fields_are_both_kept_and_told_of_each_other(office: Office) -> None:
    event, hanh, minh = await office.opens()
    for by, field in ((hanh, "place"), (minh, "form")):
        await office.editor.ask(by, event.id, field)
    await office.answers(hanh, "Thư viện")
    step = await office.answers(minh, "Trong nhà")
    assert {name: by for name, (by, _) in step.others.items()} == {"place": "officer"}
    now = await office.is_now(event)
    assert (now.place, now.form) == ("Thư viện", "Trong nhà")


async def test_many_hands_at_once_lose_no_field(office: Office) -> None:
    event, hanh, minh = await office.opens()
    taps = [(Field.AGES, "6-11"), (Field.QUOTA, "2"), (Field.AUDIENCE, "parent"), (Field.FOOD, "none")]
    await asyncio.gather(
        *(
            office.editor.tap(by, event.id, field.value, said, event.version, number)
            for number, ((field, said), by) in enumerate(zip(taps, (hanh, minh, hanh, minh), strict=True), 1)
        )
    )
    now = await office.is_now(event)
    assert (now.ages, now.quota, now.audience) == ((6, 11), 2, "parent")


async def test_a_message_that_comes_twice_is_kept_once(office: Office) -> None:
    event, hanh, _ = await office.opens()
    await office.editor.ask(hanh, event.id, "place")
    first = await office.editor.answer(hanh, Content(text="Thư viện"), 7)
    again = await office.editor.answer(hanh, Content(text="Thư viện"), 7)
    assert isinstance(again, Editing)
    assert first.event.version == again.event.version


async def test_a_published_event_never_loses_what_families_must_be_told(office: Office) -> None:
    event, hanh, _ = await office.opens()
    with pytest.raises(Refusal, match="from when to when"):
        await office.writes(hanh, event, Field.HOURS, "21h")  # after its end, and no new one was said
    assert await office.is_now(event) == event
    step = await office.writes(hanh, event, Field.HOURS, "21h-22h")
    assert step.untold == ("starts_at", "ends_at")


async def test_an_officer_keeps_to_their_ward(office: Office) -> None:
    event, hanh, minh = await office.opens()
    stranger = await office.staff(Role.OFFICER, "viet-hung")
    for does in (office.editor.open(stranger, event.id), office.editor.ask(stranger, event.id, "title")):
        with pytest.raises(StaffOnly):
            await does
    with pytest.raises(StaffOnly):
        await office.editor.tap(hanh, event.id, "ward", "viet-hung", event.version, 1)
    assert [shown.event.id for shown in await office.editor.listing(hanh)] == [event.id]
    assert await office.editor.listing(stranger) == []
    with pytest.raises(StaffOnly):
        await office.editor.listing(await office.person())
    assert isinstance(await office.editor.tap(minh, event.id, "audience", "child", event.version, 2), Editing)


async def test_a_new_event_is_drafted_once_though_it_is_tapped_twice(office: Office) -> None:
    hanh = await office.staff(Role.OFFICER, "bo-de")
    await office.editor.begin(hanh, "other")
    asked = await office.answers(hanh, "mùng 1 tháng 6")
    assert isinstance(asked, Chosen)
    days = asked.choose.options[0]
    drafts = [await office.editor.create(hanh, "other", days, update) for update in (1, 2)]
    assert drafts[0].event.id == drafts[1].event.id
    assert (drafts[0].event.ward, drafts[0].event.state) == ("bo-de", State.DRAFT)


async def test_a_day_and_its_hours_may_be_written_at_once(office: Office) -> None:
    hanh = await office.staff(Role.OFFICER, "bo-de")
    await office.editor.begin(hanh, "other")
    step = await office.answers(hanh, "18h-20h30 thứ bảy tuần sau")
    starts, ends = step.event.starts_at.astimezone(HANOI), step.event.ends_at.astimezone(HANOI)
    assert (f"{starts:%d/%m %H:%M}", f"{ends:%H:%M}") == ("11/09 18:00", "20:30")
    asked = await office.writes(hanh, step.event, Field.DAY, "7h ngày 12/9")
    assert isinstance(asked, Chosen), "in the morning or in the evening?"
    kept = (await office.is_now(step.event)).starts_at.astimezone(HANOI)
    assert f"{kept:%d/%m %H:%M}" == "12/09 18:00", "the day is kept, though the hour is not known yet"


async def test_hours_are_not_lost_while_the_day_is_chosen(office: Office) -> None:
    event, hanh, minh = await office.opens()
    asked = await office.writes(hanh, event, Field.DAY, "thứ bảy tới 9h sáng")
    assert isinstance(asked, Chosen)
    assert len(asked.choose.options) == 2
    version = (await office.is_now(event)).version
    await office.editor.begin(hanh, "other")  # the card stands in the chat, whatever is asked meanwhile
    await office.editor.tap(hanh, event.id, "day", asked.choose.options[0], version, 1)
    starts = (await office.is_now(event)).starts_at.astimezone(HANOI)
    assert f"{starts:%d/%m %H:%M}" == "04/09 09:00"
    asked = await office.writes(minh, event, Field.DAY, "chủ nhật tới 7h-9h")
    assert isinstance(asked, Chosen)
    asked = await office.editor.tap(
        minh, event.id, "day", asked.choose.options[1], (await office.is_now(event)).version, 2
    )
    assert isinstance(asked, Chosen) and asked.choose.options == ("07:00/09:00", "19:00/21:00")
    await office.answers(minh, "19h-21h")
    now = await office.is_now(event)
    assert f"{now.starts_at.astimezone(HANOI):%d/%m %H:%M}" == "12/09 19:00"
    assert f"{now.ends_at.astimezone(HANOI):%H:%M}" == "21:00"


async def test_what_stands_aside_after_a_clash_keeps_its_hours(office: Office) -> None:
    event, hanh, minh = await office.opens()
    asked = await office.writes(minh, event, Field.DAY, "thứ bảy tới 9h sáng")
    await office.writes(hanh, event, Field.DAY, "12/9")
    clash = await office.editor.tap(minh, event.id, "day", asked.choose.options[0], event.version, 3)
    assert isinstance(clash, Clash)
    await office.editor.keep_mine(minh, event.id, 4)
    assert f"{(await office.is_now(event)).starts_at.astimezone(HANOI):%d/%m %H:%M}" == "04/09 09:00"


async def test_a_new_event_has_the_hours_its_day_was_written_with(office: Office) -> None:
    hanh = await office.staff(Role.OFFICER, "bo-de")
    await office.editor.begin(hanh, "other")
    asked = await office.answers(hanh, "19h30-21h thứ bảy tới")
    drafts = [await office.editor.create(hanh, "other", asked.choose.options[1], update) for update in (1, 2)]
    starts, ends = (at.astimezone(HANOI) for at in (drafts[0].event.starts_at, drafts[0].event.ends_at))
    assert (f"{starts:%d/%m %H:%M}", f"{ends:%H:%M}") == ("11/09 19:30", "21:00")
    assert drafts[0].event.id == drafts[1].event.id


async def test_hours_nobody_understands_are_said_before_a_day_is_chosen(office: Office) -> None:
    event, hanh, _ = await office.opens()
    with pytest.raises(Refusal, match="hours"):
        await office.writes(hanh, event, Field.DAY, "thứ bảy tới 27h")
    assert (await office.is_now(event)).starts_at == event.starts_at


FAR = {"Sài Gòn": (10.77, 106.70), "the two mixed up": (105.89, 21.04), "the sea": (0.0, 0.0)}


@pytest.mark.parametrize("point", FAR.values(), ids=FAR)
async def test_a_pin_far_outside_is_told_so_and_the_question_still_waits(
    office: Office, point: tuple[float, float]
) -> None:
    event, hanh, _ = await office.opens()
    with pytest.raises(Refusal, match="far outside"):
        await office.writes(hanh, event, Field.PLACE, Content("location", "", latitude=point[0], longitude=point[1]))
    await office.answers(hanh, Content("location", "", latitude=21.04, longitude=105.89))
    assert (await office.is_now(event)).point == (21.04, 105.89)


async def test_the_kind_and_the_day_of_a_draft_are_looked_at_together(office: Office) -> None:
    minh = await office.staff(Role.EDITOR)
    draft = (await office.editor.create(minh, "mid_autumn", "2027-09-11/2027-09-11", None)).event
    await office.editor.tap(minh, draft.id, "kind", "june1", draft.version, 1)
    with pytest.raises(Refusal, match="Before it is published"):
        await office.events.publish(minh, draft.id)


async def test_a_file_tells_at_once_and_keeps_the_picture(office: Office) -> None:
    event, hanh, _ = await office.opens()
    await office.writes(hanh, event, Field.PICTURE, Content("photo", "", "a-photo"))
    await office.writes(hanh, event, Field.PLACE, "Thư viện")
    slug = (await office.is_now(event)).slug
    plan = {name: getattr(event, name) for name in PLAN.__dataclass_fields__}
    await office.events.add(None, slug, type(PLAN)(**{**plan, "form": "Trong nhà"}))
    assert [news.changed for news in await office.told(EventChanged)] == [("form",)] * 3
    assert (await office.is_now(event)).picture == "a-photo"


MIDNIGHTS = [
    ("2027-05-03T16:59", set()),
    ("2027-05-03T17:00", {"june1-2027", "action-month-2027"}),
    ("2027-08-17T16:59", set()),
    ("2027-08-17T17:00", {"mid-autumn-2027"}),
]


@pytest.mark.parametrize(("utc", "slugs"), MIDNIGHTS, ids=[utc for utc, _ in MIDNIGHTS])
async def test_fixed_days_come_when_the_day_begins_in_hanoi(office: Office, utc: str, slugs: set[str]) -> None:
    minh = await office.staff(Role.EDITOR)
    other = Office(office.database)  # another process, or the next one after a restart
    for each in (office, other, office):
        each.clock.at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
        await each.events.tend()
    async with office.database.reading() as tx:
        assert {row.slug for row in (await tx.execute(select(EventRow))).scalars()} == slugs
    assert len(await office.told(FixedDayDrafted, minh)) == len(slugs)
