"""A child's own handbook: doors in their words, pictures, somebody's voice, and the law when they ask."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from channels.buttons import LAW, ReadArticle, write
from sandbox import Phone
from sandbox.world import Message
from storage.database import Database
from storage.tables import NoticeRow
from tests.shelf import VOICE, beside, small_shelf, spoil
from tests.stories.test_guidance import a_child
from tests.town import Town, a_town, sees

DOORS = ("gọi ai", "Người khác chạm vào em", "Chuyện bí mật", "Em buồn", "Ở nhà", "Ở trường", "Trên mạng", "An toàn")

WORDS_WITHIN = 6  # seconds, however long a picture hangs; the bot gives Telegram ten for words


async def opens(child: Phone) -> Message:
    """Opens the handbook; the message with the doors."""
    await child.says("/camnang")
    await child.until(lambda: child.chat[-1].button(DOORS[0]))
    return child.chat[-1]


async def reads(child: Phone, asked: str, words: str) -> Message:
    """Asks for an article; the message it stands in."""
    said = await child.says(asked)
    await child.until(lambda: words in child.chat[-1].text and "Nguồn:" in child.chat[-1].text)
    assert child.chat[-1].id > said.id
    return child.chat[-1]


async def behind(child: Phone, door: str, title: str) -> Message:
    """Opens a door of the handbook that stands lowest, and an article there; the message it stands in."""
    await child.taps(door)
    await child.until(lambda: child.chat[-1].button(title))
    await child.taps(title)
    await child.until(lambda: title in child.chat[-1].text and "Nguồn:" in child.chat[-1].text)
    return child.chat[-1]


def photos(phone: Phone) -> list[Message]:
    return [m for m in phone.chat if m.kind == "photo"]


def now(phone: Phone, message: Message) -> Message:
    return next(m for m in phone.chat if m.id == message.id)


async def test_a_child_opens_doors_in_their_own_words_and_the_picture_changes(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        shelf = await opens(be)
        assert shelf.kind == "photo"
        assert all(shelf.button(door) for door in DOORS)
        assert shelf.button("Cần giúp ngay")
        assert not shelf.button("mức phạt"), "no chapter of grown-ups"
        cover = shelf.file_id
        await be.taps("Chuyện bí mật")
        await be.until(lambda: now(be, shelf).button("Em kể với ai, nhờ ai?"))
        behind = now(be, shelf)
        assert (behind.kind, len(photos(be))) == ("photo", 1), "the door opens where it stands"
        assert behind.file_id != cover
        await be.taps("Các cánh cửa")
        await be.until(lambda: now(be, shelf).button("Chuyện bí mật"))
        assert now(be, shelf).file_id == cover, "what Telegram has is not uploaded again"


async def test_an_article_hangs_below_its_picture_once(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        await reads(be, "Em đi đường an toàn", "mũ")
        *_, picture, page = be.chat
        assert (picture.kind, page.kind) == ("photo", "text")
        assert picture.text == "🎨 Tranh vẽ cho bài bên dưới", "for screen readers; it names no subject"
        town.passes(minutes=1)
        await reads(be, "Em đi đường an toàn", "mũ")
        assert len(photos(be)) == 1, "not twice in a row"
        town.passes(minutes=1)
        await reads(be, "Em chơi gần nước cho an toàn", "nước")
        assert len(photos(be)) == 2


async def test_an_article_without_a_picture_of_its_own_has_none(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        shelf = await opens(be)
        await behind(be, "🏠 Ở nhà", "Ở nhà không có ai lo cho em")
        assert photos(be) == [now(be, shelf)], "the door's own"
        town.passes(minutes=1)
        await reads(be, "Em đi đường an toàn", "mũ")
        town.passes(minutes=1)
        await be.taps("Ở nhà không có ai lo cho em", message=now(be, shelf))
        await be.until(lambda: len([m for m in be.chat if "Ở nhà không có ai lo cho em" in m.text]) == 2)
        assert len(photos(be)) == 2, "the happy picture of its door would mock whoever reads this"


async def test_who_to_call_stands_first_and_touching_is_not_what_others_see_first(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        keys = [label for row in (await opens(be)).buttons for label in row]
        assert keys[0] == "📞 Em cần giúp thì gọi ai"
        touching = next(number for number, key in enumerate(keys) if "chạm vào em" in key)
        assert touching > keys.index("😢 Em buồn, em lo") > 4
        assert not any("🤐" in key for key in keys), "what stands behind that door says: tell"


async def test_a_second_child_gets_the_picture_that_telegram_has(database: Database) -> None:
    async with a_town(database) as town:
        be, bo = await a_child(town), await a_child(town)
        first, second = await opens(be), await opens(bo)
        assert first.file_id == second.file_id
        town.sandbox.files.forget()
        await bo.taps("Chuyện bí mật")
        await bo.until(lambda: now(bo, second).button("Em kể với ai, nhờ ai?"))
        await bo.taps("Các cánh cửa")
        await bo.until(lambda: now(bo, second).button("Chuyện bí mật"))
        assert now(bo, second).file_id not in (None, first.file_id), "uploaded anew"


async def test_a_picture_is_the_one_that_was_read_whatever_lies_in_the_folder_by_now(
    database: Database, tmp_path: Path
) -> None:
    content = small_shelf(tmp_path)
    reviewed = (content / "pictures" / "cua.png").read_bytes()
    async with a_town(database, content_dir=content) as town:
        beside(content, "pictures/cua.png", b"half of another one")
        be = await a_child(town)
        await be.says("/camnang")
        await be.until(lambda: photos(be))
        assert town.sandbox.files.find(str(photos(be)[0].file_id)).content == reviewed


async def test_without_its_picture_every_word_is_there(database: Database) -> None:
    async with a_town(database) as town:
        town.sandbox.files.reads_pictures = False
        be = await a_child(town)
        shelf = await opens(be)
        assert shelf.kind == "text"
        await be.taps("Chuyện bí mật")
        await be.until(lambda: now(be, shelf).button("Em kể với ai, nhờ ai?"))
        await be.taps("Em kể với ai, nhờ ai?")
        await be.until(lambda: sees(be, "Em kể với ai, nhờ ai?", "Nguồn:"))
        assert not photos(be)
        async with database.reading() as tx:
            assert not (await tx.execute(select(NoticeRow.kind))).all(), "all of it at once, nothing promised"


async def test_stale_ids_are_seen_in_whatever_words_telegram_has_for_them(database: Database) -> None:
    async with a_town(database) as town:
        await opens(await a_child(town))
        town.sandbox.files.forget("FILE_REFERENCE_EXPIRED")
        assert (await opens(await a_child(town))).kind == "photo"


async def test_a_door_whose_picture_is_refused_opens_below_the_old_one(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        shelf = await opens(be)
        cover = shelf.file_id
        town.sandbox.files.reads_pictures = False
        await be.taps("Bí mật")
        await be.until(lambda: be.chat[-1].button("Em kể với ai, nhờ ai?"))
        assert (be.chat[-1].id, be.chat[-1].kind, be.chat[-1].file_id) == (shelf.id, "photo", cover)


async def test_a_picture_nobody_was_shown_comes_the_next_time(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        town.sandbox.files.reads_pictures = False
        assert (await opens(be)).kind == "text"
        town.sandbox.files.reads_pictures = True
        town.passes(minutes=1)
        await be.says("/camnang")
        await be.until(lambda: photos(be))


@pytest.mark.parametrize("fault", ["too_many", "hang"])
async def test_a_door_telegram_has_no_time_for_asks_for_another_tap(database: Database, fault: str) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        shelf = await opens(be)
        before = len(town.sandbox.calls)
        town.sandbox.fails.append(fault)
        async with asyncio.timeout(WORDS_WITHIN):
            assert "Đợi một chút" in await be.taps("Bí mật")
        done = [method for method, _ in town.sandbox.calls[before:] if method != "getUpdates"]
        assert (done, len(town.sandbox.errors)) == (["answerCallbackQuery"], 1 if fault == "too_many" else 0)
        async with database.reading() as tx:
            assert not (await tx.execute(select(NoticeRow.kind))).all(), "nothing promised"
        await be.taps("Bí mật")
        await be.until(lambda: now(be, shelf).button("Em kể với ai, nhờ ai?"))


@pytest.mark.long
async def test_words_do_not_wait_for_a_picture_that_hangs(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        town.sandbox.fails.append("hang")
        async with asyncio.timeout(WORDS_WITHIN):
            await reads(be, "Em đi đường an toàn", "mũ")
            await be.says("/thoat")
            await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
        town.passes(minutes=1)
        town.sandbox.fails.append("hang")
        async with asyncio.timeout(WORDS_WITHIN):
            shelf = await opens(be)
        assert (shelf.kind, photos(be)) == ("text", [])


@pytest.mark.parametrize("asked", ["Em đi đường an toàn", "/camnang"])
async def test_a_picture_that_comes_too_late_is_taken_away(database: Database, asked: str) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        town.sandbox.fails.append("slow")
        await be.says(asked)
        await be.until(lambda: be.chat[-1].kind == "text" and be.chat[-1].button("Menu"))
        town.sandbox.hurry.set()
        await be.until(lambda: photos(be))
        await be.until(lambda: not photos(be))
        town.passes(minutes=1)
        await be.says(asked)
        await be.until(lambda: photos(be))


async def test_who_left_while_a_picture_hung_is_sent_nothing_more(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        town.sandbox.fails.append("slow")
        await be.says("Em đi đường an toàn")
        await town.sandbox.wait(lambda: not town.sandbox.fails)
        await town.app.services.people.leave(await town.app.services.people.meet(be.id))  # in another process
        await town.app.intake.settle()
        assert not sees(be, "Nguồn:")


async def test_who_had_everything_deleted_sees_the_picture_again(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        await reads(be, "Em đi đường an toàn", "mũ")
        await be.says("/xoa")
        await be.until(lambda: be.chat[-1].button("Đồng ý xoá"))
        await be.taps("Đồng ý xoá")
        town.passes(minutes=1)
        await be.says("/start")
        await be.until(lambda: be.chat[-1].button("Trẻ em"))
        await be.taps("Trẻ em")
        await be.until(lambda: be.chat[-1].button("Cẩm nang"))
        town.passes(minutes=1)
        await reads(be, "Em đi đường an toàn", "mũ")
        assert len(photos(be)) == 2


async def test_a_message_too_old_to_be_taken_away_soon_does_not_change(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        shelf = await opens(be)
        town.passes(hours=41)
        await be.taps("Bí mật")
        await be.until(lambda: be.chat[-1].button("Em kể với ai, nhờ ai?"))
        assert be.chat[-1].id > shelf.id
        town.passes(hours=8)
        await be.says("/thoat")
        await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
        assert not any(m.button("Em kể với ai, nhờ ai?") for m in be.chat)


async def test_leaving_takes_the_pictures_away_and_they_come_again_later(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        await reads(be, "Em đi đường an toàn", "mũ")
        await be.says("/thoat")
        await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
        assert not photos(be)
        assert not sees(be, "Nguồn:")
        town.passes(minutes=1)
        await reads(be, "Em đi đường an toàn", "mũ")
        assert len(photos(be)) == 1


async def test_who_asks_very_fast_gets_the_words_before_the_pictures(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        titles = ("Em đi đường an toàn", "Em chơi gần nước cho an toàn", "Em bị lạc")
        for title in titles:
            await be.says(title)
        await be.until(lambda: all(sees(be, title, "Nguồn:") for title in titles))
        assert len(photos(be)) < len(titles)


async def test_a_child_menu_shows_the_doors_but_not_after_leaving(database: Database) -> None:
    async with a_town(database) as town:
        be = await town.resident("Bé")
        await be.says("/start")
        await be.until(lambda: be.chat[-1].button("Trẻ em"))
        await be.taps("Trẻ em")
        await be.until(lambda: be.chat[-1].button("Cẩm nang"))
        await be.taps("Menu")
        await be.until(lambda: be.chat[-1].button(DOORS[0]))
        menu = be.chat[-1].button("Menu")
        assert menu is not None
        await be.says("/thoat")
        await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
        town.passes(minutes=1)
        await be.presses(menu["callback_data"], be.chat[-1])
        await be.until(lambda: sees(be, "Em muốn xem gì?"))
        await be.says("/trogiup")
        await be.until(lambda: sees(be, "/camnang"))
        assert not any(m.button(DOORS[0]) for m in be.chat), "whoever holds the phone now sees nothing of it"


async def test_a_mother_looks_through_the_doors_and_finds_back(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says("/camnang")
        await lan.until(lambda: lan.chat[-1].button("Cho trẻ em"))
        shelf = lan.chat[-1]
        await lan.taps("Cho trẻ em")
        await lan.until(lambda: now(lan, shelf).button("Chuyện bí mật"))
        assert now(lan, shelf).kind == "photo", "in the same message"
        await lan.taps("Chuyện bí mật")
        await lan.until(lambda: now(lan, shelf).button("Em kể với ai, nhờ ai?"))
        await lan.taps("Em kể với ai, nhờ ai?")
        await lan.until(lambda: sees(lan, "Em kể với ai, nhờ ai?", "Nguồn:"))
        await lan.taps("Các cánh cửa")
        await lan.until(lambda: now(lan, shelf).button("Cho cha mẹ"))
        await lan.taps("Cho cha mẹ")
        await lan.until(lambda: lan.chat[-1].button("Báo tin và được giúp"))


# --- the law


async def test_the_law_stands_behind_a_button_a_child_taps(database: Database, tmp_path: Path) -> None:
    content = small_shelf(tmp_path)
    law = "Em hỏi cô giáo nhé.\n## Luật nói gì\nTheo Luật Trẻ em, Điều 51, người lớn phải báo khi em bị hại."
    spoil(content / "guidance" / "social-assistance.md", "Em hỏi cô giáo nhé.", law)
    async with a_town(database, content_dir=content) as town:
        be = await a_child(town)
        page = await reads(be, "nha minh duoc giup gi", "Em hỏi cô giáo nhé.")
        assert not sees(be, "Điều 51")
        await be.taps("Luật nói gì?")
        await be.until(lambda: "Theo Luật Trẻ em, Điều 51, người lớn phải báo" in now(be, page).text)
        assert "Luật Trẻ em 2016, Điều 51" in now(be, page).text
        assert "Kiểm tra ngày 20/11/2026." in now(be, page).text, "a law may have changed since"
        assert "Trách nhiệm cung cấp" not in now(be, page).text, "never the heading of a law"
        assert "Tổ chức Y tế Thế giới" not in now(be, page).text, "that is no law"
        await be.taps("Về đầu bài")
        await be.until(lambda: "Em hỏi cô giáo nhé." in now(be, page).text)
        assert "Điều 51" not in now(be, page).text


async def test_without_words_for_children_about_the_law_there_is_no_button(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=small_shelf(tmp_path)) as town:
        be = await a_child(town)
        page = await reads(be, "nha minh duoc giup gi", "Em hỏi cô giáo nhé.")
        assert not page.button("Luật nói gì?"), "the parents' version has words, this one has none"


async def test_a_button_of_an_older_card_is_answered_kindly(database: Database) -> None:
    async with a_town(database) as town:
        be = await a_child(town)
        await opens(be)
        page = await behind(be, "Em buồn", "Khi em muốn tự làm đau mình")
        assert not page.button("Luật nói gì?")
        toast = await be.presses(write(ReadArticle("self-harm", "child", LAW)), page)
        assert "chưa có lời về luật viết cho em" in toast
        assert "Nguồn:" in now(be, page).text
        assert not sees(be, "xúi giục")


# --- a recorded voice


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    """The small folder, whose article somebody reads aloud for children of 11 to 15."""
    content = small_shelf(tmp_path)
    (content / "voices" / "ai-giup-em.ogg").write_bytes(VOICE)
    spoil(content / "guidance" / "social-assistance.md", "sources:", "voice: ai-giup-em.ogg\nsources:")
    return content


def voices(phone: Phone) -> list[Message]:
    return [m for m in phone.chat if m.kind == "voice"]


async def test_a_child_listens_and_leaving_takes_the_voice_away(database: Database, spoken: Path) -> None:
    async with a_town(database, content_dir=spoken) as town:
        be = await a_child(town)
        page = await reads(be, "nha minh duoc giup gi", "Em hỏi cô giáo nhé.")
        await be.taps("Nghe")
        await be.until(lambda: voices(be))
        assert voices(be)[0].protected
        assert town.sandbox.files.find(str(voices(be)[0].file_id)).content == VOICE
        await be.taps("Bản cho em nhỏ hơn")
        await be.until(lambda: "Em hỏi mẹ nhé." in now(be, page).text)
        assert not now(be, page).button("Nghe"), "nobody read these words"
        await be.says("/thoat")
        await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
        assert not voices(be)


async def test_grown_ups_have_no_voice(database: Database, spoken: Path) -> None:
    async with a_town(database, content_dir=spoken) as town:
        lan = await town.resident("Lan")
        page = await reads(lan, "Nhà mình được giúp gì?", "Bạn hỏi phường nhé.")
        assert not page.button("Nghe")


async def test_a_phone_that_takes_no_voice_hears_where_the_words_are(database: Database, spoken: Path) -> None:
    async with a_town(database, content_dir=spoken) as town:
        be = await a_child(town)
        be.takes_no_voice = True
        await reads(be, "nha minh duoc giup gi", "Em hỏi cô giáo nhé.")
        await be.taps("Nghe")
        await be.until(lambda: sees(be, "chưa nghe được ở đây", "ngay phía trên"))
        assert not voices(be)


async def test_a_recording_that_is_gone_leaves_the_words(database: Database, spoken: Path) -> None:
    async with a_town(database, content_dir=spoken) as town:
        be = await a_child(town)
        await reads(be, "nha minh duoc giup gi", "Em hỏi cô giáo nhé.")
        (spoken / "voices" / "ai-giup-em.ogg").unlink()
        await be.taps("Nghe")
        await be.until(lambda: sees(be, "chưa nghe được ở đây"))


async def test_another_recording_under_the_name_is_not_played_before_it_was_read(
    database: Database, spoken: Path
) -> None:
    async with a_town(database, content_dir=spoken) as town:
        be = await a_child(town)
        await reads(be, "nha minh duoc giup gi", "Em hỏi cô giáo nhé.")
        (spoken / "voices" / "ai-giup-em.ogg").write_bytes(VOICE + b"unheard")
        await be.taps("Nghe")
        await be.until(lambda: sees(be, "chưa nghe được ở đây"))
        assert not voices(be)


async def test_who_taps_listen_again_and_again_waits_a_moment(database: Database, spoken: Path) -> None:
    async with a_town(database, content_dir=spoken) as town:
        be = await a_child(town)
        await reads(be, "nha minh duoc giup gi", "Em hỏi cô giáo nhé.")
        toasts = [await be.taps("Nghe") for _ in range(5)]
        assert any("Đợi một chút" in toast for toast in toasts)
        assert len(voices(be)) < 5
        town.passes(minutes=1)
        assert await _listens(town, be)


async def _listens(town: Town, child: Phone) -> bool:
    before = len(voices(child))
    await child.taps("Nghe")
    await child.until(lambda: len(voices(child)) > before)
    return True
