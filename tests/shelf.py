"""A small content folder that can be spoilt: everything the library needs, and one article that is as it should be."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.settings import CONTENT
from storage.content import read_library
from storage.understanding import ContentError

LAW = """\
[[act]]
id = "luat-tre-em"
name = "Luật Trẻ em 2016"
number = "102/2016/QH13"
in_force = 2017-06-01
link = "https://vanban.chinhphu.vn/"
checked = 2026-11-23
mark = "verified"

[[act]]
id = "nd-144-2013"
name = "Nghị định 144/2013"
number = "144/2013/NĐ-CP"
in_force = 2013-12-15
until = 2022-01-01
checked = 2026-11-23
mark = "secondary"

[[article]]
id = "luat-tre-em-51"
act = "luat-tre-em"
number = "Điều 51"
title = "Trách nhiệm cung cấp, xử lý thông tin"

[[article]]
id = "luat-tre-em-100"
act = "luat-tre-em"
number = "Điều 100"
title = "Bảo vệ tính mạng, thân thể"
until = 2027-01-01
"""
SOURCES = """\
[[source]]
id = "who-drowning"
name = "Tổ chức Y tế Thế giới: đuối nước"
owner = "WHO"
checked = 2026-11-23
mark = "high"
"""
FIGURES = """\
[[figure]]
id = "muc-chuan"
says = "540.000 đồng một tháng"
about = "mức chuẩn trợ giúp xã hội"
as_of = 2026-11-23
source = "luat-tre-em-51"
mark = "verified"

[[figure]]
id = "tuoi-tre-em"
says = "dưới 16 tuổi"
about = "tuổi của trẻ em"
as_of = 2026-10-01
source = "who-drowning"
mark = "high"
until = 2027-06-01
"""
CHAPTERS = """\
[[chapter]]
id = "ho-tro"
title = "Khi nhà khó khăn"
articles = ["social-assistance"]
"""
DOORS = """\
[[cover]]
picture = "cua"

[[door]]
id = "nha-kho"
title = "Khi nhà em cần giúp"
picture = "nha-kho"
articles = ["social-assistance"]
"""
# as much of an OGG file with Opus as Telegram's servers look at first: one page that says what is in it
VOICE = b"OggS\0\2" + bytes(20) + b"\1\x13" + b"OpusHead\1\1\x38\1\x80\xbb\0\0\0\0\0"
ARTICLE = """\
---
title: Nhà mình được giúp gì?
child_title: Em nên tin ai?
sources: [luat-tre-em-51, who-drowning]
related: [signup, human-contact]
reviewed: 2026-11-20
review_due: 2027-05-20
---
# Cha mẹ
Bạn hỏi phường nhé.
## Luật nói gì
Trẻ em là người {tuoi-tre-em}.
## Bước tiếp theo
Gọi **111**.
## Xem thêm
Mỗi tháng {muc-chuan}.

# Trẻ em
Em hỏi cô giáo nhé.
## Bước tiếp theo
Gọi **111**.

# Trẻ em 7–10
Em hỏi mẹ nhé.
"""

LESSON = """\
---
title: Không, chạy, kể
for: child
ages: 7–10
minutes: 5
article: social-assistance
sources: [luat-tre-em-51, who-drowning]
reviewed: 2026-11-20
review_due: 2027-05-20
---
# Bước: Cơ thể em là của em
Em được nói **“không”**.

Em là người {tuoi-tre-em}.
# Bước: Chạy đi
Em chạy đến chỗ đông người.
# Câu hỏi: Có người làm em sợ, em làm gì?
- [ ] Im lặng
  Em sợ nên im lặng, không phải lỗi của em. Em kể sau cũng được.
- [x] Nói “không” rồi chạy đi
  Đúng rồi.
# Bước: Kể ra
Em kể với người lớn em tin.
# Câu hỏi: Người ta dặn đừng kể thì sao?
- [x] Em vẫn kể với người lớn em tin, vì bí mật làm em sợ thì không phải là bí mật phải giữ
  Đúng rồi, em kể được.
- [ ] Em giữ kín
  Em giữ lời là tốt, nhưng chuyện này em được kể.
- [ ] Em không biết
  Không biết cũng không sao. Em kể nhé.
# Bước: Gọi 111
Gọi **111** không mất tiền.
# Tập nói: Bạn em kể: “Tớ sợ về nhà.” Em nói gì?
- [ ] “Kệ đi.”
  Có lúc mình không biết nói gì. Em rủ bạn đi kể cùng nhé.
- [x] “Tớ tin cậu. Mình đi kể với cô.”
  Đúng rồi.
"""
STAFF_LESSON = LESSON.replace("for: child\nages: 7–10", "for: staff").replace("Không, chạy, kể", "Tiếp nhận thông tin")
PARENT_LESSON = LESSON.replace("for: child\nages: 7–10", "for: parent").replace("Không, chạy, kể", "Khi con kể")


def with_lessons(folder: Path) -> Path:
    """The small folder with a lesson for each reader, of the same seven parts."""
    content = small_shelf(folder)
    for slug, words in {"khong-chay-ke": LESSON, "khi-con-ke": PARENT_LESSON, "tiep-nhan": STAFF_LESSON}.items():
        (content / "lessons" / f"{slug}.md").write_text(words)
    return content


def small_shelf(folder: Path) -> Path:
    """The folder `content`, with everything the whole product needs around one article."""
    content = folder / "content"
    for own in ("guidance", "lessons", "voices"):
        (content / own).mkdir(parents=True)
    for each in CONTENT.iterdir():
        if each.suffix == ".toml":
            shutil.copy(each, content)
        elif each.name not in ("guidance", "lessons", "voices"):  # what is large is not spoilt
            (content / each.name).symlink_to(each, target_is_directory=True)
    (content / "law.toml").write_text(LAW)
    (content / "sources.toml").write_text(SOURCES)
    (content / "figures.toml").write_text(FIGURES)
    (content / "chapters.toml").write_text(CHAPTERS)
    (content / "doors.toml").write_text(DOORS)
    (content / "guidance" / "social-assistance.md").write_text(ARTICLE)
    return content


def spoil(file: Path, before: str, after: str) -> None:
    """Changes one place in a file."""
    words = file.read_text()
    assert words.count(before) == 1, f"{before!r} stands {words.count(before)} times in {file.name}"
    file.write_text(words.replace(before, after))


def beside(shelf: Path, file: str, content: bytes) -> None:
    """Puts a file beside the words; the product's own stay what they are."""
    folder = (shelf / file).parent
    if folder.is_symlink():
        own = folder.resolve()
        folder.unlink()
        shutil.copytree(own, folder)
    (shelf / file).write_bytes(content)


def troubles(content: Path) -> list[str]:
    """What the start would say of this folder: each line with its file, its line and its cure."""
    with pytest.raises(ContentError) as bad:
        read_library(content)
    lines = str(bad.value).splitlines()
    assert all(re.match(r"[\w.-]+:\d+: .+[.”]$", line) for line in lines), lines
    return lines
