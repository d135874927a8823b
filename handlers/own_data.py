"""What we keep about somebody, shown with one command and deleted with another. Neither shows a case."""

from __future__ import annotations

from channels import own_data_cards
from channels.buttons import Erase
from channels.cards import HOME, Act, Card
from domain.texts import Text
from handlers.context import BotContext


async def my_data(context: BotContext) -> None:
    """/dulieu: what we keep, why, and until when. Reads the same with or without a case."""
    kept = await context.services.own_data.kept(context.person)
    runs_it = own_data_cards.who_runs_it(context.operator, context.privacy_contact)
    await context.show(own_data_cards.own_data_card(context.person, kept, runs_it, context.incoming.received_at))


async def erase(context: BotContext) -> None:
    """/xoa: asks once."""
    await context.say(
        Text("Delete your profile? It is done at once and cannot be undone."),
        rows=[[Act(Text("🗑 Yes, delete"), Erase())], [HOME]],
    )


async def erase_now(context: BotContext, button: Erase) -> None:
    """The second tap."""
    await context.services.people.erase(context.person)
    context.manners.forget(context.person.id)
    await context.change(
        Card([Text("Deleted. You can go on using the bot without a profile. Help is always open: 111, or 🆘.")])
    )
