"""Events: what is coming, one event, being told and reminded; and what staff do with an event."""

from __future__ import annotations

from dataclasses import replace

from channels import event_cards
from channels.buttons import (
    AddToCalendar,
    ListEvents,
    RemindMe,
    RemindNoMore,
    ShowEvent,
    Subscribe,
)
from channels.cards import HOME
from domain.people import EVENT_ROLES
from domain.texts import Refusal, Text
from handlers.context import BotContext


async def listing(context: BotContext) -> None:
    """/sukien: what is coming in this ward and in all wards."""
    services, person = context.services, context.person
    shown = await services.events.list_upcoming(person.ward)
    heard = await services.broadcasts.subscriptions(person)
    wants = {topic for ward, topic in heard if ward == person.ward}
    seats = [(s.event, s.left) for s in shown]
    await context.show(event_cards.listing_card(seats, person.ward, wants, to_child=person.is_child))


async def listing_button(context: BotContext, button: ListEvents) -> None:
    """Back to the list."""
    await listing(context)


async def show_event(context: BotContext, button: ShowEvent) -> None:
    """One event, with what this person can do."""
    shown = await context.services.events.get(context.person, button.event)
    ticket = await context.services.signups.of(context.person, button.event)
    staff = context.person.staff
    may = staff is not None and staff.role in EVENT_ROLES and staff.may_publish_in(shown.event.ward)
    card = event_cards.event_card(shown.event, shown.left, ticket, waiting=shown.waiting, staff=may)
    await context.show(replace(card, upload=shown.upload))


async def remind(context: BotContext, button: RemindMe) -> None:
    """*Nhắc tôi*."""
    first, *then = await context.services.reminders.remind(context.person, button.event)
    if then:
        await context.toast(Text("Good, we remind you at {at:day} and at {then:day}.", at=first, then=then[0]))
    else:
        await context.toast(Text("Good, we remind you at {at:day}.", at=first))


async def remind_no_more(context: BotContext, button: RemindNoMore) -> None:
    """*Không nhắc nữa*."""
    await context.services.reminders.off(context.person, button.event)
    await context.toast(Text("All right, we remind you of this event no more. Your sign-up stays as it is."))


async def add_to_calendar(context: BotContext, button: AddToCalendar) -> None:
    """*Thêm vào lịch*."""
    await context.services.calendars.ask(context.person, button.event, context.incoming.update_id)
    await context.toast(Text("The file follows below."))


async def subscribe(context: BotContext, button: Subscribe) -> None:
    """News of events in one's own ward, on or off."""
    broadcasts, person = context.services.broadcasts, context.person
    if not button.on:
        await broadcasts.unsubscribe(person)
        await context.say(Text("All right, we no longer write about events by ourselves."), rows=[[HOME]])
        return
    if person.ward is None:
        raise Refusal(Text("Please choose your ward first, with /phuong."))
    await broadcasts.subscribe(person, person.ward)
    await context.say(
        Text("Good. When something is planned for children in your ward, we tell you here, once."), rows=[[HOME]]
    )
