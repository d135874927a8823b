"""Sends the files of the library: a picture above a card or carrying one, a recorded voice."""

from __future__ import annotations

import asyncio
from asyncio import to_thread
from collections.abc import Awaitable, Callable, Coroutine
from hashlib import sha256
from typing import Any

import structlog
from telegram import Bot, InlineKeyboardMarkup, InputMediaPhoto, Message
from telegram.error import BadRequest, TelegramError

from channels.faults import NOT_THE_FILE, kind_of, outcome_of
from channels.keyboards import Markup
from channels.parts import plain, units
from channels.sending import LONGEST_CAPTION
from domain.enclosures import Enclosure, Kind
from domain.outbox import Delivered, Outcome, Refused, TryLater

log = structlog.get_logger()

NAMES = {Kind.PICTURE: "picture.png", Kind.VOICE: "voice.ogg"}  # a file's own name would say what was read
PATIENCE = 1.5  # seconds for a picture: nobody waits longer for words, or to leave
Way = Callable[[str | bytes], Awaitable[Message]]


class Enclosures:
    """What Telegram has it is sent by its id there. The ids are lost at a restart; then it is uploaded anew.

    A picture may take `PATIENCE`. One that takes longer is left out, and taken away when it comes after all.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._ids: dict[str, str] = {}
        self._late: set[asyncio.Task[Any]] = set()

    async def send(self, chat: int, enclosure: Enclosure, said: str = "", *, protected: bool = False) -> Outcome:
        """The file by itself, without a sound; `said` (plain, few words) is its caption.

        Refused: Telegram, or its reader, does not want it.
        """
        send = self._bot.send_photo if enclosure.kind is Kind.PICTURE else self._bot.send_voice
        name = NAMES[enclosure.kind]

        def way(file: str | bytes) -> Awaitable[Message]:
            caption = said or None
            return send(
                chat, file, filename=name, caption=caption, protect_content=protected, disable_notification=True
            )

        return await self._outcome(enclosure, way)

    async def hang(self, chat: int, picture: Enclosure, said: str) -> Outcome | None:
        """A picture with a few plain words (`said`); None: it takes too long, and the words do not wait for it."""
        return await self._soon(self.send(chat, picture, said), chat)

    async def show(self, chat: int, picture: Enclosure, html: str, markup: Markup) -> Outcome:
        """A card that hangs below a picture. Refused: nothing stands there, and the words go without it."""
        if units(plain(html)) > LONGEST_CAPTION:
            return Refused()

        def way(file: str | bytes) -> Awaitable[Message]:
            name = NAMES[Kind.PICTURE]
            return self._bot.send_photo(chat, file, filename=name, caption=html, parse_mode="HTML", reply_markup=markup)

        return await self._soon(self._outcome(picture, way), chat) or Refused()

    async def change(self, chat: int, message: int, picture: Enclosure, html: str, markup: Markup) -> Outcome:
        """A message of ours becomes this picture with this card (editMessageMedia: from words or a picture).

        TryLater also where it takes too long: then it may still change.
        """
        if units(plain(html)) > LONGEST_CAPTION:
            return Refused()
        inline = markup if isinstance(markup, InlineKeyboardMarkup) else None

        async def way(file: str | bytes) -> Message:
            media = InputMediaPhoto(file, caption=html, parse_mode="HTML", filename=NAMES[Kind.PICTURE])
            changed = await self._bot.edit_message_media(media, chat, message, reply_markup=inline)
            assert isinstance(changed, Message)  # True comes for inline messages only (Bot API)
            return changed

        return await self._soon(self._outcome(picture, way, same=message)) or TryLater()

    async def close(self) -> None:
        """Gives up what is still on its way."""
        for task in self._late:
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)

    async def _soon(self, doing: Coroutine[Any, Any, Outcome], takes_back: int | None = None) -> Outcome | None:
        """What became of it; None: it takes too long. It goes on then, for its id; in a chat that is named undone."""
        task = asyncio.create_task(doing)
        try:
            await asyncio.wait([task], timeout=PATIENCE)
        finally:
            if not task.done():
                self._keep(task)
                if takes_back is not None:
                    self._keep(asyncio.create_task(self._take_away(takes_back, task)))
        return task.result() if task.done() else None

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _take_away(self, chat: int, sending: asyncio.Task[Outcome]) -> None:
        outcome = await sending
        if isinstance(outcome, Delivered):
            try:
                await self._bot.delete_message(chat, outcome.message)
            except TelegramError as error:
                log.warning("late_picture_stands", error=type(error).__name__)

    async def _outcome(self, enclosure: Enclosure, way: Way, same: int | None = None) -> Outcome:
        """What became of it; `same`: this message may read so already."""
        try:
            sent = await self._do(enclosure, way)
            return Delivered(sent.message_id, pictured=bool(sent.photo))
        except OSError:  # taken away since it was read; the next reading of the library says so
            log.warning("enclosure_gone", kind=enclosure.kind.value)
            return Refused()
        except BadRequest as error:
            if (kind := kind_of(error)) == "not modified" and same is not None:
                return Delivered(same, pictured=True)
            log.warning("enclosure_refused", kind=enclosure.kind.value, why=kind)
            return Refused()
        except TelegramError as error:
            return outcome_of(error)

    async def _do(self, enclosure: Enclosure, way: Way) -> Message:
        """By its id, else with the file itself. Raises TelegramError, OSError."""
        known = self._ids.get(enclosure.digest)
        if known is not None:
            try:
                return await way(known)
            except BadRequest as error:
                if kind_of(error) in NOT_THE_FILE:
                    raise
                del self._ids[enclosure.digest]
        if (content := enclosure.content) is None:
            content = await to_thread(_as_it_was_read, enclosure)
        message = await way(content)
        if message.photo:
            self._ids[enclosure.digest] = message.photo[-1].file_id
        elif message.voice is not None:
            self._ids[enclosure.digest] = message.voice.file_id
        return message


def _as_it_was_read(enclosure: Enclosure) -> bytes:
    """Its bytes from the disk, if they are still those of the library. Raises OSError: gone, or another file by now."""
    content = enclosure.path.read_bytes()
    if sha256(content).hexdigest() != enclosure.digest:
        raise FileNotFoundError
    return content
