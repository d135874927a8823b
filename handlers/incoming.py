"""An update, opened once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from channels.buttons import Button
from domain.cases import Content


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update opened once: what it means to us. Exactly one of `button`, `command`, `content` is set."""

    update_id: int
    chat: int
    sent_at: datetime
    received_at: datetime
    message: int | None = None
    content: Content | None = None
    command: str | None = None
    argument: str = ""
    button: Button | None = None
    query: str | None = None
    reply_to: int | None = None
    edited: bool = False
    album: str | None = None
    group: bool = False
    pictured: bool = False  # of a tap: the message with the button hangs below a picture
    shown_at: datetime | None = None  # of a tap: when the message last got its buttons; None: Telegram does not say
    old: bool = False  # of a tap: that message can soon not be taken away any more

    @property
    def text(self) -> str:
        """The words, or nothing."""
        return "" if self.content is None else self.content.text
