"""Lessons as editors write them: what is right is taught, what is wrong is told with file, line and cure."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from channels import keyboards, lesson_cards
from channels.texts import Voice
from domain.lessons import Question, Reader, Step
from domain.people import AgeBand
from sandbox.markup import checked_markup
from sandbox.texts import text_of
from storage.content import due_today, read_library
from tests import own
from tests.shelf import spoil, troubles, with_lessons

SLUG = "khong-chay-ke"
FILE = f"lessons/{SLUG}.md"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return with_lessons(tmp_path)


def test_a_lesson_as_agreed(shelf: Path) -> None:
    library = read_library(shelf)
    lesson = library.lessons[SLUG]
    assert (lesson.reader, lesson.ages, lesson.minutes) == (Reader.CHILD, AgeBand.FROM_7, 5)
    kinds = "".join("S" if isinstance(part, Step) else "R" if part.is_rehearsal else "Q" for part in lesson.parts)
    assert kinds == "SSQSQSR"
    first, asked = lesson.parts[0], lesson.parts[2]
    assert first == Step(
        "Cơ thể em là của em",
        "Em được nói **“không”**.\n\nEm là người dưới 16 tuổi.",
        date(2026, 10, 1),
    )
    assert isinstance(asked, Question)
    assert asked.ask == "Có người làm em sợ, em làm gì?"
    assert [(each.words, each.is_right) for each in asked.answers] == [
        ("Im lặng", False),
        ("Nói “không” rồi chạy đi", True),
    ]
    assert asked.answers[0].reason == "Em sợ nên im lặng, không phải lỗi của em. Em kể sau cũng được."
    assert {slug: each.reader for slug, each in library.lessons.items()} == {
        "khi-con-ke": Reader.PARENT,
        SLUG: Reader.CHILD,
        "tiep-nhan": Reader.STAFF,
    }


ASKED = "# Câu hỏi: Có người làm em sợ, em làm gì?"
RIGHT = "- [x] Nói “không” rồi chạy đi\n  Đúng rồi.\n"
# what is wrong in a lesson: what stands there, what then, the line, words of the cure
WRONG = {
    "no front at all": ("---\ntitle", "title", 1, "begins with ---"),
    "no title": ("title: Không, chạy, kể\n", "", 1, "“title” is missing"),
    "a title that is too long": ("title: Không, chạy, kể", "title: " + "Kể ra nhé " * 7, 2, "60"),
    "a reader nobody knows": ("for: child", "for: kid", 3, "Write one of: child, parent, staff."),
    "no reader": ("for: child\n", "", 1, "“for” is missing"),
    "ages nobody knows": ("ages: 7–10", "ages: 3–5", 4, "write 7–10 or 11–15"),
    "half an hour": ("minutes: 5", "minutes: 30", 5, "“minutes” is too large: at most 15"),
    "an article that is not there": ("article: social-assistance", "article: social", 6, "no article “social”"),
    "a screen is no article": ("article: social-assistance", "article: signup", 6, "no article “signup”"),
    "a source that is not there": ("who-drowning]", "who-fire]", 7, "“who-fire” is neither in law.toml nor in"),
    "a law that had ended": ("who-drowning]", "nd-144-2013]", 7, "was not in force on 2026-11-20"),
    "review before it was reviewed": ("review_due: 2027-05-20", "review_due: 2026-05-20", 9, "within a year"),
    "a name nobody knows": ("minutes: 5", "points: 5\nminutes: 5", 5, "“points” is not one of the names"),
    "a line that is not YAML": ("title: Không, chạy", "title: Kể: không, chạy", 2, "in quotes"),
    "words before the first heading": ("# Bước: Cơ thể", "Chào em.\n# Bước: Cơ thể", 11, "before the first heading"),
    "a heading nobody knows": ("# Bước: Chạy đi", "# Phần: Chạy đi", 15, "a heading is one of"),
    "a heading below a heading": ("# Bước: Chạy đi", "## Bước: Chạy đi", 15, "a heading is one of"),
    "a heading without words": ("# Bước: Chạy đi", "# Bước:", 15, "write behind “# Bước:”"),
    "a bold heading": ("# Bước: Chạy đi", "# Bước: **Chạy đi**", 15, "bold by itself"),
    "a long heading": ("# Bước: Chạy đi", "# Bước: " + "Chạy đi " * 8, 15, "the heading has 63 signs"),
    "an empty step": ("Em chạy đến chỗ đông người.\n", "", 15, "this step is empty"),
    "a step of more than a child's screen": ("Em chạy đến", "Em chạy " * 60, 15, "Shorten it to 400"),
    "a table": ("Em chạy đến chỗ đông người.", "| Em | chạy |", 16, "paragraphs, lists and **bold**"),
    "answers in a step": ("Em chạy đến chỗ đông người.", "- [x] Em chạy", 16, "answers stand below"),
    "a figure nobody knows": ("{tuoi-tre-em}", "{tuoi-khac}", 14, "no figure “tuoi-khac” in figures.toml"),
    "a lone brace": ("{tuoi-tre-em}", "{tuoi-tre-em", 14, "brace"),
    "a question below its heading": (ASKED, f"{ASKED}\nEm nghĩ kỹ nhé.", 18, "write the whole question behind"),
    "a long question": (ASKED, f"# Câu hỏi: {'Em làm gì? ' * 20}", 17, "Shorten it to 200"),
    "two right answers": ("- [ ] Im lặng", "- [x] Im lặng", 17, "2 answers are marked [x]"),
    "no right answer": ("- [x] Nói “không”", "- [ ] Nói “không”", 17, "0 answers are marked [x]"),
    "one answer": (RIGHT, "", 17, "there are 1 answers"),
    "five answers": (RIGHT, RIGHT + "".join(f"- [ ] {n}\n  Ừ.\n" for n in ["một", "hai", "ba"]), 17, "there are 5 answers"),
    "a mark nobody knows": ("- [x] Nói “không”", "- [v] Nói “không”", 20, "begins with - [ ]"),
    "no reason": ("  Em sợ nên im lặng, không phải lỗi của em. Em kể sau cũng được.\n", "", 18, "stands its reason"),
    "a long reason": ("Em sợ nên im lặng,", "Em sợ nên im lặng, " * 16, 18, "Shorten it to 300"),
    "a long answer": ("- [ ] Im lặng", f"- [ ] {'Im lặng ' * 16}", 18, "Shorten it to 120"),
    "a bold answer": ("- [ ] Im lặng", "- [ ] **Im lặng**", 18, "where nothing is bold"),
    "an answer without words": ("- [ ] Im lặng", "- [ ]", 18, "empty, or stands there twice"),
    "the same answer twice": ("- [ ] Im lặng", "- [ ] Nói “không” rồi chạy đi", 20, "stands there twice"),
    "three steps": ("# Bước: Chạy đi\nEm chạy đến chỗ đông người.\n", "", 1, "3 steps. A lesson has 4 to 7"),
    "eight steps": ("# Bước: Kể ra", "# Bước: A\nA.\n" * 4 + "# Bước: Kể ra", 1, "8 steps. A lesson has 4 to 7"),
    "two questions": (
        "# Tập nói: Bạn em kể: “Tớ sợ về nhà.” Em nói gì?\n- [ ] “Kệ đi.”\n  Có lúc mình không biết nói gì. Em rủ bạn đi kể cùng nhé.\n- [x] “Tớ tin cậu. Mình đi kể với cô.”\n  Đúng rồi.\n",
        "",
        1,
        "2 questions. A lesson has 3 to 5",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "line", "cure"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_a_lesson(shelf: Path, before: str, after: str, line: int, cure: str) -> None:
    spoil(shelf / FILE, before, after)
    told = troubles(shelf)
    assert any(each.startswith(f"{SLUG}.md:{line}: ") and cure in each for each in told), told


def test_parents_and_staff_rehearse_and_have_no_ages(shelf: Path) -> None:
    spoil(shelf / "lessons/tiep-nhan.md", "# Tập nói", "# Câu hỏi")
    spoil(shelf / "lessons/khi-con-ke.md", "for: parent", "for: parent\nages: 11-15")
    told = troubles(shelf)
    assert len(told) == 2, told
    assert told[0].startswith("khi-con-ke.md:4: only lessons for children have ages")
    assert told[1].startswith("tiep-nhan.md:1: ") and "“# Tập nói: …”. Write one" in told[1]


@pytest.mark.parametrize("name", ["Khong_Chay", "khong-chay-ke-" * 3 + "nhe"])
def test_a_lesson_is_named_like_an_article(shelf: Path, name: str) -> None:
    (shelf / FILE).rename(shelf / "lessons" / f"{name}.md")
    rule = "a lesson is named with a-z, 0-9 and single hyphens, at most 40 signs. Rename the file."
    assert troubles(shelf) == [f"{name}.md:1: {rule}"]


def test_an_article_that_is_still_to_be_written_may_have_its_lesson(shelf: Path) -> None:
    spoil(shelf / FILE, "article: social-assistance", "article: disability")
    assert read_library(shelf).lessons[SLUG].article == "disability"


def test_the_calendar_asks_for_a_lesson_too(shelf: Path) -> None:
    places = [":".join(str(each).split(":")[:2]) for each in due_today(shelf, date(2027, 5, 21))]
    assert f"{SLUG}.md:9" in places


# rules for articles hold for lessons, but where a lesson shows what is wrong: (what stands there, what then, line or 0)
LINTED = {
    "a step": ("Em chạy đến chỗ đông người.", "Em hỏi bố mẹ trước khi gọi 111 nhé.", 16),
    "a hard word for the age": ("Em chạy đến chỗ đông người.", "Em nhờ can thiệp.", 16),
    "a title": ("title: Không, chạy, kể", "title: Luật Trẻ em, Điều 51 nói gì", 2),
    "a question": (ASKED, "# Câu hỏi: Tại sao em không kể?", 17),
    "a right answer": ("- [x] Nói “không” rồi chạy đi", "- [x] Hỏi bố mẹ trước khi gọi 111", 20),
    "a reason for a wrong answer": ("Em sợ nên im lặng, không phải", "Một phần là", 19),
    "a number nobody knows": ("Gọi **111** không mất tiền.", "Gọi **119** không mất tiền.", 32),
    "a number nobody knows in a wrong answer": ("- [ ] Im lặng", "- [ ] Gọi 112", 18),
    "a wrong answer": ("- [ ] Im lặng", "- [ ] Hỏi bố mẹ trước khi gọi 111", 0),
    "what somebody says in a rehearsal": ("“Tớ sợ về nhà.” Em nói gì?", "“Cậu giữ bí mật cho tớ nhé.” Em nói gì?", 0),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "line"), LINTED.values(), ids=LINTED)
def test_what_articles_must_not_say_lessons_must_not_say(shelf: Path, before: str, after: str, line: int) -> None:
    spoil(shelf / FILE, before, after)
    if not line:
        assert SLUG in read_library(shelf).lessons
        return
    assert [each.split(":")[1] for each in troubles(shelf)] == [str(line)]


def test_rules_about_an_article_hold_for_its_lessons(shelf: Path) -> None:
    spoil(shelf / FILE, "Em chạy đến chỗ đông người.", "Hai nhà tự dàn xếp.")
    spoil(shelf / "lint.toml", 'id = "hoa-giai"\n', 'id = "hoa-giai"\nabout = ["bullying-school"]\n')
    assert SLUG in read_library(shelf).lessons, "not about this"
    spoil(shelf / FILE, "article: social-assistance", "article: bullying-school")
    assert [each.split(":")[1] for each in troubles(shelf)] == ["16"]


CATALOGUE = own.catalogue()
OWN = own.library().lessons
LISTED = {Reader.CHILD: 6, Reader.PARENT: 2, Reader.STAFF: 2}  # at least


def test_there_are_lessons_for_every_reader() -> None:
    count = Counter(lesson.reader for lesson in OWN.values())
    assert all(count[reader] >= least for reader, least in LISTED.items()), count


@pytest.mark.parametrize("slug", OWN)
def test_telegram_takes_every_screen_of_every_lesson(slug: str) -> None:
    """The sandbox refuses what the Bot API refuses: entities, 4,096 signs, 64 bytes of a button."""
    lesson, catalogue = OWN[slug], CATALOGUE
    cards = [lesson_cards.end_card(lesson), lesson_cards.stopped_card(lesson, 0)]
    for number, part in enumerate(lesson.parts):
        cards.append(lesson_cards.part_card(lesson, number))
        if isinstance(part, Question):
            cards += [lesson_cards.answered_card(lesson, number, answer) for answer in part.answers]
    for card in cards:
        said = [each if isinstance(each, str) else catalogue.say(each, Voice()) for each in card.paragraphs]
        words = text_of({"text": "\n\n".join(said), "parse_mode": "HTML"}).plain
        assert 0 < len(words) <= 1200, "one phone screen"
        markup = keyboards.below(card, lambda label: catalogue.say(label, Voice()), str)
        assert markup is not None and checked_markup(markup.to_dict(), private=True)
