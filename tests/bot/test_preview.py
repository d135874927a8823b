"""`treem preview`: an article or a lesson as it will look, before the bot has it."""

from __future__ import annotations

from pathlib import Path

from tests.bot.house import treem
from tests.shelf import ARTICLE, LESSON, small_shelf, spoil, with_lessons


async def test_an_article_of_the_folder_in_every_version(tmp_path: Path) -> None:
    ended = await treem(tmp_path, "preview", "social-assistance", content_dir=str(small_shelf(tmp_path)))
    assert (ended.code, ended.err) == (0, "")
    pages = ended.out.split("─ ")[1:]
    assert [page.split("\n")[0] for page in pages] == ["parent", "parent", "child", "child-7-10"]
    assert "Trẻ em là người dưới 16 tuổi." in pages[0]
    assert "Số liệu tính đến 1/10/2026." in pages[0]
    assert "[ 📄 Xem thêm ]" in pages[0]
    assert "[ Đăng ký tham gia ]" in pages[0]
    assert "Mỗi tháng 540.000 đồng một tháng." in pages[1]
    assert "Luật nói gì" not in ended.out.partition("─ child\n")[2], "no words for children, no button"
    assert "[ 🎒 Bản cho anh chị lớn ]" in pages[3]
    assert "<" not in ended.out
    assert ".png" not in ended.out, "it has no picture of its own, so none is sent"


async def test_what_is_sent_to_children_besides_the_words(tmp_path: Path) -> None:
    content = small_shelf(tmp_path)
    article = content / "guidance" / "social-assistance.md"
    spoil(article, "sources:", "picture: om\nsources:")
    spoil(article, "Em hỏi cô giáo nhé.", "Em hỏi cô giáo nhé.\n## Luật nói gì\nNgười lớn phải báo.")
    ended = await treem(tmp_path, "preview", "social-assistance", "--for", "child", content_dir=str(content))
    first, law = ended.out.split("─ child\n")[1:]
    assert first.startswith("[ om.png ]\n")
    assert "[ ⚖️ Luật nói gì? ]" in first
    assert "Người lớn phải báo.\n\nĐiều ấy được ghi ở đây:\n\nLuật Trẻ em 2016, Điều 51\n" in law


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
    assert "penalties.md:4: nguồn “who-fire”" in ended.err
    ended = await treem(tmp_path, "preview", "nowhere", content_dir=str(content))
    assert (ended.code, ended.err) == (1, "nowhere.md:1: thiếu tệp này. Đặt lại vào chỗ cũ.\n")


SCREENS_OF_A_LESSON = [
    *("step 1", "step 2", "question 3", "question 3, answer 1", "question 3, answer 2, the right one", "step 4"),
    *("question 5", "question 5, answer 1, the right one", "question 5, answer 2", "question 5, answer 3", "step 6"),
    *("rehearsal 7", "rehearsal 7, answer 1", "rehearsal 7, answer 2, the right one", "end"),
]


async def test_a_lesson_of_the_folder_step_by_step(tmp_path: Path) -> None:
    ended = await treem(tmp_path, "preview", "khong-chay-ke", content_dir=str(with_lessons(tmp_path)))
    assert (ended.code, ended.err) == (0, "")
    screens = dict(screen.split("\n", 1) for screen in ended.out.split("─ ")[1:])
    assert list(screens) == SCREENS_OF_A_LESSON
    assert "Em là người dưới 16 tuổi." in screens["step 1"]
    assert "Kiểm tra ngày 20/11/2026." in screens["step 1"]
    assert "[ ‹ Quay lại ]  [ Tiếp › ]" in screens["step 2"]
    assert "❓ Có người làm em sợ, em làm gì?" in screens["question 3"]
    assert "[ Im lặng ]\n[ Nói “không” rồi chạy đi ]" in screens["question 3"]
    assert "💛 Em sợ nên im lặng, không phải lỗi của em." in screens["question 3, answer 1"]
    assert "[ ↩️ Chọn lại ]" in screens["question 3, answer 1"]
    assert "Em chọn: Nói “không” rồi chạy đi" in screens["question 3, answer 2, the right one"]
    assert "[ A ]  [ B ]  [ C ]" in screens["question 5"]
    assert "💬 Bạn em kể: “Tớ sợ về nhà.” Em nói gì?" in screens["rehearsal 7"]
    assert "Em đã học xong bài “Không, chạy, kể”" in screens["end"]
    assert "<" not in ended.out


async def test_a_lesson_that_is_not_in_the_folder_yet_with_what_is_wrong(tmp_path: Path) -> None:
    content = with_lessons(tmp_path)
    draft = tmp_path / "hai-ban.md"
    draft.write_text(
        LESSON.replace("- [x] Nói “không”", "- [ ] Nói “không”").replace("Kể ra\nEm kể", "Kể ra\nEm gọi 119, kể")
    )
    ended = await treem(tmp_path, "preview", str(draft), content_dir=str(content))
    assert ended.code == 1
    assert "Em gọi 119, kể với người lớn em tin." in ended.out
    told = ended.err.splitlines()
    assert [trouble.split(":")[:2] for trouble in told] == [["hai-ban.md", "17"], ["hai-ban.md", "23"]]
    assert "Ghi [x] cho đúng một câu." in told[0]
    for before, after, trouble in (
        ("who-drowning", "who-fire", "hai-ban.md:7: nguồn “who-fire”"),
        ("# Bước: Kể ra", "# Phần: Kể ra", "hai-ban.md:22: dòng bắt đầu bằng # chỉ có thể là “# Bước: …”"),
        ("for: child\n", "", "hai-ban.md:1: thiếu “for”"),
    ):
        draft.write_text(LESSON.replace(before, after))
        ended = await treem(tmp_path, "preview", str(draft), content_dir=str(content))
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith(trouble)


async def test_a_lesson_has_one_version_and_may_share_its_slug_with_an_article(tmp_path: Path) -> None:
    content = with_lessons(tmp_path)
    ended = await treem(tmp_path, "preview", "tiep-nhan", "--for", "child", content_dir=str(content))
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "tiep-nhan is a lesson: it has one version only. Leave out --for.\n"
    (content / "lessons" / "social-assistance.md").write_text(LESSON)
    ended = await treem(tmp_path, "preview", "social-assistance", content_dir=str(content))
    assert "─ parent\n" in ended.out and "─ step 1\n" in ended.out
