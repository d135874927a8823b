"""Whom a second road tells, at which turn of the ladder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Role, Staff
from domain.wards import ALL_WARDS, ALL_WARDS_AGAIN, COORDINATORS, EVERYBODY, WARDS, Contact, Turn, told_by_road
from tests.domain.test_wards import chief, member

MUTE = member("M", reachable=False)
TOWN = [member("A"), member("B", rung=2), chief("Z")]


@pytest.mark.parametrize(
    ("roster", "turn", "told"),
    [
        pytest.param(TOWN, Turn(0, 1, step_passed=False), "", id="the first ring is Telegram's"),
        pytest.param(TOWN, Turn(1, 2, step_passed=True), "AB", id="the second step tells both rungs"),
        pytest.param(TOWN, Turn(2, COORDINATORS, step_passed=True), "AZB", id="and so does each one after it"),
        pytest.param(TOWN, Turn(EVERYBODY, EVERYBODY, step_passed=True), "AZB", id="the last one repeats"),
        pytest.param([MUTE, *TOWN], Turn(0, 1, step_passed=False), "M", id="whom Telegram does not reach: at once"),
        pytest.param([MUTE, *TOWN], Turn(1, 2, step_passed=False), "", id="and not again when a rung has emptied"),
        pytest.param([MUTE, *TOWN], Turn(1, 2, step_passed=True), "AMB", id="but again with every step"),
        pytest.param(
            [member("N", reachable=None), *TOWN], Turn(0, 1, step_passed=False), "N", id="START was never pressed"
        ),
        pytest.param(
            [member("O", reachable=False, on_duty=False), *TOWN],
            Turn(0, 1, step_passed=True),
            "A",
            id="off duty: never",
        ),
        pytest.param(
            [MUTE, member("F", "phuc-loi")], Turn(0, ALL_WARDS, step_passed=False), "M", id="other wards: by Telegram"
        ),
        pytest.param(
            [MUTE, member("F", "phuc-loi")], Turn(ALL_WARDS, ALL_WARDS_AGAIN, step_passed=True), "FM", id="then by road"
        ),
        pytest.param([MUTE], Turn(0, ALL_WARDS_AGAIN, step_passed=True), "M", id="nobody can be rung: everybody"),
    ],
)
def test_who_is_told(roster: list[Contact], turn: Turn, told: str) -> None:
    assert "".join(s.name for s in told_by_road(roster, "bo-de", turn)) == told


STAFF = st.builds(
    Contact,
    st.builds(
        Staff,
        st.integers(1, 30),
        st.integers(1, 30),
        st.just("A"),
        st.sampled_from([Role.OFFICER, Role.COORDINATOR, Role.EDITOR, Role.ADMIN]),
        st.sampled_from(WARDS),
        st.integers(1, 4),
        st.booleans(),
    ),
    st.sampled_from([True, False, None]),
)
ROSTERS = st.lists(STAFF, max_size=8, unique_by=lambda contact: contact.staff.id)
TURNS = st.builds(
    Turn, st.integers(0, 4), st.sampled_from([1, 2, COORDINATORS, EVERYBODY, ALL_WARDS_AGAIN]), st.booleans()
)


@given(ROSTERS, TURNS, st.booleans())
def test_nobody_is_told_twice_or_who_should_not_be(roster: list[Contact], turn: Turn, skip: bool) -> None:
    told = told_by_road(roster, "bo-de", turn, avoided={"bo-de"} if skip else ())
    assert len(set(told)) == len(told)
    for staff in told:
        assert staff.on_duty
        assert staff.role in (Role.OFFICER, Role.COORDINATOR)
        assert not (skip and staff.role is Role.OFFICER and staff.ward == "bo-de")


@given(ROSTERS)
def test_in_the_end_every_contact_of_the_ward_on_duty_is_told(roster: list[Contact]) -> None:
    told = told_by_road(roster, "bo-de", Turn(EVERYBODY, EVERYBODY, step_passed=True))
    own = [c.staff for c in roster if c.staff.on_duty and c.staff.role is Role.OFFICER and c.staff.ward == "bo-de"]
    assert set(own) <= set(told)
