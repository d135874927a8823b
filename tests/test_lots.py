"""Each test runs once in `make test`, and on its other engine in `make rest`: together they are all of them."""

from __future__ import annotations

import string
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.databases import ENGINES
from tests.lots import BOTH, LOT, REST, drawn

WORDS = st.text("abcxyz", min_size=1, max_size=4)
LETTERS = string.ascii_lowercase
NAMES = st.sets(st.builds("tests/test_{}.py::test_{}{}".format, WORDS, WORDS, st.sampled_from(["", "[ab]", "[a b-1]"])))


def on_both(names: set[str]) -> set[str]:
    """As pytest names them where the fixture comes before what else is given."""
    bare = {name.partition("[")[0] for name in names}
    return {f"{name}[{engine}]" for name in bare for engine in ENGINES}


@given(NAMES, NAMES, st.randoms(use_true_random=False))
def test_the_lot_and_the_rest_are_everything_and_no_story_is_told_twice_on_one_engine(
    bare: set[str], paired: set[str], any_: Random
) -> None:
    tests = bare | on_both(paired)
    long = set(any_.sample(sorted(tests), len(tests) // 4))
    lot, rest = drawn(tests, LOT, long), drawn(tests, REST, long)
    assert lot | rest == drawn(tests, BOTH, long) == tests
    assert not lot & rest & on_both(paired)
    assert long <= rest - lot
    assert bare - on_both(paired) - long <= lot & rest
    for name in on_both(paired) - long:
        assert swapped(name) in long or (name in lot) != (swapped(name) in lot)


def swapped(name: str) -> str:
    """The same test on the other engine."""
    one, other = ENGINES
    return name.replace(one, other) if one in name else name.replace(other, one)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_test_of_one_engine_alone_runs_with_the_lot(engine: str) -> None:
    alone = {f"tests/storage/test_races.py::test_a_race[{engine}]"}
    assert drawn(alone, LOT) == alone


def test_what_else_a_test_is_given_changes_nothing() -> None:
    names = {f"test_it[{engine}-{more}]" for engine in ENGINES for more in LETTERS}
    lot = drawn(names, LOT)
    assert len(lot) == len(names) // 2
    assert {name.partition("-")[2] for name in lot} == {f"{more}]" for more in LETTERS}
    assert {name.partition("[")[2].partition("-")[0] for name in lot} == set(ENGINES)


def test_both_engines_get_their_share() -> None:
    lot = drawn(on_both({f"test_{number}" for number in range(1000)}), LOT)
    assert 840 < sum("sqlite" in name for name in lot) < 910
