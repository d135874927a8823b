"""Taking what a case left on officers' phones away again, as far as Telegram's 48 hours allow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.news import News, Remove
from domain.news_desk import Emptied, LeftOnPhone
from domain.outbox import Lane, Notice
from storage import cases, outbox, people
from storage.database import Transaction
from storage.tables import CaseRow, PostRow

REMOVABLE = timedelta(hours=48)  # Bot API, deleteMessage; a text of ours can be changed at any time
UNCHANGEABLE = ("Media", "Sheet", "OwnWords")
WORDS = ("FromSender", "Answered", "FromDesk", "SenderKnown", *UNCHANGEABLE)
CLEARS = ("Remove", "Emptied", "LeftOnPhone")


async def take_down(tx: Transaction, row: CaseRow, posts: Sequence[PostRow], now: datetime) -> None:
    """Removes these messages; from older ones of ours the words go, and of the others it is said honestly."""
    for person in dict.fromkeys(post.person_id for post in posts):
        mine = [post for post in posts if post.person_id == person]
        notices = [
            Notice(person, news, Lane.SERVICE, f"{once}:{row.id}:{person}", case=row.id, edits=edits)
            for news, once, edits in _ways(row.code, mine, now)
        ]
        await outbox.write(tx, notices, now)
        await people.forget_posts(tx, person, [post.message for post in mine])


async def take_all_down(tx: Transaction, person: int, now: datetime) -> None:
    """A lost phone: everything about cases leaves it, and nothing that waits about one is sent there."""
    await outbox.drop_to(tx, person, now, but=CLEARS)
    posts = [post for post in await people.posts(tx, person=person) if post.case_id is not None]
    for case in dict.fromkeys(post.case_id for post in posts):
        row = None if case is None else await cases.get(tx, case)
        if row is not None:
            await take_down(tx, row, [post for post in posts if post.case_id == case], now)


def _ways(code: str, posts: Sequence[PostRow], now: datetime) -> list[tuple[News, str, int | None]]:
    """What is told to one chat: the news, its `once`, and the message it changes."""
    young = tuple(dict.fromkeys(post.message for post in posts if post.at >= now - REMOVABLE))
    old = {post.message: post.kind for post in posts if post.at < now - REMOVABLE}
    left = sum(kind in UNCHANGEABLE for kind in old.values())
    first = min(post.message for post in posts)
    ways: list[tuple[News, str, int | None]] = [(Remove(young), f"remove:{first}", None)] if young else []
    ways += [(Emptied(code), f"emptied:{m}", m) for m, kind in old.items() if kind not in UNCHANGEABLE]
    return ways + ([(LeftOnPhone(code, left), f"left:{first}", None)] if left else [])
