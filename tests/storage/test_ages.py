"""How old a child is: the years decide whether an event is for it, and only the age group is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.people import AgeBand, Audience
from domain.signup_form import Step
from domain.signups import ChildEntry, OutsideAges
from domain.texts import Refusal
from services.signup_form import Asked, SignupForm
from storage.database import Database
from storage.tables import DialogRow
from tests.storage.ward import Ward


class Desk(Ward):
    """A family at the form of an event for some ages."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.form, self._update = SignupForm(database, self.clock), 500

    async def begins(self, ages: tuple[int, int] | None, who: Audience = Audience.PARENT) -> None:
        self.family, self.event_now = await self.person(who), await self.event(ages=ages)
        await self.form.start(self.family, self.event_now.id)

    async def says(self, *answers: tuple[Step, str | None]) -> Asked:
        for step, value in answers:
            self._update += 1
            asked = await self.form.answer(self.family, step.value, value, self._update)
        return asked

    async def now(self) -> Asked:
        asked = await self.form.current(self.family)
        assert asked is not None
        return asked

    async def answers(self) -> str:
        async with self.database.reading() as tx:
            return str((await tx.execute(select(DialogRow.answers))).scalar())


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


FITS = {  # ages of the event, what was answered, what is asked next (None: not for this age)
    "a group that is meant whole": ((6, 15), "7-10", Step.NICKNAME),
    "a group some of which is meant": ((6, 15), "0-6", Step.YEARS),
    "a group none of which is meant": ((6, 15), "16-17", None),
    "years": ((6, 15), "6", Step.NICKNAME),
    "years of a group some of which is meant": ((9, 12), "7", None),
    "years beyond": ((6, 11), "15", None),
    "no ages": (None, "0-6", Step.NICKNAME),
}


@pytest.mark.parametrize(("ages", "said", "then"), FITS.values(), ids=FITS)
async def test_what_was_said_decides(desk: Desk, ages: tuple[int, int] | None, said: str, then: Step | None) -> None:
    await desk.begins(ages)
    if then is None:
        with pytest.raises(OutsideAges):
            await desk.says((Step.AGE, said))
        assert (await desk.now()).step is Step.AGE, "another answer may follow"
    else:
        assert (await desk.says((Step.AGE, said))).step is then


async def test_the_years_are_asked_once_and_not_kept(desk: Desk) -> None:
    await desk.begins((6, 15))
    await desk.says((Step.AGE, "0-6"))
    for outside in ("2", "17"):
        with pytest.raises(OutsideAges):
            await desk.says((Step.YEARS, outside))
    for no_answer in ("0-6", None, "x"):
        with pytest.raises(Refusal, match="buttons"):
            await desk.says((Step.YEARS, no_answer))
    asked = await desk.says((Step.YEARS, "13"))
    assert (asked.step, asked.children[0].age_band) == (Step.NICKNAME, AgeBand.FROM_11), "the years are surer"
    assert "13" not in await desk.answers()


async def test_a_child_alone_is_too_young_by_its_years_too(desk: Desk) -> None:
    await desk.begins((3, 12), Audience.CHILD)
    for said in ("5", "0-6"):
        with pytest.raises(Refusal, match="under 7"):
            await desk.says((Step.AGE, said))
    assert (await desk.says((Step.AGE, "11-15"))).step is Step.YEARS
    assert (await desk.says((Step.YEARS, "12"))).step is Step.NICKNAME


async def test_seats_are_not_for_grown_ups(desk: Desk) -> None:
    await desk.begins(None)
    with pytest.raises(Refusal, match="under 18"):
        await desk.says((Step.AGE, "45"))


async def test_of_two_children_one_may_be_outside_and_the_other_comes(desk: Desk) -> None:
    await desk.begins((6, 11))
    with pytest.raises(Refusal, match="answered already"):
        await desk.says((Step.MORE, "no"))
    one = ((Step.AGE, "7-10"), (Step.NICKNAME, "Na"), (Step.NEEDS, None), (Step.AGREES, "yes"), (Step.MORE, "yes"))
    await desk.says(*one)
    with pytest.raises(OutsideAges):
        await desk.says((Step.AGE, "15"))
    asked = await desk.says((Step.MORE, "no"))
    assert asked.step is Step.CONSENT
    assert [(child.nickname, child.age_band) for child in asked.children] == [("Na", AgeBand.FROM_7)]


async def test_a_remembered_child_is_asked_for_its_years_only_where_they_matter(desk: Desk) -> None:
    await desk.begins((0, 8))
    ticket = await desk.signups.sign_up(desk.family, desk.event_now.id, [ChildEntry("Na", AgeBand.UNDER_7)], 1)
    await desk.kept.keep(desk.family, ticket.children[0].id, 2)
    for ages, then in (((0, 8), Step.NEEDS), ((4, 8), Step.YEARS)):
        event = await desk.event(ages=ages, title=f"Hội {ages}")
        asked = await desk.form.start(desk.family, event.id)
        asked = await desk.says((Step.CLASH, "yes"), (Step.WHO, asked.known[0][0]))
        assert (asked.step, asked.called) == (then, "Na")
    assert (await desk.says((Step.YEARS, "5"))).step is Step.NEEDS
