"""What stands in the chats: messages, as the Bot API describes them and as people see them; and what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

CONTENT = (
    *("text", "entities", "caption", "caption_entities", "photo", "voice", "video", "video_note", "audio"),
    *("animation", "document", "sticker", "location", "contact"),
)


class Refused(Exception):
    """A call that Telegram would refuse: its error code, its words, how long to wait, and where the chat went."""

    def __init__(
        self, code: int, description: str, retry_after: int | None = None, *, migrate_to: int | None = None
    ) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after, self.migrate_to = code, description, retry_after, migrate_to


@dataclass(slots=True)
class Message:
    """One message in one chat."""

    id: int
    date: int
    chat: int
    from_bot: bool
    kind: str
    text: str
    html: str = ""
    file_id: str | None = None
    markup: dict[str, Any] = field(default_factory=dict)
    protected: bool = False
    edited: bool = False
    raw: dict[str, Any] = field(default_factory=dict)
    reactions: list[str] = field(default_factory=list)

    @property
    def buttons(self) -> list[list[str]]:
        """Labels of the inline buttons."""
        return [[cell["text"] for cell in row] for row in self.markup.get("inline_keyboard", [])]

    def button(self, label: str) -> dict[str, Any] | None:
        """The first inline button whose label contains these words."""
        cells = [cell for row in self.markup.get("inline_keyboard", []) for cell in row]
        return next((cell for cell in cells if label.lower() in cell["text"].lower()), None)

    @property
    def content(self) -> dict[str, Any]:
        """What it says, in the Bot API's fields; empty for a service message."""
        return {name: self.raw[name] for name in CONTENT if name in self.raw}

    @property
    def quoted(self) -> dict[str, Any]:
        """The Bot API's message as another one shows it: without what it answers itself."""
        return {name: value for name, value in self.raw.items() if name != "reply_to_message"}
