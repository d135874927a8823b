"""Keys find exactly the rows that were learned; a machine adds up what the known features say."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.linear import Keys, Linear, key_of

KEYS = st.sets(st.one_of(st.integers(0, 2**32 - 1), st.integers(0, 300), st.integers(2**32 - 300, 2**32 - 1)))


@given(KEYS, KEYS)
def test_a_key_is_found_where_it_stands_and_no_other_is(learned: set[int], others: set[int]) -> None:
    keys = Keys(array("I", sorted(learned)))
    where = {key: row for row, key in enumerate(sorted(learned))}
    assert {key: keys.row(key) for key in learned | others} == {key: where.get(key, -1) for key in learned | others}
    assert len(keys) == len(learned)


def test_known_features_are_weighed_by_rarity_and_length_and_unknown_ones_are_nothing() -> None:
    names = sorted(("đánh", "quà"), key=key_of)
    weights = {"đánh": (100, -100), "quà": (-50, 50)}
    machine = Linear(
        ("urgent", "none"),
        Keys(array("I", map(key_of, names))),
        [3.0 if name == "đánh" else 4.0 for name in names],
        array("b", [weight for name in names for weight in weights[name]]),
        0.01,
        (0.0, 0.1),
    )
    said = ["đánh", "quà", "xyz"]
    rows = machine.rows.of(map(key_of, said))
    assert machine.scores(rows) == pytest.approx([(300 - 200) * 0.01 / 5, 0.1 + (-300 + 200) * 0.01 / 5])
    assert machine.reasons(said, rows, "urgent") == ("đánh",)
    assert machine.reasons(said, rows, "none") == ("quà",)
    assert machine.scores([-1]) == [0.0, 0.1]
