"""A group that became a supergroup has another number: whoever we knew by the old one is known by the new one."""

from __future__ import annotations

from datetime import datetime

from services.cases import groups
from storage import duty_groups, outbox, people
from storage.database import Transaction
from storage.vault import Vault


async def follow(tx: Transaction, vault: Vault, chats: tuple[int, int], now: datetime) -> None:
    """What was promised to the old chat goes to the new one (`chats`: both numbers). Following twice is fine.

    No message of the old chat can be changed or removed any more, and the new one counts anew from 1 (Bot API:
    a supergroup counts its own messages): changes are said as new messages, removals are dropped, and where
    messages stood is forgotten, lest a message of somebody else goes in their stead.
    """
    moved = await people.move(tx, vault, *chats)
    if moved is not None:
        seen = await groups.stands_in(tx, moved[0])
        await duty_groups.move(tx, *moved, now)
        await outbox.redirect(tx, *moved, now)
        await groups.say_anew(tx, moved[1], seen, now)
