"""*Phiếu thông tin*: the information sheet of a case as a document in the officer's private chat."""

from __future__ import annotations

from channels.buttons import MakeSheet, MakeSheetFor
from channels.cards import Act
from domain.texts import Text
from handlers.context import BotContext

REASONS = {
    "oversight": Text("To see that the case goes on"),
    "plan": Text("For the meeting or the plan"),
    "pass_on": Text("To pass it on to another body"),
}


async def make(context: BotContext, button: MakeSheet) -> None:
    """For its holder at once; a coordinator is asked what it is for."""
    case, needs_reason = await context.services.sheets.look(context.person, button.case)
    if not needs_reason:
        await _promise(context, button.case, None)
        return
    rows = [[Act(label, MakeSheetFor(case.id, reason))] for reason, label in REASONS.items()]
    await context.say(
        Text("What do you need the sheet of {code} for? It stands in the journal.", code=case.code), rows=rows
    )


async def make_for(context: BotContext, button: MakeSheetFor) -> None:
    """The coordinator said why."""
    await _promise(context, button.case, button.reason)


async def _promise(context: BotContext, case: int, reason: str | None) -> None:
    await context.services.sheets.ask(context.person, case, reason, context.incoming.update_id)
    await context.toast(Text("The sheet follows below."))
