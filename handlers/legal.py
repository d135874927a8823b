"""The legal clocks of a case in the chat: what is due, and the officer's marks."""

from __future__ import annotations

from channels import cards, legal_cards
from channels.buttons import MarkLimit, ShowLimits, UnmarkLimit
from channels.cards import Card
from domain.legal_clocks import Mark
from domain.people import Forged
from domain.texts import Text
from handlers.context import BotContext
from services.cases.clocks import Limits
from services.cases.holding import card_of


async def show(context: BotContext, button: ShowLimits) -> None:
    """*Hạn theo luật*: all limits and what can be marked."""
    await context.show(_screen(await context.services.limits.look(context.person, button.case)))


async def mark(context: BotContext, button: MarkLimit) -> None:
    """*Cần lập kế hoạch* and the other steps; what was tapped shows the limits as they are now."""
    limits = await context.services.limits.mark(context.person, button.case, _mark(button.mark))
    await context.toast(Text("Marked. {code}", code=limits.code))
    if button.on_card == 1:
        shown = await context.services.desk.look(context.person, button.case)
        await context.change(cards.card(card_of(shown)))
    else:
        await context.change(_screen(limits))


async def unmark(context: BotContext, button: UnmarkLimit) -> None:
    """*Bỏ đánh dấu*."""
    limits = await context.services.limits.unmark(context.person, button.case, _mark(button.mark))
    await context.toast(Text("Taken back. {code}", code=limits.code))
    await context.change(_screen(limits))


def _screen(limits: Limits) -> Card:
    return legal_cards.screen(limits.case, limits.code, limits.clocks, limits.at)


def _mark(name: str) -> Mark:
    if name not in set(Mark):
        raise Forged(Text("This button is too old. Please open the case again with /vuviec."))
    return Mark(name)
