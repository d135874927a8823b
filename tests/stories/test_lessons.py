"""A child learns, errs, tries again and gets a picture with the name they chose; only how far they are is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from channels import certificate
from channels.texts import Voice
from domain.lessons import Certificate
from domain.people import Audience, Role
from domain.working_time import HANOI
from sandbox import Phone
from sandbox.world import Message
from services.guidance import Shelf
from storage.content import read_library
from storage.database import Database
from storage.tables import DialogRow, EntryRow, JournalRow, LessonProgressRow, NoticeRow
from tests.shelf import with_lessons
from tests.stories.test_guidance import a_child
from tests.test_secrets import at_rest
from tests.town import Town, a_town, sees

NAME = "Bống"
ASKS_AGAIN = "Em viết giúp một cái tên hoặc biệt danh"


async def begins(town: Town, child: Phone) -> Message:
    """Opens the lesson from the handbook; the message it stands in."""
    await child.says("/camnang")
    await child.until(lambda: any(m.button("Bài học") for m in child.chat))
    await child.taps("Bài học")
    await child.until(lambda: any(m.button("Không, chạy, kể") for m in child.chat))
    await child.taps("Không, chạy, kể")
    await child.until(lambda: sees(child, "· 1/", "Cơ thể em là của em"))
    town.passes(minutes=1)
    return next(m for m in reversed(child.chat) if "· 1/" in m.text)


async def goes(phone: Phone, lesson: Message, *ways: tuple[str, str]) -> None:
    """Taps below the lesson, one after the other, each until its words stand there."""
    for label, words in ways:
        await phone.taps(label, message=now(phone, lesson))
        await phone.until(lambda words=words: words in now(phone, lesson).text)


def now(phone: Phone, message: Message) -> Message:
    return next(m for m in phone.chat if m.id == message.id)


TO_THE_END = (
    ("Tiếp", "2/7"),
    ("Tiếp", "3/7"),
    ("Nói “không”", "✅"),
    ("Tiếp", "4/7"),
    ("Tiếp", "5/7"),
    ("A", "✅"),
    ("Tiếp", "6/7"),
    ("Tiếp", "7/7"),
    ("“Tớ tin cậu.", "✅"),
    ("Xong", "Em muốn ghi tên gì trên giấy chứng nhận?"),
)


def picture(town: Town, name: str, *, title: str = "Không, chạy, kể") -> bytes:
    """The certificate as it should be."""
    news = Certificate(title, name, town.clock.now().astimezone(HANOI).date())
    return certificate.attached(news, lambda text: town.app.catalogue.say(text, Voice(to_child=True))).content


def photos(town: Town, phone: Phone) -> list[bytes]:
    ids = [m.file_id for m in phone.chat if m.kind == "photo" and "chứng nhận" in m.text]  # the handbook has its own
    return [town.sandbox.files.find(each).content for each in ids if each is not None]


async def gets_a_picture(town: Town, phone: Phone) -> None:
    """It stands in the chat, and the bot has noted so."""
    await phone.until(lambda: photos(town, phone))
    await town.app.relays["rest"].rest()


async def progress(town: Town) -> list[LessonProgressRow]:
    async with town.app.database.reading() as tx:
        return list((await tx.execute(select(LessonProgressRow).order_by(LessonProgressRow.id))).scalars())


async def test_a_child_errs_tries_again_and_gets_a_picture_with_the_name_it_chose(
    database: Database, tmp_path: Path
) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be = await a_child(town)
        lesson = await begins(town, be)
        assert "Nguồn: Luật Trẻ em; Tổ chức Y tế Thế giới" in lesson.text
        assert "Số liệu tính đến 1/10/2026." in lesson.text
        await goes(be, lesson, ("Tiếp", "2/7"), ("Quay lại", "1/7"), ("Tiếp", "2/7"), ("Tiếp", "3/7"))
        assert not now(be, lesson).button("Tiếp"), "the question first"
        await goes(be, lesson, ("Im lặng", "không phải lỗi của em"))
        assert "Em chọn: Im lặng" in now(be, lesson).text
        assert not now(be, lesson).button("Tiếp")
        await goes(be, lesson, ("Chọn lại", "Có người làm em sợ"), ("Nói “không”", "✅ Đúng rồi."), ("Tiếp", "4/7"))
        await goes(be, lesson, ("Tiếp", "5/7"))
        assert "A. Em vẫn kể với người lớn em tin" in now(be, lesson).text, "long answers stand in the message"
        await goes(be, lesson, *TO_THE_END[5:])
        assert sum(m.from_bot and "/7" in m.text for m in be.chat) == 0, "it was one message all the time"
        await be.says(NAME)
        await gets_a_picture(town, be)
        assert photos(town, be) == [picture(town, NAME)]
        assert "Giấy chứng nhận của em" in be.chat[-1].text
        assert be.chat[-1].button("Bài học")
        [row] = await progress(town)
        assert (row.reached, row.finished_at is not None) == (7, True)
        async with town.app.database.reading() as tx:
            [notice] = (await tx.execute(select(NoticeRow).where(NoticeRow.kind == "Certificate"))).scalars()
        assert (notice.state, notice.news) == ("sent", None), "the name went with the picture"
        town.passes(minutes=1)
        await be.says("Bống Bang")
        await be.until(lambda: be.chat[-1].kind != "photo" and be.chat[-1].from_bot)
        assert len(photos(town, be)) == 1, "what they write then is no name any more"


async def test_it_goes_on_where_it_was_after_a_restart(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be = await a_child(town)
        lesson = await begins(town, be)
        await goes(be, lesson, *TO_THE_END[:3], ("Dừng", "nhớ em học đến đâu"))
        await town.dies_and_comes_back()
        await goes(be, lesson, ("Học tiếp", "3/7"), ("Dừng", "nhớ em học đến đâu"), ("Bài học", "Bài học ngắn"))
        await be.taps("▶️ Không, chạy, kể", message=now(be, lesson))
        await be.until(lambda: sees(be, "4/7", "Kể ra"))
        again = next(m for m in be.chat if "4/7" in m.text)
        assert again.id != lesson.id
        await goes(be, again, *TO_THE_END[4:])
        await town.dies_and_comes_back()
        await be.taps("Không ghi tên", message=now(be, again))
        await gets_a_picture(town, be)
        assert photos(town, be) == [picture(town, "")]
        assert "ngay dưới đây" in now(be, again).text


async def test_a_lesson_for_staff_is_not_shown_to_a_child(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be, hanh = await a_child(town), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        for phone in (be, hanh):
            town.passes(minutes=1)
            await phone.says("/camnang")
            await phone.until(lambda phone=phone: any(m.button("Bài học") for m in phone.chat))
            await phone.taps("Bài học")
            await phone.until(lambda phone=phone: sees(phone, "Bài học ngắn"))
        shelf = next(m for m in be.chat if "Bài học ngắn" in m.text)
        assert shelf.button("Không, chạy, kể")
        assert not any(shelf.button(words) for words in ("Tiếp nhận", "Khi con kể", "Cho cán bộ", "Cho cha mẹ"))
        for data in ("1|bo|tiep-nhan", "1|bt|tiep-nhan|1", "1|ba|tiep-nhan|2|0", "1|bn|tiep-nhan"):
            assert "cán bộ" in await be.presses(data, shelf)
        assert not sees(be, "Tiếp nhận thông tin")
        async with town.app.database.reading() as tx:
            turned_away = select(func.count()).select_from(JournalRow).where(JournalRow.verb == "turned_away")
            assert (await tx.execute(turned_away)).scalar_one() == 4
        desk = next(m for m in hanh.chat if "Bài học ngắn" in m.text)
        assert desk.button("Tiếp nhận thông tin") and not desk.button("Không, chạy, kể")
        await hanh.taps("Cho trẻ em", message=desk)
        await hanh.until(lambda: now(hanh, desk).button("Không, chạy, kể"))
        await hanh.presses("1|bo|tiep-nhan", desk)
        await hanh.until(lambda: sees(hanh, "Tiếp nhận thông tin · 1/7"))


async def test_an_article_leads_to_its_lesson(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be, lan = await a_child(town), await town.resident("Lan")
        await be.says("em nen tin ai")
        await be.until(lambda: any(m.button("Học 5 phút: Không, chạy, kể") for m in be.chat))
        assert not be.chat[-1].button("Khi con kể")
        await lan.says("Nhà mình được giúp gì?")
        await lan.until(lambda: any(m.button("Học 5 phút: Khi con kể") for m in lan.chat))
        assert not lan.chat[-1].button("Tiếp nhận")
        await lan.taps("Học 5 phút")
        await lan.until(lambda: sees(lan, "Khi con kể · 1/7"))
        assert sees(lan, "Bạn hỏi phường nhé."), "the article stays"


async def test_a_cry_in_the_middle_of_a_lesson_is_heard_first(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_child(town)
        lesson = await begins(town, be)
        await goes(be, lesson, *TO_THE_END)
        town.passes(minutes=1)
        await be.says("chú sờ em")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await be.until(lambda: sees(be, "111", "113"))
        town.passes(minutes=1)
        await be.says("chú ở nhà bên")
        await be.until(lambda: sees(be, "Đã lưu (LB-") or sees(be, "vẫn đang gọi"))
        town.passes(minutes=1)
        await be.presses("1|bt|khong-chay-ke|7", lesson)
        await be.until(lambda: "Em muốn ghi tên gì" in now(be, lesson).text)
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "chú ở nhà bên"))
        town.passes(minutes=1)
        await be.says("em cảm ơn cô")
        await hanh.until(lambda: sees(hanh, "em cảm ơn cô"))
        assert photos(town, be) == [], "what they write belongs to the case, whatever the lesson asks"


async def test_what_was_answered_about_a_case_is_not_asked_again_when_the_lesson_ends(
    database: Database, tmp_path: Path
) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_child(town)
        lesson = await begins(town, be)
        await goes(be, lesson, *TO_THE_END[:-1])
        await be.taps("Cần giúp ngay", message=now(be, lesson))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await be.until(lambda: be.chat[-1].button("Có") and "bị thương" in be.chat[-1].text)
        town.passes(minutes=1)
        await be.taps("Không", message=be.chat[-1])
        await be.until(lambda: be.chat[-1].button("Có") and "ở gần em" in be.chat[-1].text)
        await goes(be, lesson, TO_THE_END[-1])
        town.passes(minutes=1)
        await be.taps("Không", message=next(m for m in be.chat if "ở gần em" in m.text and m.button("Không")))
        await be.until(lambda: any("viết ở đây" in m.text and m.button("Không") for m in be.chat))
        async with database.reading() as tx:
            answers = select(func.count()).where(EntryRow.side == "answer")
            assert (await tx.execute(answers)).scalar() == 2
            talk = (await tx.execute(select(DialogRow))).scalars().one()
        assert set(talk.answers) >= {"hurt", "near"}


async def test_help_is_one_tap_away_on_every_screen_for_families(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_child(town)
        lesson = await begins(town, be)
        for way in TO_THE_END[:-1]:
            assert now(be, lesson).button("Cần giúp ngay")
            await goes(be, lesson, way)
        await be.taps("Cần giúp ngay", message=now(be, lesson))
        await hanh.until(lambda: sees(hanh, "KHẨN"))


@pytest.mark.long
async def test_a_name_that_is_none_is_asked_for_again_and_after_ten_minutes_words_are_words(
    database: Database, tmp_path: Path
) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be = await a_child(town)
        lesson = await begins(town, be)
        await goes(be, lesson, *TO_THE_END)
        for number, typed in enumerate(("0912345678", "bong.vn", "b" * 41), 1):
            town.passes(minutes=1)
            await be.says(typed)
            await be.until(lambda number=number: sum(ASKS_AGAIN in m.text for m in be.chat) == number)
        await be.says("Thỏ 🐰")
        await be.until(lambda: photos(town, be) == [picture(town, "Thỏ")])
        await goes(be, lesson, ("Xong" if now(be, lesson).button("Xong") else "Bài học", "Bài học ngắn"))
        await be.taps("✅ Không, chạy, kể", message=now(be, lesson))
        await be.until(lambda: be.chat[-1].button("Học lại"))
        await be.taps("Giấy chứng nhận", message=be.chat[-1])
        await be.until(lambda: "Em muốn ghi tên gì" in be.chat[-1].text)
        town.passes(minutes=11)
        await be.says("em nen tin ai")
        await be.until(lambda: sees(be, "Em hỏi cô giáo nhé."))
        assert len(photos(town, be)) == 1


async def test_a_name_that_waits_rests_encrypted_and_comes_once(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be = await a_child(town)
        lesson = await begins(town, be)
        await goes(be, lesson, *TO_THE_END)
        town.sandbox.fails.append("error")
        await be.says("Snorbelix")
        await be.until(lambda: not town.sandbox.fails)
        assert b"snorbelix" not in (await at_rest(database)).lower()
        town.passes(seconds=30)
        await gets_a_picture(town, be)
        assert photos(town, be) == [picture(town, "Snorbelix")]
        assert b"snorbelix" not in (await at_rest(database)).lower()


async def test_the_picture_is_taken_away_with_the_rest_by_whoever_leaves_quickly(
    database: Database, tmp_path: Path
) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be = await a_child(town)
        lesson = await begins(town, be)
        await goes(be, lesson, *TO_THE_END)
        await be.says(NAME)
        await gets_a_picture(town, be)
        town.passes(minutes=1)
        await be.says("/thoat")
        await be.until(lambda: sees(be, "ảnh chụp màn hình"))
        assert [m.text for m in be.chat if "Không, chạy, kể" in m.text] == []
        assert photos(town, be) == []


async def test_whoever_leaves_before_the_picture_comes_does_not_get_it(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be = await a_child(town)
        await goes(be, await begins(town, be), *TO_THE_END)
        town.sandbox.fails.append("error")
        await be.says(NAME)
        await be.until(lambda: not town.sandbox.fails)
        await town.app.relays["rest"].rest()
        await be.says("/thoat")
        await be.until(lambda: sees(be, "ảnh chụp màn hình"))
        town.passes(minutes=2)
        await be.says("/trogiup")
        await be.until(lambda: sees(be, "/camnang"))
        async with town.app.database.reading() as tx:
            [notice] = (await tx.execute(select(NoticeRow).where(NoticeRow.kind == "Certificate"))).scalars()
        assert (notice.state, notice.news) == ("dropped", None)
        assert photos(town, be) == []


async def test_what_a_child_learned_goes_with_the_profile_although_a_case_keeps_the_chat(
    database: Database, tmp_path: Path
) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_child(town)
        await goes(be, await begins(town, be), ("Tiếp", "2/7"))
        await be.says("chú sờ em")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        town.passes(minutes=1)
        await be.says("/xoa")
        await be.until(lambda: any(m.button("Đồng ý xoá") for m in be.chat))
        await be.taps("Đồng ý xoá")
        await be.until(lambda: sees(be, "Đã xoá"))
        assert await progress(town) == []


LONGER = "# Bước: Nhớ số\nEm viết số ra giấy.\n# Bước: Dặn bạn\nEm dặn bạn em nhé.\n"


async def test_a_place_is_kept_when_the_lesson_gets_shorter_and_old_buttons_answer(
    database: Database, tmp_path: Path
) -> None:
    shelf = with_lessons(tmp_path)
    file = shelf / "lessons" / "khong-chay-ke.md"
    before = file.read_text()
    file.write_text(before + LONGER)
    async with a_town(database, content_dir=shelf) as town:
        be = await a_child(town)
        lesson = await begins(town, be)
        ways = [(label, words.replace("/7", "/9")) for label, words in TO_THE_END[:-1]]
        await goes(be, lesson, *ways, ("Tiếp", "8/9"), ("Tiếp", "9/9"))
        file.write_text(before)
        await town.dies_and_comes_back()
        await goes(be, lesson, ("Xong", "7/7"))
        for data in ("1|ba|khong-chay-ke|0|0", "1|ba|khong-chay-ke|2|3", "1|ba|khong-chay-ke|99|0"):
            await be.presses(data, lesson)
            assert "/7" in now(be, lesson).text
        await be.presses("1|bt|khong-chay-ke|6", lesson)
        await goes(be, lesson, *TO_THE_END[-2:])
        file.unlink()
        town.app.services.guidance.put(Shelf.of(read_library(shelf)))  # without a restart
        await goes(be, lesson, ("Không ghi tên", "không còn nữa"))
        assert now(be, lesson).button("Cẩm nang")
        await be.says("/dulieu")
        await be.until(lambda: sees(be, "Bài học xong ngày", "một bài không còn nữa"))


async def test_what_is_kept_is_shown_and_goes_a_year_after_the_last_step_or_at_once(
    database: Database, tmp_path: Path
) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be, na = await a_child(town), await town.resident("Na")
        person = await town.app.services.people.meet(na.id)
        await town.app.services.people.choose_audience(person, Audience.CHILD)
        for child in (be, na):
            await goes(child, await begins(town, child), ("Tiếp", "2/7"))
        day = (town.clock.now() + timedelta(days=365)).astimezone(HANOI)
        await be.says("/dulieu")
        row = f"Bài học đang học: Không, chạy, kể. Tự xoá ngày {day.day}/{day.month}/{day.year}."
        await be.until(lambda: sees(be, row))
        await be.says("/xoa")
        await be.until(lambda: be.chat[-1].button("Đồng ý xoá"))
        await be.taps("Đồng ý xoá")
        await be.until(lambda: sees(be, "Đã xoá"))
        [left] = await progress(town)
        assert left.person_id == person.id
        town.passes(days=364)
        await town.app.upkeep.tidy()
        assert len(await progress(town)) == 1
        town.passes(days=2)
        await town.app.upkeep.tidy()
        assert await progress(town) == []
        lesson = next(m for m in na.chat if "2/7" in m.text)
        await na.taps("Tiếp", message=lesson)
        await na.until(lambda: "1/7" in now(na, lesson).text or "2/7" in now(na, lesson).text)


@pytest.mark.parametrize("part", [7, 424242])
async def test_nobody_jumps_to_the_certificate(database: Database, tmp_path: Path, part: int) -> None:
    async with a_town(database, content_dir=with_lessons(tmp_path)) as town:
        be = await a_child(town)
        lesson = await begins(town, be)
        assert "Học xong bài thì có" in await be.presses("1|bn|khong-chay-ke", lesson)
        await goes(be, lesson, ("Tiếp", "2/7"), ("Tiếp", "3/7"))
        await be.presses(f"1|bt|khong-chay-ke|{part}", lesson)
        assert "3/7" in now(be, lesson).text
        assert (await progress(town))[0].finished_at is None
