"""Where somebody stands in a lesson, whatever they tap in whatever order; and which names a certificate bears."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lessons import (
    Answer,
    Lesson,
    Part,
    Progress,
    Question,
    Reader,
    Step,
    certificate_name,
    of_article,
    of_reader,
    readers_of,
)
from domain.people import AgeBand, Audience, Person, Role, Staff
from domain.texts import Refusal

AT = datetime(2026, 11, 29, 3, tzinfo=UTC)
STEP = Step("Bước", "Lời")
ASKED = Question("Hỏi?", (Answer("a", "vì", False), Answer("b", "vì", True)))
RIGHT, WRONG = ASKED.answers[1], ASKED.answers[0]


def a_lesson(parts: tuple[Part, ...], **more: object) -> Lesson:
    day = date(2026, 11, 20)
    lesson = Lesson("a-b", "A", Reader.CHILD, None, 5, "body-safety", (), day, date(2027, 5, 20), parts)
    return replace(lesson, **more)  # type: ignore[arg-type]


def at(reached: int, *, finished: bool = False) -> Progress:
    return Progress("a-b", reached, AT, AT, AT if finished else None)


LESSONS = st.lists(st.sampled_from([STEP, ASKED]), min_size=1, max_size=9).map(lambda parts: a_lesson(tuple(parts)))
TURN = st.tuples(st.just("turn"), st.integers(0, 12))
ANSWERED = st.tuples(st.sampled_from(["right", "wrong"]), st.integers(0, 12))


@given(LESSONS, st.lists(TURN | ANSWERED, max_size=40))
def test_nobody_comes_behind_a_question_but_by_its_right_answer(lesson: Lesson, taps: list[tuple[str, int]]) -> None:
    done, right = 0, set[int]()
    for what, part in taps:
        before = at(done)
        if what == "turn":
            shown, done = lesson.turned_to(before, part)
            assert 0 <= shown <= done, "nothing is shown that is not open"
            assert shown == min(part, done)
        else:
            done = lesson.answered(before, part, RIGHT if what == "right" else WRONG)
            if what == "right":
                right.add(part)
        assert before.reached <= done <= before.reached + 1, "one part at a time, and never back"
        passed = [n for n, each in enumerate(lesson.parts[:done]) if isinstance(each, Question)]
        assert right.issuperset(passed), "each of them was answered"
        if lesson.is_passed(done):
            break
    assert lesson.is_passed(done) == (done == len(lesson.parts))


@given(LESSONS)
def test_whoever_goes_on_and_on_comes_to_the_end(lesson: Lesson) -> None:
    done = 0
    for number, part in enumerate(lesson.parts):
        assert lesson.resumes_at(at(done)) == number
        if isinstance(part, Question):
            assert lesson.answered(at(done), number, WRONG) == done, "a wrong answer changes nothing"
            done = lesson.answered(at(done), number, RIGHT)
        else:
            done = lesson.turned_to(at(done), number + 1)[1]
    assert lesson.is_passed(done)


@given(LESSONS, st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_a_place_kept_in_a_lesson_that_was_changed_since_is_a_place(
    lesson: Lesson, reached: int, to: int, finished: bool
) -> None:
    kept = at(reached, finished=finished)
    assert lesson.part(lesson.resumes_at(kept)) is not None
    shown, done = lesson.turned_to(kept, to)
    assert 0 <= shown <= len(lesson.parts)
    assert shown < len(lesson.parts) or finished or lesson.is_passed(done), "the end is for those who are through"
    assert lesson.answered(kept, to, RIGHT) <= max(reached, len(lesson.parts))


def test_who_is_through_looks_at_any_part_again() -> None:
    lesson = a_lesson((STEP, ASKED, STEP))
    assert lesson.resumes_at(at(3, finished=True)) == 0
    assert [lesson.turned_to(at(3, finished=True), to)[0] for to in (0, 1, 2, 3, 9)] == [0, 1, 2, 3, 3]
    assert lesson.resumes_at(None) == 0


OFFICER = Staff(1, 1, "Hạnh", Role.OFFICER, "bo-de")
WHOSE = {
    "unknown": (Person(1, 1), (Reader.PARENT, Reader.CHILD)),
    "a mother": (Person(1, 1, audience=Audience.PARENT), (Reader.PARENT, Reader.CHILD)),
    "a grandmother": (Person(1, 1, audience=Audience.CAREGIVER), (Reader.PARENT, Reader.CHILD)),
    "a child": (Person(1, 1, audience=Audience.CHILD), (Reader.CHILD,)),
    "an officer": (Person(1, 1, staff=OFFICER), (Reader.STAFF, Reader.PARENT, Reader.CHILD)),
}


@pytest.mark.parametrize(("person", "readers"), WHOSE.values(), ids=WHOSE)
def test_whose_lessons_somebody_sees(person: Person, readers: tuple[Reader, ...]) -> None:
    assert readers_of(person) == readers


def test_which_lessons_and_in_what_order() -> None:
    young, old, any_age = (
        a_lesson((STEP,), slug=slug, ages=ages)
        for slug, ages in (("young", AgeBand.FROM_7), ("old", AgeBand.FROM_11), ("any", None))
    )
    staff = a_lesson((STEP,), slug="staff", reader=Reader.STAFF)
    known = {each.slug: each for each in (young, old, any_age, staff)}
    assert of_reader(known, Reader.CHILD) == [young, old, any_age]
    assert of_reader(known, Reader.CHILD, AgeBand.FROM_11) == [old, any_age, young]
    assert of_reader(known, Reader.PARENT) == []
    assert of_article(known, "body-safety", [Reader.STAFF, Reader.CHILD]) == [staff, young, old, any_age]
    assert of_article(known, "drowning", [Reader.CHILD]) == []


NAMES = {
    "a name": ("Nguyễn Thị Bống", "Nguyễn Thị Bống"),
    "a nickname with spaces around": ("  bé   Thỏ ", "bé Thỏ"),
    "of decomposed letters": ("Bo\u0302\u0301ng", "Bống"),
    "with a picture": ("Thỏ 🐰🎀", "Thỏ"),
    "with a mark nobody sees": ("Th\u200bỏ", "Thỏ"),
    "short for two": ("M.Anh", "M.Anh"),
    "a hyphen and an apostrophe": ("Anne-Marie O’Hà", "Anne-Marie O’Hà"),
    "forty letters": ("a" * 40, "a" * 40),
}
NO_NAMES = {
    "nothing": "",
    "only a picture": "🐰",
    "only dots": "...",
    "a telephone number": "0912345678",
    "a class": "Bống 3A",
    "a link": "https://a.vn",
    "a link without the beginning": "bong.vn nhé",
    "www": "www bong",
    "an address": "bong@a",
    "tags": "<b>Bống</b>",
    "forty-one letters": "a" * 41,
    "letters the picture has not": "李小龙",
}


@pytest.mark.parametrize(("typed", "name"), NAMES.values(), ids=NAMES)
def test_a_name(typed: str, name: str) -> None:
    assert certificate_name(typed) == name


@pytest.mark.parametrize("typed", NO_NAMES.values(), ids=NO_NAMES)
def test_what_is_no_name_gets_one_kind_sentence(typed: str) -> None:
    with pytest.raises(Refusal, match="name or a nickname"):
        certificate_name(typed)
