"""The handbook: browsing, an article, and what to do when it was not what somebody meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from channels import door_cards, handbook, lesson_cards
from channels.buttons import (
    LAW,
    MORE,
    AskOfficer,
    Browse,
    Listen,
    ListLessons,
    NotWhatIMeant,
    OpenChapter,
    ReadArticle,
    ShowTopic,
)
from channels.cards import HOME, LEAVE, SOS, Act, Card
from domain.guidance import Article, Edition
from domain.lessons import Reader
from domain.people import Audience
from domain.texts import Text
from handlers.context import BotContext

WHOM_TO_TELL = "how-to-report"  # whatever else a worry is about, it is what comes next


async def browse(context: BotContext) -> None:
    """/camnang: the chapters for this reader; a child's doors."""
    context.manners.asked.forget(context.person.id)
    await context.show(_shelf(context, _reader(context)))


async def browse_as(context: BotContext, button: Browse) -> None:
    """The same shelf for other readers."""
    context.manners.asked.forget(context.person.id)
    await context.turn(_shelf(context, _reader(context, button.audience)))


async def open_chapter(context: BotContext, button: OpenChapter) -> None:
    """The articles of one chapter; of one that is gone, the shelf."""
    library, reader = context.services.guidance.library, _reader(context, button.audience)
    chapter = next((each for each in library.shelf(reader) if each.id == button.chapter), None)
    if chapter is None:
        await context.turn(_shelf(context, reader))
        return
    own, articles = reader is _reader(context), library.in_chapter(chapter, reader)
    if reader is Audience.CHILD:
        await context.turn(door_cards.door_card(chapter, articles, own=own))
    else:
        await context.turn(handbook.chapter_card(chapter, articles, reader, own=own))


async def show_article(context: BotContext, article: Article, edition: Edition | None = None) -> None:
    """The article in the reader's words, with its source and the day somebody checked it.

    `edition`: they asked for this one; above that for children hangs its picture. A child for whom there is none hears
    so, kindly; reading is theirs to decide.
    """
    person = context.person
    edition = edition or article.edition_for(person.audience, person.age_band)
    if edition is None:
        await context.show(handbook.grown_ups_card(article, _related(context, article, to_child=True)))
    else:
        if not await context.hang(article.picture if edition.is_for_children else None):
            return
        await context.show(_page(context, article, edition))


async def first_aid(context: BotContext, said: str) -> None:
    """Where the words name what has happened: what to do until help comes, at once, and once in half an hour.

    Like the safety card it is readable at once, whoever looks: minutes count. Whoever left quickly is shown nothing.
    """
    if context.person.hushed or not said.strip():
        return
    danger = context.triage.read(said).category
    articles = context.services.guidance.first_aid(context.triage.written(said), danger)
    pages = [(article, edition) for article in articles if (edition := _own(context, article)) is not None]
    about = " ".join(article.slug for article, _ in pages)
    if not pages or not context.manners.may_help(context.person.id, about, context.incoming.received_at):
        return
    if len(pages) == 1:
        page = _page(context, *pages[0])
        await context.show(replace(page, rows=[*page.rows, [LEAVE]]))
        return
    titles = [(article.slug, article.versions[edition].title) for article, edition in pages]
    open_page = [[Act(Text("📖 {title}", title=title), ShowTopic(slug))] for slug, title in titles]
    await context.say(Text("What you can do right now, until somebody helps:"), rows=[*open_page, [LEAVE]])


def beside_a_case(context: BotContext, said: str) -> tuple[str, str]:
    """Slug and title of the article about what a cry tells; two times nothing where there is none for this reader."""
    article = context.services.guidance.library.beside_a_case(context.triage.read(said).category)
    edition = None if article is None else _own(context, article)
    return ("", "") if article is None or edition is None else (article.slug, article.versions[edition].title)


def _own(context: BotContext, article: Article) -> Edition | None:
    return article.edition_for(context.person.audience, context.person.age_band)


async def turn_page(context: BotContext, button: ReadArticle) -> None:
    """Another version, what is behind *Xem thêm*, or a child's *Luật nói gì*, in the same message."""
    article = context.services.guidance.library.articles.get(button.slug)
    edition = None if article is None else article.edition_named(button.edition)
    if article is None or edition is None:  # of a library long gone
        await browse(context)
    elif button.page == MORE and article.versions[edition].more:
        await context.turn(handbook.more_card(article, edition))
    elif button.page == LAW and article.versions[edition].has_law_behind:
        await context.turn(handbook.law_card(article, edition))
    else:
        if button.page == LAW:  # of a card that offered it before words for children were asked for
            await context.toast(Text("No words about the law for children are here yet. You can ask a ward officer."))
        await context.turn(_page(context, article, edition))


async def listen(context: BotContext, button: Listen) -> None:
    """*Nghe*: somebody reads this version aloud. Where the recording is gone the words are there."""
    article = context.services.guidance.library.articles.get(button.slug)
    edition = None if article is None else article.edition_named(button.edition)
    if article is None or edition is None:
        await browse(context)
    elif (voice := article.versions[edition].voice) is not None:
        await context.play(voice)
    else:
        await context.turn(_page(context, article, edition))


def _page(context: BotContext, article: Article, edition: Edition) -> Card:
    related = _related(context, article, to_child=edition.is_for_children)
    lessons = context.services.lessons.belonging_to(article.slug, context.person, to_child=edition.is_for_children)
    return handbook.article_card(article, edition, related, lessons)


def _related(context: BotContext, article: Article, *, to_child: bool) -> list[tuple[str, str]]:
    """Where to go on: a child is not sent to pages without words for children."""
    library = context.services.guidance.library
    reader = Audience.CHILD if to_child else context.person.audience
    there = [(slug, library.title(slug, reader)) for slug in article.related]
    return [
        (slug, title) for slug, title in there if title is not None and (not to_child or library.is_for_children(slug))
    ]


async def choose(context: BotContext, slugs: Sequence[str], *, worried: bool = False) -> None:
    """Not sure what was meant: up to three choices, whom to tell where somebody is worried, and a person."""
    context.manners.guesses.doubted(context.person.id, slugs[0], context.incoming.received_at)
    library = context.services.guidance.library
    named = dict.fromkeys((*slugs, *([WHOM_TO_TELL] if worried else [])))
    titles = [(slug, library.title(slug, context.person.audience)) for slug in named]
    await context.say(
        Text("Is it one of these?"),
        rows=[
            *([Act(Text("{title}", title=title), ShowTopic(slug))] for slug, title in titles if title is not None),
            [Act(Text("❓ None of these"), NotWhatIMeant(slugs[0]))],
        ],
    )


async def not_what_i_meant(context: BotContext, button: NotWhatIMeant) -> None:
    """*Chưa đúng ý tôi*: counted for the editor by topic, and a person is offered."""
    await context.services.guidance.missed(button.slug or "")
    context.manners.guesses.doubted(context.person.id, button.slug or "", context.incoming.received_at)
    await context.say(
        Text("Thank you, we noted that this did not answer your question."),
        Text("Please ask in other words, look in the handbook, or ask a ward officer."),
        rows=[[Act(Text("💬 Ask a ward officer"), AskOfficer())], [Act(Text("📖 Handbook"), Browse(None)), HOME]],
    )


async def not_known(context: BotContext, *, worried: bool = False) -> None:
    """What the library does not know is not invented: a person is offered, and whom to tell where one is worried."""
    whom = context.services.guidance.library.title(WHOM_TO_TELL, context.person.audience) if worried else None
    await context.say(
        Text("I do not know the answer to this. I can pass your question to a ward officer."),
        Text("If a child is in danger: <b>111</b>, or tap 🆘."),
        rows=[
            *([] if whom is None else [[Act(Text("📖 {title}", title=whom), ShowTopic(WHOM_TO_TELL))]]),
            [Act(Text("💬 Ask a ward officer"), AskOfficer())],
            [Act(Text("📖 Handbook"), Browse(None)), SOS],
        ],
    )


async def ward_contacts(context: BotContext) -> None:
    """Where the four wards are, and the numbers that help everywhere."""
    await context.show(handbook.contacts_card(context.services.guidance.library, context.person.ward))


def _shelf(context: BotContext, reader: Audience) -> Card:
    child = Reader.CHILD.value if reader is Audience.CHILD else None
    there_are = context.services.lessons.there_are(context.person)
    lessons = [Act(lesson_cards.SHELF.label, ListLessons(child))] if there_are else []
    library = context.services.guidance.library
    if reader is Audience.CHILD:
        return door_cards.doors_card(library, lessons, own=reader is _reader(context))
    return handbook.shelf_card(library, reader, lessons)


def _reader(context: BotContext, named: str | None = None) -> Audience:
    """The readers a button names; without one, this reader."""
    own = context.person.audience or Audience.PARENT
    return next((each for each in Audience if each == named), own)
