"""/baocao: figures for coordinators and administrators: times to an answer, children at events."""

from __future__ import annotations

from channels import drill_cards, participation_cards
from channels.buttons import CountChildren, DrawYear, DrawYearOf, ShowYear, ShowYearOf
from channels.cards import WARD_NAMES
from domain.participation import COUNTING
from domain.texts import Text
from handlers.context import BotContext


async def report(context: BotContext) -> None:
    """How long it took until somebody answered, by ward."""
    await context.show(drill_cards.figures_card(await context.services.figures.months(context.person)))


async def year(context: BotContext, button: ShowYear) -> None:
    """Children at this year's events."""
    await context.show(participation_cards.year_card(*await context.services.participation.year(context.person)))


async def earlier_year(context: BotContext, button: ShowYearOf) -> None:
    """Another year, in the same message."""
    shown = await context.services.participation.year(context.person, button.year)
    await context.turn(participation_cards.year_card(*shown))


async def draw(context: BotContext, button: DrawYear) -> None:
    """The same as a file."""
    await context.services.participation.ask(context.person, button.kind, context.incoming.update_id)
    await context.toast(Text("The file follows below."))


async def draw_earlier(context: BotContext, button: DrawYearOf) -> None:
    """Another year as a file."""
    update = context.incoming.update_id
    await context.services.participation.ask(context.person, button.kind, update, button.year)
    await context.toast(Text("The file follows below."))


async def count_children(context: BotContext, button: CountChildren) -> None:
    """What is typed next is how many children live in a ward."""
    await context.services.participation.begin(context.person, button.ward)
    await context.say(Text("How many children under 16 live in {ward}? Type one number.", ward=WARD_NAMES[button.ward]))


async def typed(context: BotContext) -> bool:
    """The number, where one was asked for."""
    content = context.incoming.content
    if context.person.staff is None or context.incoming.edited or content is None or content.kind != "text":
        return False
    talk = context.talk
    if talk is None or talk.name is not COUNTING:
        return False
    ward = await context.services.participation.enter(context.person, content.text, context.incoming.update_id)
    if ward is not None:
        await context.show(participation_cards.year_card(*await context.services.participation.year(context.person)))
    return ward is not None
