"""How news may come to a sender: their wish decides, within ten quiet minutes it is an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.recontact import (
    ABOUT_A_CASE,
    ANSWERS,
    ON_TAP,
    TRUTHS,
    Drop,
    Neutral,
    Recontact,
    Say,
    Wait,
    asked_at_the_end,
    hours_begin,
    hours_in,
    opening,
    way,
)
from domain.texts import Text
from domain.working_time import HANOI

EVENING = datetime(2026, 11, 25, 20, 5, tzinfo=HANOI).astimezone(UTC)
MORNING = datetime(2026, 11, 26, 8, 0, tzinfo=HANOI).astimezone(UTC)
LONG_AGO, JUST_NOW = timedelta(hours=2), timedelta(minutes=9)
BEGINS = Text("{words}", words="Mai ơi")

TABLE = {
    "nothing said: the truth comes": (Recontact(), "NobodyYet", LONG_AGO, Say()),
    "any time": (Recontact(when="any", seen=True, opening="Mai ơi"), "FromStaff", LONG_AGO, Say(BEGINS)),
    "just wrote: an answer": (Recontact(when="8-17", opening="Mai ơi"), "FromStaff", JUST_NOW, Say()),
    "outside the hours it waits": (Recontact(when="8-17"), "FromStaff", LONG_AGO, Wait(MORNING)),
    "a state waits too": (Recontact(when="8-17"), "TakenNews", LONG_AGO, Wait(MORNING)),
    "a truth becomes the line": (Recontact(when="8-17", opening="Mai ơi"), "NobodyYet", LONG_AGO, Neutral(BEGINS)),
    "inside the hours": (Recontact(when="17-21", opening="Mai ơi"), "FromStaff", LONG_AGO, Say(BEGINS)),
    "over midnight": (Recontact(when="20-6"), "FromStaff", LONG_AGO, Say()),
    "never first": (Recontact(when="never"), "FromStaff", LONG_AGO, Wait(None)),
    "never first, no truth either": (Recontact(when="never"), "FellBack", LONG_AGO, Drop()),
    "never first, but they are here": (Recontact(when="never"), "NobodyYet", JUST_NOW, Say()),
    "later": (Recontact(safe=False, later=True), "FromStaff", JUST_NOW, Wait(None)),
    "later, no line": (Recontact(safe=False, later=True), "NobodyYet", JUST_NOW, Drop()),
    "not safe": (Recontact(safe=False), "TakenNews", JUST_NOW, Neutral()),
    "not safe, but they opened it": (Recontact(safe=False), "LetterOpened", LONG_AGO, Say()),
    "opened, and then they left": (Recontact(left=True), "LetterOpened", JUST_NOW, Neutral()),
    "others see the phone": (Recontact(seen=True), "TakenNews", LONG_AGO, Neutral()),
    "others see it, but they are here": (Recontact(seen=True), "TakenNews", JUST_NOW, Say()),
    "left, whatever else": (Recontact(left=True, when="any"), "Stored", JUST_NOW, Neutral()),
    "an answer out of hours": (Recontact(when="8-17"), "Placed", LONG_AGO, Say()),
}


AT_THE_END = {
    "nothing said": (Recontact(), ("any", "8-17", "17-21", "never")),
    "hours as before": (Recontact(when="19-22"), ("any", "19-22", "never")),
    "never before": (Recontact(when="never"), ("any", "8-17", "17-21", "never")),
    "cannot write safely": (Recontact(safe=False, when="any"), ()),
    "later": (Recontact(later=True), ()),
    "left quickly": (Recontact(left=True, when="8-17"), ()),
}


@pytest.mark.parametrize(("wish", "offered"), AT_THE_END.values(), ids=AT_THE_END)
def test_what_is_asked_at_the_end(wish: Recontact, offered: tuple[str, ...]) -> None:
    assert asked_at_the_end(wish) == offered


@pytest.mark.parametrize(("wish", "kind", "ago", "expected"), TABLE.values(), ids=TABLE)
def test_the_way_of_news(wish: Recontact, kind: str, ago: timedelta, expected: object) -> None:
    assert way(kind, wish, EVENING - ago, EVENING) == expected


wishes = st.builds(
    Recontact,
    safe=st.booleans(),
    seen=st.booleans(),
    when=st.sampled_from([None, "any", "never", "8-17", "21-6"]),
    later=st.booleans(),
    left=st.booleans(),
)
minutes = st.integers(0, 3 * 24 * 60)


@given(st.sampled_from(sorted(ABOUT_A_CASE)), wishes, minutes, minutes)
def test_nothing_is_said_in_full_where_it_was_not_allowed(kind: str, wish: Recontact, ago: int, later: int) -> None:
    now = EVENING + timedelta(minutes=later)
    how = way(kind, wish, now - timedelta(minutes=ago), now)
    if wish.left or (not wish.safe and kind not in ANSWERS | ON_TAP):
        assert not isinstance(how, Say)
    if isinstance(how, Wait) and how.until is not None:
        assert how.until > now and hours_begin(wish.when, how.until) == how.until
    if isinstance(how, Say) and kind not in ANSWERS | ON_TAP and ago >= 10:
        assert wish.when != "never" and hours_begin(wish.when, now) == now
    if isinstance(how, Wait):
        assert kind not in TRUTHS, "a truth of yesterday is none"


@pytest.mark.parametrize(
    ("typed", "hours"),
    {
        "8-17": "8-17",
        "8h-17h": "8-17",
        "8 – 17": "8-17",
        "từ 8 giờ đến 17 giờ": "8-17",
        "tu 21h den 6h": "21-6",
        "0-24": "0-24",
        "8-8": None,
        "25-26": None,
        "8": None,
        "em 8 tuổi, anh 17": None,
        "sau 5 giờ chiều": None,
    }.items(),
)
def test_typed_hours(typed: str, hours: str | None) -> None:
    assert hours_in(typed) == hours


def test_words_to_begin_with_are_ours_or_their_own() -> None:
    assert opening(None) is None
    assert opening("Mai ơi") == BEGINS
    assert opening("book") != Text("{words}", words="book")
