"""A family's own sign-up: who comes, one child fewer, and a second adult who sees the ticket."""

from __future__ import annotations

from channels import family_cards
from channels.buttons import (
    DropChild,
    InviteGuardian,
    InviteGuardianAnew,
    JoinFamily,
    ShowFamily,
    TakeConsentSheet,
    TakeYesBack,
)
from channels.cards import HOME
from domain.texts import Refusal, Text
from handlers.context import BotContext

LINK = "giadinh_"


async def show(context: BotContext, button: ShowFamily) -> None:
    """Who comes, and what can be changed."""
    ticket = await context.services.signups.of(context.person, button.event)
    if ticket is None:
        raise Refusal(Text("You are not signed up for this event."))
    shown = await context.services.events.get(context.person, button.event)
    person = context.person
    own = ticket.owner == person.id
    await context.show(family_cards.family_card(shown.event, ticket, to_child=person.is_child, own=own))


async def drop_child(context: BotContext, button: DropChild) -> None:
    """*Một bé không đi nữa*."""
    ticket = await context.services.signups.drop_child(context.person, button.child, context.incoming.update_id)
    left = family_cards.left_card(0, None) if ticket is None else family_cards.left_card(ticket.event, ticket.seats)
    await context.show(left)


async def invite(context: BotContext, button: InviteGuardian) -> None:
    """A link for the second adult, shown to a guardian who is there already."""
    token = await context.services.guardians.invite(context.person, button.event)
    await _link(context, button.event, token)


async def invite_anew(context: BotContext, button: InviteGuardianAnew) -> None:
    """*Gửi nhầm*: another link for the second adult."""
    await _link(context, button.event, await context.services.guardians.invite_anew(context.person, button.event))
    await context.toast(family_cards.OLD_ENDED)


async def open_link(context: BotContext) -> bool:
    """/start behind a guardian's link. True when it was one."""
    if not context.incoming.argument.startswith(LINK):
        return False
    token = context.incoming.argument.removeprefix(LINK)
    await context.show(family_cards.join_card(await context.services.guardians.by_link(context.person, token), token))
    return True


async def join(context: BotContext, button: JoinFamily) -> None:
    """They belong to it; the ticket comes by itself."""
    await context.services.guardians.join(context.person, button.token, context.incoming.update_id)
    await context.say(Text("Good. You see this sign-up under “Mine” now, too."), rows=[[HOME]])


async def take_yes_back(context: BotContext, button: TakeYesBack) -> None:
    """A yes given by link is taken back."""
    await context.services.guardians.take_back(context.person, button.signup, context.incoming.update_id)
    await context.say(
        Text("Taken back: the child's sign-up is over, its name is deleted, and it hears so."), rows=[[HOME]]
    )


async def consent_sheet(context: BotContext, button: TakeConsentSheet) -> None:
    """*Phiếu đồng ý*: it comes as a file."""
    await context.services.consent_papers.ask(context.person, button.event, context.incoming.update_id)
    await context.toast(Text("The sheet follows below."))


async def _link(context: BotContext, event: int, token: str) -> None:
    url = f"https://t.me/{context.bot_name}?start={LINK}{token}"
    await context.show(family_cards.guardian_link_card(url, event))
