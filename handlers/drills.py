"""/dientap: the last drills, a drill now, and the tap on a practice alert."""

from __future__ import annotations

from channels import drill_cards
from channels.buttons import AnswerDrill, HoldDrill
from domain.texts import Text
from handlers.context import BotContext


async def overview(context: BotContext) -> None:
    """/dientap: who answered in how long, who did not; and a drill now."""
    shown = await context.services.drills.look(context.person)
    await context.show(drill_cards.overview_card(shown.results, shown.untapped))


async def hold(context: BotContext, button: HoldDrill) -> None:
    """A drill now."""
    count = await context.services.drills.ask(context.person, button.group, context.incoming.update_id)
    await context.say(
        Text(
            "🟡 DIỄN TẬP: practice alerts go to {count} people. In half an hour /dientap shows who answered.",
            count=count,
        )
    )


async def answer(context: BotContext, button: AnswerDrill) -> None:
    """The tap."""
    answered = await context.services.drills.answer(context.person, button.call)
    await context.change(drill_cards.answered_card(answered.after, late=answered.late))
