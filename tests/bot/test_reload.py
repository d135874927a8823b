"""Articles change while the bot runs: a good change is read whole, a bad one changes nothing and is told to editors."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.reload import Reload
from domain.guidance import Edition
from domain.lessons import Step
from domain.people import Role
from sandbox import Phone
from services.clock import TurnedClock
from services.guidance import Guidance, Shelf
from storage.content import read_library
from storage.database import Database
from tests.shelf import small_shelf, spoil, with_lessons
from tests.town import Town, a_town, sees

SLUG = "social-assistance"
OLD, NEW = "Bạn hỏi phường nhé.", "Bạn hỏi thẳng phường nhé."


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return small_shelf(tmp_path)


def shown(guidance: Guidance) -> str:
    return guidance.library.articles[SLUG].versions[Edition.PARENT].body


async def test_what_an_editor_mends_is_read_without_a_restart(database: Database, shelf: Path) -> None:
    article = shelf / "guidance" / f"{SLUG}.md"
    async with a_town(database, content_dir=shelf) as town:
        mai, hanh = await town.staff("Mai", Role.EDITOR), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan")
        spoil(article, OLD, "Mỗi tháng được 540.000 đồng.")
        refused = ("chưa dùng được", f"{SLUG}.md:10", "figures.toml", "treem check")
        await time_goes_on(town, lan, lambda: sees(mai, *refused))
        assert shown(town.app.services.guidance) == OLD
        spoil(article, "Mỗi tháng được 540.000 đồng.", NEW)
        await time_goes_on(town, lan, lambda: sees(mai, "đã dùng bản mới, gồm 1 bài"))
        await lan.says("Nhà mình được giúp gì?")
        await lan.until(lambda: sees(lan, NEW))
        assert not sees(hanh, "chưa dùng được"), "an officer does not write articles"
        assert sum("chưa dùng được" in m.text for m in mai.chat) == 1


async def time_goes_on(town: Town, lan: Phone, until: Callable[[], bool]) -> None:
    """Families ask this and that, time passes, and the bot looks at its files now and then."""
    async with asyncio.timeout(30):
        while not until():
            town.passes(seconds=4)
            answers = sum(m.from_bot for m in lan.chat)
            await lan.says("/trogiup")
            await lan.until(lambda: sum(m.from_bot for m in lan.chat) > answers)  # noqa: B023


async def test_a_name_people_say_is_understood_without_a_restart(database: Database, shelf: Path) -> None:
    async with a_town(database, content_dir=shelf) as town:
        mai, lan = await town.staff("Mai", Role.EDITOR), await town.resident("Lan")
        wards = shelf / "wards.toml"
        row = '[[old]]\nname = "Đồng Xanh"\nvalid_to = 2025-06-30\nbecomes = ["bo-de"]\nmark = "no"\n'
        wards.write_text(wards.read_text() + row)
        line = wards.read_text().splitlines().index('mark = "no"') + 1
        await time_goes_on(town, lan, lambda: sees(mai, "chưa dùng được", f"wards.toml:{line}"))
        spoil(wards, 'mark = "no"', 'mark = "verified"')
        await time_goes_on(town, lan, lambda: sees(mai, "đã dùng bản mới"))
        await lan.says("ddoongf xanh")
        await lan.until(lambda: sees(lan, "Phường Đồng Xanh ngày trước nay là phường Bồ Đề"))


@pytest.fixture
def guidance(database: Database, shelf: Path) -> Guidance:
    return Guidance(database, TurnedClock(), Shelf.of(read_library(shelf)), lambda _: ())


async def test_files_that_are_still_being_copied_are_left_alone(guidance: Guidance, shelf: Path) -> None:
    article = shelf / "guidance" / f"{SLUG}.md"
    reload = Reload(shelf, guidance)
    spoil(article, OLD, f"{OLD} {OLD}")
    await reload.look()
    spoil(article, f"{OLD} {OLD}", NEW)
    await reload.look()
    assert shown(guidance) == OLD
    await reload.look()
    assert shown(guidance) == NEW


@pytest.mark.parametrize("name", ["figures.toml", "law.toml", "lint.toml", "hotlines.toml"])
async def test_a_table_counts_as_much_as_an_article(guidance: Guidance, shelf: Path, name: str) -> None:
    before = guidance.library
    reload = Reload(shelf, guidance)
    with (shelf / name).open("a") as file:
        file.write("# xem lại\n")
    await reload.look()
    assert guidance.library is before
    await reload.look()
    assert guidance.library is not before
    after = guidance.library
    await reload.look()
    assert guidance.library is after, "what is read is not read again"


async def test_an_article_that_comes_and_one_that_goes(guidance: Guidance, shelf: Path) -> None:
    reload = Reload(shelf, guidance)
    words = (shelf / "guidance" / f"{SLUG}.md").read_text()
    (shelf / "guidance" / "penalties.md").write_text(words.replace("Nhà mình được giúp gì?", "Đơn xin trợ cấp"))
    (shelf / "guidance" / f"{SLUG}.md").unlink()
    for name in ("chapters.toml", "doors.toml"):
        spoil(shelf / name, f'["{SLUG}"]', '["penalties"]')
    await reload.look()
    await reload.look()
    assert list(guidance.library.articles) == ["penalties"]
    assert [hit async for hit in _asked(guidance, "don xin tro cap", "Nhà mình được giúp gì?")] == [("penalties",), ()]


async def _asked(guidance: Guidance, *questions: str):  # type: ignore[no-untyped-def]
    for question in questions:
        yield (await guidance.ask(question)).slugs


async def test_a_lesson_is_read_anew_like_an_article(database: Database, tmp_path: Path) -> None:
    shelf = with_lessons(tmp_path)
    guidance = Guidance(database, TurnedClock(), Shelf.of(read_library(shelf)), lambda _: ())
    reload = Reload(shelf, guidance)
    spoil(shelf / "lessons" / "khong-chay-ke.md", "# Bước: Chạy đi", "# Bước: Chạy thật nhanh")
    for _ in range(2):
        await reload.look()
    assert guidance.library.lessons["khong-chay-ke"].parts[1] == Step("Chạy thật nhanh", "Em chạy đến chỗ đông người.")
