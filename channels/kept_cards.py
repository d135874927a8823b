"""Seats held back, as staff see them; and the invitation, which says nothing of it to a family."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime

from channels import buttons
from channels.cards import Act, Card, Row
from channels.editing_buttons import EditEvent, KeepSeats, ShowKept, SignUpKept, TakeBackKept
from channels.event_words import when_of, where_of
from domain.events import Event
from domain.texts import Text

LISTED = 20


def kept_card(event: Event, given: int, left: int, links: Sequence[tuple[int, datetime]], *, screen: int) -> Card:
    """For staff: how many of the seats held back are given, kept and left. `links`: which nobody has used, since when.

    `screen`: the update that draws it.
    """
    said: list[Text | str] = [
        Text("🔒 <b>{title}</b>: seats held back", title=event.title),
        Text(
            "{seats} in all · {given} given · {left} left. No family sees this, nor who has one.",
            seats=event.quota,
            given=given,
            left=left,
        ),
    ]
    if links:
        said.append(Text("Waiting for a family: {count} invitations.", count=len(links)))
    rows: list[Row] = [
        [Act(Text("↩️ Take back that of {at:day}", at=at), TakeBackKept(event.id, link))] for link, at in links[:LISTED]
    ]
    keep: list[Row] = [[Act(Text("➕ Keep seats for a family"), KeepSeats(event.id, screen))]] if left > 0 else []
    return Card(said, rows=[*keep, *rows, [Act(Text("← Back"), EditEvent(event.id))]])


def link_card(event: Event, url: str) -> Card:
    """For staff: what to send to the family."""
    return Card(
        [
            Text("🔒 Seats are kept for one family at <b>{title}</b>. Please send them this link:", title=event.title),
            html.escape(url, quote=False),
            Text(
                "It works once. The family signs up and agrees by itself, like every other; nothing tells them or anybody else that the seats were held back. Please do not send it to a group."
            ),
        ],
        rows=[[Act(Text("🔒 Seats held back"), ShowKept(event.id))]],
    )


def invited_card(event: Event, token: str) -> Card:
    """For the family: an invitation, and no word of why."""
    return Card(
        [
            Text("💌 Your family is invited to <b>{title}</b>.", title=event.title),
            when_of(event.starts_at, event.ends_at),
            Text("📍 {place} ({where})", place=event.place, where=where_of(event.ward)),
        ],
        rows=[
            [Act(Text("✍️ Sign up"), SignUpKept(event.id, token))],
            [Act(Text("👁 See the event"), buttons.ShowEvent(event.id))],
        ],
    )
