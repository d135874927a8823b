"""A parent or a child asks; the answer is a reviewed article, or an honest no with a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.people import Audience, Role
from sandbox import Phone
from storage.database import Database
from tests.shelf import ARTICLE, CHAPTERS, small_shelf
from tests.town import Town, a_town, sees


@pytest.mark.parametrize("words", ["Muốn báo tin trẻ bị hại thì báo ở đâu?", "bao tin tre bi hai o dau"])
async def test_a_mother_asks_in_her_own_words_and_gets_the_article_with_its_source(
    database: Database, words: str
) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says("/start")
        await lan.until(lambda: lan.chat[-1].button("Cha mẹ"))
        await lan.taps("Cha mẹ")
        await lan.says(words)
        await lan.until(lambda: sees(lan, "Lo cho một đứa trẻ thì báo cho ai?", "111", "Luật Trẻ em 2016, Điều 6"))
        assert all(len(m.text) <= 1600 for m in lan.chat), "one phone screen"


async def test_only_information_is_answered_after_the_gentle_question(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says("nhà bên cạnh hay mắng con, tôi nên báo ở đâu")
        await lan.until(lambda: lan.chat[-1].button("Chỉ hỏi thông tin"))
        await lan.taps("Chỉ hỏi thông tin")
        await lan.until(lambda: sees(lan, "Lo cho một đứa trẻ", "Nguồn:"))


@pytest.mark.parametrize(
    ("worry", "where"),
    [
        ("bố nó hay say rồi quát cả đêm", "Bị đánh ở nhà"),
        ("hàng xóm say rượu quát con cả đêm thì báo ai", "câu trả lời chắc chắn"),
    ],
    ids=["a choice", "nothing found"],
)
async def test_whoever_is_worried_finds_whom_to_tell(database: Database, worry: str, where: str) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says(worry)
        await lan.until(lambda: lan.chat[-1].button("Chỉ hỏi thông tin"))
        await lan.taps("Chỉ hỏi thông tin")
        await lan.until(lambda: lan.chat[-1].button("Lo cho một đứa trẻ thì báo cho ai?"))
        assert lan.chat[-1].button(where) or where in lan.chat[-1].text
        await lan.taps("Lo cho một đứa trẻ thì báo cho ai?")
        await lan.until(lambda: sees(lan, "Không cần bằng chứng", "Nguồn:"))


async def test_a_child_reads_words_written_for_a_child(database: Database) -> None:
    async with a_town(database) as town:
        be = await town.resident("Bé")
        await be.says("/start")
        await be.until(lambda: be.chat[-1].button("Trẻ em"))
        await be.taps("Trẻ em")
        await be.says("em có quyền gì ạ")
        await be.until(lambda: sees(be, "Nguồn:"))
        assert not any("bạn" in m.text and "Nguồn:" in m.text and "Cha mẹ" in m.text for m in be.chat)
        assert sees(be, "em", "Nguồn:")


async def test_browsing_the_shelf_of_each_reader(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says("/camnang")
        await lan.until(lambda: sees(lan, "Cho cha mẹ"))
        await lan.taps("Cho trẻ em")
        await lan.taps("Em cần giúp thì gọi ai")
        await lan.until(lambda: lan.chat[-1].button("Em cần giúp thì gọi ai?"))
        await lan.taps("Em cần giúp thì gọi ai?")
        await lan.until(lambda: sees(lan, "Nguồn:", "111"))
        await lan.taps("Chưa đúng ý tôi")
        await lan.until(lambda: sees(lan, "chưa đúng ý"))
        await lan.taps("Cẩm nang", message=lan.chat[-1])
        await lan.until(lambda: lan.chat[-1].button("Báo tin và được giúp"))
        shelf = lan.chat[-1]
        await lan.taps("Báo tin và được giúp")
        await lan.until(lambda: lan.chat[-1].button("Lo cho một đứa trẻ thì báo cho ai?"))
        assert lan.chat[-1].id == shelf.id, "the shelf opens where it stands"
        await lan.taps("Tất cả các chương")
        await lan.until(lambda: lan.chat[-1].button("Báo tin và được giúp"))


async def test_what_the_library_does_not_know_is_said_and_a_person_is_offered(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("nấu phở bò thế nào")
        await lan.until(lambda: lan.chat[-1].button("Hỏi cán bộ phường"))
        assert not sees(lan, "Nguồn:")
        await lan.taps("Hỏi cán bộ phường")
        await hanh.until(lambda: sees(hanh, "Có người hỏi"))
        assert not sees(hanh, "KHẨN"), "a question wakes nobody"


async def test_a_question_that_cries_for_help_is_heard_first(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("bố đang đánh em, báo cho ai bây giờ")
        await lan.until(lambda: sees(lan, "111", "113", "115"))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert not sees(lan, "Nguồn:")


async def test_where_the_ward_is(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan", "bo-de")
        await lan.says("uy ban phuong bo de o dau")
        await lan.until(lambda: sees(lan, "270 đường Ngọc Thụy"))


async def test_what_does_not_fit_on_a_screen_is_one_tap_away_and_back(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=small_shelf(tmp_path)) as town:
        lan = await town.resident("Lan")
        await lan.says("Nhà mình được giúp gì?")
        await lan.until(lambda: sees(lan, "Bạn hỏi phường nhé."))
        page = lan.chat[-1]
        assert "⚖️ Trẻ em là người dưới 16 tuổi." in page.text
        assert "Kiểm tra ngày 20/11/2026. Số liệu tính đến 1/10/2026." in page.text
        assert "Nguồn: Luật Trẻ em 2016, Điều 51; Tổ chức Y tế Thế giới: đuối nước." in page.text
        await lan.taps("Xem thêm")
        await lan.until(lambda: "Mỗi tháng 540.000 đồng một tháng." in lan.chat[-1].text)
        assert lan.chat[-1].id == page.id, "the page turns where it stands"
        assert "Số liệu tính đến 23/11/2026." in lan.chat[-1].text
        assert "Bạn hỏi phường nhé." not in lan.chat[-1].text
        await lan.taps("Về đầu bài")
        await lan.until(lambda: "Bạn hỏi phường nhé." in lan.chat[-1].text)
        assert lan.chat[-1].id == page.id


async def test_a_child_turns_to_the_version_for_the_other_age(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=small_shelf(tmp_path)) as town:
        be = await a_child(town)
        await be.says("nha minh duoc giup gi")
        await be.until(lambda: sees(be, "Em hỏi cô giáo nhé."))
        page = be.chat[-1]
        assert "Điều 51" not in page.text, "children are told no numbers of laws"
        await be.taps("Bản cho em nhỏ hơn")
        await be.until(lambda: "Em hỏi mẹ nhé." in be.chat[-1].text)
        assert be.chat[-1].id == page.id
        await be.taps("Bản cho anh chị lớn")
        await be.until(lambda: "Em hỏi cô giáo nhé." in be.chat[-1].text)
        assert not page.button("Xem thêm")


async def test_a_child_hears_that_a_page_is_for_grown_ups_and_may_read_it(database: Database, tmp_path: Path) -> None:
    content = small_shelf(tmp_path)
    alone = ARTICLE[: ARTICLE.index("\n# Trẻ em")].replace("Nhà mình được giúp gì?", "Đơn xin trợ cấp")
    alone = alone.replace("child_title: Em nên tin ai?\n", "")
    (content / "guidance" / "penalties.md").write_text(alone.replace("[signup,", "[social-assistance, signup,"))
    chapter = '[[chapter]]\nid = "quyen"\ntitle = "Luật"\narticles = ["penalties"]\n'
    (content / "chapters.toml").write_text(f"{CHAPTERS}\n{chapter}")
    async with a_town(database, content_dir=content) as town:
        be = await a_child(town)
        await be.says("đơn xin trợ cấp")
        await be.until(lambda: sees(be, "Đơn xin trợ cấp", "viết cho người lớn em ạ", "111"))
        assert be.chat[-1].button("Em nên tin ai?"), "a related page for children"
        assert "Bạn hỏi phường nhé." not in be.chat[-1].text
        await be.taps("Đọc trang của người lớn")
        await be.until(lambda: "Bạn hỏi phường nhé." in be.chat[-1].text)


async def test_a_mother_reads_what_her_child_would_read(database: Database, tmp_path: Path) -> None:
    async with a_town(database, content_dir=small_shelf(tmp_path)) as town:
        lan = await town.resident("Lan")
        await lan.says("/camnang")
        await lan.until(lambda: sees(lan, "Cho cha mẹ"))
        await lan.taps("Cho trẻ em")
        await lan.until(lambda: lan.chat[-1].button("Khi nhà em cần giúp"))
        await lan.taps("Khi nhà em cần giúp")
        await lan.until(lambda: lan.chat[-1].button("Em nên tin ai?"))
        await lan.taps("Em nên tin ai?")
        await lan.until(lambda: sees(lan, "Em hỏi cô giáo nhé."))


FOUND = {
    "body-safety": ("dạy con không cho ai đụng vào chỗ kín", "co nguoi om em ma em khong thich thi sao a"),
    "children-rights": ("trẻ em có những quyền gì", "em co quyen gi theo luat vay"),
    "disclosure-response": (
        "con vừa kể bị bạn hại thì tôi nên nói gì với con",
        "em muon ke chuyen kho noi ma khong dam",
    ),
    "how-to-report": ("muốn báo tin trẻ bị ngược đãi thì báo ở đâu", "toi bao tin giau ten duoc khong"),
    "physical-abuse": ("đánh con để dạy thì có phạm luật không", "toi lo tay tat con gio hoi han qua"),
    "sexual-abuse": ("dấu hiệu con bị xâm hại tình dục là gì", "lam sao biet con bi lam dung"),
}


@pytest.mark.parametrize(("slug", "asked"), [(slug, asked) for slug, many in FOUND.items() for asked in many])
async def test_questions_find_their_article_without_keywords(database: Database, slug: str, asked: str) -> None:
    async with a_town(database) as town:
        found = await town.app.services.guidance.ask(asked)
        assert slug in found.slugs
        assert len(found.slugs) <= 3


async def a_child(town: Town) -> Phone:
    be = await town.resident("Bé")
    person = await town.app.services.people.meet(be.id)
    await town.app.services.people.choose_audience(person, Audience.CHILD)
    return be
