"""Whose yes is needed, how seats are given, and what is kept about a child."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import Event, Kind
from domain.events import State as EventState
from domain.people import AgeBand
from domain.signups import (
    MOST_CHILDREN,
    Child,
    ChildEntry,
    OutsideAges,
    State,
    Ticket,
    check_age,
    check_children,
    check_open,
    check_room,
    clean,
    clean_nickname,
    may_be_a_name,
    seats_needed,
    state_of,
    waits_for_paper,
)
from domain.texts import Refusal
from domain.working_time import HANOI

NOON = datetime(2027, 9, 11, 12, tzinfo=HANOI)
BI = ChildEntry("Bi", AgeBand.FROM_7)


def event_of(**said: Any) -> Event:
    hours = {"starts_at": NOON.replace(hour=18), "ends_at": NOON.replace(hour=20)}
    named = {"id": 1, "slug": "x", "state": EventState.PUBLISHED, "kind": Kind.OTHER, "title": "Vui", "ward": None}
    return Event(**{**named, **hours, "seats": 20, **said})


def child(band: AgeBand, *, child_yes: bool, parent_yes: bool) -> Child:
    return Child(1, "Bi", band, "", False, child_yes, parent_yes)


@pytest.mark.parametrize(
    ("band", "child_yes", "parent_yes", "agreed"),
    [
        (AgeBand.UNDER_7, False, True, True),
        (AgeBand.UNDER_7, True, False, False),
        *((band, True, True, True) for band in AgeBand),
        *((band, False, True, False) for band in AgeBand if band is not AgeBand.UNDER_7),
        *((band, True, False, False) for band in AgeBand),
    ],
)
def test_under_7_the_parent_decides_from_7_both(band: AgeBand, child_yes: bool, parent_yes: bool, agreed: bool) -> None:
    one = child(band, child_yes=child_yes, parent_yes=parent_yes)
    assert one.is_agreed is agreed
    assert state_of([one]) is (State.CONFIRMED if agreed else State.HELD)


def test_one_missing_yes_holds_the_family() -> None:
    agreed = child(AgeBand.UNDER_7, child_yes=False, parent_yes=True)
    waiting = child(AgeBand.FROM_11, child_yes=False, parent_yes=True)
    assert state_of([agreed, waiting]) is State.HELD


def test_an_accompanied_family_has_one_seat_more() -> None:
    assert seats_needed(3, accompanied=True) == 4
    assert seats_needed(3, accompanied=False) == 3


@pytest.mark.parametrize(("seats", "taken", "wanted"), [(10, 0, 10), (10, 7, 3), (1, 0, 1)])
def test_there_is_room(seats: int, taken: int, wanted: int) -> None:
    check_room(seats, taken, wanted)


@pytest.mark.parametrize(
    ("seats", "taken", "wanted", "says"),
    [
        (10, 10, 1, "not enough free seats"),
        (10, 12, 1, "not enough free seats"),
        (10, 8, 3, "only {left} are left"),
        (10, 9, 2, "Nobody was signed up"),
    ],
)
def test_all_of_the_family_or_nobody(seats: int, taken: int, wanted: int, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_room(seats, taken, wanted)
    assert says in refused.value.text.source


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Bi", "Bi"),
        ("  Bé   Na \n", "Bé Na"),
        ("Ti\u0300", "Tì"),
        ("\u202eNa\u202c", "Na"),
        ("N\u200ba\ufeff", "Na"),
        ("Na\x00\x1b[31m", "Na[31m"),
        ("Na\ufe0f\u034f", "Na"),
        ("Su 2", "Su 2"),
        ("a" * 40, "a" * 40),
    ],
    ids=repr,
)
def test_a_nickname_is_one_visible_line(raw: str, name: str) -> None:
    assert clean_nickname(raw) == name


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("", "Please write"),
        ("   \n", "Please write"),
        ("\u200b\u2060", "Please write"),
        ("\u3164\u3164", "Please write"),
        ("123", "Please write"),
        ("a" * 41, "too long"),
        ("Na 0912345678", "no telephone"),
        ("Na 001201012345", "no telephone"),
    ],
    ids=repr,
)
def test_a_nickname_that_cannot_be_kept_is_refused(raw: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        clean_nickname(raw)


@pytest.mark.parametrize(
    ("raw", "may_be"),
    [
        ("cô Mai", True),
        ("bà ngoại Nguyễn Thị Thu Hà", True),
        ("mẹ cháu Na 0912345678", True),  # refused, and told why
        ("0912 345 678", True),
        ("chiều nay chị qua nhà em được không", False),
        ("mấy giờ đón?", False),
        ("đón ở đâu？", False),
        ("8", False),
        ("17:30", False),
        ("​", False),
        ("", False),
    ],
    ids=repr,
)
def test_what_may_be_a_name_is_short_and_neither_a_question_nor_a_figure(raw: str, may_be: bool) -> None:
    assert may_be_a_name(raw) is may_be


def test_a_cleaned_text_has_no_line_breaks() -> None:
    assert clean("dị ứng\u2028lạc\r\nvà tôm") == "dị ứng lạc và tôm"


@pytest.mark.parametrize(
    ("children", "by_child", "says"),
    [
        ([], False, "at least one"),
        ([BI] * (MOST_CHILDREN + 1), False, "at most"),
        ([BI, BI], True, "sign up yourself"),
        ([ChildEntry("Na", AgeBand.UNDER_7)], True, "under 7"),
        ([ChildEntry("Na", AgeBand.UNDER_7, needs="x" * 201)], False, "describe the needs"),
        ([ChildEntry("", AgeBand.FROM_7)], False, "Please write"),
    ],
)
def test_a_family_that_cannot_be_signed_up(children: list[ChildEntry], by_child: bool, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        check_children(children, by_child=by_child)


def test_a_child_alone_leaves_needs_and_pictures_to_the_parent() -> None:
    alone = ChildEntry(" Bi ", AgeBand.FROM_11, needs="hen", photo=True)
    assert check_children([alone], by_child=True) == [ChildEntry("Bi", AgeBand.FROM_11)]
    assert check_children([alone], by_child=False) == [ChildEntry("Bi", AgeBand.FROM_11, "hen", photo=True)]


@pytest.mark.parametrize("band", AgeBand)
@pytest.mark.parametrize("parent", [False, True])
@pytest.mark.parametrize("own", [False, True])
def test_pictures_take_every_yes_that_coming_takes(band: AgeBand, parent: bool, own: bool) -> None:
    one = Child(1, "Bi", band, "", parent, True, True, own)
    assert one.photo is (parent and (own or band is AgeBand.UNDER_7))


def test_without_the_paper_a_forum_needs_nobody_is_confirmed() -> None:
    agreed = child(AgeBand.FROM_7, child_yes=True, parent_yes=True)
    assert state_of([agreed], written=False) is State.HELD
    assert state_of([agreed], written=True) is State.CONFIRMED
    ticket = Ticket(1, 1, "VE-AAAAAA", State.HELD, 1, False, "", NOON, (agreed,))
    for kind in Kind:
        assert waits_for_paper(event_of(kind=kind), ticket) is (kind is Kind.FORUM)
        assert not waits_for_paper(event_of(kind=kind), replace(ticket, written=True))


@given(
    seats=st.integers(1, 60),
    quota=st.integers(0, 60),
    families=st.lists(st.integers(1, 9), max_size=40),
    alone=st.booleans(),
)
def test_families_get_every_seat_but_those_held_back(
    seats: int, quota: int, families: list[int], *, alone: bool
) -> None:
    event = event_of(seats=seats, quota=min(quota, seats), accompanied=not alone)
    taken = 0
    for children in families:
        wanted = seats_needed(children, accompanied=event.accompanied)
        try:
            check_room(check_open(event, NOON), taken, wanted)
        except Refusal:
            assert taken + wanted > event.seats - event.quota
        else:
            taken += wanted
    assert taken <= event.seats - event.quota


@pytest.mark.parametrize(
    ("ages", "band", "welcome"),
    [
        (None, AgeBand.FROM_16, True),
        ((6, 11), AgeBand.UNDER_7, True),
        ((6, 11), AgeBand.FROM_11, True),
        ((7, 10), AgeBand.UNDER_7, False),
        ((7, 10), AgeBand.FROM_7, True),
        ((7, 10), AgeBand.FROM_11, False),
        ((0, 6), AgeBand.FROM_7, False),
    ],
)
def test_an_age_outside_is_told_so(ages: tuple[int, int] | None, band: AgeBand, *, welcome: bool) -> None:
    event = event_of(ages=ages)
    assert event.welcomes(band) == welcome
    if welcome:
        check_age(event, band)
        return
    with pytest.raises(Refusal, match="for children of"):
        check_age(event, band)


EXACT = {  # ages of the event, the group that was tapped, whether all of it is meant, one year that is not
    "6-15 and under 7": ((6, 15), AgeBand.UNDER_7, False, 2),
    "9-12 and 7-10": ((9, 12), AgeBand.FROM_7, False, 7),
    "6-11 and 11-15": ((6, 11), AgeBand.FROM_11, False, 15),
    "0-6 and under 7": ((0, 6), AgeBand.UNDER_7, True, 7),
    "6-15 and 7-10": ((6, 15), AgeBand.FROM_7, True, 16),
}


@pytest.mark.parametrize(("ages", "band", "all_of_it", "outside"), EXACT.values(), ids=EXACT)
def test_a_group_of_which_only_some_are_meant_does_not_say_enough(
    ages: tuple[int, int], band: AgeBand, outside: int, *, all_of_it: bool
) -> None:
    event = event_of(ages=ages)
    assert event.welcomes_all(band) is all_of_it
    check_age(event, band)
    with pytest.raises(OutsideAges) as found:
        check_age(event, band, outside)
    assert not found.value.fits(event)
    assert not found.value.fits(event_of(id=99, ages=ages))
    assert found.value.fits(event_of(id=99, ages=None))
