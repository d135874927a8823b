"""Files by id and by upload, albums, and what is protected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.files import CAPTIONED, KINDS
from sandbox.spec import wrong_in
from tests.sandbox.wire import Wire

METHODS = {
    "photo": "sendPhoto",
    "voice": "sendVoice",
    "video": "sendVideo",
    "video_note": "sendVideoNote",
    "audio": "sendAudio",
    "animation": "sendAnimation",
    "document": "sendDocument",
    "sticker": "sendSticker",
}


def file_id(message: dict[str, Any], kind: str) -> str:
    found = message[kind][-1] if kind == "photo" else message[kind]
    return str(found["file_id"])


@pytest.mark.parametrize("kind", [*KINDS, "location", "contact"])
async def test_a_person_sends_everything_a_phone_can_send(wire: Wire, kind: str) -> None:
    lan = await wire.person()
    shown = await lan.sends(kind, "Ảnh" if kind in CAPTIONED else "")
    _, (_, came) = await wire.updates()
    assert came[kind]
    assert came.get("caption", "") == shown.text
    assert wrong_in(came, "Message") == ""


async def test_a_phone_sends_no_other_kinds_and_no_caption_where_there_is_none(wire: Wire) -> None:
    lan = await wire.person()
    with pytest.raises(ValueError, match="there is no pigeon"):
        await lan.sends("pigeon")
    with pytest.raises(ValueError, match="a sticker has no caption"):
        await lan.sends("sticker", "words")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_is_sent_by_the_id_it_came_with(wire: Wire, kind: str) -> None:
    lan = await wire.person()
    came = (await lan.sends(kind)).raw
    sent = await wire.does(METHODS[kind], chat_id=lan.id, **{kind: file_id(came, kind)})
    assert file_id(sent, kind) == file_id(came, kind) == lan.chat[-1].file_id
    assert lan.chat[-1].kind == kind


@pytest.mark.parametrize("kind", KINDS)
async def test_an_uploaded_file_gets_an_id_and_can_be_fetched(wire: Wire, kind: str) -> None:
    lan = await wire.person()
    sent = await wire.does(METHODS[kind], chat_id=lan.id, **{kind: b"ruot bau"})
    again = await wire.does(METHODS[kind], chat_id=lan.id, **{kind: file_id(sent, kind)})
    assert file_id(again, kind) == file_id(sent, kind)
    found = await wire.does("getFile", file_id=file_id(sent, kind))
    async with wire.http.get(f"{wire.sandbox.url}/file/bot{wire.sandbox.token}/{found['file_path']}") as answer:
        assert await answer.read() == b"ruot bau"
    async with wire.http.get(f"{wire.sandbox.url}/file/bot2:other/{found['file_path']}") as answer:
        assert answer.status == 404


async def test_a_message_becomes_a_picture_and_another_one_where_it_stands(wire: Wire) -> None:
    lan = await wire.person()
    number = await wire.sent(lan, "chào", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    media = {"type": "photo", "media": "attach://first", "caption": "<b>một</b>", "parse_mode": "HTML"}
    await wire.does("editMessageMedia", chat_id=lan.id, message_id=number, media=media, first=b"mot")
    shown = lan.chat[-1]
    assert (shown.id, shown.kind, shown.text, shown.buttons) == (number, "photo", "một", [])
    assert "text" not in shown.raw
    first = shown.file_id
    media = {"type": "photo", "media": "attach://second"}
    edited = await wire.does("editMessageMedia", chat_id=lan.id, message_id=number, media=media, second=b"hai")
    assert "caption" not in edited
    assert lan.chat[-1].file_id == file_id(edited, "photo") != first
    media["media"] = str(first)
    await wire.does("editMessageMedia", chat_id=lan.id, message_id=number, media=media)
    assert lan.chat[-1].file_id == first


async def test_pictures_telegram_makes_nothing_of_and_ids_it_forgot(wire: Wire) -> None:
    lan = await wire.person()
    known = file_id(await wire.does("sendPhoto", chat_id=lan.id, photo=b"x"), "photo")
    wire.sandbox.files.reads_pictures = False
    assert await wire.refused("sendPhoto", chat_id=lan.id, photo=b"x") == (400, "Bad Request: IMAGE_PROCESS_FAILED")
    await wire.does("sendPhoto", chat_id=lan.id, photo=known)
    wire.sandbox.files.forget()
    words = "Bad Request: wrong file identifier/HTTP URL specified"
    assert await wire.refused("sendPhoto", chat_id=lan.id, photo=known) == (400, words)


WRONG_FILES = [
    ("sendPhoto", {"photo": "AgACmadeup"}, "wrong file identifier/HTTP URL specified"),
    ("sendVoice", {"voice": "https://example.org/a.ogg"}, "failed to get HTTP URL content"),
    ("sendDocument", {"document": b""}, "file must be non-empty"),
    ("sendPhoto", {"photo": b"x" * (10 * 1024 * 1024 + 1)}, "file is too big for a photo"),
    ("sendPhoto", {"photo": "attach://nothing"}, "can't parse InputMedia: media not found"),
    ("sendPhoto", {"photo": b"x", "caption": "ă" * 1025}, "message caption is too long"),
    ("getFile", {"file_id": "AgACmadeup"}, "wrong file_id or the file is temporarily unavailable"),
]


@pytest.mark.parametrize(("method", "params", "words"), WRONG_FILES, ids=[words for *_, words in WRONG_FILES])
async def test_a_file_telegram_does_not_have_is_refused(
    wire: Wire, method: str, params: dict[str, Any], words: str
) -> None:
    lan = await wire.person()
    to = {} if method == "getFile" else {"chat_id": lan.id}
    assert await wire.refused(method, **to, **params) == (400, f"Bad Request: {words}")
    assert len(lan.chat) == 1


async def test_a_file_does_not_change_its_kind(wire: Wire) -> None:
    lan = await wire.person()
    photo = file_id((await lan.sends("photo")).raw, "photo")
    words = "Bad Request: can't use file of type Photo as VoiceNote"
    assert await wire.refused("sendVoice", chat_id=lan.id, voice=photo) == (400, words)


async def test_more_than_50_megabytes_are_too_large(wire: Wire) -> None:
    lan = await wire.person()
    large = b"x" * (50 * 1024 * 1024 + 1)
    assert await wire.refused("sendDocument", chat_id=lan.id, document=large) == (413, "Request Entity Too Large")


async def test_a_file_above_20_megabytes_is_not_fetched(wire: Wire) -> None:
    lan = await wire.person()
    sent = await wire.does("sendVideo", chat_id=lan.id, video=b"x" * (20 * 1024 * 1024 + 1))
    refused = await wire.refused("getFile", file_id=sent["video"]["file_id"])
    assert refused == (400, "Bad Request: file is too big")


async def test_a_persons_album_comes_as_one_message_each_with_one_mark(wire: Wire) -> None:
    lan = await wire.person()
    await lan.sends_album("photo", "video", caption="Sân trường")
    _, (_, first), (_, second) = await wire.updates()
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("Sân trường", False)


async def test_the_bots_album_takes_ids_and_uploads(wire: Wire) -> None:
    lan = await wire.person()
    photo = file_id((await lan.sends("photo")).raw, "photo")
    media = [
        {"type": "photo", "media": photo, "caption": "<b>Một</b>", "parse_mode": "HTML"},
        {"type": "video", "media": "attach://clip"},
    ]
    sent = await wire.does("sendMediaGroup", chat_id=lan.id, media=media, clip=b"a clip", protect_content=True)
    assert len({each["media_group_id"] for each in sent}) == 1
    assert [(m.kind, m.text, m.protected) for m in lan.chat[-2:]] == [("photo", "Một", True), ("video", "", True)]


ALBUMS = [
    (["photo"], "too few messages to send as an album"),
    (["photo"] * 11, "too many messages to send as an album"),
    (["photo", "document"], "document can't be mixed with other media types"),
    (["video", "audio"], "audio can't be mixed with other media types"),
]


@pytest.mark.parametrize(("kinds", "words"), ALBUMS, ids=[words for _, words in ALBUMS])
async def test_an_album_telegram_would_not_show_is_refused(wire: Wire, kinds: list[str], words: str) -> None:
    lan = await wire.person()
    media = [{"type": kind, "media": file_id((await lan.sends(kind)).raw, kind)} for kind in kinds]
    assert await wire.refused("sendMediaGroup", chat_id=lan.id, media=media) == (400, f"Bad Request: {words}")


async def test_copies_and_forwards_carry_what_was_said(wire: Wire) -> None:
    lan, hanh = await wire.person("Lan"), await wire.person("Hạnh")
    said = await lan.says("xin /help @treem_bot")
    photo = await lan.sends("photo", "Sân")
    source = {"chat_id": hanh.id, "from_chat_id": lan.id}
    await wire.does("copyMessage", **source, message_id=said.id)
    forwarded = await wire.does("forwardMessage", **source, message_id=said.id)
    await wire.does("copyMessage", **source, message_id=photo.id, caption="Khác")
    assert [m.text for m in hanh.chat[1:]] == ["xin /help @treem_bot"] * 2 + ["Khác"]
    assert forwarded["forward_origin"]["sender_user"]["id"] == lan.id
    assert [each["type"] for each in forwarded["entities"]] == ["bot_command", "mention"]
    assert hanh.chat[-1].file_id == photo.file_id


@pytest.mark.parametrize(
    ("method", "done", "verb"), [("copyMessage", "copied", "copy"), ("forwardMessage", "forwarded", "forward")]
)
async def test_what_is_protected_stays_where_it_is(wire: Wire, method: str, done: str, verb: str) -> None:
    lan, hanh = await wire.person("Lan"), await wire.person("Hạnh")
    number = await wire.sent(lan, "LB-ABC123", protect_content=True)
    source = {"chat_id": hanh.id, "from_chat_id": lan.id}
    assert lan.chat[-1].protected
    refused = await wire.refused(method, **source, message_id=number)
    assert refused == (400, f"Bad Request: message can't be {done}")
    missing = await wire.refused(method, **source, message_id=999)
    assert missing == (400, f"Bad Request: message to {verb} not found")
    assert len(hanh.chat) == 1


async def test_places_and_contacts(wire: Wire) -> None:
    lan = await wire.person()
    await wire.does("sendLocation", chat_id=lan.id, latitude=21.05, longitude=105.88)
    await wire.does("sendContact", chat_id=lan.id, phone_number="111", first_name="Tổng đài")
    assert [m.kind for m in lan.chat[1:]] == ["location", "contact"]
    refused = await wire.refused("sendLocation", chat_id=lan.id, latitude=210.5, longitude=105.88)
    assert refused == (400, "Bad Request: wrong location specified")


async def test_an_upload_in_json_is_no_upload(wire: Wire) -> None:
    lan = await wire.person()
    body = json.dumps({"chat_id": lan.id, "photo": {"file": "x"}})
    async with wire.http.post(
        wire.address("sendPhoto"), data=body, headers={"Content-Type": "application/json"}
    ) as answer:
        assert (await answer.json())[
            "description"
        ] == 'Bad Request: parameter "photo" must be of type InputFile or String'
