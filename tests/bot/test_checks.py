"""`treem check`: everything that is wrong at once, with its place and its cure; and nothing is changed by looking."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.catalogue import catalogue_problems
from bot.checks import (
    content_days,
    content_problems,
    content_warnings,
    days_off_warnings,
    topics_problems,
    words_problems,
)
from bot.settings import CONTENT
from domain.working_time import HANOI, PUBLISHED_UNTIL
from services.clock import Clock
from storage.database import Database
from storage.erasures import Erasures
from tests.bot.house import address, free_port, holds, stamp, treem
from tests.databases import SECRET

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'  # four lines
WHOLE = 'msgid "Good day, {name}"\nmsgstr "Chào {name}"\n'


def the_calendar() -> str:
    """What a look today says about days off that are not published here yet, and about reviews that are due."""
    today = Clock().now().astimezone(HANOI).date()
    warnings = [*days_off_warnings(today), *content_warnings(CONTENT, today)]
    return "".join(f"warning: {warning}\n" for warning in warnings)


@pytest.mark.parametrize(("days_before", "warned"), [(365, False), (62, False), (61, True), (0, True), (-400, True)])
def test_the_operator_hears_two_months_before_the_published_days_off_end(days_before: int, warned: bool) -> None:
    told = days_off_warnings(date(PUBLISHED_UNTIL + 1, 1, 1) - timedelta(days=days_before))
    assert [f"those of {PUBLISHED_UNTIL + 1} are not in this program" in each for each in told] == [True] * warned


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content, to be spoilt, without what only the reader's school needs."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns("corpus", "exam")))


async def test_a_fresh_copy_is_fine_and_stays_as_it_is(tmp_path: Path) -> None:
    ended = await treem(tmp_path, "check")
    assert ended.code == 0
    assert "var/treem.db does not exist yet" in ended.out
    lines = ended.err.removesuffix(the_calendar()).splitlines()
    assert [line.split(" ")[2] for line in lines] == ["TREEM_OPERATOR", "TREEM_PRIVACY_CONTACT"]
    assert holds(tmp_path) == []


async def test_a_bot_that_is_set_up_has_no_warning(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    named = {"operator": "UBND phường Bồ Đề", "privacy_contact": "024 1234567"}
    ended = await treem(tmp_path, "check", database_url=address(database), data_keys=SECRET, **named)
    fine = "Settings, content, catalogue and database are fine.\n"
    assert (ended.code, ended.out, ended.err) == (0, fine, the_calendar())


async def test_everything_that_is_wrong_is_told_at_once(content: Path, tmp_path: Path) -> None:
    (content / "understanding" / "danger.toml").write_text('harmless = ["phim"]\nconcern = [oops]\n')
    with (content / "LC_MESSAGES" / "bot.po").open("a") as file:
        file.write('\nmsgid "Seats: {seats}"\nmsgstr "Chỗ: {cho}"\n')
    (content / "wards.toml").unlink()
    ended = await treem(tmp_path, "check", content_dir=str(content), listen="here", quiet_hours="late")
    assert "wards.toml" in ended.err
    assert ended.code == 1
    assert "danger.toml" in ended.err
    assert "line 2" in ended.err
    assert "bot.po, line " in ended.err
    assert "{cho}" in ended.err
    assert "TREEM_LISTEN" in ended.err
    assert "TREEM_QUIET_HOURS" in ended.err
    assert "fine" not in ended.out


@pytest.mark.parametrize("spoilt", ["urgent = 3\nconcern = []\nharmless = []\ngeneral = []\n", "\xff"])
async def test_phrases_of_another_shape(content: Path, tmp_path: Path, spoilt: str) -> None:
    (content / "understanding" / "danger.toml").write_text(spoilt, encoding="latin-1")
    ended = await treem(tmp_path, "check", content_dir=str(content))
    assert ended.code == 1
    assert "danger.toml" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("right", "wrong"), [('missing = ["lost-child"]', 'missing = "lost-child"'), ("asking = [", "asking = [1,")]
)
async def test_a_word_where_a_list_belongs(content: Path, tmp_path: Path, right: str, wrong: str) -> None:
    file = content / "understanding" / "danger.toml"
    file.write_text(file.read_text().replace(right, wrong))
    ended = await treem(tmp_path, "check", content_dir=str(content))
    assert ended.code == 1
    assert "danger.toml" in ended.err
    assert "is no list of words" in ended.err


@pytest.mark.parametrize("spoilt", [None, b"", b"PK no zip at all"])
async def test_a_reader_that_learned_nothing(content: Path, tmp_path: Path, spoilt: bytes | None) -> None:
    model = content / "understanding" / "model.zip"
    model.unlink() if spoilt is None else model.write_bytes(spoilt)
    ended = await treem(tmp_path, "check", content_dir=str(content))
    assert ended.code == 1
    assert "model.zip" in ended.err
    assert "make train" in ended.err
    assert "Traceback" not in ended.err


async def test_a_database_of_an_older_or_newer_version(database: Database, tmp_path: Path) -> None:
    given = {"database_url": address(database), "data_keys": SECRET}
    assert "is empty: it is laid at the first start" in (await treem(tmp_path, "check", **given)).out
    await stamp(database)
    async with database.transaction() as tx:
        await (await tx.connection()).exec_driver_sql("UPDATE alembic_version SET version_num = 'later'")
    for command in ("check", "migrate"):
        ended = await treem(tmp_path, command, **given)
        assert ended.code == 1
        assert "is newer than this program" in ended.err
        assert "Traceback" not in ended.err


@pytest.mark.long
async def test_a_database_whose_key_is_lost(tmp_path: Path) -> None:
    await treem(tmp_path, "migrate")
    assert (await treem(tmp_path, "check")).code == 0
    (tmp_path / "var" / "treem.db.key").unlink()
    for command in (["check"], ["migrate"], ["staff", "list"]):
        ended = await treem(tmp_path, *command)
        assert ended.code == 1
        assert "treem.db.key" in ended.err
        assert not (tmp_path / "var" / "treem.db.key").exists()


async def test_a_database_that_is_away(tmp_path: Path) -> None:
    url = f"postgresql+asyncpg://treem:hush@127.0.0.1:{free_port()}/treem"
    ended = await treem(tmp_path, "check", database_url=url, data_keys=SECRET)
    assert ended.code == 1
    assert "does not answer" in ended.err
    assert "hush" not in ended.err
    (tmp_path / "no.db").write_text("This is not a database, it only has its name. " * 40)
    ended = await treem(tmp_path, "check", database_url=f"sqlite+aiosqlite:///{tmp_path}/no.db", data_keys=SECRET)
    assert ended.code == 1
    assert "is not a database" in ended.err


CATALOGUES = {
    "whole": (WHOLE, []),
    "a quote is missing": (WHOLE + 'msgid "A"\nmsgstr "B\nmsgid "C"\nmsgstr D"\n', [8, 10]),
    "not translated": (WHOLE + '\nmsgid "A"\nmsgstr ""\n', [8]),
    "fuzzy": ('#, fuzzy\nmsgid "A"\nmsgstr "B"\n', [6]),
    "a name nobody knows": ('msgid "{a}"\nmsgstr "{b}"\n' + WHOLE, [5]),
    "a lone brace": ('msgid "{a}"\nmsgstr "{a"\nmsgid "b}"\nmsgstr "b"\n', [5, 7]),
    "a moment in another shape": ('msgid "{at:day}"\nmsgstr "{at:dya}"\nmsgid "{at}"\nmsgstr "{at:day}"\n', [5]),
    "two at once": ('msgid "A"\nmsgstr ""\nmsgid "B"\nmsgstr "{b}"\n', [5, 7]),
    "half a sentence": (WHOLE + 'msgid "A"\n', [7]),
    "words in between": ("hello\n" + WHOLE, [5]),
}


@pytest.mark.parametrize(("body", "lines"), CATALOGUES.values(), ids=CATALOGUES)
def test_the_catalogue_by_line(tmp_path: Path, body: str, lines: list[int]) -> None:
    (tmp_path / "bot.po").write_text(HEAD + body)
    found = catalogue_problems(tmp_path / "bot.po")
    assert [int(problem.split("line ")[1].split(":")[0]) for problem in found] == lines


def test_a_catalogue_that_is_not_there_or_not_utf8(tmp_path: Path) -> None:
    assert "put back" in catalogue_problems(tmp_path / "bot.po")[0]
    (tmp_path / "bot.po").write_bytes(HEAD.encode() + b'msgid "A"\nmsgstr "\xff"\n')
    assert "UTF-8" in catalogue_problems(tmp_path / "bot.po")[0]


# the rules that hold everywhere: the file, what stands there, what then, and the line it is told with
EVERYWHERE = {
    "a chapter": ("chapters.toml", 'title = "🏠 Hỗ trợ khi nhà khó khăn"', 'title = "UBND quận Long Biên"'),
    "a screen": ("screens.toml", 'title = "Tết Trung thu"', 'title = "Sở LĐTBXH quận"'),
    "a number's use": ("hotlines.toml", 'use = "Cháy, ', 'use = "Bộ LĐTBXH, '),
    "a reply to an adult": ("replies.toml", 'adult = "Chào bạn, ', 'adult = "Tôi hứa giữ kín, '),
    "a reply to a child": ("replies.toml", 'child = "Chào em, cô chú', 'child = "Tại sao em im? Cô chú'),
    "a ready sentence with a number": ("replies.toml", 'adult = "Chào bạn, ', 'adult = "Gọi 0912 345 678, '),
    "a consent": ("consents.toml", 'words = """Từ 7 tuổi, chính bé', 'words = """UBND quận: chính bé'),
    "an event's place": ("events/trung-thu-2027.toml", 'place = "Sân', 'place = "UBND quận Long Biên, sân'),
    "an event's food": ("events/trung-thu-2027.toml", '# food = "Có bánh', 'food = "Hỏi 0912345678. Có bánh'),
    "its programme": ("events/trung-thu-2027.toml", 'programme = """\n18:00', 'programme = """\nHỏi quận\n18:00'),
}  # fmt: skip


def test_of_our_own_words_none_is_one_that_must_stand_nowhere() -> None:
    assert words_problems(CONTENT) == []


@pytest.mark.parametrize(("name", "before", "after"), EVERYWHERE.values(), ids=EVERYWHERE)
def test_words_that_must_stand_nowhere(content: Path, name: str, before: str, after: str) -> None:
    file = content / name
    words = file.read_text()
    assert before in words
    file.write_text(words.replace(before, after, 1))
    line = words[: words.index(before)].count("\n") + 1
    found = words_problems(content)
    assert found and all(each.startswith(f"{file.name}:{line}: ") for each in found), found


@pytest.mark.parametrize(
    "words", ["Hỏi UBND quận.", "Gọi <b>0912 345 678</b>.", "Bot giữ bí mật tuyệt đối.", "Sao em lại đi?"]
)
def test_what_the_bot_says_is_looked_through_too(content: Path, words: str) -> None:
    po_file = content / "LC_MESSAGES" / "bot.po"
    own = po_file.read_text()
    line = own.count("\n") + 2
    po_file.write_text(f'{own}\nmsgid "Nobody says so"\nmsgstr "{words}"\n')
    found = words_problems(content)
    assert found and all(each.startswith(f"bot.po:{line}: ") for each in found), found


LED = {
    "a slip": ('missing = ["lost-child"]', 'missing = ["lost-chlid"]', "“lost-chlid”. Có phải là “lost-child” không?"),
    "beside a right one": ('["neglect", "home-alone"]', '["neglect", "xyzzy"]', "“xyzzy”. Viết tên khác, hoặc bỏ ra."),
    "for a worry": ('self_harm = ["mental-health", ', 'self_harm = ["mental-helth", ', "Có phải là “mental-health”"),
}


@pytest.mark.parametrize(("before", "after", "says"), LED.values(), ids=LED)
def test_danger_leads_to_pages_that_are_there(content: Path, before: str, after: str, says: str) -> None:
    assert topics_problems(content) == []
    file = content / "understanding" / "danger.toml"
    words = file.read_text().replace('["ép em cưới", ', '["ép em cưới", "xyzzy", ')  # a phrase, and no page
    assert words.count(before) == 1
    file.write_text(words.replace(before, after))
    (found,) = topics_problems(content)
    assert found.startswith(f"danger.toml:{words[: words.index(before)].count(chr(10)) + 1}: ") and says in found


def test_an_event_that_leaves_its_cost_out_is_worth_a_look(content: Path) -> None:
    today = date(2026, 12, 4)
    before = content_warnings(content, today)
    file = content / "events" / "trung-thu-2027.toml"
    file.write_text(re.sub(r"cost = .*\n", "", file.read_text()))
    (found,) = set(content_warnings(content, today)) - set(before)
    assert found.startswith("trung-thu-2027.toml:1: chưa ghi chi phí") and 'cost = "Miễn phí"' in found


def test_a_look_of_tomorrow_is_a_problem(content: Path) -> None:
    article = content / "guidance" / "neglect.md"
    article.write_text(re.sub(r"reviewed: .*", "reviewed: 2026-12-05", article.read_text(), count=1))
    assert content_days(content, date(2026, 12, 5)) == []
    (told,) = content_days(content, date(2026, 12, 4))
    assert told.startswith("neglect.md:") and "chưa tới" in told


async def test_an_article_that_is_due_is_asked_for_and_stops_nothing(content: Path, tmp_path: Path) -> None:
    article = content / "guidance" / "how-to-report.md"
    article.write_text(
        re.sub(r"reviewed: .*\nreview_due: .*", "reviewed: 2024-01-01\nreview_due: 2024-06-01", article.read_text())
    )
    ended = await treem(tmp_path, "check", content_dir=str(content))
    assert ended.code == 0
    assert "warning: how-to-report.md:7: bài “how-to-report” hẹn xem lại trước ngày 1/6/2024." in ended.err


# what editors get wrong most: the file, what stands there, what then, and what they read
PAGE, PARENTS = "guidance/neglect.md", "# Cha mẹ\n"
IN_VIETNAMESE = {
    "a name that is missing": (PAGE, "review_due: ", "due: ", "thiếu “review_due”. Thêm vào."),
    "a name nobody knows": (PAGE, "related:", "relate:", "không có mục nào tên “relate”"),
    "a source nobody knows": (PAGE, "sources: [", "sources: [bao-chi, ", "nguồn “bao-chi” không có"),
    "a number of the law": (PAGE, PARENTS, "# Cha mẹ\nPhạt 5 triệu đồng.\n", "Ghi vào figures.toml"),
    "a law nobody knows": (PAGE, PARENTS, "# Cha mẹ\nTheo Luật Ấu nhi.\n", "đều không có. Sửa tên"),
    "a telephone nobody knows": (PAGE, PARENTS, "# Cha mẹ\nGọi 0912 345 678.\n", "hotlines.toml"),
    "a figure nobody knows": (PAGE, PARENTS, "# Cha mẹ\nLà {so-nao}.\n", "không có con số “so-nao”"),
    "a brace alone": (PAGE, PARENTS, "# Cha mẹ\nLà {.\n", "như {tuoi}"),
    "a reader nobody knows": (PAGE, PARENTS, "# Ông bà\n", "tên người đọc chỉ có thể là"),
    "a title that is too long": (PAGE, "title: ", f"title: {'Dài ' * 20}", "dài quá: nhiều nhất 60"),
    "a day that is none": ("hotlines.toml", "checked = 20", 'checked = "hôm nay" #', "không phải một ngày"),
    "a mark nobody knows": ("hotlines.toml", 'mark = "', 'mark = "x', "Viết một trong: verified, high."),
    "a quote that is missing": ("chapters.toml", 'title = "', "title = ", "viết sai cách"),
    "an answer nobody marked": ("lessons/khong-chay-ke.md", "- [x]", "- [ ]", "có 0 câu trả lời ghi [x]"),
    "a promise to a child": ("replies.toml", 'child = "Chào em, ', 'child = "Cô hứa, em ', "hẹn trước kết quả"),
    "a file that is gone": ("wards.toml", None, None, "wards.toml:1: thiếu tệp này. Đặt lại vào chỗ cũ."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after", "cure"), IN_VIETNAMESE.values(), ids=IN_VIETNAMESE)
def test_editors_read_what_is_wrong_in_their_language(
    content: Path, name: str, before: str | None, after: str | None, cure: str
) -> None:
    file = content / name
    if before is None or after is None:
        file.unlink()
    else:
        words = file.read_text()
        assert before in words
        file.write_text(words.replace(before, after, 1))
    found = [each for each in content_problems(content) if each.startswith(file.name)]
    assert any(cure in each for each in found), found
    assert all(re.match(r"[\w.-]+:\d+: .+\.$", each) for each in found), found
    assert not [each for each in found if re.search(r"\b(the|there|is|not|mend|write|add)\b", each, re.IGNORECASE)]


def test_as_long_as_the_catalogue_is_spoilt_they_read_english(content: Path) -> None:
    (content / "wards.toml").unlink()
    with (content / "LC_MESSAGES" / "bot.po").open("a") as file:
        file.write('\nmsgid "Seats: {seats}"\nmsgstr "Chỗ: {cho}"\n')
    assert "wards.toml:1: this file is missing: put it back." in content_problems(content)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_file_for_deletions_that_cannot_be_written_is_told(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    (tmp_path / "folder").write_text("in its way")
    on = {"database_url": address(database), "data_keys": SECRET}
    ended = await treem(tmp_path, "check", **on, erased_file="folder/erased")
    assert ended.code == 1 and re.search(r"deletions: \S*folder/erased cannot be written \(\S*folder is no", ended.err)
    assert Erasures(tmp_path / "new" / "erased").trouble() is None
    assert holds(tmp_path) == ["folder"], "nothing is made by looking"
