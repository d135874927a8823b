"""Sends the files of the library: a picture above a card or carrying one, a recorded voice."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Awaitable, Callable
from hashlib import sha256

import structlog
from telegram import Bot, InlineKeyboardMarkup, InputMediaPhoto, Message
from telegram.error import BadRequest, TelegramError

from channels.faults import kind_of, outcome_of
from channels.keyboards import Markup
from channels.parts import plain, units
from channels.sending import LONGEST_CAPTION
from domain.enclosures import Enclosure, Kind
from domain.outbox import Delivered, Outcome, Refused

log = structlog.get_logger()

NAMES = {Kind.PICTURE: "picture.png", Kind.VOICE: "voice.ogg"}  # a file's own name would say what was read
Way = Callable[[str | bytes], Awaitable[Message]]


class Enclosures:
    """What Telegram has it is sent by its id there. The ids are lost at a restart; then it is uploaded anew."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._ids: dict[str, str] = {}

    async def send(self, chat: int, enclosure: Enclosure, *, protected: bool = False) -> Outcome:
        """The file by itself, without words and without a sound. Refused: Telegram, or its reader, does not want it."""
        send = self._bot.send_photo if enclosure.kind is Kind.PICTURE else self._bot.send_voice
        name = NAMES[enclosure.kind]

        def way(file: str | bytes) -> Awaitable[Message]:
            return send(chat, file, filename=name, protect_content=protected, disable_notification=True)

        return await self._outcome(enclosure, way)

    async def show(self, chat: int, picture: Enclosure, html: str, markup: Markup) -> Outcome:
        """A card that hangs below a picture. Refused: nothing was sent, and the words go without it."""
        if units(plain(html)) > LONGEST_CAPTION:
            return Refused()

        def way(file: str | bytes) -> Awaitable[Message]:
            how = {"caption": html, "parse_mode": "HTML", "reply_markup": markup}
            return self._bot.send_photo(chat, file, filename=NAMES[Kind.PICTURE], **how)  # type: ignore[arg-type]

        return await self._outcome(picture, way)

    async def change(self, chat: int, message: int, picture: Enclosure, html: str, markup: Markup) -> bool:
        """Whether a message of ours is this picture with this card now (editMessageMedia: from words or a picture)."""
        if units(plain(html)) > LONGEST_CAPTION:
            return False
        inline = markup if isinstance(markup, InlineKeyboardMarkup) else None

        async def way(file: str | bytes) -> Message:
            media = InputMediaPhoto(file, caption=html, parse_mode="HTML", filename=NAMES[Kind.PICTURE])
            changed = await self._bot.edit_message_media(media, chat, message, reply_markup=inline)
            assert isinstance(changed, Message)  # True comes for inline messages only (Bot API)
            return changed

        try:
            await self._do(picture, way)
        except BadRequest as error:
            kind = kind_of(error)
            log.info("edit_skipped", kind=kind)
            return kind == "not modified"
        except (TelegramError, OSError):
            return False
        return True

    async def _outcome(self, enclosure: Enclosure, way: Way) -> Outcome:
        try:
            return Delivered((await self._do(enclosure, way)).message_id)
        except OSError:  # taken away since it was read; the next reading of the library says so
            log.warning("enclosure_gone", kind=enclosure.kind.value)
            return Refused()
        except TelegramError as error:
            outcome = outcome_of(error)
            if isinstance(outcome, Refused):
                log.warning("enclosure_refused", kind=enclosure.kind.value)
            return outcome

    async def _do(self, enclosure: Enclosure, way: Way) -> Message:
        """By its id, else with the file itself. Raises TelegramError, OSError."""
        known = self._ids.get(enclosure.digest)
        if known is not None:
            try:
                return await way(known)
            except BadRequest as error:
                if kind_of(error) != "file":
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
