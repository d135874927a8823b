"""Yeses beside coming: pictures, health notes, children kept for next time, the signed sheet of a forum."""

from __future__ import annotations

from channels import arrival_cards, consent_cards
from channels.cards import HOME, Card
from channels.consent_buttons import (
    AllowPictures,
    ChildKeeps,
    ChildOnPictures,
    ForgetChild,
    KeepChild,
    RefusePictures,
    SheetNotReceived,
    SheetReceived,
    ShowKeeping,
    ShowPictures,
    WithdrawConsent,
)
from domain.people import Forged
from domain.signups import Purpose
from domain.texts import Text
from handlers.context import BotContext
from services.consents import Pictures

NO_PICTURES = Text("Taken back: the list says now that no pictures are taken of your children. The sign-up stays.")


async def show_pictures(context: BotContext, button: ShowPictures) -> None:
    """*Ảnh*."""
    found = await context.services.consents.pictures(context.person, button.signup)
    await context.show(_card(context, found))


async def allow_pictures(context: BotContext, button: AllowPictures) -> None:
    """A parent's yes; where a child has to say yes too, the card asks it."""
    found = await context.services.consents.allow_pictures(context.person, button.signup, context.incoming.update_id)
    await context.change(_card(context, found))


async def refuse_pictures(context: BotContext, button: RefusePictures) -> None:
    """A parent's yes is taken back; what that means is said."""
    await context.services.consents.refuse_pictures(context.person, button.signup)
    await context.say(NO_PICTURES, rows=[[HOME]])


async def child_on_pictures(context: BotContext, button: ChildOnPictures) -> None:
    """The child's own word."""
    yes = button.say == "yes"
    found = await context.services.consents.child_on_pictures(
        context.person, button.child, context.incoming.update_id, yes=yes
    )
    if yes:
        await context.change(_card(context, found))
        return
    await context.say(
        Text("All right: the list says now that no pictures are taken. The sign-up stays."), rows=[[HOME]]
    )


async def take_back(context: BotContext, button: WithdrawConsent) -> None:
    """A yes beside the sign-up is taken back; what that means is said."""
    said = {
        Purpose.PHOTO: NO_PICTURES,
        Purpose.NEEDS: Text("Taken back: the health notes are deleted. The sign-up stays."),
    }
    if button.purpose not in said:
        raise Forged(Text("This button is too old. Please open the menu with /start."))
    await context.services.consents.withdraw(context.person, button.event, Purpose(button.purpose))
    await context.say(said[Purpose(button.purpose)], rows=[[HOME]])


async def show_keeping(context: BotContext, button: ShowKeeping) -> None:
    """*Nhớ các bé cho lần sau*."""
    found = await context.services.kept_children.look(context.person, button.signup)
    await context.show(consent_cards.keeping_card(found))


async def keep_child(context: BotContext, button: KeepChild) -> None:
    """A parent's yes; from 7 on the card asks the child."""
    found = await context.services.kept_children.keep(context.person, button.child, context.incoming.update_id)
    await context.change(consent_cards.keeping_card(found))


async def child_keeps(context: BotContext, button: ChildKeeps) -> None:
    """The child's own yes."""
    found = await context.services.kept_children.child_agrees(context.person, button.child, context.incoming.update_id)
    await context.change(consent_cards.keeping_card(found))


async def forget(context: BotContext, button: ForgetChild) -> None:
    """One tap forgets; what that means is said."""
    await context.services.kept_children.forget(context.person, button.child)
    await context.say(Text("Forgotten. Next time you type the name again. Sign-ups stay."), rows=[[HOME]])


async def sheet_received(context: BotContext, button: SheetReceived) -> None:
    """Staff have the signed sheet; the list, or the family, shows it."""
    await context.services.consent_papers.received(context.person, button.signup, context.incoming.update_id)
    await context.toast(Text("✅ Written down."))
    visit = await context.services.arrivals.look(context.person, button.signup)
    if button.page is None:
        await context.change(arrival_cards.family_card(visit))
        return
    page = await context.services.arrivals.page(context.person, visit.event.id, button.page)
    await context.turn(arrival_cards.page_card(page))


async def sheet_not_received(context: BotContext, button: SheetNotReceived) -> None:
    """A slip is taken back."""
    await context.services.consent_papers.not_received(context.person, button.signup, context.incoming.update_id)
    visit = await context.services.arrivals.look(context.person, button.signup)
    await context.change(arrival_cards.family_card(visit))


def _card(context: BotContext, found: Pictures) -> Card:
    to_child = context.person.is_child
    return consent_cards.pictures_card(found.event, found.ticket, to_child=to_child, own_yes=found.own_yes)
