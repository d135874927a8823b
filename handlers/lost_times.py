"""Buttons of a time that a restore from a backup has lost: their numbers may be another's by now."""

from __future__ import annotations

from channels import buttons
from channels.callbacks import numbers_of
from domain.texts import Refusal, Text
from handlers.context import BotContext

ROWS = frozenset({"announcement", "call", "case", "child", "entry", "event", "group", "invite", "signup", "staff"})
DESK = frozenset({"case", "entry"})  # what staff knows of it is told by telephone
CRIES = (
    buttons.AnswerDoubt,
    buttons.AnswerQuestion,
    buttons.AskOldName,
    buttons.PlaceByOldName,
    buttons.AskAllWards,
    buttons.OpenLine,
    buttons.Retract,
    buttons.NotThisWard,
    buttons.MayWrite,
)  # of whoever cried for help, looked up among their own: these never say no
LOST = Text(
    "The bot broke down and no longer has what was then. Please open it anew with /start; for help tap 🆘 or 111."
)
LOST_CASE = Text(
    "The bot was restored and no longer has the case of that time. Tell a coordinator at once what you remember; "
    "a child in danger: 113, 111. Cases that are still here: /vuviec."
)


def named(kind: type[buttons.Button]) -> frozenset[str]:
    """The rows a button names by their numbers."""
    return ROWS & numbers_of(kind)


async def check(context: BotContext, button: buttons.Button) -> None:
    """Raises Refusal for a button that names a row, below a message of such a time, or of nobody knows when."""
    if context.incoming.query is None or isinstance(button, CRIES):
        return
    rows = named(type(button))
    if rows and await context.services.lost_times.holds(context.incoming.shown_at):
        raise Refusal(LOST_CASE if rows & DESK and context.person.staff is not None else LOST)
