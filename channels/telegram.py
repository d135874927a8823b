"""Sends cards through Telegram; what became of each is an Outcome (channels/faults.py for Telegram's errors)."""

from __future__ import annotations

import html
import json
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat, InlineKeyboardMarkup, InputFile
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.request import BaseRequest, RequestData

from channels import (
    after_cards,
    broadcast_cards,
    closing_cards,
    day_cards,
    desk_cards,
    drill_cards,
    event_cards,
    group_cards,
    handbook,
    invite_cards,
    keyboards,
    legal_cards,
    letter_cards,
    note_cards,
    promise_cards,
    question_cards,
    ring_cards,
    sender_cards,
    sending,
    signup_cards,
)
from channels.cards import Act, Attached, Card
from channels.enclosures import Enclosures
from channels.faults import kind_of, outcome_of
from channels.keyboards import Markup
from channels.parts import first_part, plain, units
from channels.sending import NO_PREVIEW, Whole
from channels.texts import Catalogue, Voice
from domain.enclosures import Enclosure
from domain.identity import Profile
from domain.news import Spoken
from domain.outbox import Delivered, Needless, Outcome, Refused
from domain.texts import Text

log = structlog.get_logger()

MOST_DELETED_AT_ONCE = 100
LOOKS = (
    after_cards,
    broadcast_cards,
    closing_cards,
    day_cards,
    desk_cards,
    drill_cards,
    event_cards,
    group_cards,
    handbook,
    invite_cards,
    legal_cards,
    letter_cards,
    note_cards,
    promise_cards,
    question_cards,
    ring_cards,
    sender_cards,
    signup_cards,
)  # their cards register themselves


class Telegram:
    """Speaks to chats. Knows Telegram's limits and errors; nobody above does."""

    def __init__(self, bot: Bot, catalogue: Catalogue, polls: BaseRequest) -> None:
        self._bot = bot
        self._catalogue = catalogue
        self._polls = polls
        self._enclosures = Enclosures(bot)

    @property
    def bot_name(self) -> str:
        """The bot's name in Telegram; known once Telegram has answered."""
        return self._bot.username

    def address(self, start: str) -> str:
        """The private chat with the bot, with something behind /start (Bot API: at most 64 signs)."""
        return f"https://t.me/{self.bot_name}?start={start}"

    def say(self, text: Text | str, voice: Voice) -> str:
        """A sentence as HTML."""
        return text if isinstance(text, str) else self._catalogue.say(text, voice)

    async def updates(self, offset: int, wait: int, kinds: Sequence[str]) -> list[dict[str, Any]]:
        """Updates just as they came, by long polling for `wait` seconds.

        Not opened here: one that nobody can read is stored like any other and set aside later, instead of
        standing in front of all that follow. Raises TelegramError.
        """
        asked = urlencode({"offset": offset, "timeout": wait, "allowed_updates": json.dumps(list(kinds))})
        found = await self._polls.post(f"{self._bot.base_url}/getUpdates?{asked}", RequestData())
        return cast("list[dict[str, Any]]", found)  # getUpdates answers with a list (Bot API)

    async def show(self, chat: int, card: Card, voice: Voice, *, edits: int | None = None) -> Outcome:
        """Sends a card, or changes the message `edits` into it."""
        words, markup = self._html(card, voice), self._markup(card, voice)
        if edits is not None and card.whole is not None and first_part(words) != words:
            words, markup = self._html_cut(words, voice), self._markup(_below_cut(card, card.whole), voice)
        if edits is None:
            if card.picture is not None:
                outcome = await self._enclosures.show(chat, card.picture, words, markup)
                if not isinstance(outcome, Refused):
                    return outcome
            upload = None if card.upload is None else card.upload.content
            whole = Whole(words, markup, card.protected, card.silent, card.file, card.place, upload)
            return await sending.send(self._bot, chat, whole)
        try:
            await self._edit(chat, edits, words, markup)
            return Delivered(edits)
        except BadRequest:  # a refused format: said anew, plain
            return await sending.send(self._bot, chat, Whole(words, markup, card.protected, card.silent))
        except TelegramError as error:
            return outcome_of(error)

    async def attach(self, chat: int, card: Card, attached: Attached, voice: Voice) -> Outcome:
        """Sends a file made in memory, with a card as its caption; never the card alone."""
        caption, file = self._html(card, voice), InputFile(attached.content, filename=attached.name)
        try:
            sent = await self._bot.send_document(
                chat, file, caption=caption, parse_mode="HTML", protect_content=card.protected
            )
            return Delivered(sent.message_id)
        except TelegramError as error:
            return outcome_of(error)

    async def picture(self, chat: int, card: Card, drawn: Attached, voice: Voice) -> Outcome:
        """Sends a picture made in memory, with a card below it; never the card alone."""
        caption, markup = self._html(card, voice), self._markup(card, voice)
        try:
            photo = InputFile(drawn.content, filename=drawn.name)
            sent = await self._bot.send_photo(chat, photo, caption=caption, parse_mode="HTML", reply_markup=markup)
            return Delivered(sent.message_id)
        except TelegramError as error:
            return outcome_of(error)

    async def enclose(self, chat: int, enclosure: Enclosure, *, protected: bool = False) -> Outcome:
        """Sends a file of the library by itself."""
        return await self._enclosures.send(chat, enclosure, protected=protected)

    async def hang(self, chat: int, picture: Enclosure, said: str) -> Outcome | None:
        """Sends a picture with a few plain words; None: it takes too long, and is taken away should it come."""
        return await self._enclosures.hang(chat, picture, said)

    async def close(self) -> None:
        """Gives up what is still on its way."""
        await self._enclosures.close()

    def spoken(self, card: Card, voice: Voice) -> Spoken:
        """A card put into words, to be said later just as it would have been said now."""
        markup = self._markup(card, voice)
        return Spoken(
            self._html(card, voice),
            None if markup is None else markup.to_json(),
            card.protected,
            None if card.words_alone else card.file,
            card.place,
        )

    async def repeat(self, chat: int, spoken: Spoken) -> Outcome:
        """Says what could not be said at once."""
        markup = keyboards.read(spoken.markup)
        whole = Whole(spoken.html, markup, spoken.protected, file=spoken.file, place=spoken.place)
        return await sending.send(self._bot, chat, whole)

    async def change(self, chat: int, message: int, card: Card, voice: Voice, *, pictured: bool = False) -> Outcome:
        """Changes a message of ours into this card. Refused: it cannot be changed (gone, or it carries a keyboard).

        `pictured`: it hangs below a picture, and stays so: a card without one is said anew, and one whose own picture
        Telegram does not want stands below the old one.
        """
        words, markup = self._html(card, voice), self._markup(card, voice)
        if card.picture is not None:
            outcome = await self._enclosures.change(chat, message, card.picture, words, markup)
            if not isinstance(outcome, Refused):
                return outcome
        elif pictured:
            return Refused()
        try:
            way = self._edit_caption if pictured else self._edit
            return Delivered(message) if await way(chat, message, words, markup) else Refused()
        except TelegramError as error:
            return outcome_of(error)

    async def profile(self, chat: int) -> Profile | None:
        """The name and @name somebody shows in Telegram at this moment; None where Telegram does not say."""
        try:
            shown = await self._bot.get_chat(chat)
        except TelegramError:
            return None
        return Profile(" ".join(filter(None, (shown.first_name, shown.last_name))), shown.username)

    async def title(self, chat: int) -> str | None:
        """What a group is called at this moment; None where Telegram does not say."""
        try:
            return (await self._bot.get_chat(chat)).title
        except TelegramError:
            return None

    async def remove(self, chat: int, messages: Sequence[int]) -> Outcome:
        """Takes messages away; those that are gone or too old already are not an error."""
        for start in range(0, len(messages), MOST_DELETED_AT_ONCE):
            some = list(messages[start : start + MOST_DELETED_AT_ONCE])
            try:
                await self._bot.delete_messages(chat, some)
            except BadRequest:
                outcome = await self._remove_one_by_one(chat, some)
                if outcome is not None:
                    return outcome
            except TelegramError as error:
                return outcome_of(error)
        return Delivered(0)

    async def menu(self, chat: int, commands: Mapping[str, Text] | None, voice: Voice) -> Outcome:
        """The menu of one chat has these commands from now on; None: those of everybody."""
        scope = BotCommandScopeChat(chat)
        try:
            if commands is None:
                await self._bot.delete_my_commands(scope)
            else:
                said = [BotCommand(name, self.say(text, voice)[:256]) for name, text in commands.items()]
                await self._bot.set_my_commands(said, scope)
        except (BadRequest, Forbidden):  # a chat that is gone needs no menu
            return Needless()
        except TelegramError as error:
            return outcome_of(error)
        return Delivered(0)

    async def toast(self, query: str, text: str) -> None:
        """Answers a tap; a query that is too old has no answer any more, which is nobody's fault."""
        try:
            await self._bot.answer_callback_query(query, plain(text)[:200] or None)
        except TelegramError as error:
            log.info("tap_not_answered", error=type(error).__name__)

    async def _remove_one_by_one(self, chat: int, messages: Sequence[int]) -> Outcome | None:
        for message in messages:
            try:
                await self._bot.delete_message(chat, message)
            except BadRequest:
                continue
            except TelegramError as error:
                return outcome_of(error)
        return None

    def _html(self, card: Card, voice: Voice) -> str:
        opening = () if voice.opening is None else (voice.opening,)
        parts = [self.say(paragraph, voice) for paragraph in (*opening, *card.paragraphs)]
        if card.words:
            words = html.escape(card.words, quote=False)
            parts.append(f"<tg-spoiler>{words}</tg-spoiler>" if card.hidden else words)
        return "\n\n".join(parts)

    def _html_cut(self, words: str, voice: Voice) -> str:
        """What fits, and where the rest is: in this order, so that nobody takes a part for the whole."""
        rest = self.say(Text("✂️ There is more, but no room here: tap the first button below to read all of it."), voice)
        return first_part(f"{rest}\n\n{words}")

    def _markup(self, card: Card, voice: Voice) -> Markup:
        return keyboards.below(card, lambda label: html.unescape(self.say(label, voice)), self.address)

    async def _edit(self, chat: int, message: int, words: str, markup: Markup) -> bool:
        """Whether the message now reads so. False: gone, too old or with a keyboard. Raises for a bad format."""
        return await _changed(
            self._bot.edit_message_text(
                first_part(words),
                chat,
                message,
                parse_mode="HTML",
                reply_markup=_inline(markup),
                link_preview_options=NO_PREVIEW,
            )
        )

    async def _edit_caption(self, chat: int, message: int, words: str, markup: Markup) -> bool:
        """The same for the words below a picture; False also where there is no room for them."""
        if units(plain(words)) > sending.LONGEST_CAPTION:
            return False
        way = self._bot.edit_message_caption
        return await _changed(way(chat, message, caption=words, parse_mode="HTML", reply_markup=_inline(markup)))


def _inline(markup: Markup) -> InlineKeyboardMarkup | None:
    return markup if isinstance(markup, InlineKeyboardMarkup) else None


async def _changed(editing: Awaitable[object]) -> bool:
    try:
        await editing
    except BadRequest as error:
        if (kind := kind_of(error)) == "parse":
            raise
        log.info("edit_skipped", kind=kind)
        return kind == "not modified"
    return True


def _below_cut(card: Card, whole: Act) -> Card:
    return replace(card, rows=[[whole], *card.rows])
