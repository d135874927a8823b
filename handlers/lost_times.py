"""Buttons of a time that a restore from a backup has lost: their numbers may be another's by now."""

from __future__ import annotations

from channels import buttons
from domain.texts import Refusal, Text
from handlers.context import BotContext

ROWS = frozenset({"announcement", "call", "case", "child", "entry", "event", "invite", "signup", "staff"})
CRIES = (
    buttons.AnswerDoubt,
    buttons.AnswerQuestion,
    buttons.OpenLine,
    buttons.Retract,
    buttons.NotThisWard,
    buttons.MayWrite,
)  # of whoever cried for help, looked up among their own: these never say no


async def check(context: BotContext, button: buttons.Button) -> None:
    """Raises Refusal for a button that names a row, below a message of such a time."""
    shown_at = context.incoming.shown_at
    if shown_at is None or isinstance(button, CRIES) or ROWS.isdisjoint(type(button).__slots__):
        return
    if await context.services.lost_times.holds(shown_at):
        raise Refusal(
            Text("What happened then was lost. Please open it anew with /start; for help tap 🆘 or call 111.")
        )
