"""A lost phone: one command, one colleague, one more tap."""

from __future__ import annotations

from channels.buttons import LostPhone, PhoneIsLost
from channels.cards import Act, Card
from domain.people import CASE_ROLES, require_staff
from domain.texts import Refusal, Text
from handlers.context import BotContext
from services.leaving import MAY_REPORT

STANDS_TOO = (
    "The bot was restored: what it sent about cases from {since:day} to {until:day} stands on that phone, "
    "and it cannot remove it."
)


async def whose(context: BotContext) -> None:
    """/matmay: whose phone is lost? For coordinators and administrators."""
    me = require_staff(context.person, MAY_REPORT)
    colleagues = [s for s, _ in await context.services.roster.staff() if s.role in CASE_ROLES and s.id != me.id]
    if not colleagues:
        await context.say(Text("There are no colleagues with cases."))
        return
    rows = [[Act(Text("{name}", name=s.name), LostPhone(s.id))] for s in colleagues[:50]]
    await context.say(Text("Whose phone is lost? Nothing happens before you confirm."), rows=rows)


async def lost(context: BotContext, button: LostPhone) -> None:
    """Asks once."""
    require_staff(context.person, MAY_REPORT)
    found = [s for s, _ in await context.services.roster.staff() if s.id == button.staff]
    if not found:
        raise Refusal(Text("This colleague no longer works here."))
    await context.change(
        Card(
            [
                Text(
                    "{name}: no longer rung, no rights in the bot, open cases go to others, and what stands about cases in that chat is removed (48 hours). Is the phone lost?",
                    name=found[0].name,
                )
            ],
            rows=[[Act(Text("📵 Yes, the phone is lost"), PhoneIsLost(button.staff))]],
        )
    )


async def is_lost(context: BotContext, button: PhoneIsLost) -> None:
    """The second tap."""
    staff = await context.services.leaving.report_lost(context.person, button.staff)
    lost = await context.services.lost_times.of_late(context.incoming.received_at)
    also = [] if lost is None else [Text(STANDS_TOO, since=lost[0], until=lost[1])]
    await context.change(
        Card(
            [
                Text("Done. {name} is off the ladder and the open cases are being rung again.", name=staff.name),
                *also,
                Text(
                    "Messages older than 48 hours stay on that phone: have its session ended in Telegram (Settings, Devices). With a safe phone, an administrator adds them again."
                ),
            ]
        )
    )
