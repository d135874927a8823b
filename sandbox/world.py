"""What stands in the chats: messages, as the Bot API describes them and as people see them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

TAG = re.compile(r"<(/?)([a-z-]+)(?:\s[^>]*)?>")
ALLOWED_TAGS = frozenset(
    ["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "code", "pre", "blockquote"]
)


class Refused(Exception):
    """A call that Telegram would refuse: its error code, its words, and how long to wait."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after


@dataclass(slots=True)
class Message:
    """One message in one private chat."""

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

    @property
    def buttons(self) -> list[list[str]]:
        """Labels of the inline buttons."""
        return [[cell["text"] for cell in row] for row in self.markup.get("inline_keyboard", [])]

    def button(self, label: str) -> dict[str, Any] | None:
        """The first inline button whose label contains these words."""
        cells = [cell for row in self.markup.get("inline_keyboard", []) for cell in row]
        return next((cell for cell in cells if label.lower() in cell["text"].lower()), None)


def plain(words: str, parse_mode: str | None) -> str:
    """The text behind HTML. Raises Refused like Telegram for tags it does not know or that are not closed."""
    if parse_mode is None:
        return words
    if parse_mode != "HTML":
        raise Refused(400, f"Bad Request: the sandbox does not speak {parse_mode}")
    opened: list[str] = []
    for found in TAG.finditer(words):
        closing, name = found[1] == "/", found[2]
        if name not in ALLOWED_TAGS:
            raise Refused(
                400,
                f'Bad Request: can\'t parse entities: Unsupported start tag "{name}" at byte offset {found.start()}',
            )
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            raise Refused(400, f"Bad Request: can't parse entities: Unmatched end tag at byte offset {found.start()}")
    if opened:
        raise Refused(
            400, f"Bad Request: can't parse entities: Can't find end tag corresponding to start tag {opened[-1]}"
        )
    bare = TAG.sub("", words)
    if "<" in bare:
        raise Refused(400, "Bad Request: can't parse entities: Unsupported start tag")
    return html.unescape(bare)


def checked_text(words: str) -> str:
    """A text Telegram would take: 1 to 4,096 characters after parsing."""
    if not words.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(words) > 4096:
        raise Refused(400, "Bad Request: message is too long")
    return words


def checked_markup(markup: dict[str, Any]) -> dict[str, Any]:
    """A keyboard Telegram would take: callback data of 1 to 64 bytes, at most 100 buttons, real addresses."""
    cells = [cell for row in markup.get("inline_keyboard", []) for cell in row]
    if len(cells) > 100:
        raise Refused(400, "Bad Request: reply markup is too long")
    for cell in cells:
        data = cell.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if "url" in cell and not re.match(r"(https?|tg)://", cell["url"]):
            raise Refused(400, "Bad Request: BUTTON_URL_INVALID")
        if not cell.get("text"):
            raise Refused(400, "Bad Request: Text buttons are not allowed to be empty")
    return markup
