"""`treem preview`: an article as it will look, before the bot has it."""

from __future__ import annotations

from pathlib import Path

from tests.bot.house import treem
from tests.shelf import ARTICLE, small_shelf


async def test_an_article_of_the_folder_in_every_version(tmp_path: Path) -> None:
    ended = await treem(tmp_path, "preview", "social-assistance", content_dir=str(small_shelf(tmp_path)))
    assert (ended.code, ended.err) == (0, "")
    pages = ended.out.split("─ ")[1:]
    assert [page.split("\n")[0] for page in pages] == ["parent", "parent", "child", "child", "child-7-10", "child-7-10"]
    assert "Trẻ em là người dưới 16 tuổi." in pages[0]
    assert "Số liệu tính đến 1/10/2026." in pages[0]
    assert "[ 📄 Xem thêm ]" in pages[0]
    assert "[ Đăng ký tham gia ]" in pages[0]
    assert "Mỗi tháng 540.000 đồng một tháng." in pages[1]
    assert "[ ⚖️ Luật nói gì? ]" in pages[2]
    assert "Luật Trẻ em 2016, Điều 51:" in pages[3]
    assert "[ 🎒 Bản cho anh chị lớn ]" in pages[4]
    assert "<" not in ended.out


async def test_a_file_that_is_not_in_the_folder_yet_with_what_is_wrong(tmp_path: Path) -> None:
    content = small_shelf(tmp_path)
    draft = tmp_path / "penalties.md"
    draft.write_text(ARTICLE.replace("Bạn hỏi phường nhé.", "Phạt 10 triệu đồng."))
    ended = await treem(tmp_path, "preview", str(draft), "--for", "parent", content_dir=str(content))
    assert ended.code == 1
    assert "Phạt 10 triệu đồng." in ended.out
    assert "Em hỏi cô giáo nhé." not in ended.out
    assert ended.err.startswith("penalties.md:10: “10 triệu đồng”:")
    draft.write_text(ARTICLE.replace("who-drowning", "who-fire"))
    ended = await treem(tmp_path, "preview", str(draft), content_dir=str(content))
    assert (ended.code, ended.out) == (1, "")
    assert "penalties.md:4: source “who-fire”" in ended.err
    ended = await treem(tmp_path, "preview", "nowhere", content_dir=str(content))
    assert (ended.code, ended.err) == (1, "nowhere.md:1: this file is missing: put it back.\n")
