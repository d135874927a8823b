"""Duty groups in the private chat: behind the link of a group's /truc, and in the list below /truc."""

from __future__ import annotations

from channels import group_cards
from channels.buttons import AskDutyGroup, DropDutyGroup, KeepDutyGroup, ListDutyGroups, ShowDutyGroup
from domain.duty_groups import LINK
from handlers.context import BotContext


async def open_link(context: BotContext) -> bool:
    """/start behind the link of a group. True when it was one."""
    payload = context.incoming.argument
    if not payload.startswith(LINK):
        return False
    group = await context.services.duty_groups.open(context.person, payload)
    await context.show(group_cards.choose_card(group, await context.telegram.title(group.chat)))
    return True


async def listing(context: BotContext, button: ListDutyGroups) -> None:
    """Which groups hear of alerts. What they are called is asked of Telegram now, and kept nowhere."""
    groups = await context.services.duty_groups.listing(context.person)
    await context.show(group_cards.list_card([(each, await context.telegram.title(each.chat)) for each in groups]))


async def show(context: BotContext, button: ShowDutyGroup) -> None:
    """One group, and what can be changed about it."""
    group = await context.services.duty_groups.look(context.person, button.group)
    await context.change(group_cards.choose_card(group, await context.telegram.title(group.chat)))


async def ask(context: BotContext, button: AskDutyGroup) -> None:
    """A ward was chosen: what it means."""
    group = await context.services.duty_groups.look(context.person, button.group)
    await context.change(group_cards.ask_card(group, await context.telegram.title(group.chat), button.ward))


async def keep(context: BotContext, button: KeepDutyGroup) -> None:
    """The second tap."""
    group = await context.services.duty_groups.keep(context.person, button.group, button.ward)
    await context.change(group_cards.kept_card(await context.telegram.title(group.chat), group.ward))


async def drop(context: BotContext, button: DropDutyGroup) -> None:
    """No more alerts for this group."""
    group = await context.services.duty_groups.drop(context.person, button.group)
    await context.change(group_cards.dropped_card(await context.telegram.title(group.chat)))
