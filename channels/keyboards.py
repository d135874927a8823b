"""Buttons and keys as Telegram wants them, and those of a message that waits in the outbox."""

from __future__ import annotations

import json
from collections.abc import Callable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from channels import buttons
from channels.cards import Act, Card, Link, PhoneKey, ToPrivate
from domain.texts import Text

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | None
Label = Callable[[Text], str]
Opens = Callable[[str], str]


def below(card: Card, label: Label, opens: Opens) -> Markup:
    """What hangs below a card: its keyboard, else its buttons; `label` puts a text into the reader's words.

    `opens` gives the address of the private chat with something behind /start.
    """
    if card.keyboard is not None:
        return _keyboard([[_key(key, label) for key in row] for row in card.keyboard])
    if not card.rows:
        return None
    return InlineKeyboardMarkup([[_button(cell, label, opens) for cell in row] for row in card.rows])


def read(kept: str | None) -> Markup:
    """The markup that `Markup.to_json` wrote."""
    if kept is None:
        return None
    found = json.loads(kept)
    if "inline_keyboard" in found:
        return InlineKeyboardMarkup.de_json(found, None)
    return _keyboard([[KeyboardButton(**key) for key in row] for row in found["keyboard"]])


def _keyboard(rows: list[list[KeyboardButton]]) -> ReplyKeyboardMarkup:
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)


def _key(key: Text | PhoneKey, label: Label) -> KeyboardButton:
    if isinstance(key, PhoneKey):
        return KeyboardButton(label(key.label), request_contact=True)
    return KeyboardButton(label(key))


def _button(cell: Act | Link | ToPrivate, label: Label, opens: Opens) -> InlineKeyboardButton:
    match cell:
        case Act(said, does):
            return InlineKeyboardButton(label(said), callback_data=buttons.write(does))
        case Link(said, url):
            return InlineKeyboardButton(label(said), url=url)
        case ToPrivate(said, start):
            return InlineKeyboardButton(label(said), url=opens(start))
