"""What is trouble, and when it is told: a table of what was seen, look by look, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.watch import Alarm, Figure, Seen, Trouble, Turn, Watch, Webhook, judged

NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
WELL = Seen(
    door=None,
    loops={"climb": timedelta(), "poll": timedelta()},
    late=Figure(),
    aside=0,
    refused=0,
    absence=timedelta(),
    free_mb=9000,
)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


SIGNS = [
    (WELL, []),
    (Seen(Trouble.GONE), [Trouble.GONE]),
    (Seen(Trouble.HANGS), [Trouble.HANGS]),
    (replace(WELL, door=Trouble.NOT_READY), [Trouble.NOT_READY]),
    (replace(WELL, loops={"climb": seconds(60), "poll": seconds(300)}), []),
    (replace(WELL, loops={"climb": seconds(61), "poll": seconds(0)}), [Trouble.STOPPED]),
    (replace(WELL, loops={"urgent": seconds(61), "rest": seconds(0)}), [Trouble.STOPPED]),
    (replace(WELL, loops={"rest": seconds(120), "tidy": timedelta(hours=25), "drill": seconds(600)}), []),
    (replace(WELL, loops={"rest": seconds(121)}), [Trouble.STOPPED]),
    (replace(WELL, loops={"tidy": timedelta(hours=25, seconds=1)}), [Trouble.STOPPED]),
    (replace(WELL, loops={"drill": seconds(601)}), [Trouble.STOPPED]),
    (replace(WELL, loops={"a loop of a later version": seconds(61)}), [Trouble.STOPPED]),
    (replace(WELL, loops={"climb": seconds(0), "poll": seconds(301)}), [Trouble.TELEGRAM_AWAY]),
    (replace(WELL, late=Figure(2, seconds(60))), []),
    (replace(WELL, late=Figure(2, seconds(61))), [Trouble.LATE]),
    (replace(WELL, free_mb=500), []),
    (replace(WELL, free_mb=499), [Trouble.DISK]),
    (replace(WELL, aside=1), [Trouble.ASIDE]),
    (replace(WELL, refused=1), [Trouble.REFUSED]),
    (replace(WELL, absence=timedelta(hours=25)), [Trouble.ABSENCE]),
    (replace(WELL, backup=timedelta(hours=30)), []),
    (replace(WELL, backup=timedelta(hours=30, seconds=1)), [Trouble.NO_BACKUP]),
    (replace(WELL, lost=Figure()), []),
    (replace(WELL, lost=Figure(1_800_000_000, seconds(1))), [Trouble.RESTORED]),
    (replace(WELL, webhook=Webhook(True)), []),
    (replace(WELL, webhook=Webhook(True, 3, None, 0)), []),
    (replace(WELL, webhook=Webhook(True, 0, seconds(1), 0)), []),
    (replace(WELL, webhook=Webhook(True, 1, seconds(599), 0)), [Trouble.UNDELIVERED]),
    (replace(WELL, webhook=Webhook(True, 1, seconds(600), 0)), []),
    (replace(WELL, webhook=Webhook(True, 2, seconds(1), 2)), [Trouble.UNDELIVERED]),
    (replace(WELL, webhook=Webhook(True, 2, seconds(1), 3)), []),
    (replace(WELL, webhook=Webhook(False)), [Trouble.UNDELIVERED]),
    (replace(WELL, days_off=0), []),
    (replace(WELL, days_off=2031), [Trouble.DAYS_OFF]),
    (replace(WELL, roster=Trouble.KEYS), [Trouble.KEYS]),
    (replace(WELL, roster=Trouble.UNREADABLE), [Trouble.UNREADABLE]),
]


@pytest.mark.parametrize(("seen", "troubles"), SIGNS, ids=str)
def test_what_is_trouble(seen: Seen, troubles: list[Trouble]) -> None:
    found = judged(seen, least_free_mb=500)
    assert [trouble for trouble, figure in found.items() if figure is not None] == troubles


def test_what_could_not_be_looked_at_is_neither_trouble_nor_well() -> None:
    door = {Trouble.GONE, Trouble.HANGS, Trouble.NOT_READY}
    assert set(judged(Seen(Trouble.GONE), 500)) == door | {Trouble.KEYS, Trouble.UNREADABLE}


def told(*looks: tuple[float, Seen], dies: float | None = None) -> list[tuple[float, str, str, int]]:
    """(minute, section, turn, count) of everything told over these looks, each at its minute.

    `dies`: from this minute on another looks, who knows only what was told.
    """
    watch, said = Watch(), []
    for minute, seen in looks:
        if minute == dies:
            watch = Watch().remembering(watch.memory)
        now = NOON + timedelta(minutes=minute)
        watch = watch.after(judged(seen, 500))
        alarms = watch.alarms(now, HOUR)
        watch = watch.told(alarms, now)
        said += [(minute, each.trouble.name, each.turn.value, each.figure.count) for each in alarms]
    return said


GONE = Seen(Trouble.GONE)
LATE = replace(WELL, late=Figure(3, seconds(90)))
STORIES = {
    "one look is not enough": ([(0, GONE), (1, WELL), (2, GONE), (3, WELL)], []),
    "once, and once when it is well": (
        [(0, GONE), (1, GONE), (2, GONE), (3, GONE), (4, WELL), (5, WELL), (6, WELL)],
        [(1, "GONE", "new", 0), (5, "GONE", "well", 0)],
    ),
    "a moment of health is no end": (
        [(0, GONE), (1, GONE), (2, WELL), (3, GONE), (4, GONE), (5, GONE)],
        [(1, "GONE", "new", 0)],
    ),
    "again after an hour": (
        [(0, GONE), (1, GONE), (60, GONE), (61, GONE), (62, GONE), (121, GONE)],
        [(1, "GONE", "new", 0), (61, "GONE", "still", 0), (121, "GONE", "still", 0)],
    ),
    "a second time is told like the first": (
        [(0, GONE), (1, GONE), (2, WELL), (3, WELL), (4, GONE), (5, GONE)],
        [(1, "GONE", "new", 0), (3, "GONE", "well", 0), (5, "GONE", "new", 0)],
    ),
    "what cannot be seen is not called well": (
        [(0, LATE), (1, LATE), (2, GONE), (3, GONE), (4, WELL), (5, WELL)],
        [(1, "LATE", "new", 3), (3, "GONE", "new", 0), (5, "GONE", "well", 0), (5, "LATE", "well", 0)],
    ),
    "gone, then without its database": (
        [(0, GONE), (1, GONE), *((n, replace(WELL, door=Trouble.NOT_READY)) for n in (2, 3))],
        [(1, "GONE", "new", 0), (3, "GONE", "well", 0), (3, "NOT_READY", "new", 0)],
    ),
    "set aside: at once, and only more of it again, at most once an hour": (
        [(n, replace(WELL, aside=count)) for n, count in ((0, 1), (1, 1), (2, 2), (59, 3), (60, 3), (180, 3))],
        [(0, "ASIDE", "new", 1), (60, "ASIDE", "new", 3)],
    ),
    "set aside: some went by age, and one came": (
        [(n, replace(WELL, aside=count)) for n, count in ((0, 5), (100, 3), (200, 4), (300, 0), (400, 1))],
        [(0, "ASIDE", "new", 5), (200, "ASIDE", "new", 4), (400, "ASIDE", "new", 1)],
    ),
    "days off that are wanted: again after a week": (
        [(n, replace(WELL, days_off=2031)) for n in (0, 1, 62, 10_080, 10_081, 10_082)],
        [(1, "DAYS_OFF", "new", 2031), (10_081, "DAYS_OFF", "still", 2031)],
    ),
    "an absence is told once, the next one too": (
        [
            (n, replace(WELL, absence=timedelta(hours=h)))
            for n, h in ((0, 30), (1, 30), (90, 30), (3000, 0), (4000, 26))
        ],
        [(0, "ABSENCE", "new", 30), (4000, "ABSENCE", "new", 26)],
    ),
    "a night without a backup: again each day": (
        [(n, replace(WELL, backup=timedelta(hours=31))) for n in (0, 1, 62, 1440, 1441)],
        [(1, "NO_BACKUP", "new", 30), (1441, "NO_BACKUP", "still", 30)],
    ),
    "what a restore has lost is told once and never gets well": (
        [
            *((n, replace(WELL, lost=Figure(1_800_000_000, HOUR))) for n in (0, 1, 90)),
            *((n, replace(WELL, lost=Figure())) for n in (3000, 3001)),
        ],
        [(0, "RESTORED", "new", 1_800_000_000)],
    ),
}


@pytest.mark.parametrize(("looks", "says"), STORIES.values(), ids=STORIES)
def test_when_it_is_told(looks: list[tuple[float, Seen]], says: list[tuple[float, str, str, int]]) -> None:
    assert told(*looks) == says


ONE_OF = {  # each of them: told by the first watcher, and what the second one says of it
    "it goes on": ([(0, GONE), (1, GONE), (2, GONE), (3, GONE), (4, GONE)], []),
    "it goes on for an hour": ([(0, GONE), (1, GONE), (2, GONE), (62, GONE)], [(62, "GONE", "still", 0)]),
    "it ended": ([(0, GONE), (1, GONE), (2, WELL), (3, WELL), (4, WELL)], [(3, "GONE", "well", 0)]),
    "another began": ([(0, GONE), (1, GONE), (2, LATE), (3, LATE)], [(3, "GONE", "well", 0), (3, "LATE", "new", 3)]),
    "as many lie aside": ([(n, replace(WELL, aside=2)) for n in (0, 1, 2, 3, 90)], []),
    "some went by age, and one came": (
        [(n, replace(WELL, aside=count)) for n, count in ((0, 5), (2, 3), (100, 4))],
        [(100, "ASIDE", "new", 4)],
    ),
    "the same absence": ([(n, replace(WELL, absence=timedelta(hours=30))) for n in (0, 2, 90)], []),
    "a new absence": (
        [(n, replace(WELL, absence=timedelta(hours=h))) for n, h in ((0, 30), (2, 0), (90, 26))],
        [(90, "ABSENCE", "new", 26)],
    ),
}


@pytest.mark.parametrize(("looks", "says"), ONE_OF.values(), ids=ONE_OF)
def test_a_watcher_that_starts_anew_goes_on_where_the_other_ended(
    looks: list[tuple[float, Seen]], says: list[tuple[float, str, str, int]]
) -> None:
    assert [each for each in told(*looks, dies=2) if each[0] >= 2] == says
    assert told(*looks, dies=2) == told(*looks)


def test_a_clock_that_was_set_back_does_not_keep_reminders_away() -> None:
    watch = Watch().after(judged(GONE, 500)).after(judged(GONE, 500))
    watch = watch.told(watch.alarms(NOON, HOUR), NOON)
    assert [each.turn for each in watch.alarms(NOON - timedelta(seconds=1), HOUR)] == []
    assert [each.turn for each in watch.alarms(NOON - timedelta(days=300), HOUR)] == [Turn.STILL]


def test_what_nobody_took_is_told_at_the_next_look() -> None:
    watch = Watch().after(judged(GONE, 500)).after(judged(GONE, 500))
    assert watch.alarms(NOON, HOUR) == watch.alarms(NOON, HOUR) == [Alarm(Trouble.GONE, Turn.NEW)]
    healthy = watch.after(judged(WELL, 500)).after(judged(WELL, 500))
    assert healthy.alarms(NOON, HOUR) == [], "of what nobody was told, nobody is told the end"


@given(st.lists(st.sampled_from([seen for seen, _ in SIGNS]), max_size=40))
def test_nothing_ends_that_was_not_told_and_nothing_is_told_twice_within_the_hour(looks: list[Seen]) -> None:
    watch, open_ones = Watch(), set[Trouble]()
    for number, seen in enumerate(looks):  # 40 looks of a minute: no reminder is due yet
        now = NOON + timedelta(minutes=number)
        watch = watch.after(judged(seen, 500))
        for each in watch.alarms(now, HOUR):
            assert each.turn is not Turn.STILL
            assert (each.trouble in open_ones) == (each.turn is Turn.WELL)
            (open_ones.discard if each.turn is Turn.WELL else open_ones.add)(each.trouble)
        watch = watch.told(watch.alarms(now, HOUR), now)
