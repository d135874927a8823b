"""How one card goes out: its place and its file first, then its words, in as many messages as they need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot, InputFile, LinkPreviewOptions, Message
from telegram.error import BadRequest, TelegramError

from channels.faults import OUT_OF_REACH, kind_of, outcome_of
from channels.keyboards import Markup
from channels.parts import parts, plain, units
from domain.outbox import Delivered, Outcome, Refused, TryLater, Unreachable

log = structlog.get_logger()

LONGEST_CAPTION = 1000  # Bot API: 1,024
PICTURE = "picture"  # a file's own name is nobody's business
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Whole:
    """A card put into words, with what stands above and below them; `upload`: a photo Telegram has no id for."""

    html: str
    markup: Markup = None
    protected: bool = False
    silent: bool = False
    file: tuple[str, str] | None = None
    place: tuple[float, float] | None = None
    upload: bytes | None = None

    @property
    def sends(self) -> tuple[str, str | InputFile]:
        """What kind of file, and the file; both empty where there is none."""
        if self.upload is not None:
            return "photo", InputFile(self.upload, filename=PICTURE)
        return self.file or ("", "")


async def send(bot: Bot, chat: int, whole: Whole) -> Outcome:
    """Sends all of it, or says that it did not.

    What already stands in the chat when a later part fails is taken away again, else named: a second try sends
    it all anew. A file that Telegram refuses (its reader forbids voice messages) takes the words with it: nobody is
    told that something was sent which was not.
    """
    stands: list[int] = []
    ids: list[str] = []
    try:
        await _send(bot, chat, whole, stands, ids)
    except BadRequest as error:
        if (kind := kind_of(error)) in OUT_OF_REACH:
            return Unreachable()
        log.warning("message_refused", kind=kind, file=bool(whole.sends[0]))
        return Refused(await _left(bot, chat, stands))
    except TelegramError as error:
        outcome = outcome_of(error)
        if not isinstance(outcome, TryLater) or not stands:
            return outcome
        # with room for one message only a second try would stop at the same part, for ever
        after = None if outcome.after is None else outcome.after + timedelta(seconds=len(stands))
        return TryLater(after, await _left(bot, chat, stands))
    return Delivered(stands[-1], tuple(stands[:-1]), file_id=ids[0] if ids else None)


async def _left(bot: Bot, chat: int, stands: list[int]) -> tuple[int, ...]:
    """Takes these messages away; those that could not be."""
    if not stands:
        return ()
    try:
        await bot.delete_messages(chat, stands)
    except TelegramError:
        return tuple(stands)
    return ()


async def _send(bot: Bot, chat: int, whole: Whole, stands: list[int], ids: list[str]) -> None:
    if whole.place is not None:
        stands.append((await bot.send_location(chat, *whole.place, protect_content=whole.protected)).message_id)
    if whole.sends[0] and await _send_file(bot, chat, whole, stands, ids):
        return
    said = parts(whole.html)
    for part in said:
        markup = whole.markup if part is said[-1] else None
        stands.append(await _send_words(bot, chat, part, replace(whole, markup=markup)))


async def _send_words(bot: Bot, chat: int, words: str, whole: Whole) -> int:
    """Says one part; a refused format is sent again plain, with its buttons."""
    how: dict[str, Any] = {
        "reply_markup": whole.markup,
        "protect_content": whole.protected,
        "disable_notification": whole.silent,
        "link_preview_options": NO_PREVIEW,
    }
    try:
        return (await bot.send_message(chat, words, parse_mode="HTML", **how)).message_id
    except BadRequest as error:
        if (kind := kind_of(error)) in OUT_OF_REACH:
            raise
        log.warning("format_refused", kind=kind)
        return (await bot.send_message(chat, plain(words), **how)).message_id


async def _send_file(bot: Bot, chat: int, whole: Whole, stands: list[int], ids: list[str]) -> bool:
    """Sends the file; whether it carries the words and buttons too. `ids` gets Telegram's id of a photo."""
    kind, file = whole.sends
    ways: dict[str, Callable[..., Awaitable[Message]]] = {  # one shape: a chat, a file, and how it is shown
        "photo": bot.send_photo,
        "video": bot.send_video,
        "voice": bot.send_voice,
        "audio": bot.send_audio,
        "animation": bot.send_animation,
        "document": bot.send_document,
    }
    wordless: dict[str, Callable[..., Awaitable[Message]]] = {
        "video_note": bot.send_video_note,
        "sticker": bot.send_sticker,
    }
    way = ways.get(kind)
    if way is not None and units(plain(whole.html)) <= LONGEST_CAPTION:
        _stands(await _send_captioned(way, chat, whole), stands, ids)
        return True
    bare = wordless.get(kind, way)
    if bare is not None:
        _stands(await bare(chat, file, protect_content=whole.protected), stands, ids)
    return False


def _stands(sent: Message, stands: list[int], ids: list[str]) -> None:
    stands.append(sent.message_id)
    ids += [size.file_id for size in sent.photo[-1:]]


async def _send_captioned(way: Callable[..., Awaitable[Message]], chat: int, whole: Whole) -> Message:
    _, file = whole.sends
    how: dict[str, Any] = {"reply_markup": whole.markup, "protect_content": whole.protected}
    try:
        return await way(chat, file, caption=whole.html, parse_mode="HTML", **how)
    except BadRequest as error:
        if (kind := kind_of(error)) != "parse":
            raise
        log.warning("format_refused", kind=kind)
        return await way(chat, file, caption=plain(whole.html), **how)
