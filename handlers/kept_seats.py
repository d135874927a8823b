"""Seats held back: staff keep some for one family, who opens the link and signs up like everybody else."""

from __future__ import annotations

from channels import kept_cards
from channels.cards import Card
from channels.editing_buttons import KeepSeats, ShowKept, TakeBackKept
from domain.texts import Text
from handlers.context import BotContext
from services.kept_seats import Kept

LINK = "thamgia_"


async def show(context: BotContext, button: ShowKept) -> None:
    """How many are given, kept and left."""
    await context.change(_card(context, await context.services.kept_seats.of(context.person, button.event)))


async def keep(context: BotContext, button: KeepSeats) -> None:
    """*Giữ chỗ cho một gia đình*: the link to send them; the screen shows what is left, for the next family."""
    kept, update_id = context.services.kept_seats, context.incoming.update_id
    token = await kept.keep(context.person, button.event, update_id if button.screen is None else button.screen)
    shown = await kept.of(context.person, button.event)
    if button.screen is not None:
        await context.change(_card(context, shown))
    await context.show(kept_cards.link_card(shown.event, f"https://t.me/{context.bot_name}?start={LINK}{token}"))


async def take_back(context: BotContext, button: TakeBackKept) -> None:
    """Nobody has used it: the seats can be given to others."""
    kept = await context.services.kept_seats.take_back(context.person, button.event, button.link)
    await context.toast(Text("Taken back. The link no longer works."))
    await context.change(_card(context, kept))


async def open_link(context: BotContext) -> bool:
    """/start behind an invitation. True when it was one."""
    if not context.incoming.argument.startswith(LINK):
        return False
    token = context.incoming.argument.removeprefix(LINK)
    event = await context.services.kept_seats.about(context.person, token)
    await context.show(kept_cards.invited_card(event, token))
    return True


def _card(context: BotContext, kept: Kept) -> Card:
    screen = context.incoming.update_id
    return kept_cards.kept_card(kept.event, kept.given, kept.left, kept.links, screen=screen)
