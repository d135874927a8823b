"""/truc: who is on duty, and one's own switch."""

from __future__ import annotations

from channels import cards
from channels.buttons import Duty
from channels.cards import Act, Card
from domain.people import CASE_ROLES, Role, require_staff
from domain.texts import Text
from handlers.context import BotContext


async def roster(context: BotContext) -> None:
    """/truc: who is on duty, and one's own switch."""
    staff = require_staff(context.person, frozenset(Role))
    lines = [
        Text(
            "{mark} {name} · {ward} · rung {rung}",
            mark="🟢" if s.on_duty and reachable else ("⚪️" if reachable else "❗️"),
            name=s.name,
            ward=cards.ward_name(s.ward) if s.ward else Text("all wards"),
            rung=s.rung,
        )
        for s, reachable in await context.services.roster.staff()
        if s.role in CASE_ROLES
    ]
    switch = Act(Text("🔕 I go off duty"), Duty(0)) if staff.on_duty else Act(Text("🔔 I am on duty"), Duty(1))
    await context.say(Text("<b>On duty</b> (❗️ has not pressed START or blocked the bot)"), *lines, rows=[[switch]])


async def duty(context: BotContext, button: Duty) -> None:
    """On duty or not."""
    await context.services.roster.set_duty(context.person, on=button.on == 1)
    text = (
        Text("You are on duty. Please switch sound on.")
        if button.on
        else Text("You are off duty. Your open cases stay yours until handed over.")
    )
    await context.change(Card([text]))
