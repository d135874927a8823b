"""Short lessons: one message that changes from step to step, questions with reasons, and a certificate at the end."""

from __future__ import annotations

from channels import lesson_cards
from channels.buttons import AnswerLesson, ListLessons, NoName, OpenLesson, StopLesson, TurnLesson
from channels.cards import Card
from domain.lessons import Lesson
from domain.texts import Text
from domain.working_time import HANOI
from handlers.context import BotContext


async def listing(context: BotContext, button: ListLessons) -> None:
    """*Bài học*: the lessons for this reader, or for others they learn with."""
    await context.change(await _shelf(context, button.reader))


async def open_lesson(context: BotContext, button: OpenLesson) -> None:
    """Begins, or goes on where they were. Who is through may learn it again or have the certificate again."""
    lesson = await _found(context, button.slug)
    if lesson is None:
        return
    number, progress = await context.services.lessons.begin(context.person, lesson)
    if progress.finished_at is not None:
        day = progress.finished_at.astimezone(HANOI).date()
        await context.show(lesson_cards.finished_card(lesson, day))
    else:
        await context.show(lesson_cards.part_card(lesson, number))


async def turn(context: BotContext, button: TurnLesson) -> None:
    """*Tiếp* and *Quay lại*, in the same message."""
    lesson = await _found(context, button.slug)
    if lesson is not None:
        shown = await context.services.lessons.turn(context.person, lesson, button.part)
        await context.change(_part(lesson, shown))


async def answer(context: BotContext, button: AnswerLesson) -> None:
    """The reason for what they chose."""
    lesson = await _found(context, button.slug)
    if lesson is None:
        return
    lessons = context.services.lessons
    chosen = await lessons.answer(context.person, lesson, button.part, button.answer)
    if chosen is None:  # of a lesson that was changed since
        await context.change(_part(lesson, await lessons.turn(context.person, lesson, button.part)))
        return
    await context.change(lesson_cards.answered_card(lesson, button.part, chosen))


async def stop(context: BotContext, button: StopLesson) -> None:
    """*Dừng, học sau*: there is nothing to keep that is not kept already."""
    lesson = await _found(context, button.slug)
    if lesson is not None:
        await context.change(lesson_cards.stopped_card(lesson, button.part))


async def without_name(context: BotContext, button: NoName) -> None:
    """The certificate without a name."""
    lesson = await _found(context, button.slug)
    if lesson is not None:
        await context.services.lessons.without_name(context.person, lesson, context.incoming.update_id)
        await context.change(lesson_cards.drawn_card(lesson))
        await context.toast(Text("The certificate follows below."))


async def asks_for_name(context: BotContext) -> bool:
    """Whether words that come now can be the name for a certificate."""
    content = context.incoming.content
    if context.incoming.edited or content is None or content.kind != "text":
        return False
    return await context.services.lessons.asks_for_name(context.person, context.incoming.update_id)


async def named(context: BotContext) -> None:
    """They are: the certificate comes by itself."""
    await context.services.lessons.name(context.person, context.incoming.text, context.incoming.update_id)


def _part(lesson: Lesson, number: int) -> Card:
    at_the_end = number >= len(lesson.parts)
    return lesson_cards.end_card(lesson) if at_the_end else lesson_cards.part_card(lesson, number)


async def _found(context: BotContext, slug: str) -> Lesson | None:
    """The lesson of a button. One that is gone is said to be, and the others are shown."""
    lesson = context.services.lessons.find(context.person, slug)
    if lesson is None:
        await context.change(await _shelf(context, None, gone=True))
    return lesson


async def _shelf(context: BotContext, reader: str | None, *, gone: bool = False) -> Card:
    shelf = await context.services.lessons.shelf(context.person, reader)
    return lesson_cards.shelf_card(shelf.reader, shelf.lessons, shelf.others, gone=gone)
