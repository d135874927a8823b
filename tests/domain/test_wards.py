"""Who is rung for a ward, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duty import Presence
from domain.people import Role, Staff
from domain.wards import (
    ALL_WARDS,
    ALL_WARDS_AGAIN,
    COORDINATORS,
    EVERYBODY,
    OUTSIDE,
    WARDS,
    Called,
    Contact,
    Ladder,
    Rung,
    Turn,
    ladder,
    reminded,
    told_by_road,
)


def member(
    name: str,
    ward: str | None = "bo-de",
    *,
    rung: int = 1,
    role: Role = Role.OFFICER,
    on_duty: bool = True,
    reachable: bool | None = True,
) -> Contact:
    number = ord(name[0])
    return Contact(Staff(number, number + 1000, name, role, ward, rung, on_duty), reachable)


def chief(name: str, *, on_duty: bool = True, reachable: bool | None = True, ward: str | None = None) -> Contact:
    return member(name, ward, role=Role.COORDINATOR, on_duty=on_duty, reachable=reachable)


def names(steps: Ladder) -> list[str]:
    """The rungs from below, one word each."""
    return ["".join(s.name for s in rung.staff) for rung in steps.rungs]


@pytest.mark.parametrize(
    ("roster", "ward", "rungs"),
    [
        pytest.param([], "bo-de", [], id="nobody works here: nobody is rung"),
        pytest.param([member("A")], "bo-de", ["A", "A"], id="one officer is rung, and again for ever"),
        pytest.param([member("A"), member("B")], "bo-de", ["AB", "AB"], id="one rung is rung together"),
        pytest.param([member("B"), member("A")], "bo-de", ["AB", "AB"], id="in the order they came to work here"),
        pytest.param(
            [member("A", rung=2), member("B", rung=1)], "bo-de", ["B", "A", "BA"], id="the lower rung is rung first"
        ),
        pytest.param(
            [chief("Z"), member("A", rung=7)], "bo-de", ["A", "Z", "ZA"], id="coordinators after the ward's officers"
        ),
        pytest.param([chief("Z"), chief("Y")], "bo-de", ["YZ", "YZ"], id="no officer: coordinators at once"),
        pytest.param(
            [chief("Z", ward="phuc-loi")], "bo-de", ["Z", "Z"], id="a coordinator of another ward coordinates here too"
        ),
        pytest.param(
            [member("A"), member("B", "phuc-loi"), chief("Z")],
            "bo-de",
            ["A", "Z", "AZ"],
            id="officers of another ward sleep",
        ),
        pytest.param([member("B", "phuc-loi")], "bo-de", ["B", "B"], id="no one of this ward: all other wards"),
        pytest.param(
            [member("A", "bo-de", rung=3), member("B", "phuc-loi")],
            None,
            ["BA", "BA"],
            id="ward unknown, no coordinator: all wards together",
        ),
        pytest.param(
            [member("A"), member("B", "phuc-loi"), chief("Z")], None, ["Z", "Z"], id="ward unknown: coordinators"
        ),
        pytest.param([member("A"), chief("Z")], OUTSIDE, ["Z", "Z"], id="outside the wards: coordinators"),
        pytest.param([member("A")], OUTSIDE, ["A", "A"], id="outside, no coordinator: all wards"),
        pytest.param([member("A", on_duty=False)], "bo-de", [], id="off duty: not rung"),
        pytest.param([member("A", reachable=False)], "bo-de", [], id="blocked the bot: not rung"),
        pytest.param([member("A", reachable=None)], "bo-de", [], id="never pressed START: not rung"),
        pytest.param(
            [member("A", reachable=False), member("B", rung=2)],
            "bo-de",
            ["B", "B"],
            id="an empty rung costs no time",
        ),
        pytest.param([chief("Z", on_duty=False), member("A")], "bo-de", ["A", "A"], id="the coordinator is off duty"),
        pytest.param(
            [member("A", role=Role.EDITOR), member("B", role=Role.ADMIN)],
            "bo-de",
            [],
            id="editors and administrators are not rung",
        ),
    ],
)
def test_who_is_rung(roster: Sequence[Contact], ward: str | None, rungs: list[str]) -> None:
    assert names(ladder(roster, ward)) == rungs


@pytest.mark.parametrize(
    ("roster", "ward", "check"),
    [
        pytest.param([member("A")], "bo-de", False, id="the ward's own officers know the place"),
        pytest.param([chief("Z"), member("A", "phuc-loi")], None, False, id="a coordinator routes it"),
        pytest.param([member("A", "phuc-loi")], "bo-de", True, id="officers of another ward must check the place"),
        pytest.param([member("A")], None, True, id="ward unknown: they must check the place"),
        pytest.param([], "bo-de", True, id="nobody at all"),
    ],
)
def test_who_must_check_the_place(roster: Sequence[Contact], ward: str | None, check: bool) -> None:
    assert ladder(roster, ward).check_place is check


@pytest.mark.parametrize(
    ("roster", "ward", "rungs"),
    [
        pytest.param([member("A"), chief("Z")], "bo-de", ["Z", "Z"], id="that ward's officers are left out"),
        pytest.param([member("A")], "bo-de", [], id="even where nobody else is left"),
        pytest.param(
            [member("A"), member("B", "phuc-loi")], "bo-de", ["B", "B"], id="without a coordinator: the other wards"
        ),
        pytest.param([chief("Z", ward="bo-de")], "bo-de", ["Z", "Z"], id="a coordinator who lives there is no officer"),
    ],
)
def test_who_is_rung_when_the_sender_fears_the_ward(
    roster: Sequence[Contact], ward: str | None, rungs: list[str]
) -> None:
    assert names(ladder(roster, ward, avoided={ward})) == rungs


LADDER = ladder([member("A", rung=1), member("B", rung=3), chief("Z")], "bo-de")


@pytest.mark.parametrize(
    ("level", "following"),
    [
        pytest.param(0, 1, id="it begins at the lowest"),
        pytest.param(1, 3, id="an empty number between two rungs is passed over"),
        pytest.param(2, 3, id="a rung emptied meanwhile never skips the next"),
        pytest.param(3, COORDINATORS, id="then the coordinators"),
        pytest.param(COORDINATORS, EVERYBODY, id="then everybody"),
        pytest.param(EVERYBODY, EVERYBODY, id="and everybody again, for ever"),
    ],
)
def test_the_climb(level: int, following: int) -> None:
    rung = LADDER.after(level)
    assert rung is not None
    assert rung.level == following


@pytest.mark.parametrize("level", [0, 1, 9, COORDINATORS, EVERYBODY])
def test_a_ward_that_emptied_finds_the_other_wards_above_it(level: int) -> None:
    rung = ladder([member("B", "phuc-loi", rung=1)], "bo-de").after(level)
    assert rung is not None
    assert (rung.level, rung.staff[0].name) == (ALL_WARDS, "B")


@pytest.mark.parametrize("level", [ALL_WARDS, ALL_WARDS_AGAIN])
def test_all_wards_are_rung_again_and_again_until_the_ward_has_somebody(level: int) -> None:
    rung = ladder([member("B", "phuc-loi")], "bo-de").after(level)
    assert rung is not None
    assert rung.level == ALL_WARDS_AGAIN
    own = ladder([member("B", "phuc-loi"), member("A", "bo-de")], "bo-de").after(level)
    assert own is not None
    assert [s.name for s in own.staff] == ["A"]


@pytest.mark.parametrize("level", [0, 1, EVERYBODY])
def test_where_nobody_can_be_rung_there_is_no_rung(level: int) -> None:
    assert Ladder(()).after(level) is None


def test_a_ladder_knows_its_place_unless_said() -> None:
    assert Ladder(()).check_place is False


def by_road(roster: Sequence[Contact], turn: Turn) -> set[str]:
    return {staff.name for staff in told_by_road(roster, "bo-de", turn)}


def test_everybody_passed_over_is_told_by_the_second_road_and_not_only_the_first() -> None:
    roster = [member("A", reachable=False), member("B", rung=2, reachable=None), chief("Z")]
    assert by_road(roster, Turn(0, COORDINATORS, step_passed=False)) == {"A", "B"}


def test_other_wards_are_not_told_by_road_while_the_ward_has_somebody() -> None:
    roster = [member("A"), member("B", "phuc-loi")]
    assert by_road(roster, Turn(0, ALL_WARDS_AGAIN, step_passed=True)) == {"A"}


CONTACTS = st.lists(
    st.builds(
        Contact,
        st.builds(
            Staff,
            id=st.integers(1, 40),
            person=st.integers(1, 40),
            name=st.just("x"),
            role=st.sampled_from(Role),
            ward=st.sampled_from([*WARDS, None]),
            rung=st.integers(1, 5),
            on_duty=st.booleans(),
        ),
        st.sampled_from([True, False, None]),
    ),
    max_size=12,
    unique_by=lambda contact: contact.staff.id,
)
PLACES = st.sampled_from([*WARDS, OUTSIDE, None])


def climbed(steps: Ladder) -> list[Rung]:
    """Every rung a climb from the ground meets until it repeats."""
    met: list[Rung] = []
    rung = steps.after(0)
    while rung is not None and rung not in met:
        met.append(rung)
        rung = steps.after(rung.level)
    return met


@given(CONTACTS, PLACES, st.booleans())
def test_a_climb_meets_every_rung_in_order_and_ends_with_everybody(
    contacts: list[Contact], ward: str | None, skip_ward: bool
) -> None:
    steps = ladder(contacts, ward, avoided={ward} if skip_ward else ())
    met = climbed(steps)
    assert tuple(met) == steps.rungs
    levels = [rung.level for rung in met]
    assert levels == sorted(set(levels))
    if met:
        *below, everybody = met
        assert everybody.level == (ALL_WARDS_AGAIN if steps.check_place else EVERYBODY)
        assert sorted(s.id for rung in below for s in rung.staff) == sorted(s.id for s in everybody.staff)


@given(CONTACTS, PLACES, st.booleans())
def test_nobody_is_rung_who_cannot_hear_or_must_not(contacts: list[Contact], ward: str | None, skip_ward: bool) -> None:
    can_hear = {c.staff.id for c in contacts if c.reachable and c.staff.on_duty}
    for rung in ladder(contacts, ward, avoided={ward} if skip_ward else ()).rungs:
        for staff in rung.staff:
            assert staff.id in can_hear
            assert staff.role in (Role.OFFICER, Role.COORDINATOR)
            assert not (skip_ward and staff.role is Role.OFFICER and staff.ward == ward)


@given(CONTACTS, PLACES)
def test_somebody_is_rung_wherever_somebody_can_hear(contacts: list[Contact], ward: str | None) -> None:
    could = [
        c for c in contacts if c.reachable and c.staff.on_duty and c.staff.role in (Role.OFFICER, Role.COORDINATOR)
    ]
    assert bool(could) == bool(ladder(contacts, ward).rungs)


AWAY, OFF_HOURS = Presence.AWAY, Presence.OFF_HOURS
ANNA, BINH, CHIEF, DUNG = member("A"), member("B"), chief("C"), chief("D")
OTHER = member("O", "viet-hung")


def at(contact: Contact, presence: Presence) -> Contact:
    return replace(contact, presence=presence)


@pytest.mark.parametrize(
    ("roster", "holder", "near", "passed"),
    [
        pytest.param([ANNA, BINH, CHIEF], "A", "A", "AC", id="the holder, and the coordinator once it has passed"),
        pytest.param([at(ANNA, AWAY), BINH, CHIEF], "A", "B", "BC", id="on leave: whoever is on duty for the ward"),
        pytest.param([at(ANNA, AWAY), OTHER, CHIEF], "A", "C", "C", id="nobody else on duty there: the coordinator"),
        pytest.param([at(ANNA, AWAY), at(CHIEF, AWAY), DUNG], "A", "D", "D", id="the coordinator who is not on leave"),
        pytest.param([at(ANNA, AWAY), at(CHIEF, OFF_HOURS)], "A", "C", "C", id="a resting one before nobody"),
        pytest.param([at(ANNA, OFF_HOURS), BINH, CHIEF], "A", "AB", "ABC", id="a resting holder and who is on duty"),
        pytest.param([at(ANNA, OFF_HOURS), at(BINH, OFF_HOURS)], "A", "A", "A", id="a resting holder alone"),
        pytest.param([replace(ANNA, reachable=False), BINH], "A", "B", "B", id="out of reach is as good as away"),
        pytest.param([ANNA, CHIEF], None, "C", "C", id="nobody has it: the coordinator"),
        pytest.param([ANNA, at(CHIEF, AWAY)], None, "A", "A", id="who is on leave: the ward"),
        pytest.param([ANNA, at(CHIEF, OFF_HOURS)], None, "A", "AC", id="who rests: the ward, then both"),
        pytest.param([at(ANNA, OFF_HOURS)], None, "A", "A", id="only somebody who rests"),
        pytest.param([OTHER, at(ANNA, AWAY)], None, "O", "O", id="only another ward"),
        pytest.param([at(ANNA, AWAY), at(CHIEF, AWAY)], "A", "", "", id="everybody is away"),
        pytest.param(
            [at(BINH, AWAY), ANNA, chief("C", ward="bo-de")], "B", "A", "AC", id="a coordinator who lives there is none"
        ),
    ],
)
def test_a_legal_limit_is_told_to_people_who_are_there(
    roster: Sequence[Contact], holder: str | None, near: str, passed: str
) -> None:
    number = None if holder is None else ord(holder)
    for over, expected in ((False, near), (True, passed)):
        told = reminded(roster, "bo-de", number, passed=over)
        assert "".join(sorted(staff.name for staff in told)) == expected


def test_an_officer_whom_the_sender_keeps_out_hears_of_no_limit_unless_they_hold_it() -> None:
    assert reminded([ANNA, CHIEF], "bo-de", None, avoided=["bo-de"]) == (CHIEF.staff,)
    assert reminded([ANNA, at(CHIEF, AWAY)], "bo-de", None, avoided=["bo-de"]) == ()


def test_before_the_limit_the_coordinator_hears_nothing_of_what_somebody_holds() -> None:
    assert reminded([ANNA, CHIEF], "bo-de", ANNA.staff.id) == (ANNA.staff,)


@pytest.mark.parametrize(
    ("steps", "level", "called"),
    [
        (ladder([ANNA], "bo-de"), 1, Called.ON_DUTY),
        (ladder([at(ANNA, OFF_HOURS)], "bo-de"), EVERYBODY, Called.RESTING),
        (ladder([ANNA], "bo-de"), 0, Called.NOBODY),
        (ladder([], "bo-de"), 1, Called.NOBODY),
    ],
    ids=["on duty", "resting", "not rung yet", "nobody there"],
)
def test_who_is_called(steps: Ladder, level: int, called: Called) -> None:
    assert steps.called(level) is called
