"""How one card goes out: its place and its file first, then its words, in as many messages as they need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot, LinkPreviewOptions, Message
from telegram.error import BadRequest, TelegramError

from channels.faults import OUT_OF_REACH, kind_of, outcome_of
from channels.keyboards import Markup
from channels.parts import parts, plain, units
from domain.outbox import Delivered, Outcome, Refused, TryLater, Unreachable

log = structlog.get_logger()

LONGEST_CAPTION = 1000  # Bot API: 1,024
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Whole:
    """A card put into words, with what stands above and below them."""

    html: str
    markup: Markup = None
    protected: bool = False
    silent: bool = False
    file: tuple[str, str] | None = None
    place: tuple[float, float] | None = None


async def send(bot: Bot, chat: int, whole: Whole) -> Outcome:
    """Sends all of it, or says that it did not.

    What already stands in the chat when a later part fails is taken away again, else named: a second try sends
    it all anew. A file that Telegram refuses (its reader forbids voice messages) takes the words with it: nobody is
    told that something was sent which was not.
    """
    stands: list[int] = []
    try:
        await _send(bot, chat, whole, stands)
    except BadRequest as error:
        if (kind := kind_of(error)) in OUT_OF_REACH:
            return Unreachable()
        log.warning("message_refused", kind=kind, file=whole.file is not None)
        return Refused(await _left(bot, chat, stands))
    except TelegramError as error:
        outcome = outcome_of(error)
        if not isinstance(outcome, TryLater) or not stands:
            return outcome
        # with room for one message only a second try would stop at the same part, for ever
        after = None if outcome.after is None else outcome.after + timedelta(seconds=len(stands))
        return TryLater(after, await _left(bot, chat, stands))
    return Delivered(stands[-1], tuple(stands[:-1]))


async def _left(bot: Bot, chat: int, stands: list[int]) -> tuple[int, ...]:
    """Takes these messages away; those that could not be."""
    if not stands:
        return ()
    try:
        await bot.delete_messages(chat, stands)
    except TelegramError:
        return tuple(stands)
    return ()


async def _send(bot: Bot, chat: int, whole: Whole, stands: list[int]) -> None:
    if whole.place is not None:
        stands.append((await bot.send_location(chat, *whole.place, protect_content=whole.protected)).message_id)
    if whole.file is not None and await _send_file(bot, chat, whole, stands):
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


async def _send_file(bot: Bot, chat: int, whole: Whole, stands: list[int]) -> bool:
    """Sends the file; whether it carries the words and buttons too."""
    kind, file_id = whole.file or ("", "")
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
        stands.append(await _send_captioned(way, chat, whole))
        return True
    bare = wordless.get(kind, way)
    if bare is not None:
        stands.append((await bare(chat, file_id, protect_content=whole.protected)).message_id)
    return False


async def _send_captioned(way: Callable[..., Awaitable[Message]], chat: int, whole: Whole) -> int:
    _, file_id = whole.file or ("", "")
    how: dict[str, Any] = {"reply_markup": whole.markup, "protect_content": whole.protected}
    try:
        return (await way(chat, file_id, caption=whole.html, parse_mode="HTML", **how)).message_id
    except BadRequest as error:
        if (kind := kind_of(error)) != "parse":
            raise
        log.warning("format_refused", kind=kind)
        return (await way(chat, file_id, caption=plain(whole.html), **how)).message_id
