"""/moi: inviting a colleague by link, and opening such a link."""

from __future__ import annotations

from channels import invite_cards
from channels.buttons import Invite, RevokeInvite
from domain.invites import LINK, offer
from domain.people import require_staff
from domain.texts import Text
from handlers import menu
from handlers.context import BotContext
from services.invites import INVITERS


async def overview(context: BotContext) -> None:
    """/moi: whom to invite, and what still waits."""
    await context.show(invite_cards.overview_card(await context.services.invites.pending(context.person)))


async def choose(context: BotContext, button: Invite) -> None:
    """One more choice, or the link."""
    require_staff(context.person, INVITERS)
    chosen = offer(button.role, button.ward, button.rung)
    if chosen is None:
        await context.change(invite_cards.next_choice_card(button.role, button.ward))
        return
    token = await context.services.invites.make(context.person, chosen, context.incoming.update_id)
    await context.show(invite_cards.link_card(chosen, f"https://t.me/{context.bot_name}?start={LINK}{token}"))


async def revoke(context: BotContext, button: RevokeInvite) -> None:
    """The link opens nothing any more."""
    if await context.services.invites.revoke(context.person, button.invite):
        await context.say(Text("Taken back. The link opens nothing any more."))
    else:
        await context.say(Text("This invitation was over already."))


async def open_link(context: BotContext) -> bool:
    """/start behind an invitation. True when it was one."""
    if not context.incoming.argument.startswith(LINK):
        return False
    token = context.incoming.argument.removeprefix(LINK)
    await context.show(invite_cards.opened_card(await context.services.invites.open(context.person, token)))
    return True


async def typed(context: BotContext) -> bool:
    """Words while an invitation waits for a name. True when they were the name."""
    content = context.incoming.content
    if context.incoming.edited or content is None or content.kind != "text":
        return False
    person = await context.services.invites.accept(context.person, content.text)
    if person is None or person.staff is None:
        return False
    name = person.staff.name
    context.person = person
    await context.show(invite_cards.linked_card(name, menu.keyboard(person)))
    return True
