"""A short one of `make simulate`, and that it can be replayed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.people import Role
from tests.simulation.__main__ import simulate
from tests.simulation.judge import judge
from tests.simulation.play import Tale
from tests.simulation.scene import MINUTE, Scene, Sender, Worker, draw
from tests.storage.ward import Still

CASES, SEED = 30, 111


@pytest.mark.long
@pytest.mark.timeout(180)
def test_nobody_is_left_without_a_person_or_the_truth_whoever_works_and_however() -> None:
    tally = simulate(SEED, CASES)
    assert tally.wrong == []
    assert 5 < len(tally.taken) < CASES
    assert tally.told[-1] <= 11 * MINUTE


def test_the_same_seed_draws_the_same_scene() -> None:
    assert draw(SEED, 7) == draw(SEED, 7) != draw(SEED, 8)


OPENED = Still().at
HANH = Worker(Role.OFFICER, "bo-de", 1, True, True, False, None, "acts", None, 0)
MINH = Worker(Role.COORDINATOR, None, 1, True, True, False, None, "acts", None, 0)
LAN = Sender(timedelta(), "bo-de", None, 0)


def told_of(*workers: Worker, rung: dict[int, Worker], told: tuple[int, ...]) -> tuple[Scene, Tale]:
    """A tale of 15 minutes in which nobody took it: who was rung at which minute, and when the sender was told."""
    scene = Scene("", workers, (LAN,), 15 * MINUTE)
    heard = [(OPENED + minute * MINUTE, "NobodyYet") for minute in told]
    steps = [(OPENED, "opened")]
    tries = [(OPENED + minute * MINUTE, worker) for minute, worker in rung.items()]
    return scene, Tale(LAN, OPENED, OPENED + 15 * MINUTE, steps, tries, heard, heard)


@pytest.mark.parametrize(
    ("tale", "unrung", "beyond"),
    [
        pytest.param(told_of(HANH, MINH, rung={0: HANH, 5: MINH}, told=(10,)), 0, 0, id="all as promised"),
        pytest.param(told_of(HANH, MINH, rung={0: HANH, 6: MINH}, told=(10,)), 1, 0, id="a rung came a minute late"),
        pytest.param(told_of(HANH, MINH, rung={5: MINH}, told=(10,)), 1, 0, id="a rung was left out"),
        pytest.param(told_of(HANH, rung={0: HANH}, told=()), 0, 2, id="the sender never heard the truth"),
        pytest.param(told_of(rung={}, told=(10,)), 0, 2, id="nobody works: that is said at once"),
        pytest.param(told_of(rung={}, told=(0, 10)), 0, 0, id="nobody works, and it was said"),
    ],
)
def test_the_judge_sees_what_is_missing(tale: tuple[Scene, Tale], unrung: int, beyond: int) -> None:
    verdict = judge(*tale)
    assert (len(verdict.unrung), len(verdict.beyond)) == (unrung, beyond)
