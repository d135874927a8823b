"""Keyboards Telegram would take."""

from __future__ import annotations

import json
from typing import Any

from sandbox.texts import is_link
from sandbox.world import Refused

MOST_INLINE, MOST_KEYS, MOST_BYTES = 100, 300, 10_000
ACTIONS = (
    *("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat"),
    *("switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay"),
)


def checked_markup(markup: dict[str, Any], *, private: bool = True) -> dict[str, Any]:
    """The keyboard without its empty rows. Raises Refused for what no client would be shown."""
    rows = [row for row in markup.get("inline_keyboard", markup.get("keyboard", [])) if row]
    cells = [cell for row in rows for cell in row]
    if len(cells) > (MOST_INLINE if "inline_keyboard" in markup else MOST_KEYS):
        raise Refused(400, "Bad Request: reply markup is too long")
    if len(json.dumps(markup, ensure_ascii=False).encode()) > MOST_BYTES:
        raise Refused(400, "Bad Request: reply markup is too long")
    for cell in cells:
        if "inline_keyboard" in markup:
            _check_button(cell, private)
        else:
            _check_key(cell, private)
    if "inline_keyboard" in markup:
        return {"inline_keyboard": rows} if rows else {}
    return {**markup, "keyboard": rows} if "keyboard" in markup else markup


def _check_button(cell: dict[str, Any], private: bool) -> None:
    if not cell["text"].strip():
        raise Refused(400, "Bad Request: inline keyboard button text must be non-empty")
    match [action for action in ACTIONS if cell.get(action, "") not in ("", False)]:
        case []:
            raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        case ["callback_data"] if len(cell["callback_data"].encode()) > 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        case ["url"] if not is_link(cell["url"]):
            raise Refused(
                400, f"Bad Request: inline keyboard button URL '{cell['url']}' is invalid: {_why(cell['url'])}"
            )
        case ["web_app"] if not private:
            raise Refused(400, "Bad Request: BUTTON_TYPE_INVALID")
        case ["web_app"] if not cell["web_app"]["url"].startswith("https://"):
            raise Refused(400, f"Bad Request: inline keyboard button Web App URL '{cell['web_app']['url']}' is invalid")
        case ["copy_text"] if not 1 <= len(cell["copy_text"]["text"]) <= 256:
            raise Refused(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
        case [_]:
            return
        case _:
            raise Refused(400, "Bad Request: can't parse inline keyboard button: exactly one action must be used")


def _why(address: str) -> str:
    is_web = ":" not in address or address.lower().startswith(("http:", "https:"))
    return "Wrong HTTP URL" if is_web else "Unsupported URL protocol"


def _check_key(cell: dict[str, Any], private: bool) -> None:
    if not cell["text"].strip():
        raise Refused(400, "Bad Request: keyboard button text must be non-empty")
    for asked, words in (("request_contact", "phone number"), ("request_location", "location")):
        if cell.get(asked) and not private:
            raise Refused(400, f"Bad Request: {words} can be requested in private chats only")
