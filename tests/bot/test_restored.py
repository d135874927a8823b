"""What `treem restore` says: what is lost, who is back though they had asked to go, and what comes before the start."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.backup import shown
from domain.invites import Offer
from domain.people import Role
from services.clock import Clock
from services.invites import Invites
from services.people import People
from storage.database import Database
from storage.erasures import Erasures
from storage.tables import PersonRow
from storage.vault import Vault
from tests.bot.test_restore import a_little, restores, written

HOUR, CURE = timedelta(hours=1), "Before you start the bot: put a copy of it there that was written later"


@pytest.fixture
def now() -> datetime:
    return Clock().now()


@pytest.fixture
async def kept(database: Database, tmp_path: Path) -> Erasures:
    """A backup of this moment, and no file yet."""
    await a_little(database)
    await written(database, tmp_path)
    return Erasures(tmp_path / "erased")


async def test_a_file_that_was_copied_before_the_backup_is_called_what_it_is(
    kept: Erasures, elsewhere: Database, tmp_path: Path, now: datetime
) -> None:
    kept.begin(now - 72 * HOUR)
    kept.vouch(now - 2 * HOUR)
    said = await restores(tmp_path, elsewhere)
    assert said.code == 0
    assert (
        "an old copy, unless" in said.err
        and "Whoever pressed /xoa after it was made is back" in said.err
        and CURE in said.err
    )
    found = kept.read()
    assert found is not None and found.since >= now, "from now on it speaks for what comes, and no longer for what was"


async def test_a_file_begun_after_the_backup_says_since_when_it_remembers(
    kept: Erasures, elsewhere: Database, tmp_path: Path, now: datetime
) -> None:
    kept.begin(now + HOUR)
    said = await restores(tmp_path, elsewhere)
    assert said.code == 0
    assert f"remembers deletions only since {shown(now + HOUR)}" in said.err and CURE in said.err


async def test_an_empty_file_remembers_nobody(kept: Erasures, elsewhere: Database, tmp_path: Path) -> None:
    kept.file.touch()
    said = await restores(tmp_path, elsewhere)
    assert said.code == 0
    assert "is not there, or empty" in said.err and CURE in said.err
    assert said.out.splitlines()[-1] == "Then start the bot."


@pytest.mark.parametrize("said_last", [HOUR, -HOUR], ids=["after the backup", "the hour before it"])
async def test_a_file_that_is_whole_is_said_to_be_so_until_when(
    kept: Erasures, elsewhere: Database, tmp_path: Path, now: datetime, said_last: timedelta
) -> None:
    kept.begin(now - 72 * HOUR)
    kept.vouch(now + said_last)
    said = await restores(tmp_path, elsewhere)
    assert (said.code, said.err) == (0, "")
    assert (
        f"{kept.file} lacks nobody until {shown(now + said_last)}" in said.out
        and "If it is a copy, whoever pressed /xoa after" in said.out
    )
    found = kept.read()
    assert found is not None and found.since == now - 72 * HOUR


async def test_lines_and_people_that_cannot_be_read_are_counted(
    database: Database, elsewhere: Database, tmp_path: Path, now: datetime
) -> None:
    await a_little(database)
    other = Vault(["another key that is long enough for this"]).seal(b"11", "people.chat")
    async with database.engine.begin() as connection:
        await connection.execute(
            sa.update(PersonRow).where(PersonRow.id == 1).values(chat=sa.literal(other, sa.LargeBinary()))
        )
    await written(database, tmp_path)
    kept = Erasures(tmp_path / "erased")
    kept.begin(now - HOUR)
    kept.vouch(now + HOUR)
    with kept.file.open("a") as file:
        file.write("2027-09-01T00:00:00+00:00 cut\n")
    said = await restores(tmp_path, elsewhere)
    assert said.code == 0
    assert "1 people are sealed with a key that is not in TREEM_DATA_KEYS" in said.err
    assert "has 1 lines that cannot be read" in said.err


async def test_staff_who_left_come_before_the_start_and_open_invitations_are_over(
    database: Database, elsewhere: Database, tmp_path: Path, now: datetime
) -> None:
    await a_little(database)
    people = People(database, Clock())
    async with database.transaction() as tx:
        await tx.execute(sa.text("UPDATE staff SET role = 'admin'"))
    made = await Invites(database, Clock()).make(await people.meet(11), Offer(Role.OFFICER, "bo-de", 1), 1)
    await written(database, tmp_path)
    Erasures(tmp_path / "erased").vouch(now + HOUR)
    said = await restores(tmp_path, elsewhere)
    assert said.code == 0
    assert "open: 1 ended" in said.out
    lines = said.out.splitlines()
    assert (
        all(f"staff {what}" in lines[-2] for what in ("list", "remove", "lost")) and lines[-1] == "Then start the bot."
    )
    assert "write to no sender by yourself" in said.out and "only if it has not left already" in said.out
    assert made is not None and await Invites(elsewhere, Clock()).pending(await people.meet(11)) == []
