"""What a case is: which words ring, when a second cry rings again, when the sender hears the truth."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases import (
    CODE_SIGNS,
    Case,
    Content,
    Origin,
    State,
    Timing,
    joins_quietly,
    law_due_at,
    new_code,
    tell_due_at,
    tells_passed,
)

OPENED = datetime(2027, 9, 1, 20, 14, tzinfo=UTC)
TIMINGS = st.builds(Timing, tell_sender=st.timedeltas(timedelta(seconds=1), timedelta(hours=2)))
TOLD = st.integers(0, 200)
SECOND = timedelta(seconds=1)


def a_case(state: State, last_heard_at: datetime = OPENED) -> Case:
    return Case(
        id=1,
        code="LB-ABCDEF",
        state=state,
        origin=Origin.WORDS,
        ward="bo-de",
        place_known=False,
        sender=1,
        holder=None,
        skip_ward=False,
        rung=1,
        opened_at=OPENED,
        last_heard_at=last_heard_at,
        climb_at=None,
        tell_at=None,
        told=0,
        taken_at=None,
        acted_at=None,
        due_at=OPENED,
        closed_at=None,
        outcome=None,
        retracted=False,
        may_write=True,
    )


def minutes(many: float) -> datetime:
    return OPENED + timedelta(minutes=many)


@pytest.mark.parametrize(
    ("origin", "rings"),
    [
        pytest.param(Origin.WORDS, True, id="words of danger ring"),
        pytest.param(Origin.BUTTON, True, id="the help button rings"),
        pytest.param(Origin.COMMAND, True, id="/sos rings"),
        pytest.param(Origin.TALK, False, id="who wants to talk waits on the duty list"),
        pytest.param(Origin.ASK, False, id="a question to the ward waits on the duty list"),
        pytest.param(Origin.UNANSWERED, False, id="an unanswered gentle question waits on the duty list"),
    ],
)
def test_what_rings(origin: Origin, rings: bool) -> None:
    assert origin.rings is rings


@pytest.mark.parametrize(
    ("state", "is_open", "is_ringing"),
    [
        pytest.param(State.OPEN, True, True, id="nobody has it: it rings"),
        pytest.param(State.WAITING, True, False, id="on the duty list: open, and quiet"),
        pytest.param(State.TAKEN, True, False, id="somebody has it: open, and quiet"),
        pytest.param(State.CLOSED, False, False, id="it ended"),
    ],
)
def test_where_a_case_stands(state: State, is_open: bool, is_ringing: bool) -> None:
    case = a_case(state)
    assert (case.is_open, case.is_ringing) == (is_open, is_ringing)


@pytest.mark.parametrize(
    ("content", "is_media"),
    [
        pytest.param(Content(), False, id="an empty text"),
        pytest.param(Content(text="cứu em với"), False, id="a text"),
        pytest.param(Content(kind="location", latitude=21.0, longitude=105.9), False, id="a place"),
        pytest.param(Content(kind="contact", phone="0"), False, id="a card with a number"),
        pytest.param(Content(kind="photo", file_id="AgAC"), True, id="a picture"),
        pytest.param(Content(kind="voice", file_id="AwAC"), True, id="a voice"),
    ],
)
def test_only_what_telegram_keeps_as_a_file_is_media(content: Content, is_media: bool) -> None:
    assert content.is_media is is_media


@pytest.mark.parametrize(
    ("state", "after", "joins"),
    [
        pytest.param(State.OPEN, timedelta(), True, id="in the same moment"),
        pytest.param(State.OPEN, timedelta(minutes=10) - SECOND, True, id="a second before ten minutes are over"),
        pytest.param(State.OPEN, timedelta(minutes=10), False, id="after exactly ten minutes it rings again"),
        pytest.param(State.OPEN, timedelta(hours=3), False, id="hours later it rings again"),
        pytest.param(State.TAKEN, timedelta(), False, id="in a taken case its holder is rung"),
        pytest.param(State.WAITING, timedelta(), False, id="on the duty list: now it rings"),
        pytest.param(State.CLOSED, timedelta(), False, id="in a case that ended nothing joins"),
    ],
)
def test_a_second_cry_joins_the_ring_for_ten_quiet_minutes(state: State, after: timedelta, joins: bool) -> None:
    heard = OPENED + timedelta(minutes=7)  # the last words count, not the first
    assert joins_quietly(a_case(state, heard), heard + after) is joins


@pytest.mark.parametrize(
    ("told", "minute"),
    [(0, 10), (1, 20), (2, 40), (3, 100), (4, 160), (5, 220), (27, 1540)],
    ids=lambda each: str(each),
)
def test_the_truth_comes_at_10_20_40_minutes_then_hourly(told: int, minute: int) -> None:
    assert tell_due_at(OPENED, told, Timing()) == minutes(minute)


@pytest.mark.parametrize(
    ("told", "minute", "passed"),
    [
        pytest.param(0, 9.99, 0, id="nothing is due yet"),
        pytest.param(0, 10, 1, id="the first is due exactly now"),
        pytest.param(0, 19.99, 1, id="only the first"),
        pytest.param(0, 40, 3, id="after an outage the first three count as one telling"),
        pytest.param(0, 99, 3, id="the hour is not over"),
        pytest.param(0, 100, 4, id="the first full hour"),
        pytest.param(2, 0, 2, id="what was told stays told"),
        pytest.param(5, 999, 18, id="a night later"),
    ],
)
def test_after_an_outage_the_sender_is_told_once(told: int, minute: float, passed: int) -> None:
    assert tells_passed(OPENED, told, minutes(minute), Timing()) == passed


@given(TIMINGS, TOLD)
def test_the_operators_first_time_stretches_all_the_others(timing: Timing, told: int) -> None:
    usual = tell_due_at(OPENED, told, Timing()) - OPENED
    assert tell_due_at(OPENED, told, timing) - OPENED == usual / Timing().tell_sender * timing.tell_sender


@given(TIMINGS, TOLD)
def test_between_two_tellings_lie_never_more_than_six_times_the_first(timing: Timing, told: int) -> None:
    gap = tell_due_at(OPENED, told + 1, timing) - tell_due_at(OPENED, told, timing)
    assert timedelta() < gap <= 6 * timing.tell_sender


@given(TIMINGS, TOLD, st.timedeltas(timedelta(), timedelta(days=2)))
def test_the_next_telling_is_always_still_to_come(timing: Timing, told: int, passed: timedelta) -> None:
    now = OPENED + min(passed, timing.tell_sender * 1000)
    next_one = tells_passed(OPENED, told, now, timing)
    assert next_one >= told
    assert tell_due_at(OPENED, next_one, timing) > now
    assert next_one == told or tell_due_at(OPENED, next_one - 1, timing) <= now


def test_the_ward_acts_within_twelve_hours() -> None:
    assert law_due_at(OPENED) == OPENED + timedelta(hours=12)


def test_the_operators_clocks_unless_they_set_others() -> None:
    assert Timing() == Timing(
        step=timedelta(minutes=5), first_action=timedelta(minutes=30), tell_sender=timedelta(minutes=10)
    )


@given(st.integers())
def test_a_code_is_lb_and_six_signs_that_nobody_mishears(seed: int) -> None:
    code = new_code(random.Random(seed))
    assert re.fullmatch(r"LB-[A-Z2-9]{6}", code)
    assert not set(code[3:]) & set("IO01")


def test_every_sign_of_a_code_is_drawn_from_all_of_them() -> None:
    draw = random.Random(1)
    places = zip(*(new_code(draw)[3:] for _ in range(1000)), strict=True)
    assert [set(place) for place in places] == [set(CODE_SIGNS)] * 6


def test_without_its_file_the_words_stay_and_what_has_none_is_as_it_was() -> None:
    picture = Content(kind="photo", text="nhà em", file_id="AgAC")
    assert picture.without_file() == Content(kind="removed", text="nhà em", file_id=None)
    words = Content(text="cứu em với")
    assert words.without_file() == words
