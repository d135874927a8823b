"""The file that remembers deletions: what it says of itself, whose disk it lies on, and that nobody waits for it."""

from __future__ import annotations

import asyncio
import fcntl
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from services.clock import Clock
from services.people import People
from storage.database import Database
from storage.erasures import Erasures, Remembered

HOUR = timedelta(hours=1)
DAY = datetime.fromisoformat("2027-09-01T00:00:00+00:00")


def said(erasures: Erasures) -> Remembered:
    found = erasures.read()
    assert found is not None
    return found


def test_the_file_remembers_over_a_line_that_was_cut_and_forgets_after_its_time(tmp_path: Path) -> None:
    erasures = Erasures(tmp_path / "var" / "erased")
    assert erasures.read() is None
    erasures.begin(DAY)
    erasures.begin(DAY + HOUR)
    assert said(erasures) == Remembered(DAY, DAY)
    erasures.note("a" * 32, DAY + HOUR)
    with erasures.file.open("a") as file:
        file.write("2027-09-01T02:00:00+00:00 bb")  # and the machine went down
    erasures.note("c" * 32, DAY + 3 * HOUR)
    found = said(erasures)
    assert found.unread == 1
    assert found.erased == [(DAY + HOUR, "a" * 32), (DAY + 3 * HOUR, "c" * 32)]
    for hour in range(4, 30):
        erasures.vouch(DAY + hour * HOUR)
    erasures.forget(DAY + 2 * HOUR)
    found = said(erasures)
    assert (found.since, found.until, found.unread) == (DAY + 29 * HOUR, DAY + 29 * HOUR, 0), "one was never read"
    assert [mark for _, mark in found.erased] == ["c" * 32]
    assert len(erasures.file.read_text().splitlines()) == 3
    assert erasures.file.stat().st_mode & 0o777 == 0o600


def test_a_copy_says_how_old_it_is_however_quiet_it_was(tmp_path: Path) -> None:
    erasures = Erasures(tmp_path / "erased")
    erasures.begin(DAY)
    erasures.note("a" * 32, DAY + HOUR)
    erasures.vouch(DAY + 5 * HOUR)
    assert said(erasures).until == DAY + 5 * HOUR
    erasures.note("b" * 32, DAY + 6 * HOUR)
    assert said(erasures).until == DAY + 6 * HOUR


def test_files_of_several_machines_one_behind_the_other_say_what_all_of_them_know(tmp_path: Path) -> None:
    one, two, both = (Erasures(tmp_path / name) for name in ("one", "two", "both"))
    one.begin(DAY)
    one.note("a" * 32, DAY + HOUR)
    one.vouch(DAY + 9 * HOUR)
    two.begin(DAY + 2 * HOUR)
    two.vouch(DAY + 7 * HOUR)
    for first, second in ((one, two), (two, one)):
        both.file.write_bytes(first.file.read_bytes() + second.file.read_bytes())
        assert said(both) == Remembered(DAY + 2 * HOUR, DAY + 7 * HOUR, [(DAY + HOUR, "a" * 32)])


def test_a_machine_that_died_in_the_middle_of_a_line_hides_nothing_of_the_next_ones_file(tmp_path: Path) -> None:
    one, two, both = (Erasures(tmp_path / name) for name in ("one", "two", "both"))
    one.begin(DAY)
    one.vouch(DAY + 9 * HOUR)
    two.begin(DAY + 2 * HOUR)
    two.vouch(DAY + 7 * HOUR)
    cut = b"2027-09-01T09:30:00+00:00 bb"
    both.file.write_bytes(one.file.read_bytes() + cut + two.file.read_bytes())
    assert said(both) == Remembered(DAY + 2 * HOUR, DAY + 7 * HOUR, [], 1)


def test_what_was_remembered_before_stays_when_everything_can_be_read(tmp_path: Path) -> None:
    erasures = Erasures(tmp_path / "erased")
    erasures.begin(DAY)
    erasures.note("a" * 32, DAY + 5 * HOUR)
    erasures.vouch(DAY + 6 * HOUR)
    erasures.forget(DAY + HOUR)
    assert said(erasures) == Remembered(DAY + HOUR, DAY + 6 * HOUR, [(DAY + 5 * HOUR, "a" * 32)])


def test_a_file_that_lacked_somebody_never_says_again_that_it_does_not(tmp_path: Path) -> None:
    erasures = Erasures(tmp_path / "erased")
    erasures.begin(DAY)
    erasures.begin_anew(DAY + 20 * HOUR)
    erasures.vouch(DAY + 21 * HOUR)
    erasures.forget(DAY - HOUR)
    assert said(erasures).since == DAY + 20 * HOUR


def test_a_link_to_another_disk_stays_one(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    link = tmp_path / "erased"
    link.symlink_to(tmp_path / "other" / "erased")
    erasures = Erasures(link)
    erasures.note("a" * 32, DAY)
    erasures.note("b" * 32, DAY + 2 * HOUR)
    erasures.forget(DAY + HOUR)
    assert link.is_symlink()
    assert [mark for _, mark in said(Erasures(tmp_path / "other" / "erased")).erased] == ["b" * 32]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the one writer; PostgreSQL waits for nobody here
async def test_whoever_cries_for_help_does_not_wait_for_the_disk_of_a_deletion(
    database: Database, tmp_path: Path
) -> None:
    erasures = Erasures(tmp_path / "erased")
    erasures.begin(DAY)
    people = People(database, Clock(), erasures)
    lan = await people.meet(11)
    with erasures.file.open("r+") as slow:
        fcntl.flock(slow, fcntl.LOCK_EX)  # a disk that takes its time
        deleting = asyncio.create_task(people.erase(lan))
        await people.meet(11)  # known: a read, in which the deletion gets as far as it can
        await asyncio.wait_for(people.meet(12), 2)
        assert not deleting.done()
    await deleting
    assert len(said(erasures).erased) == 1
