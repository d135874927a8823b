"""Every request is measured against the Bot API's own description."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.spec import spec
from tests.sandbox.wire import Wire

BUTTON = {"text": "A", "callback_data": "a"}
LAN = 700_000_000
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "a"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": LAN}, "message text is empty"),
    ("sendMessage", {"chat_id": LAN, "text": "a", "colour": "red"}, 'unknown parameter "colour" of sendMessage'),
    ("sendMessage", {"chat_id": LAN, "text": "a", "protect_content": "perhaps"}, "must be of type Boolean"),
    ("sendMessage", {"chat_id": LAN, "text": "a", "message_thread_id": "x"}, "must be of type Integer"),
    (
        "sendMessage",
        {"chat_id": LAN, "text": "a", "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    ("sendMessage", {"chat_id": LAN, "text": "a", "reply_markup": []}, "object expected as reply markup"),
    (
        "sendMessage",
        {"chat_id": LAN, "text": "a", "reply_markup": {"inline_keyboard": [BUTTON]}},
        "can't parse inline keyboard button: expected an Array of InlineKeyboardButton",
    ),
    (
        "sendMessage",
        {"chat_id": LAN, "text": "a", "reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
        "can't parse inline keyboard button: can't find field \"text\"",
    ),
    (
        "sendMessage",
        {"chat_id": LAN, "text": "a", "reply_markup": {"inline_keyboard": [[{**BUTTON, "text": 5}]]}},
        'field "text" must be of type String',
    ),
    (
        "sendMessage",
        {"chat_id": LAN, "text": "a", "reply_markup": {"keyboard": [[{"text": "a", "colour": "red"}]]}},
        'unknown field "colour" of KeyboardButton',
    ),
    (
        "sendMessage",
        {"chat_id": LAN, "text": "a", "link_preview_options": "no"},
        "can't parse link_preview_options JSON",
    ),
    ("deleteMessages", {"chat_id": LAN, "message_ids": ["a"]}, "can't parse Integer: expected Integer"),
    ("deleteMessages", {"chat_id": LAN}, "message identifiers are not specified"),
    ("deleteMessage", {"chat_id": LAN}, "message identifier is not specified"),
    ("answerCallbackQuery", {"text": "a"}, 'parameter "callback_query_id" is required'),
    ("sendPhoto", {"chat_id": LAN}, "there is no photo in the request"),
    ("sendVideoNote", {"chat_id": LAN}, "there is no video note in the request"),
    ("sendLocation", {"chat_id": LAN, "longitude": 1.5}, "latitude is empty"),
    ("sendContact", {"chat_id": LAN, "first_name": "A"}, 'parameter "phone_number" is required'),
    ("sendMessage", {"chat_id": LAN, "text": b"a file"}, 'parameter "text" must not be a file'),
    ("sendMessage", {"chat_id": LAN, "text": "a", "extra": b"a file"}, 'unknown parameter "extra" of sendMessage'),
    ("sendChatAction", {"chat_id": LAN, "action": "dancing"}, "wrong parameter action in request"),
    ("setMyCommands", {"commands": [{"command": "a"}]}, "can't parse BotCommand: can't find field \"description\""),
    ("setMessageReaction", {"chat_id": LAN, "message_id": 1, "reaction": [{"type": "smell"}]}, 'wrong "type" "smell"'),
    ("getUpdates", {"offset": "soon"}, 'parameter "offset" must be of type Integer'),
    (
        "sendMediaGroup",
        {"chat_id": LAN, "media": [{"type": "photo", "media": "x"}, {"type": "photo"}]},
        "can't parse InputMedia: can't find field \"media\"",
    ),
]


@pytest.mark.parametrize(("method", "params", "words"), REFUSED, ids=[f"{m}: {w}" for m, _, w in REFUSED])
async def test_a_request_that_is_not_in_the_description_is_refused(
    wire: Wire, method: str, params: dict[str, Any], words: str
) -> None:
    await wire.person()
    code, description = await wire.refused(method, **params)
    assert code == 400
    assert description.startswith("Bad Request: ")
    assert words in description
    assert wire.sandbox.calls == []
    assert wire.sandbox.errors == [(method, description)]


async def test_the_same_call_works_as_form_address_and_json_body(wire: Wire) -> None:
    lan = await wire.person()
    call = {"chat_id": lan.id, "text": "chào", "protect_content": True}
    await wire.does("sendMessage", **call)
    async with wire.http.post(wire.address("sendMessage"), json=call) as answer:
        assert answer.status == 200
    words = {name: str(value) for name, value in call.items()}
    async with wire.http.get(wire.address("sendmessage"), params=words) as answer:
        assert answer.status == 200
    assert [m.text for m in lan.chat if m.protected] == ["chào"] * 3
    assert wire.sandbox.calls == [("sendMessage", call)] * 3


@pytest.mark.parametrize(("body", "words"), [("[1]", "can't parse the JSON"), ("{", "can't parse the JSON")])
async def test_a_json_body_that_is_no_object_is_refused(wire: Wire, body: str, words: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with wire.http.post(wire.address("getMe"), data=body, headers=headers) as answer:
        assert answer.status == 400
        assert words in (await answer.json())["description"]


async def test_a_json_body_with_a_number_for_words_is_refused(wire: Wire) -> None:
    lan = await wire.person()
    async with wire.http.post(wire.address("sendMessage"), json={"chat_id": lan.id, "text": 5}) as answer:
        assert (await answer.json())["description"] == 'Bad Request: parameter "text" must be of type String'


async def test_an_unknown_method_or_token_is_not_found(wire: Wire) -> None:
    assert await wire.refused("sendPigeon") == (404, "Not Found: method not found")
    async with wire.http.get(f"{wire.sandbox.url}/bot2:other/getMe") as answer:
        assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")


def test_every_type_named_in_the_description_that_is_kept_leads_somewhere() -> None:
    plain = {"Integer", "String", "Float", "Boolean", "True", "InputFile"}
    kept = set(spec()["types"])
    for each in [*spec()["methods"].values(), *spec()["types"].values()]:
        named = {kind.rpartition("Array of ")[2] for field in each.get("fields", []) for kind in field["types"]}
        assert named | set(each.get("subtypes", [])) <= kept | plain
