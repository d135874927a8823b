"""How a lesson looks: the shelf, a step or question in one message that is changed, a reason, the end."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import date

from channels.buttons import AnswerLesson, Browse, ListLessons, NoName, OpenLesson, StopLesson, TurnLesson
from channels.cards import HOME, SOS, Act, Card, Row
from channels.markdown import to_html
from domain.lessons import Answer, Certificate, Lesson, Progress, Question, Reader, Step
from domain.phone_screen import is_long
from domain.sources import Cited, names, shown
from domain.texts import Text

READERS = {
    Reader.CHILD: Text("🧒 For children"),
    Reader.PARENT: Text("👪 For parents"),
    Reader.STAFF: Text("🏛 For staff"),
}
SHELF = Act(Text("🎓 Short lessons"), ListLessons(None))
LETTERS = "ABCD"
Standing = tuple[Lesson, Progress | None]


def shelf_card(reader: Reader, lessons: Sequence[Standing], others: Sequence[Reader], *, gone: bool = False) -> Card:
    """The lessons for these readers. `gone`: they came by a button to one that is not there any more."""
    paragraphs = [Text("🎓 <b>Short lessons</b> · {reader}", reader=READERS[reader])]
    if gone:
        paragraphs.insert(0, Text("That lesson is not there any more. Here are the others."))
    if lessons:
        paragraphs.append(
            Text(
                "A few minutes each. You can stop at any time and go on later. The bot remembers where you are, not what you answered."
            )
        )
    else:
        paragraphs.append(Text("There are no lessons here yet."))
    rows: list[Row] = [[Act(_title(lesson, progress), OpenLesson(lesson.slug))] for lesson, progress in lessons]
    if others:
        rows.append([Act(READERS[each], ListLessons(each.value)) for each in others])
    return Card(paragraphs, rows=[*rows, [Act(Text("📖 Handbook"), Browse(None)), HOME]])


def part_card(lesson: Lesson, number: int) -> Card:
    """A step, or a question with its answers."""
    part = lesson.parts[number]
    if isinstance(part, Step):
        paragraphs: list[Text | str] = [
            _head(lesson, number),
            _bold(part.title),
            to_html(part.text),
            *_as_of(part.as_of),
        ]
        ahead = _ahead(lesson, number)
        return Card(
            [*paragraphs, *_begins(lesson, number)], rows=[[*_back(lesson, number), ahead], _below(lesson, number)]
        )
    paragraphs = [_head(lesson, number), _ask(part), *_answers(part), *_as_of(part.as_of)]
    return Card([*paragraphs, *_begins(lesson, number)], rows=[*_choices(lesson, number, part), *_nav(lesson, number)])


def answered_card(lesson: Lesson, number: int, answer: Answer) -> Card:
    """Why this answer to the question of this number is right, or what speaks against it; then on, or once more."""
    question = lesson.parts[number]
    asked = [_ask(question)] if isinstance(question, Question) else []
    head, chosen = _head(lesson, number), Text("You chose: {answer}", answer=answer.words)
    reason = f"{'✅' if answer.is_right else '💛'} {to_html(answer.reason)}"
    paragraphs: list[Text | str] = [head, *asked, chosen, reason, *_as_of(question.as_of)]
    again = Act(Text("↩️ Choose again"), TurnLesson(lesson.slug, number))
    step = _ahead(lesson, number) if answer.is_right else again
    return Card(paragraphs, rows=[[step], _below(lesson, number)])


def end_card(lesson: Lesson) -> Card:
    """Finished: which name stands on the certificate?"""
    return Card(
        [
            Text("🎉 You have finished the lesson “{title}”.", title=lesson.title),
            Text("What name shall stand on your certificate?"),
            Text("Type a name or a nickname. The bot only draws it into the picture and does not keep it."),
            source_line(lesson.sources, lesson.reviewed, to_child=lesson.reader is Reader.CHILD),
        ],
        rows=[[Act(Text("🏅 Without a name"), NoName(lesson.slug))], [SHELF, HOME]],
    )


def drawn_card(lesson: Lesson) -> Card:
    """The certificate comes below."""
    return Card(
        [
            Text("🎉 You have finished the lesson “{title}”.", title=lesson.title),
            Text("The certificate follows below."),
        ],
        rows=[[SHELF, HOME]],
    )


def finished_card(lesson: Lesson, finished: date) -> Card:
    """They were through already."""
    certificate = Act(Text("🏅 Certificate"), TurnLesson(lesson.slug, len(lesson.parts)))
    return Card(
        [Text("✅ You finished the lesson “{title}” on {day}.", title=lesson.title, day=finished)],
        rows=[[Act(Text("🔁 Learn it again"), TurnLesson(lesson.slug, 0)), certificate], [SHELF, HOME]],
    )


def stopped_card(lesson: Lesson, number: int) -> Card:
    """*Dừng, học sau*."""
    return Card(
        [Text("⏸ “{title}”: the bot remembers where you are. Go on whenever you like.", title=lesson.title)],
        rows=[[Act(Text("▶️ Go on"), TurnLesson(lesson.slug, number))], [SHELF, HOME]],
    )


def caption(news: Certificate) -> Card:
    """What stands below the picture."""
    return Card([Text("🏅 Your certificate for the lesson “{title}”.", title=news.title)], rows=[[SHELF, HOME]])


def source_line(sources: Sequence[Cited], reviewed: date, *, to_child: bool, as_of: date | None = None) -> Text:
    """When somebody compared the words, of when their figures are (`as_of`), and below it where they come from.

    More than two lines of sources are folded: Telegram shows the first three, a tap the rest (Bot API, «HTML style»).
    Children are told no numbers of laws.
    """
    checked = checked_line(reviewed, as_of)
    said = names(sources) if to_child else shown(sources)
    if not said:
        return checked
    if is_long(said):
        return Text("{checked}\n<blockquote expandable>Source: {sources}.</blockquote>", checked=checked, sources=said)
    return Text("{checked}\n<i>Source: {sources}.</i>", checked=checked, sources=said)


def checked_line(reviewed: date, as_of: date | None) -> Text:
    """When somebody compared the words with their sources, and of when their figures are."""
    if as_of is None:
        return Text("<i>Checked on {reviewed}.</i>", reviewed=reviewed)
    return Text("<i>Checked on {reviewed}. Figures as of {day}.</i>", reviewed=reviewed, day=as_of)


def learn_rows(lessons: Sequence[Lesson]) -> list[Row]:
    """Below an article: what can be learned about it."""
    return [
        [
            Act(
                Text("🎓 Learn in {minutes} minutes: {title}", minutes=each.minutes, title=each.title),
                OpenLesson(each.slug),
            )
        ]
        for each in lessons
    ]


def _title(lesson: Lesson, progress: Progress | None) -> Text:
    title: Text | str = lesson.title
    if lesson.ages is not None:
        title = Text("{title} (ages {ages})", title=title, ages=lesson.ages.value.replace("-", "–"))
    if progress is None:
        return Text("📘 {title}", title=title)
    return Text("✅ {title}", title=title) if progress.finished_at is not None else Text("▶️ {title}", title=title)


def _head(lesson: Lesson, number: int) -> Text:
    return Text("🎓 {title} · {number}/{all}", title=lesson.title, number=number + 1, all=len(lesson.parts))


def _begins(lesson: Lesson, number: int) -> list[Text]:
    return [] if number else [source_line(lesson.sources, lesson.reviewed, to_child=lesson.reader is Reader.CHILD)]


def _as_of(day: date | None) -> list[Text]:
    return [] if day is None else [Text("<i>Figures as of {day}.</i>", day=day)]


def _bold(words: str) -> str:
    return f"<b>{html.escape(words, quote=False)}</b>"


def _ask(question: Question) -> str:
    return f"{'💬' if question.is_rehearsal else '❓'} {_bold(question.ask)}"


def _answers(question: Question) -> list[str]:
    if not question.is_lettered:
        return []
    answers = zip(LETTERS, question.answers, strict=False)
    return ["\n".join(f"<b>{letter}.</b> {html.escape(each.words, quote=False)}" for letter, each in answers)]


def _choices(lesson: Lesson, number: int, question: Question) -> list[Row]:
    acts = [
        Act(Text("{title}", title=letter if question.is_lettered else each.words), AnswerLesson(lesson.slug, number, i))
        for i, (letter, each) in enumerate(zip(LETTERS, question.answers, strict=False))
    ]
    return [acts] if question.is_lettered else [[act] for act in acts]


def _ahead(lesson: Lesson, number: int) -> Act:
    label = Text("🎉 Finish") if number + 1 == len(lesson.parts) else Text("Next ›")
    return Act(label, TurnLesson(lesson.slug, number + 1))


def _back(lesson: Lesson, number: int) -> list[Act]:
    return [Act(Text("‹ Back"), TurnLesson(lesson.slug, number - 1))] if number else []


def _nav(lesson: Lesson, number: int) -> list[Row]:
    back = _back(lesson, number)
    return [*([back] if back else []), _below(lesson, number)]


def _below(lesson: Lesson, number: int) -> list[Act]:
    """Stopping is always possible; so is help, where a lesson can touch what somebody lives through."""
    stop = Act(Text("⏸ Stop, go on later"), StopLesson(lesson.slug, number))
    return [stop] if lesson.reader is Reader.STAFF else [stop, SOS]
