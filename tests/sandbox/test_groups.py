"""Groups: what the bot hears, who may tap, what it may not do."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox import Group, Phone
from sandbox.spec import wrong_in
from tests.sandbox.wire import Wire


async def a_group(wire: Wire) -> tuple[Group, Phone, Phone]:
    hanh, minh = await wire.person("Hạnh"), await wire.person("Minh")
    group = wire.sandbox.group("Tổ trực", hanh, minh)
    return group, hanh, minh


async def heard(wire: Wire) -> list[str]:
    """The words that reached the bot from groups."""
    found = [carried for kind, carried in await wire.updates() if kind == "message"]
    return [m.get("text", m.get("caption", "")) for m in found if m["chat"]["id"] < 0 and "new_chat_members" not in m]


HEARD = [
    ("/truc", True),
    ("/truc hôm nay", True),
    ("/truc@treem_bot", True),
    ("/truc@Treem_Bot", True),
    ("/truc@other_bot", False),
    ("@treem_bot ơi", True),
    ("nhờ @treem_bot giúp", True),
    ("a@treem_bot", False),
    ("@treem_bot_2", False),
    ("chào cả nhà", False),
    ("xem /truc nhé", False),
    ("/trực", False),
]


@pytest.mark.parametrize(("text", "reaches"), HEARD, ids=[text for text, _ in HEARD])
async def test_by_privacy_the_bot_hears_only_what_is_meant_for_it(wire: Wire, text: str, reaches: bool) -> None:
    group, hanh, _ = await a_group(wire)
    await group.says(hanh, text)
    await group.sends(hanh, "photo", text)
    assert await heard(wire) == [text] * 2 * reaches
    assert [m.text for m in group.chat[1:]] == [text] * 2


async def test_answers_to_the_bot_reach_it_and_answers_to_people_do_not(wire: Wire) -> None:
    group, hanh, minh = await a_group(wire)
    await wire.does("sendMessage", chat_id=group.id, text="Ai nhận?")
    answer = await group.says(minh, "tôi", reply_to=group.chat[-1])
    await group.says(hanh, "cảm ơn", reply_to=answer)
    assert await heard(wire) == ["tôi"]
    await group.edits(minh, answer, "tôi đây")
    *_, (kind, edited) = await wire.updates()
    assert (kind, edited["text"], edited["reply_to_message"]["text"]) == ("edited_message", "tôi đây", "Ai nhận?")


@pytest.mark.parametrize("how", ["administrator", "no privacy"])
async def test_an_administrator_or_a_bot_without_privacy_hears_everything(wire: Wire, how: str) -> None:
    group, hanh, _ = await a_group(wire)
    if how == "administrator":
        group.promotes_bot(hanh)
    wire.sandbox.privacy = how == "administrator"
    await group.says(hanh, "chào cả nhà")
    assert await heard(wire) == ["chào cả nhà"]
    assert (await wire.does("getMe"))["can_read_all_group_messages"] is (how == "no privacy")


async def test_coming_rising_and_going_is_told(wire: Wire) -> None:
    group, hanh, minh = await a_group(wire)
    be = wire.sandbox.person("Bé")
    await group.adds(minh, be)
    await group.removes(minh, be)
    group.promotes_bot(hanh)
    group.removes_bot(hanh)
    await group.says(hanh, "/truc")
    group.adds_bot(minh)
    told = [(kind, carried) for kind, carried in await wire.updates() if carried["chat"]["id"] == group.id]
    assert all(
        wrong_in(carried, {"my_chat_member": "ChatMemberUpdated"}.get(kind, "Message")) == "" for kind, carried in told
    )
    status = [
        (m["old_chat_member"]["status"], m["new_chat_member"]["status"]) for k, m in told if k == "my_chat_member"
    ]
    assert status == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "kicked"),
        ("kicked", "member"),
    ]
    came = [m["new_chat_members"][0]["id"] for _, m in told if "new_chat_members" in m]
    assert came == [1, be.id, 1]
    assert [m["left_chat_member"]["id"] for _, m in told if "left_chat_member" in m] == [be.id]
    assert [m["text"] for _, m in told if "text" in m] == []


async def test_a_group_without_the_bot_cannot_be_written_to(wire: Wire) -> None:
    group, hanh, _ = await a_group(wire)
    group.removes_bot(hanh)
    kicked = (403, "Forbidden: bot was kicked from the supergroup chat")
    assert await wire.refused("sendMessage", chat_id=group.id, text="a") == kicked
    group.bot = "left"
    left = (403, "Forbidden: bot is not a member of the supergroup chat")
    assert await wire.refused("sendMessage", chat_id=group.id, text="a") == left


async def test_any_member_taps_and_only_they_see_the_toast(wire: Wire) -> None:
    group, hanh, minh = await a_group(wire)
    rows = {"inline_keyboard": [[{"text": "Tôi nhận", "callback_data": "1|tk|1"}]]}
    await wire.does("sendMessage", chat_id=group.id, text="KHẨN", reply_markup=rows)
    tap = asyncio.create_task(group.taps(minh, "Tôi nhận"))
    [(_, query)] = await wire.taps(1)
    assert wrong_in(query, "CallbackQuery") == ""
    assert (query["from"]["id"], query["message"]["chat"]["id"], query["data"]) == (minh.id, group.id, "1|tk|1")
    await wire.does("answerCallbackQuery", callback_query_id=query["id"], text="Của bạn")
    assert await tap == "Của bạn"
    assert (minh.toasts, hanh.toasts) == (["Của bạn"], [])


async def test_who_is_not_a_member_does_nothing_there(wire: Wire) -> None:
    group, *_ = await a_group(wire)
    stranger = await wire.person("Xa")
    with pytest.raises(LookupError, match="Xa is not in Tổ trực"):
        await group.says(stranger, "chào")


async def test_only_an_administrator_pins_and_deletes_what_others_wrote(wire: Wire) -> None:
    group, hanh, _ = await a_group(wire)
    number = (await group.says(hanh, "/truc")).id
    here: dict[str, Any] = {"chat_id": group.id, "message_id": number}
    assert await wire.refused("deleteMessage", **here) == (400, "Bad Request: message can't be deleted")
    no_right = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await wire.refused("pinChatMessage", **here) == (400, no_right)
    group.promotes_bot(hanh)
    assert await wire.does("pinChatMessage", **here)
    assert group.pinned == [number]
    wire.clock.now += 49 * 3600
    assert await wire.does("deleteMessage", **here)
    assert await wire.refused("pinChatMessage", **here) == (400, "Bad Request: message to pin not found")


async def test_a_group_counts_its_messages_and_has_no_contact_keys(wire: Wire) -> None:
    group, *_ = await a_group(wire)
    sent = await wire.does("sendMessage", chat_id=group.id, text="a")
    assert (sent["message_id"], sent["chat"]) == (2, {"id": group.id, "type": "supergroup", "title": "Tổ trực"})
    keys = {"keyboard": [[{"text": "Số của tôi", "request_contact": True}]]}
    refused = await wire.refused("sendMessage", chat_id=group.id, text="a", reply_markup=keys)
    assert refused == (400, "Bad Request: phone number can be requested in private chats only")


async def test_a_group_waits_like_a_phone_and_says_what_it_shows(wire: Wire) -> None:
    group, hanh, _ = await a_group(wire)
    await group.says(hanh, "chào")
    await group.until(lambda: group.chat[-1].text == "chào")
    with pytest.raises(AssertionError, match="Tổ trực did not come to see it"):
        await group.until(lambda: False, timeout=0)


async def test_a_basic_group_that_becomes_a_supergroup_says_so_in_both_chats_and_takes_nothing_more(wire: Wire) -> None:
    hanh, minh = await wire.person("Hạnh"), await wire.person("Minh")
    basic = wire.sandbox.basic_group("Tổ trực", hanh, minh)
    here = await wire.does("sendMessage", chat_id=basic.id, text="chào")
    assert here["chat"] == {"id": basic.id, "type": "group", "title": "Tổ trực"}
    new = await basic.becomes_supergroup(hanh)
    told = [carried for kind, carried in await wire.updates() if kind == "message"][-2:]
    assert [wrong_in(message, "Message") for message in told] == ["", ""]
    assert (told[0]["chat"]["type"], told[0]["migrate_to_chat_id"]) == ("group", new.id)
    assert (told[1]["chat"]["type"], told[1]["migrate_from_chat_id"]) == ("supergroup", basic.id)
    for method, more in (("sendMessage", {"text": "a"}), ("deleteMessage", {"message_id": here["message_id"]})):
        answer = await wire.asks(method, chat_id=basic.id, **more)
        assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert (answer["error_code"], answer["parameters"]) == (400, {"migrate_to_chat_id": new.id})
    assert (await wire.does("sendMessage", chat_id=new.id, text="a"))["message_id"] == 2, "it counts anew"
    with pytest.raises(ValueError, match="is not a basic group"):
        await new.becomes_supergroup(hanh)


async def test_a_basic_group_without_the_bot_names_itself_in_the_refusal(wire: Wire) -> None:
    hanh = await wire.person("Hạnh")
    basic = wire.sandbox.basic_group("Tổ trực", hanh)
    basic.removes_bot(hanh)
    kicked = (403, "Forbidden: bot was kicked from the group chat")
    assert await wire.refused("sendMessage", chat_id=basic.id, text="a") == kicked
