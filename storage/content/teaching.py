"""Makes lessons of drafts: figures put in, article and sources looked up, everything counted against the screen."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from domain.lessons import Answer, Lesson, Part, Question, Reader, Step
from domain.sources import Filled, Sources, fill, oldest
from domain.texts import Text
from storage.content.files import Trouble
from storage.content.finishing import cited_troubles, figure_troubles
from storage.content.lessons import AnswerDraft, Kind, LessonDraft, PartDraft, text_of

STEP = {Reader.CHILD: 400, Reader.PARENT: 600, Reader.STAFF: 600}  # signs on one screen
HEADING, QUESTION, ANSWER, REASON = 60, 200, 120, 300  # signs at most
STEPS, QUESTIONS, ANSWERS = (4, 7), (3, 5), (2, 4)  # at least, at most


def lesson_of(draft: LessonDraft, sources: Sources) -> Lesson:
    """The lesson as it is shown. The draft must have no troubles."""
    front = draft.front
    return Lesson(
        slug=draft.slug,
        title=front.title,
        reader=front.reader,
        ages=front.ages,
        minutes=front.minutes,
        article=front.article,
        sources=tuple(sources.cited[name] for name in front.sources),
        reviewed=front.reviewed,
        review_due=front.review_due,
        parts=tuple(_part(part, sources) for part in draft.parts),
    )


def lesson_troubles(draft: LessonDraft, sources: Sources, articles: Collection[str]) -> Iterator[Trouble]:
    """What keeps this lesson from being shown. `articles`: all slugs of articles, written or to be written."""
    front = draft.front
    if front.article not in articles:
        yield draft.trouble(
            "article", Text("there is no article “{slug}”. Write it first, or mend the name.", slug=front.article)
        )
    if front.ages is not None and front.reader is not Reader.CHILD:
        yield draft.trouble("ages", Text("only lessons for children have ages. Remove the line."))
    yield from cited_troubles(draft, sources)
    yield from figure_troubles(draft.file, draft.lines(), sources)
    yield from _shape(draft)
    for part in draft.parts:
        says = _step(part, front.reader, sources) if part.kind is Kind.STEP else _question(part, sources)
        yield from (Trouble(draft.file, number, what) for number, what in says)


def _part(part: PartDraft, sources: Sources) -> Part:
    title = fill(part.title, sources.figures)
    if part.kind is Kind.STEP:
        text = fill(text_of(part.lines), sources.figures)
        return Step(title.text, text.text, oldest((title.as_of, text.as_of)))
    answers = [(_filled(answer, sources), answer.is_right) for answer in part.answers]
    return Question(
        title.text,
        tuple(Answer(words.text, reason.text, is_right) for (words, reason), is_right in answers),
        part.kind is Kind.REHEARSAL,
        oldest((title.as_of, *(each.as_of for both, _ in answers for each in both))),
    )


def _filled(answer: AnswerDraft, sources: Sources) -> tuple[Filled, Filled]:
    return fill(answer.words, sources.figures), fill(text_of(answer.reason), sources.figures)


def _shape(draft: LessonDraft) -> Iterator[Trouble]:
    steps = sum(part.kind is Kind.STEP for part in draft.parts)
    questions = len(draft.parts) - steps
    for what, number, (least, most) in ((Text("steps"), steps, STEPS), (Text("questions"), questions, QUESTIONS)):
        if not least <= number <= most:
            yield Trouble(
                draft.file,
                1,
                Text(
                    "there are {number} {what}. A lesson has {least} to {most}.",
                    number=number,
                    what=what,
                    least=least,
                    most=most,
                ),
            )
    rehearses = any(part.kind is Kind.REHEARSAL for part in draft.parts)
    if draft.front.reader is not Reader.CHILD and not rehearses:
        says = Text("lessons for parents and staff have a “# {rehearsal}: …”. Write one.", rehearsal=Kind.REHEARSAL)
        yield Trouble(draft.file, 1, says)


Told = tuple[int, Text]


def _step(part: PartDraft, reader: Reader, sources: Sources) -> Iterator[Told]:
    yield from _longer(part.number, part.title, HEADING, Text("the heading"), sources)
    text = text_of(part.lines)
    if not text:
        yield part.number, Text("this step is empty. Write it, or remove it.")
    yield from _longer(part.number, text, STEP[reader], Text("the step"), sources)


def _question(part: PartDraft, sources: Sources) -> Iterator[Told]:
    yield from _longer(part.number, part.title, QUESTION, Text("the question"), sources)
    least, most = ANSWERS
    if not least <= len(part.answers) <= most:
        yield (
            part.number,
            Text(
                "there are {number} answers. A question has {least} to {most}.",
                number=len(part.answers),
                least=least,
                most=most,
            ),
        )
    if (right := sum(answer.is_right for answer in part.answers)) != 1:
        yield part.number, Text("{right} answers are marked [x]. Mark exactly one.", right=right)
    seen: set[str] = set()
    for answer in part.answers:
        if not answer.words or answer.words in seen:
            yield answer.number, Text("this answer is empty, or stands there twice. Write another.")
        seen.add(answer.words)
        yield from _longer(answer.number, answer.words, ANSWER, Text("the answer"), sources)
        reason = text_of(answer.reason)
        if not reason:
            yield answer.number, Text("below each answer stands its reason, kind to whoever chose it. Write it.")
        yield from _longer(answer.number, reason, REASON, Text("the reason"), sources)


def _longer(number: int, words: str, most: int, what: Text, sources: Sources) -> Iterator[Told]:
    if (size := len(fill(words, sources.figures).text)) > most:
        yield number, Text("{what} has {size} signs. Shorten it to {most}.", what=what, size=size, most=most)
