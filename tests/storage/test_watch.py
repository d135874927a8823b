"""The watcher's file: what was told comes back as it was, and whatever else stands there is refused, not believed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.watch import Figure, Told, Trouble, Watch
from storage.watch import Unreadable, read, write

NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)
AGES = st.timedeltas(timedelta(), timedelta(days=400))
TOLD = st.builds(Told, st.builds(Figure, st.integers(0, 10**9), AGES), st.datetimes(timezones=st.just(UTC)))
MEMORY = st.dictionaries(st.sampled_from(Trouble), TOLD, max_size=2)
MEMORIES = st.dictionaries(st.sampled_from(["a1", "b2", "c3"]), MEMORY, max_size=2)


@settings(max_examples=20)  # each waits for the disk
@given(MEMORIES, MEMORIES)
def test_what_was_told_comes_back_as_it_was(
    before: dict[str, dict[Trouble, Told]], after: dict[str, dict[Trouble, Told]]
) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "var" / "told"
        write(file, before)
        write(file, after)
        assert read(file) == after
        assert [each.name for each in file.parent.iterdir()] == ["told"]


def test_no_file_is_nothing_told(tmp_path: Path) -> None:
    assert read(tmp_path / "told") == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["count", "age", "at", "W1"]), inner),
    max_leaves=6,
)
ENTRY = st.fixed_dictionaries(
    {"count": JSON, "age": JSON, "at": JSON | st.just("2026-06-01T05:00:00") | st.just("2026-06-01T05:00:00+00:00")}
)
WRONG = st.binary() | st.one_of(
    JSON,
    st.fixed_dictionaries({"version": st.just(1), "told": JSON}),
    st.fixed_dictionaries({"version": st.just(1), "told": st.fixed_dictionaries({"a": JSON})}),
    st.fixed_dictionaries(
        {"version": st.just(1), "told": st.fixed_dictionaries({"a": st.fixed_dictionaries({"W1": ENTRY | JSON})})}
    ),
).map(lambda found: json.dumps(found).encode())


@given(WRONG)
def test_whatever_stands_there_is_refused_or_can_be_gone_on_with(words: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "told"
        file.write_bytes(words)
        try:
            memories = read(file)
        except Unreadable:
            return
        for memory in memories.values():
            watch = Watch().remembering(memory).after({Trouble.GONE: Figure()})
            assert all(each.trouble in Trouble for each in watch.alarms(NOON, timedelta(hours=1)))


def test_an_alarm_of_a_later_version_is_passed_over(tmp_path: Path) -> None:
    file, told = tmp_path / "told", {"count": 1, "age": 0.0, "at": NOON.isoformat()}
    file.write_text(json.dumps({"version": 1, "told": {"a": {"W1": told, "W99": told}}}))
    assert read(file) == {"a": {Trouble.GONE: Told(Figure(1), NOON)}}


def test_deep_words_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "told"
    file.write_text("[" * 100_000)
    with pytest.raises(Unreadable):
        read(file)
