"""A chat's pace: a burst, then one a second; what is promised for later is counted once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from handlers.manners import BURST, Pace, Slowly

NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)


def test_a_burst_is_answered_at_once_and_what_follows_a_second_apart() -> None:
    pace = Pace()
    assert [pace.next_at(1, NOON) for _ in range(BURST)] == [None] * BURST
    assert [pace.next_at(1, NOON) for _ in range(2)] == [NOON + timedelta(seconds=1), NOON + timedelta(seconds=2)]
    assert pace.next_at(2, NOON) is None, "another chat is another matter"


def test_calm_gives_the_places_back_but_never_more_than_a_burst() -> None:
    pace = Pace()
    for _ in range(BURST + 1):
        pace.next_at(1, NOON)
    assert pace.next_at(1, NOON + timedelta(seconds=2)) is None
    later = NOON + timedelta(days=1)
    assert [pace.next_at(1, later) for _ in range(BURST + 1)] == [None] * BURST + [later + timedelta(seconds=1)]


def test_what_is_dropped_is_not_counted() -> None:
    pace = Pace()
    for _ in range(BURST + 1):
        pace.next_at(1, NOON)
    pace.give_back(1, 1)
    assert pace.next_at(1, NOON) == NOON + timedelta(seconds=1)


def test_what_can_be_left_out_is_sent_where_there_is_room_for_more() -> None:
    pace = Pace()
    assert [pace.spare(1, NOON, 3) for _ in range(3)] == [True, True, False]
    assert pace.next_at(1, NOON) is None, "what was left out took no place"
    assert pace.spare(1, NOON, 1)
    assert not pace.spare(1, NOON, 1)
    assert pace.spare(1, NOON + timedelta(seconds=3), 3)


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing() -> None:
    pace = Pace()
    assert pace.next_at(1, NOON) is None
    assert [pace.next_at(1, NOON - timedelta(hours=1)) for _ in range(BURST)] == [None] * (BURST - 1) + [
        NOON + timedelta(seconds=1)
    ]


def test_chatter_is_answered_once_a_minute_and_what_waits_gives_its_place_to_what_is_newer() -> None:
    slowly, minute = Slowly(), timedelta(minutes=1)
    seconds = (0, 5, 30, 59, 60, 70, 119, 200)
    answered = [slowly.next_at(1, NOON + timedelta(seconds=s)) for s in seconds]
    assert answered == [None, *[NOON + minute] * 3, *[NOON + 2 * minute] * 3, None]
    assert slowly.next_at(2, NOON) is None, "another chat is another matter"
    assert not slowly.waits(1, NOON + timedelta(seconds=200))
    slowly.next_at(2, NOON)
    assert slowly.waits(2, NOON)
    assert not slowly.waits(3, NOON)
