"""`treem events`: from a file to the families, and every problem of a bad file at once."""

from __future__ import annotations

from pathlib import Path

from bot.settings import CONTENT
from domain.broadcasts import LARGE
from storage.database import Database
from tests.bot.house import address, stamp, treem
from tests.crash.crowd import settle
from tests.databases import SECRET

EXAMPLES = CONTENT / "events"


def on(database: Database) -> dict[str, str]:
    return {"database_url": address(database), "data_keys": SECRET}


async def test_an_event_is_drafted_published_and_listed_once(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    assert "no events yet" in (await treem(tmp_path, "events", "list", **on(database))).out
    file = str(EXAMPLES / "trung-thu-2027.toml")
    drafted = await treem(tmp_path, "events", "add", file, **on(database))
    assert (drafted.code, drafted.err) == (0, "")
    assert "(draft)" in drafted.out
    for _ in range(2):
        published = await treem(tmp_path, "events", "add", file, "--publish", **on(database))
        assert "(published)" in published.out
    listed = (await treem(tmp_path, "events", "list", **on(database))).out.splitlines()
    assert len(listed) == 1
    assert listed[0].startswith("trung-thu-2027  published  2027-09-11 18:00  0/120 seats")


async def test_words_that_stand_in_no_article_are_told_and_stop_nothing(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    file = tmp_path / "trung-thu.toml"
    words = (EXAMPLES / "trung-thu-2027.toml").read_text()
    file.write_text(words.replace('place = "Sân', 'place = "UBND quận Long Biên, sân'))
    line = words[: words.index('place = "')].count("\n") + 1
    drafted = await treem(tmp_path, "events", "add", str(file), **on(database))
    assert drafted.code == 0 and "(draft)" in drafted.out
    told = drafted.err.splitlines()
    assert told and all(each.startswith(f"warning: trung-thu.toml:{line}: “") for each in told), told


async def test_to_very_many_families_it_leaves_after_a_yes_in_the_chat(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    await settle(database, list(range(5000, 5000 + LARGE + 1)), "long-bien")
    file = str(EXAMPLES / "trung-thu-2027.toml")
    published = await treem(tmp_path, "events", "add", file, "--publish", **on(database))
    assert published.code == 0
    assert f"{LARGE + 1} families are to be told" in published.out
    assert "/thongbao" in published.out
    again = await treem(tmp_path, "events", "add", file, **on(database))
    assert "Nothing leaves before" in again.out


async def test_a_bad_file_gets_every_problem_with_its_line(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    bad = tmp_path / "bad.toml"
    bad.write_text('kind = "party"\nseats = -3\naccompanied = "maybe"\n', encoding="utf-8")
    ended = await treem(tmp_path, "events", "add", str(bad), **on(database))
    assert ended.code == 1
    problems = ended.err.splitlines()
    assert {"bad.toml:1", "bad.toml:2", "bad.toml:3"} <= {":".join(line.split(":")[:2]) for line in problems}
    assert any("thiếu “title”" in line for line in problems)
    missing = await treem(tmp_path, "events", "add", "nowhere.toml", **on(database))
    assert (missing.code, missing.out) == (1, "")
    assert missing.err.startswith("nowhere.toml:1: Không đọc được tệp này.")
