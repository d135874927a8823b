"""Hours and leave: who is on duty when, told in Hanoi's time; what people type is understood or asked for again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duty import ALWAYS, NIGHTS, OFFICE, WEEKEND, Leave, Presence, Rota, Shift, read_hours, read_leave
from domain.people import Role, Staff
from domain.texts import Refusal
from domain.wards import ALL_WARDS, ALL_WARDS_AGAIN, COORDINATORS, EVERYBODY, Contact, ladder
from domain.working_time import HANOI

HERE, OFF_HOURS, AWAY = Presence.HERE, Presence.OFF_HOURS, Presence.AWAY


def at(words: str) -> datetime:
    """A moment in Hanoi: `2026-11-25 07:30` (a Wednesday)."""
    return datetime.fromisoformat(words).replace(tzinfo=HANOI).astimezone(UTC)


OFFICE_WEEK, NIGHT_WEEK = Rota(shifts=(OFFICE,)), Rota(shifts=(NIGHTS,))
AWAY_WEDNESDAY = Rota(leaves=(Leave(date(2026, 11, 25), date(2026, 11, 25)),))


@pytest.mark.parametrize(
    ("rota", "moment", "presence"),
    [
        (ALWAYS, "2026-11-29 03:00", HERE),
        (Rota(on=False), "2026-11-25 10:00", AWAY),
        (OFFICE_WEEK, "2026-11-25 07:29", OFF_HOURS),
        (OFFICE_WEEK, "2026-11-25 07:30", HERE),
        (OFFICE_WEEK, "2026-11-25 16:59", HERE),
        (OFFICE_WEEK, "2026-11-25 17:00", OFF_HOURS),
        (OFFICE_WEEK, "2026-11-28 10:00", OFF_HOURS),
        (NIGHT_WEEK, "2026-11-25 16:59", OFF_HOURS),
        (NIGHT_WEEK, "2026-11-25 23:59", HERE),
        (NIGHT_WEEK, "2026-11-26 00:00", HERE),
        (NIGHT_WEEK, "2026-11-26 07:29", HERE),
        (NIGHT_WEEK, "2026-11-26 07:30", OFF_HOURS),
        (Rota(shifts=(Shift((4,), time(22), time(6)),)), "2026-11-28 05:00", HERE),  # Friday's night
        (Rota(shifts=(Shift((4,), time(22), time(6)),)), "2026-11-27 05:00", OFF_HOURS),
        (Rota(shifts=(WEEKEND,)), "2026-11-28 00:00", HERE),
        (Rota(shifts=(WEEKEND,)), "2026-11-29 23:59", HERE),
        (Rota(shifts=(WEEKEND,)), "2026-11-30 00:00", OFF_HOURS),
        (AWAY_WEDNESDAY, "2026-11-24 23:59", HERE),
        (AWAY_WEDNESDAY, "2026-11-25 00:00", AWAY),
        (AWAY_WEDNESDAY, "2026-11-25 23:59", AWAY),
        (AWAY_WEDNESDAY, "2026-11-26 00:00", HERE),
    ],
)
def test_where_somebody_is(rota: Rota, moment: str, presence: Presence) -> None:
    assert rota.presence(at(moment)) is presence


@pytest.mark.parametrize(
    ("rota", "now", "changes"),
    [
        (ALWAYS, "2026-11-25 10:00", None),
        (Rota(on=False, shifts=(OFFICE,)), "2026-11-25 10:00", None),
        (OFFICE_WEEK, "2026-11-25 10:00", "2026-11-25 17:00"),
        (OFFICE_WEEK, "2026-11-27 17:00", "2026-11-30 07:30"),
        (NIGHT_WEEK, "2026-11-25 18:00", "2026-11-26 07:30"),
        (AWAY_WEDNESDAY, "2026-11-20 18:00", "2026-11-25 00:00"),
        (AWAY_WEDNESDAY, "2026-11-25 18:00", "2026-11-26 00:00"),
        (Rota(shifts=(OFFICE, NIGHTS)), "2026-11-25 10:00", "2026-11-28 07:30"),  # no gap at 17:00
    ],
)
def test_when_it_changes(rota: Rota, now: str, changes: str | None) -> None:
    assert rota.changes_after(at(now)) == (None if changes is None else at(changes))


def test_who_is_on_leave_is_back_with_the_first_shift_after_it() -> None:
    rota = Rota(shifts=(OFFICE,), leaves=(Leave(date(2026, 11, 25), date(2026, 12, 31)),))
    assert rota.here_from(at("2026-11-25 10:00")) == at("2027-01-01 07:30")
    assert rota.here_from(at("2026-11-24 10:00")) == at("2026-11-24 10:00")
    assert Rota(on=False).here_from(at("2026-11-24 10:00")) is None


shifts = st.builds(
    Shift,
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
leaves = st.builds(
    lambda start, days: Leave(
        date(2026, 11, 1) + timedelta(days=start), date(2026, 11, 1) + timedelta(days=start + days)
    ),
    st.integers(0, 40),
    st.integers(0, 5),
)
rotas = st.builds(Rota, st.booleans(), st.lists(shifts, max_size=3).map(tuple), st.lists(leaves, max_size=2).map(tuple))


@given(rotas, st.integers(0, 60 * 24 * 14), st.integers(1, 60 * 24 * 3))
def test_nothing_changes_before_the_moment_it_is_said_to_change(rota: Rota, start: int, later: int) -> None:
    now = at("2026-11-20 00:00") + timedelta(minutes=start)
    changes = rota.changes_after(now)
    between = now + timedelta(minutes=later)
    if changes is None or between < changes:
        assert rota.presence(between) is rota.presence(now)
    else:
        assert rota.presence(changes) is not rota.presence(now)
        assert changes > now


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("T2-T6 7:30-17:00", (OFFICE,)),
        ("t2 - t6 7h30 - 17h", (OFFICE,)),
        ("Thứ 2 đến thứ 6 7h30 đến 17h00", (OFFICE,)),
        ("Mon-Fri 07:30-17:00", (OFFICE,)),
        ("2-6 7.30–17", (OFFICE,)),
        ("T2-T6 7:30-17:00; cuối tuần 0-24", (OFFICE, WEEKEND)),
        ("17-7:30", (NIGHTS,)),
        ("hằng ngày 17h-7h30", (NIGHTS,)),
        ("T2,T4,CN 8-12", (Shift((0, 2, 6), time(8), time(12)),)),
        ("T7-CN 8-12", (Shift((5, 6), time(8), time(12)),)),
        ("T6-T2 8-12", (Shift((0, 4, 5, 6), time(8), time(12)),)),
        ("T2 8-11:30, 13-17", (Shift((0,), time(8), time(11, 30)), Shift((0,), time(13), time(17)))),
        ("24/7", ()),
        ("luôn", ()),
    ],
)
def test_hours_as_people_type_them(typed: str, meant: tuple[Shift, ...]) -> None:
    assert read_hours(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "T2", "sáng", "T8 8-12", "25-26", "8-12-15", "T2 8:61-9", "x" * 4000, ";".join(["8-9"] * 15)]
)
def test_other_hours_are_asked_for_again(typed: str) -> None:
    with pytest.raises(Refusal):
        read_hours(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_understood_or_refused(typed: str) -> None:
    for read in (read_hours, lambda words: read_leave(words, at("2026-11-25 10:00"))):
        try:
            read(typed)
        except Refusal as no:
            assert no.text.source


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("24/12-2/1", date(2026, 12, 24), date(2027, 1, 2)),
        ("24/12", date(2026, 12, 24), date(2026, 12, 24)),
        ("25/11", date(2026, 11, 25), date(2026, 11, 25)),
        ("3/2 đến 10/2", date(2027, 2, 3), date(2027, 2, 10)),
        ("20/11 - 30/11", date(2026, 11, 20), date(2026, 11, 30)),
        ("1/3/2027-5/3/2027", date(2027, 3, 1), date(2027, 3, 5)),
    ],
)
def test_days_off_as_people_type_them(typed: str, first: date, last: date) -> None:
    assert read_leave(typed, at("2026-11-25 10:00")) == Leave(first, last)


@pytest.mark.parametrize(
    "typed", ["", "mai", "32/1", "30/2", "1/1/2020", "5/3/2027-1/3/2027", "1/1/2027-1/1/2029", "31/12/9999", "1/1/2029"]
)
def test_other_days_are_asked_for_again(typed: str) -> None:
    with pytest.raises(Refusal):
        read_leave(typed, at("2026-11-25 10:00"))


def contact(number: int, presence: Presence, ward: str | None = "bo-de", rung: int = 1) -> Contact:
    role = Role.COORDINATOR if ward is None else Role.OFFICER
    return Contact(Staff(number, number, f"P{number}", role, ward, rung), True, presence)


@pytest.mark.parametrize(
    ("roster", "rungs", "check_place", "on_duty"),
    [
        pytest.param([contact(1, HERE), contact(2, OFF_HOURS)], {1: [1], EVERYBODY: [1, 2]}, False, True, id="own"),
        pytest.param(
            [contact(1, OFF_HOURS), contact(2, HERE, None)],
            {COORDINATORS: [2], EVERYBODY: [1, 2]},
            False,
            True,
            id="only the coordinator is within hours",
        ),
        pytest.param(
            [contact(1, OFF_HOURS), contact(2, HERE, "phuc-loi")],
            {ALL_WARDS: [2], ALL_WARDS_AGAIN: [1, 2]},
            True,
            True,
            id="another ward on duty, own resting",
        ),
        pytest.param([contact(1, OFF_HOURS)], {EVERYBODY: [1]}, False, False, id="only resting ones"),
        pytest.param(
            [contact(1, OFF_HOURS), contact(2, OFF_HOURS, "phuc-loi")],
            {EVERYBODY: [1]},
            False,
            False,
            id="resting ones of the ward before those of others",
        ),
        pytest.param(
            [contact(1, HERE, "phuc-loi"), contact(2, OFF_HOURS, "viet-hung")],
            {ALL_WARDS: [1], ALL_WARDS_AGAIN: [1]},
            True,
            True,
            id="others on duty: the resting ones of others sleep",
        ),
        pytest.param(
            [contact(2, OFF_HOURS, "phuc-loi")], {ALL_WARDS_AGAIN: [2]}, True, False, id="resting ones of others"
        ),
        pytest.param([contact(1, AWAY), contact(2, AWAY, None)], {}, True, False, id="all away"),
    ],
)
def test_who_is_rung_by_their_hours(
    roster: list[Contact], rungs: dict[int, list[int]], check_place: bool, on_duty: bool
) -> None:
    steps = ladder(roster, "bo-de")
    assert {rung.level: [s.id for s in rung.staff] for rung in steps.rungs} == rungs
    assert (steps.on_duty, steps.check_place) == (on_duty, check_place)
