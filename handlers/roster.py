"""/truc: who is on duty now and next; the switch, the hours and the leave, by buttons and short typed forms."""

from __future__ import annotations

from datetime import timedelta

from channels import roster_cards
from channels.buttons import Duty, PlanOf, PlanOthers, SetHours, SetLeave
from channels.cards import Card
from domain.conversations import Dialog
from domain.duty import PATTERNS, Leave, read_hours, read_leave
from domain.people import Forged, Role, require_staff
from domain.texts import Text
from domain.working_time import HANOI
from handlers.context import BotContext
from services.roster import PLANNERS

HOURS, LEAVE = Dialog.HOURS, Dialog.LEAVE
TYPING_LASTS = timedelta(minutes=15)


async def roster(context: BotContext) -> None:
    """/truc: who is on duty now and next, and what oneself can change."""
    staff = require_staff(context.person, frozenset(Role))
    lines = await context.services.roster.shown(context.person)
    mine = await context.services.roster.of(context.person, staff.id)
    await context.show(roster_cards.roster_card(lines, mine, plans=staff.role in PLANNERS))


async def duty(context: BotContext, button: Duty) -> None:
    """On duty or not."""
    await context.services.roster.set_duty(context.person, on=button.on == 1)
    text = (
        Text("You are on duty. Please switch sound on.")
        if button.on
        else Text("You are off duty. Your open cases are offered to those on duty; until one accepts, they stay yours.")
    )
    await context.change(Card([text]))


async def plan_others(context: BotContext, button: PlanOthers) -> None:
    """Whose hours and leave? For those who plan."""
    require_staff(context.person, PLANNERS)
    await context.change(roster_cards.others_card(await context.services.roster.shown(context.person)))


async def plan_of(context: BotContext, button: PlanOf) -> None:
    """The hours and leave of one."""
    await context.change(roster_cards.plan_card(await context.services.roster.of(context.person, button.staff)))


async def set_hours(context: BotContext, button: SetHours) -> None:
    """One of the usual weeks, or hours to be typed."""
    if button.week == roster_cards.TYPED:
        await context.services.roster.of(context.person, button.staff)
        await context.services.people.begin(context.person, HOURS, button.staff)
        await context.say(Text("Write the hours, for example: “T2-T6 7:30-17:00; T7 8-12”, or “22-6” for every night."))
        return
    if button.week not in PATTERNS:
        raise Forged(Text("This button is too old. Please open the menu with /start."))
    line = await context.services.roster.set_hours(context.person, button.staff, PATTERNS[button.week])
    await context.change(roster_cards.plan_card(line))


async def set_leave(context: BotContext, button: SetLeave) -> None:
    """Today, tomorrow, days to be typed, or back at work."""
    roster = context.services.roster
    today = context.incoming.received_at.astimezone(HANOI).date()
    days = {roster_cards.TODAY: today, roster_cards.TOMORROW: today + timedelta(days=1)}
    if button.days == roster_cards.TYPED:
        await roster.of(context.person, button.staff)
        await context.services.people.begin(context.person, LEAVE, button.staff)
        await context.say(Text("Write the days off, for example: “24/12-2/1”, or “24/12” for one day."))
    elif button.days == roster_cards.BACK:
        await context.change(roster_cards.plan_card(await roster.drop_leave(context.person, button.staff)))
    elif (day := days.get(button.days)) is not None:
        line = await roster.add_leave(context.person, button.staff, Leave(day, day))
        await context.change(roster_cards.plan_card(line))
    else:
        raise Forged(Text("This button is too old. Please open the menu with /start."))


async def typed(context: BotContext) -> bool:
    """Words while hours or days off are waited for. True when they were that, understood or asked for again."""
    if context.person.staff is None or context.incoming.edited or not context.incoming.text.strip():
        return False
    talk = context.talk
    if talk is None or talk.name not in (HOURS, LEAVE) or talk.about is None:
        return False
    if context.incoming.received_at - talk.since > TYPING_LASTS:
        return False
    staff = talk.about
    roster = context.services.roster
    if talk.name == HOURS:
        line = await roster.set_hours(context.person, staff, read_hours(context.incoming.text))
    else:
        leave = read_leave(context.incoming.text, context.incoming.received_at)
        line = await roster.add_leave(context.person, staff, leave)
    await context.services.people.finish(context.person)
    await context.show(roster_cards.plan_card(line))
    return True
