"""Telegram's refusals in the log: their kind in words of ours, never their text, which can quote the message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import BadRequest

from channels.cards import Card
from channels.faults import kind_of
from channels.telegram import Telegram
from channels.texts import Voice
from channels.wire import AioRequest
from domain.outbox import Delivered, Refused, Unreachable
from sandbox import Phone, Sandbox
from tests import own

SAID = "plinqort"  # what somebody wrote, as far as Telegram quotes it


@asynccontextmanager
async def a_chat() -> AsyncIterator[tuple[Telegram, Phone]]:
    sandbox = Sandbox()
    await sandbox.start()
    async with AsyncExitStack() as last:
        last.push_async_callback(sandbox.stop)
        wire = await last.enter_async_context(AioRequest())
        bot = Bot(sandbox.token, base_url=f"{sandbox.url}/bot", request=wire)
        lan = sandbox.person("Lan")
        await lan.starts()
        yield Telegram(bot, own.catalogue(), wire), lan


async def test_a_refused_format_goes_out_plain_and_its_words_stay_out_of_the_log() -> None:
    async with a_chat() as (telegram, lan):
        with capture_logs() as logged:
            outcome = await telegram.show(lan.id, Card([f"Em <{SAID}>đây"]), Voice())
        assert isinstance(outcome, Delivered)
        assert lan.chat[-1].text == "Em đây"
        assert logged == [{"event": "format_refused", "kind": "parse", "log_level": "warning"}]


async def test_a_change_in_a_refused_format_is_said_anew_and_says_where_it_stands() -> None:
    async with a_chat() as (telegram, lan):
        sent = await telegram.show(lan.id, Card(["một"]), Voice())
        assert isinstance(sent, Delivered)
        anew = await telegram.show(lan.id, Card([f"hai <{SAID}>"]), Voice(), edits=sent.message)
        assert isinstance(anew, Delivered)
        assert anew.message != sent.message
        assert lan.chat[-1].text.strip() == "hai"


async def test_an_edit_of_the_same_and_one_of_nothing_are_told_apart() -> None:
    async with a_chat() as (telegram, lan):
        sent = await telegram.show(lan.id, Card(["một"]), Voice())
        assert isinstance(sent, Delivered)
        with capture_logs() as logged:
            changed = [await telegram.change(lan.id, at, Card(["một"]), Voice()) for at in (sent.message, 987)]
        assert changed == [Delivered(sent.message), Refused()]
        assert [each["kind"] for each in logged] == ["not modified", "message not found"]


async def test_a_chat_that_is_not_there_cannot_be_reached_and_is_no_refused_format() -> None:
    async with a_chat() as (telegram, _):
        with capture_logs() as logged:
            assert isinstance(await telegram.show(987_654, Card(["một"]), Voice()), Unreachable)
        assert logged == []


QUOTES = {
    f'Bad Request: can\'t parse entities: Unsupported start tag "{SAID}" at byte offset 3': "parse",
    'Bad Request: can\'t parse entities: Unsupported start tag "chat not found"': "parse",
    "Bad Request: message is not modified: specified new message content": "not modified",
    f"Bad Request: {SAID}": "other",
}


@pytest.mark.parametrize(("words", "kind"), QUOTES.items())
def test_the_kind_is_one_of_ours_whatever_is_quoted(words: str, kind: str) -> None:
    assert kind_of(BadRequest(words)) == kind
