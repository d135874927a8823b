"""/soansukien: staff write an event in the chat, see it as families will, publish, change and cancel it."""

from __future__ import annotations

from dataclasses import replace

from channels import editing_cards as cards
from channels import wording_cards
from channels.cards import Card
from channels.editing_buttons import (
    AskCancel,
    AskTell,
    CancelEvent,
    EditEvent,
    EditField,
    KeepMine,
    ListDrafts,
    NewEvent,
    NewOn,
    PreviewEvent,
    PublishEvent,
    SetField,
    TellFamilies,
)
from domain.events import fixed_day_ahead
from domain.texts import Text
from domain.working_time import HANOI
from handlers.context import BotContext
from services.event_steps import Cancelling, Chosen, Clash, Editing, Step


async def listing(context: BotContext) -> None:
    """/soansukien."""
    await context.show(await _list(context))


async def listing_button(context: BotContext, button: ListDrafts) -> None:
    """Back to the list."""
    await context.change(await _list(context))


async def new(context: BotContext, button: NewEvent) -> None:
    """A new event: its kind, then its day."""
    if button.kind is None:
        await context.services.event_editor.listing(context.person)  # for staff
        await context.change(cards.kinds_card())
        return
    kind = await context.services.event_editor.begin(context.person, button.kind)
    today = context.incoming.received_at.astimezone(HANOI).date()
    await context.change(cards.new_day_card(kind, fixed_day_ahead(kind, today)))


async def new_on(context: BotContext, button: NewOn) -> None:
    """The day of a new event was tapped: its draft is there."""
    editor = context.services.event_editor
    await _next(context, await editor.create(context.person, button.kind, button.days, context.incoming.update_id))


async def edit(context: BotContext, button: EditEvent) -> None:
    """The card of an event; a question that was open is not any more."""
    editor = context.services.event_editor
    at = await editor.open(context.person, button.event)
    await editor.leave(context.person, button.event)
    await context.change(await _card(context, at))


async def ask(context: BotContext, button: EditField) -> None:
    """The question about one field."""
    at = await context.services.event_editor.ask(context.person, button.event, button.field)
    await context.change(await _card(context, at))


async def set_field(context: BotContext, button: SetField) -> None:
    """An answer by button."""
    step = await context.services.event_editor.tap(
        context.person, button.event, button.field, button.said, button.version, context.incoming.update_id
    )
    await _next(context, step)


async def keep_mine(context: BotContext, button: KeepMine) -> None:
    """What this person wrote stands, though somebody else wrote the same field."""
    await _next(
        context,
        await context.services.event_editor.keep_mine(context.person, button.event, context.incoming.update_id),
    )


async def typed(context: BotContext) -> bool:
    """A message while a field waits for its answer: words, a photo, a place. True when it was that."""
    incoming = context.incoming
    if context.person.staff is None or incoming.edited or incoming.content is None:
        return False
    step = await context.services.event_editor.answer(context.person, incoming.content, incoming.update_id)
    if step is None:
        return False
    if isinstance(step, Cancelling):
        await context.show(await _cancelling(context, step))
    else:
        await context.show(await _step(context, step))
    return True


async def preview(context: BotContext, button: PreviewEvent) -> None:
    """👁 Xem thử: the card that families will see; below it, what should not stand there."""
    await context.services.event_editor.open(context.person, button.event)
    shown = await context.services.events.get(context.person, button.event)
    await context.show(replace(cards.preview_card(shown.event, shown.left, shown.waiting), upload=shown.upload))
    if doubts := await context.services.wording.of_event(shown.event):
        await context.show(wording_cards.event_reminder(shown.event, doubts))


async def publish(context: BotContext, button: PublishEvent) -> None:
    """Đăng: families see it now."""
    await context.services.events.publish(context.person, button.event)
    await context.toast(Text("Published. Families see it in their list now."))
    await context.change(await _card(context, await context.services.event_editor.open(context.person, button.event)))


async def ask_tell(context: BotContext, button: AskTell) -> None:
    """What families would hear."""
    at = await context.services.event_editor.open(context.person, button.event)
    if at.untold:
        await context.change(cards.tell_card(at.event, at.families + at.asked, at.untold))
    else:
        await context.change(await _card(context, at))


async def tell(context: BotContext, button: TellFamilies) -> None:
    """Báo cho các gia đình."""
    editor = context.services.event_editor
    families = await editor.tell(context.person, button.event, button.version)
    await context.toast(Text("{families} families are being told.", families=families))
    await context.change(await _card(context, await editor.open(context.person, button.event)))


async def ask_cancel(context: BotContext, button: AskCancel) -> None:
    """Cancelling: one line why, and a tap."""
    at = await context.services.event_editor.ask_why(context.person, button.event)
    await context.change(await _cancelling(context, at))


async def cancel(context: BotContext, button: CancelEvent) -> None:
    """It does not take place; everyone signed up is told, and who cancels hears how many children are there."""
    why = await context.services.event_editor.why(context.person, button.event)
    event = await context.services.events.cancel(context.person, button.event, why)
    await context.services.people.finish(context.person)
    await context.change(
        cards.cancelled_card(event, await context.services.arrivals.still_here(context.person, event.id))
    )


async def _list(context: BotContext) -> Card:
    shown = await context.services.event_editor.listing(context.person)
    return cards.list_card([(each.event, each.taken) for each in shown])


async def _next(context: BotContext, step: Step) -> None:
    await context.change(await _step(context, step))


async def _step(context: BotContext, step: Step) -> Card:
    match step:
        case Clash(editing, field, by, at):
            return cards.clash_card(editing.event, field, by, at)
        case Chosen(choose, event, _) if event is not None:
            return cards.choose_card(event, choose)
        case Chosen(choose, _, kind) if kind is not None:
            return cards.choose_new_card(kind, choose)
        case Editing():
            return await _card(context, step)
    raise AssertionError("a choice is about an event or a kind")


async def _card(context: BotContext, at: Editing) -> Card:
    if at.asks is not None:
        return cards.question_card(at.event, at.asks)
    shown = cards.editing_card(
        at.event,
        families=at.families,
        asked=at.asked,
        taken=at.taken,
        untold=at.untold,
        others=at.others,
        asks_again=at.asks_again,
    )
    doubts = await context.services.wording.of_event(at.event)
    return wording_cards.reminded(shown, wording_cards.in_fields(doubts))


async def _cancelling(context: BotContext, at: Cancelling) -> Card:
    asked = cards.cancel_card(at.event, at.why, families=at.families, asked=at.asked, here=at.here)
    return wording_cards.reminded(asked, await context.services.wording.of_words(at.why))
