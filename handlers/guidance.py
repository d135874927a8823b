"""The handbook: browsing, an article, and what to do when it was not what somebody meant."""

from __future__ import annotations

from collections.abc import Sequence

from channels import handbook
from channels.buttons import AskOfficer, Browse, NotWhatIMeant, ShowTopic
from channels.cards import HOME, SOS, Act, Card
from domain.guidance import Article
from domain.people import Audience
from domain.search import Hit
from domain.texts import Text
from handlers.context import BotContext


async def browse(context: BotContext) -> None:
    """/camnang: the articles for this reader."""
    context.manners.asked.forget(context.person.id)
    await context.show(_shelf(context, context.person.audience or Audience.PARENT))


async def browse_as(context: BotContext, button: Browse) -> None:
    """The same shelf for other readers."""
    context.manners.asked.forget(context.person.id)
    own = context.person.audience or Audience.PARENT
    await context.change(_shelf(context, next((each for each in Audience if each == button.audience), own)))


async def show_article(context: BotContext, article: Article, audience: Audience | None = None) -> None:
    """The article in the reader's words, with its source and the day somebody checked it."""
    reader = audience or context.person.audience
    library = context.services.guidance.library
    related = [(slug, title) for slug in article.related if (title := library.title(slug, reader)) is not None]
    await context.show(handbook.article_card(article, reader, related))


async def choose(context: BotContext, hits: Sequence[Hit]) -> None:
    """Not sure what was meant: up to three choices, and a person."""
    context.manners.guesses.doubted(context.person.id, hits[0].slug, context.incoming.received_at)
    library = context.services.guidance.library
    titles = [(hit.slug, library.title(hit.slug, context.person.audience)) for hit in hits]
    await context.say(
        Text("Is it one of these?"),
        rows=[
            *([Act(Text("{title}", title=title), ShowTopic(slug))] for slug, title in titles),
            [Act(Text("❓ None of these"), NotWhatIMeant(hits[0].slug))],
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


async def not_known(context: BotContext) -> None:
    """What the library does not know is not invented: a person is offered."""
    await context.say(
        Text("I do not know the answer to this. I can pass your question to a ward officer."),
        Text("If a child is in danger: <b>111</b>, or tap 🆘."),
        rows=[
            [Act(Text("💬 Ask a ward officer"), AskOfficer())],
            [Act(Text("📖 Handbook"), Browse(None)), SOS],
        ],
    )


async def ward_contacts(context: BotContext) -> None:
    """Where the four wards are, and the numbers that help everywhere."""
    await context.show(handbook.contacts_card(context.services.guidance.library, context.person.ward))


def _shelf(context: BotContext, audience: Audience) -> Card:
    articles = context.services.guidance.library.articles.values()
    return handbook.shelf_card(list(articles), audience)
