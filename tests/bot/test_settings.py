"""Settings: the example file says exactly what there is, and a wrong value is told with its cure."""

from __future__ import annotations

import itertools
import os
import re
from datetime import time
from pathlib import Path

import pytest

from bot.settings import CONTENT, BadSettings, Settings, listen_at, read
from domain.broadcasts import Quiet

EXAMPLE = Path(__file__).parents[2] / ".env.example"
KEY = "k" * 32


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("TREEM_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_example_names_every_setting_once_and_nothing_else() -> None:
    named = re.findall(r"^TREEM_(\w+)=", EXAMPLE.read_text(), re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_gives_what_there_is_without_it() -> None:
    assert Settings(_env_file=EXAMPLE) == Settings()  # type: ignore[call-arg]
    assert Settings().content_dir == CONTENT


def test_every_setting_in_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text().splitlines()
    for before, line in itertools.pairwise(lines):
        assert not line.startswith("TREEM_") or before.startswith(("#", "TREEM_OPERATOR")), line


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("21:30-07:00", (time(21, 30), time(7))),
        ("9:05 - 9:06", (time(9, 5), time(9, 6))),
        ("22:00–06:15", (time(22), time(6, 15))),
        ("", None),
        ("  ", None),
    ],
)
def test_quiet_hours(monkeypatch: pytest.MonkeyPatch, written: str, hours: tuple[time, time] | None) -> None:
    monkeypatch.setenv("TREEM_QUIET_HOURS", written)
    assert read().quiet_hours == hours
    assert read().quiet == (None if hours is None else Quiet(*hours))


WRONG = {
    "QUIET_HOURS": ["21h30-7h", "21:30", "25:00-07:00", "07:00-07:00"],
    "LISTEN": ["8081", "localhost", "bot:", "127.0.0.1:70000", "a b:1"],
    "DATABASE_URL": ["", "treem.db", "postgresql://u:secret@h/d", "mysql+aiomysql://h/d"],
    "BOT_API_URL": ["api.telegram.org", "ftp://h"],
    "WEBHOOK_SECRET": ["with space", "x" * 257],
    "LADDER_STEP_SECONDS": ["0", "-1", "soon"],
    "LOG_LEVEL": ["loud"],
    "DATA_KEYS": ["too short"],
    "FALLBACK_URLS": ["hushhush", "mailto://", "foo://hushhush", "tgram://123456789:abcdefg_hijklmnop/12315544/"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, many in WRONG.items() for value in many])
def test_a_wrong_value_is_told_by_its_name_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"TREEM_{name}", value)
    with pytest.raises(BadSettings) as bad:
        read()
    [problem] = bad.value.problems
    assert f"TREEM_{name}" in problem
    assert problem.startswith("settings: ")
    assert problem.endswith(".")
    assert len(value) < 6 or value not in problem


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREEM_WEBHOOK_URL", "http://bot.example.vn/telegram")
    monkeypatch.setenv("TREEM_DATABASE_URL", "postgresql+asyncpg://u:p@h/d")
    with pytest.raises(BadSettings) as together:
        read()
    assert [re.search(r"WEBHOOK_SECRET|https|DATA_KEYS", p)[0] for p in together.value.problems] == [  # type: ignore[index]
        "WEBHOOK_SECRET",
        "https",
        "DATA_KEYS",
    ]
    monkeypatch.setenv("TREEM_LISTEN", "here")
    monkeypatch.setenv("TREEM_LOG_LEVEL", "loud")
    with pytest.raises(BadSettings) as each:
        read()
    assert len(each.value.problems) == 2


def test_second_roads_stand_apart_and_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREEM_FALLBACK_URLS", " json://h/hush,mailto://h?from=a@b.vn&to=c@d.vn,e@f.vn\n jsons://h/i, ")
    assert read().roads == ["json://h/hush", "mailto://h?from=a@b.vn&to=c@d.vn,e@f.vn", "jsons://h/i"]
    assert "hush" not in repr(read())
    monkeypatch.setenv("TREEM_FALLBACK_URLS", "json://h/hush hush://hush hush")
    with pytest.raises(BadSettings) as bad:
        read()
    assert [re.search(r"number \d", problem)[0] for problem in bad.value.problems] == ["number 2", "number 3"]  # type: ignore[index]
    assert "hush" not in str(bad.value)


@pytest.mark.parametrize(
    ("listen", "at"),
    [("127.0.0.1:8081", ("127.0.0.1", 8081)), ("[::1]:80", ("::1", 80)), ("bot:9", ("bot", 9))],
)
def test_listen(listen: str, at: tuple[str, int]) -> None:
    assert listen_at(listen) == at


def test_a_key_that_was_never_there_is_made_and_one_that_is_lost_is_missed(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path}/a.db", data_keys="")  # type: ignore[arg-type]
    assert not settings.key_is_lost()
    [made] = settings.keys()
    (tmp_path / "a.db").write_text("data")
    assert not settings.key_is_lost()
    assert settings.keys() == [made]
    (tmp_path / "a.db.key").unlink()
    assert settings.key_is_lost()
    assert not settings.model_copy(update={"data_keys": settings.data_keys.__class__(KEY)}).key_is_lost()
