"""What Telegram refuses, in its own words."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox.editing import SAME
from sandbox.server import TOO_OLD
from tests.sandbox.wire import Wire

CUT = "Bad Request: can't parse entities: "
HOURS = 3600.0


def inline(**cell: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "A", **cell}]]}


TEXTS = [
    ("   \n ", None, "Bad Request: message text is empty"),
    ("<b> </b>", "HTML", "Bad Request: message text is empty"),
    ("ă" * 4097, None, "Bad Request: message is too long"),
    ("ă" * 16385, None, "Bad Request: text is too long"),
    ("a <b>b", "HTML", CUT + 'Can\'t find end tag corresponding to start tag "b"'),
    ("ă </b>", "HTML", CUT + "Unexpected end tag at byte offset 3"),
    ("<b><i>a</b></i>", "HTML", CUT + 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("ă<marquee>a</marquee>", "HTML", CUT + 'Unsupported start tag "marquee" at byte offset 2'),
    ("1 < 2", "HTML", CUT + 'Unsupported start tag "" at byte offset 2'),
    ("a <b", "HTML", CUT + "Unclosed start tag at byte offset 2"),
    ("<b>a</b", "HTML", CUT + "Unclosed end tag at byte offset 4"),
    ("<span>a</span>", "HTML", CUT + 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("text", "mode", "words"), TEXTS, ids=[f"{t[:16]!r}: {w[13:]}" for t, _, w in TEXTS])
async def test_a_text_telegram_cannot_show(wire: Wire, text: str, mode: str | None, words: str) -> None:
    lan = await wire.person()
    params = {"text": text} | ({"parse_mode": mode} if mode else {})
    assert await wire.refused("sendMessage", chat_id=lan.id, **params) == (400, words)
    assert len(lan.chat) == 1


async def test_a_text_is_measured_and_shown_after_parsing(wire: Wire) -> None:
    lan = await wire.person()
    html = "\n <b>Chào</b> 🙂 <a href='https://a.vn/?a=1&amp;b=2'>đây</a> &lt;3 <a href=\"tel:111\">111</a> "
    sent = await wire.does("sendMessage", chat_id=lan.id, text=html, parse_mode="HTML")
    assert (lan.chat[-1].text, lan.chat[-1].html) == ("Chào 🙂 đây <3 111", html)
    assert sent["entities"] == [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "text_link", "offset": 8, "length": 3, "url": "https://a.vn/?a=1&b=2"},
    ]
    await wire.sent(lan, f"<b>{'ă' * 4096}</b>", parse_mode="HTML")
    await wire.sent(lan, "1 < 2 &amp; <b>")
    assert (lan.chat[-1].text, lan.chat[-1].html) == ("1 < 2 &amp; <b>",) * 2


MARKUPS = [
    (inline(callback_data="ă" * 32 + "a"), "BUTTON_DATA_INVALID"),
    (
        inline(callback_data="a", url="https://a.vn"),
        "can't parse inline keyboard button: exactly one action must be used",
    ),
    (inline(url="tel:111"), "inline keyboard button URL 'tel:111' is invalid: Unsupported URL protocol"),
    (inline(url="https://nowhere"), "inline keyboard button URL 'https://nowhere' is invalid: Wrong HTTP URL"),
    (inline(url="javascript:a.b"), "inline keyboard button URL 'javascript:a.b' is invalid: Unsupported URL protocol"),
    (inline(), "text buttons are unallowed in the inline keyboard"),
    (inline(callback_data="a", text=" "), "inline keyboard button text must be non-empty"),
    (inline(copy_text={"text": "1" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    (inline(web_app={"url": "http://a.vn"}), "inline keyboard button Web App URL 'http://a.vn' is invalid"),
    ({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]] * 101}, "reply markup is too long"),
    ({"inline_keyboard": [[{"text": "A" * 9000, "callback_data": "a" * 64}] * 8]}, "reply markup is too long"),
    ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
    ({"keyboard": [[{"text": "A"}] * 3] * 101}, "reply markup is too long"),
]


@pytest.mark.parametrize(("markup", "words"), MARKUPS, ids=[words for _, words in MARKUPS])
async def test_a_keyboard_telegram_would_not_show(wire: Wire, markup: dict[str, Any], words: str) -> None:
    lan = await wire.person()
    refused = await wire.refused("sendMessage", chat_id=lan.id, text="a", reply_markup=markup)
    assert refused == (400, f"Bad Request: {words}")


@pytest.mark.parametrize("address", ["https://a.vn", "http://a.vn:8080/x?y#z", "a.vn/x", "tg://user?id=5"])
async def test_an_address_that_a_button_may_open(wire: Wire, address: str) -> None:
    lan = await wire.person()
    await wire.sent(lan, reply_markup=inline(url=address))
    assert await lan.taps("A") == address


async def test_callback_data_of_64_bytes_comes_back_and_empty_rows_are_not_shown(wire: Wire) -> None:
    lan = await wire.person()
    rows = [[], [{"text": "A", "callback_data": "ă" * 32}], []]
    await wire.sent(lan, reply_markup={"inline_keyboard": rows})
    tap = asyncio.create_task(lan.taps("A"))
    [(_, query)] = await wire.taps(1)
    assert query["data"] == "ă" * 32
    assert lan.chat[-1].buttons == [["A"]]
    sent = await wire.does("sendMessage", chat_id=lan.id, text="a", reply_markup={"inline_keyboard": [[]]})
    assert "reply_markup" not in sent
    tap.cancel()


async def test_the_keys_under_the_chat_are_tapped_until_they_are_taken_away(wire: Wire) -> None:
    lan = await wire.person()
    await wire.sent(lan, reply_markup={"keyboard": [[{"text": "Cẩm nang"}], []]})
    assert await lan.taps("cẩm nang") == ""
    assert lan.chat[-1].text == "Cẩm nang"
    await wire.sent(lan, reply_markup={"remove_keyboard": True})
    with pytest.raises(LookupError, match="Lan shows no button"):
        await lan.taps("Cẩm nang")


async def test_a_chat_the_bot_may_not_write_to(wire: Wire) -> None:
    stranger, blocked, gone = wire.sandbox.person("Xa"), await wire.person("Bé"), await wire.person("Na")
    await blocked.blocks()
    await gone.leaves_telegram()
    table: list[tuple[object, int, str]] = [
        (5, 400, "Bad Request: chat not found"),
        ("@somebody", 400, "Bad Request: chat not found"),
        (stranger.id, 403, "Forbidden: bot can't initiate conversation with a user"),
        (blocked.id, 403, "Forbidden: bot was blocked by the user"),
        (gone.id, 403, "Forbidden: user is deactivated"),
    ]
    for chat, code, words in table:
        assert await wire.refused("sendMessage", chat_id=chat, text="a") == (code, words)
        assert await wire.refused("sendChatAction", chat_id=chat, action="typing") == (code, words)


async def test_blocking_and_coming_back_is_told(wire: Wire) -> None:
    lan = await wire.person()
    await lan.blocks()
    await lan.says("tôi đây")
    kinds = [(kind, carried.get("new_chat_member", {}).get("status")) for kind, carried in await wire.updates()]
    assert kinds == [("message", None), ("my_chat_member", "kicked"), ("my_chat_member", "member"), ("message", None)]
    await wire.sent(lan)


async def test_an_edit_shows_the_new_words_and_takes_the_buttons_away(wire: Wire) -> None:
    lan = await wire.person()
    number = await wire.sent(lan, "một", reply_markup=inline(callback_data="a"))
    await wire.does("editMessageText", chat_id=lan.id, message_id=number, text="<i>hai</i>", parse_mode="HTML")
    assert (lan.chat[-1].text, lan.chat[-1].buttons, lan.chat[-1].edited) == ("hai", [], True)
    await wire.does("editMessageReplyMarkup", chat_id=lan.id, message_id=number, reply_markup=inline(callback_data="b"))
    assert lan.chat[-1].buttons == [["A"]]


async def test_an_edit_telegram_refuses(wire: Wire) -> None:
    lan = await wire.person()
    own = await wire.sent(lan, "<b>một</b>", parse_mode="HTML", reply_markup=inline(callback_data="a"))
    keys = await wire.sent(lan, "hai", reply_markup={"keyboard": [[{"text": "A"}]]})
    photo = (await wire.does("sendPhoto", chat_id=lan.id, photo=b"x", caption="ba"))["message_id"]
    known = lan.chat[-1].file_id
    media = {"type": "photo", "media": known}
    voice = (await wire.does("sendVoice", chat_id=lan.id, voice=b"x"))["message_id"]
    source = {"from_chat_id": lan.id, "message_id": own}
    forwarded = (await wire.does("forwardMessage", chat_id=lan.id, **source))["message_id"]
    same = {"text": "<strong>một</strong>", "parse_mode": "HTML", "reply_markup": inline(callback_data="a")}
    table: list[tuple[str, dict[str, Any], str]] = [
        ("editMessageText", {"message_id": own, **same}, SAME),
        ("editMessageReplyMarkup", {"message_id": own, "reply_markup": inline(callback_data="a")}, SAME),
        ("editMessageCaption", {"message_id": photo, "caption": " ba "}, SAME),
        ("editMessageText", {"message_id": 999, "text": "x"}, "Bad Request: message to edit not found"),
        ("editMessageText", {"message_id": lan.chat[0].id, "text": "x"}, "Bad Request: message can't be edited"),
        ("editMessageText", {"message_id": keys, "text": "x"}, "Bad Request: message can't be edited"),
        ("editMessageText", {"message_id": forwarded, "text": "x"}, "Bad Request: message can't be edited"),
        ("editMessageText", {"message_id": photo, "text": "x"}, "Bad Request: there is no text in the message to edit"),
        ("editMessageCaption", {"message_id": own}, "Bad Request: there is no caption in the message to edit"),
        ("editMessageMedia", {"message_id": photo, "media": {"type": "photo", "media": known, "caption": "ba"}}, SAME),
        ("editMessageMedia", {"message_id": 999, "media": media}, "Bad Request: message to edit not found"),
        ("editMessageMedia", {"message_id": keys, "media": media}, "Bad Request: message can't be edited"),
        ("editMessageMedia", {"message_id": voice, "media": media}, "Bad Request: message can't be edited"),
        (
            "editMessageMedia",
            {"message_id": own, "media": {"type": "photo", "media": "AgACmadeup"}},
            "Bad Request: wrong file identifier/HTTP URL specified",
        ),
        ("editMessageText", {"message_id": own, "text": " "}, "Bad Request: message text is empty"),
        ("editMessageText", {"text": "x"}, "Bad Request: message identifier is not specified"),
        ("editMessageText", {"text": "x", "inline_message_id": "5"}, "Bad Request: MESSAGE_ID_INVALID"),
    ]
    for method, params, words in table:
        assert await wire.refused(method, chat_id=lan.id, **params) == (400, words)
    plain = await wire.does("editMessageText", chat_id=lan.id, message_id=own, **{**same, "text": "một"})
    assert "entities" not in plain, "bold is a difference"


async def test_deleting_is_for_48_hours(wire: Wire) -> None:
    lan = await wire.person()
    old = await wire.sent(lan)
    wire.clock.now += 48 * HOURS
    assert await wire.does("deleteMessage", chat_id=lan.id, message_id=lan.chat[0].id)
    wire.clock.now += 1
    young = await wire.sent(lan)
    too_old = (400, "Bad Request: message can't be deleted for everyone")
    assert await wire.refused("deleteMessage", chat_id=lan.id, message_id=old) == too_old
    assert await wire.refused("deleteMessages", chat_id=lan.id, message_ids=[old, young]) == too_old
    assert [m.id for m in lan.chat] == [old, young]
    assert await wire.does("deleteMessages", chat_id=lan.id, message_ids=[young, 999])
    assert [m.id for m in lan.chat] == [old]
    missing = await wire.refused("deleteMessage", chat_id=lan.id, message_id=young)
    assert missing == (400, "Bad Request: message to delete not found")


@pytest.mark.parametrize(
    ("count", "words"), [(0, "message identifiers are not specified"), (101, "too many message identifiers specified")]
)
async def test_one_to_a_hundred_are_deleted_at_once(wire: Wire, count: int, words: str) -> None:
    lan = await wire.person()
    refused = await wire.refused("deleteMessages", chat_id=lan.id, message_ids=list(range(count)))
    assert refused == (400, f"Bad Request: {words}")


async def test_an_answer_names_a_message_that_stands_there(wire: Wire) -> None:
    lan = await wire.person()
    answer = {"message_id": lan.chat[0].id}
    sent = await wire.does("sendMessage", chat_id=lan.id, text="a", reply_parameters=answer)
    assert sent["reply_to_message"]["text"] == "/start"
    missing = await wire.refused("sendMessage", chat_id=lan.id, text="a", reply_parameters={"message_id": 99})
    assert missing == (400, "Bad Request: message to be replied not found")
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await wire.does("sendMessage", chat_id=lan.id, text="a", reply_parameters=lenient)


async def test_a_reaction_is_one_of_telegrams(wire: Wire) -> None:
    lan = await wire.person()
    here = {"chat_id": lan.id, "message_id": lan.chat[0].id}
    heart, thumb = {"type": "emoji", "emoji": "❤"}, {"type": "emoji", "emoji": "👍"}
    assert await wire.does("setMessageReaction", **here, reaction=[heart])
    assert lan.chat[0].reactions == ["❤"]
    many = await wire.refused("setMessageReaction", **here, reaction=[heart, thumb])
    assert many == (400, "Bad Request: REACTIONS_TOO_MANY")
    odd = await wire.refused("setMessageReaction", **here, reaction=[{"type": "emoji", "emoji": "🚒"}])
    assert odd == (400, 'Bad Request: can\'t parse ReactionType: wrong "emoji" "🚒"')
    missing = await wire.refused("setMessageReaction", chat_id=lan.id, message_id=99, reaction=[heart])
    assert missing == (400, "Bad Request: message to react not found")


COMMANDS = [
    ([{"command": "a", "description": "A"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ([{"command": "Đi", "description": "A"}], "BOT_COMMAND_INVALID"),
    ([{"command": "a", "description": "A" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
]


@pytest.mark.parametrize(("commands", "words"), COMMANDS, ids=[words for _, words in COMMANDS])
async def test_commands_telegram_would_not_list(wire: Wire, commands: list[dict[str, str]], words: str) -> None:
    assert await wire.refused("setMyCommands", commands=commands) == (400, f"Bad Request: {words}")


async def test_commands_are_kept_for_a_scope_and_a_language(wire: Wire) -> None:
    commands = [{"command": "sos", "description": "Cần giúp ngay"}]
    scope = {"type": "chat", "chat_id": 5}
    await wire.does("setMyCommands", commands=commands)
    await wire.does("setMyCommands", commands=commands, scope=scope, language_code="en")
    assert set(wire.sandbox.commands) == {("default", 0, ""), ("chat", 5, "en")}
    await wire.does("deleteMyCommands", scope=scope, language_code="en")
    assert set(wire.sandbox.commands) == {("default", 0, "")}
    refused = await wire.refused("setMyCommands", commands=commands, language_code="english")
    assert refused == (400, "Bad Request: invalid language code specified")


async def test_a_tap_is_answered_once_and_soon(wire: Wire) -> None:
    lan = await wire.person()
    await wire.sent(lan, reply_markup=inline(callback_data="a"))
    taps = [asyncio.create_task(lan.taps("A")) for _ in range(2)]
    first, late = [carried["id"] for kind, carried in await wire.taps(2)]
    long = await wire.refused("answerCallbackQuery", callback_query_id=first, text="a" * 201)
    assert long == (400, "Bad Request: MESSAGE_TOO_LONG")
    await wire.does("answerCallbackQuery", callback_query_id=first, text="Đã nhận")
    assert await taps[0] == "Đã nhận"
    assert lan.toasts == ["Đã nhận"]
    wire.clock.now += 15.1
    for query in (first, late, "5"):
        assert await wire.refused("answerCallbackQuery", callback_query_id=query) == (400, TOO_OLD)
    taps[1].cancel()


async def test_a_tap_on_a_message_that_is_gone_shows_no_words(wire: Wire) -> None:
    lan = await wire.person()
    number = await wire.sent(lan, reply_markup=inline(callback_data="a"))
    shown = lan.chat[-1]
    await wire.does("deleteMessage", chat_id=lan.id, message_id=number)
    tap = asyncio.create_task(lan.presses("a", shown))
    [(_, query)] = await wire.taps(1)
    assert query["message"] == {"chat": lan.as_chat(), "message_id": number, "date": 0}
    tap.cancel()


@pytest.mark.parametrize("scope", [{"type": "chat"}, {"type": "somewhere"}, {"chat_id": 5}, {"type": "chat", "x": 1}])
async def test_a_scope_of_commands_is_one_the_bot_api_knows(wire: Wire, scope: dict[str, Any]) -> None:
    code, words = await wire.refused("setMyCommands", commands=[{"command": "a", "description": "b"}], scope=scope)
    assert (code, words.startswith("Bad Request: can't parse BotCommandScope")) == (400, True)
