"""The editors' rules: each refuses its bad lines in an article, with the line and the cure, and lets its good ones pass."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.settings import CONTENT
from domain.guidance import Edition
from domain.lint import Phones
from storage.content import read_library, read_rules
from storage.content.around import ADULTS, CHILDREN, EVERYBODY
from storage.understanding import ContentError
from tests.shelf import ARTICLE, small_shelf, spoil

RAW: dict[str, list[dict[str, Any]]] = tomllib.loads((CONTENT / "lint.toml").read_text(encoding="utf-8"))
RULES = {rule["id"]: rule for rule in RAW["rule"]}
WORDS = {word["hard"]: word for word in RAW["word"]}
HEADINGS = {"child": "# Trẻ em\n", "child-7-10": "# Trẻ em 7–10\n", "Luật nói gì": "## Luật nói gì\n"}
FIGURE = '\n[[figure]]\nid = "{}"\nsays = "như thế"\nabout = "a"\nas_of = 2026-11-23\nsource = "who-drowning"\nmark = "high"\n'


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return small_shelf(tmp_path)


def told(shelf: Path) -> list[str]:
    try:
        read_library(shelf)
    except ContentError as bad:
        return str(bad).splitlines()
    return []


def written(shelf: Path, rule: dict[str, Any], line: str) -> tuple[str, int]:
    """Writes the line where the rule looks; gives the article's name and the line's number."""
    slug = (rule.get("about") or ["social-assistance"])[0]
    under = (rule.get("readers") or rule.get("parts") or ["# Cha mẹ\n"])[0]
    heading = HEADINGS.get(under, "# Cha mẹ\n")
    words = ARTICLE.replace(heading, f"{heading}{line}\n", 1)
    (shelf / "guidance" / f"{slug}.md").write_text(words)
    for name in ("tgxh-muc-chuan", "bhyt-muc-huong", "phuong-bao-ve-khan-cap", "tgxh-han-xet", "phat-bao-luc-tre-em"):
        with (shelf / "figures.toml").open("a") as file:
            file.write(FIGURE.format(name))
    return f"{slug}.md", words.splitlines().index(line) + 1


@pytest.mark.parametrize("name", RULES)
def test_a_rule_refuses_its_bad_lines_and_lets_the_good_ones_pass(shelf: Path, name: str) -> None:
    rule = RULES[name]
    for line in rule["bad"]:
        file, number = written(shelf, rule, line)
        found = [each for each in told(shelf) if rule["cure"] in each]
        assert found, f"{name} lets pass: {line}"
        assert all(each.startswith(f"{file}:{number}: “") for each in found), found
    for line in rule["good"]:
        written(shelf, rule, line)
        assert not [each for each in told(shelf) if rule["cure"] in each], f"{name} refuses: {line}"


@pytest.mark.parametrize("hard", WORDS)
def test_a_hard_word_is_refused_to_children_only(shelf: Path, hard: str) -> None:
    word = WORDS[hard]
    readers = word.get("readers", ["child", "child-7-10"])
    file, number = written(shelf, {"readers": readers}, f"Ở đó có {hard.upper()} nhé.")
    assert [each for each in told(shelf) if each.startswith(f"{file}:{number}: “{hard}”") and word["say"] in each]
    written(shelf, {}, f"Ở đó có {hard} nhé.")
    assert not [each for each in told(shelf) if f"“{hard}”" in each]
    if "child" not in readers:
        written(shelf, {"readers": ["child"]}, f"Ở đó có {hard} nhé.")
        assert not [each for each in told(shelf) if f"“{hard}”" in each]


def test_a_rule_called_like_a_word_is_a_rule(shelf: Path) -> None:
    spoil(shelf / "lint.toml", 'id = "hoa-giai"', 'id = "word-hoa-giai"')
    spoil(shelf / "guidance" / "social-assistance.md", "Bạn hỏi phường nhé.", "Hai nhà tự dàn xếp.")
    (said,) = told(shelf)
    assert RULES["hoa-giai"]["cure"] in said


CHILDS_LAW = {
    "a promise of secrecy": ("Cô chú sẽ giữ bí mật cho em.", "hua-giu-kin-voi-tre"),
    "blame": ("Em cũng có lỗi.", "loi-cua-tre"),
    "a crime by its name": ("Đó là tội dâm ô.", "ten-toi-cho-tre"),
    "a number of a law": ("Theo Luật Trẻ em, Điều 51, người lớn phải báo khi em bị hại.", None),
}


@pytest.mark.parametrize("heading", ["# Trẻ em\n", "# Trẻ em 7–10\n"])
@pytest.mark.parametrize(("line", "rule"), CHILDS_LAW.values(), ids=CHILDS_LAW)
def test_what_the_law_says_to_children_is_looked_through_too(
    shelf: Path, line: str, rule: str | None, heading: str
) -> None:
    article = shelf / "guidance" / "social-assistance.md"
    spoil(article, heading, f"{heading}Em đọc nhé.\n## Luật nói gì\n{line}\n")
    if rule is None:
        assert told(shelf) == []
        return
    (said,) = told(shelf)
    assert said.startswith(f"social-assistance.md:{article.read_text().splitlines().index(line) + 1}: “")
    assert RULES[rule]["cure"] in said


def test_a_hard_word_is_hard_in_what_the_law_says_to_children(shelf: Path) -> None:
    hard = next(word for word in WORDS if "readers" not in WORDS[word])
    article = shelf / "guidance" / "social-assistance.md"
    spoil(article, "# Trẻ em 7–10\n", f"# Trẻ em 7–10\nEm đọc nhé.\n## Luật nói gì\nỞ đó có {hard}.\n")
    assert WORDS[hard]["say"] in " ".join(told(shelf))


def test_what_stands_below_dont_is_no_advice(shelf: Path) -> None:
    rule = RULES["so-cuu-sai"]
    written(shelf, rule, "**Đừng**")
    article = shelf / "guidance" / "social-assistance.md"
    spoil(article, "**Đừng**\n", "**Đừng**\n- bôi kem đánh răng;\n- gây nôn.\n\n")
    assert told(shelf) == []
    spoil(article, "**Đừng**\n", "**Nên**\n")
    assert [each.split(":")[1] for each in told(shelf)] == ["11", "12"]


def test_an_expression_without_end_is_told_once_and_holds_nobody_up(shelf: Path) -> None:
    lint, endless = shelf / "lint.toml", f"Bạn {'ơi' * 40}."
    spoil(lint, r"find = '''\btại sao (con", r"find = '''(\w|\w\w)+[;#]$|\btại sao (con")
    file, number = written(shelf, {}, endless)
    (said,) = [each for each in told(shelf) if "come to an end" in each]
    assert said.startswith(f"{file}:{number}: rule “tai-sao-con” ")
    spoil(lint, 'good = ["Đừng hỏi “tại sao', f'good = ["{endless}", "Đừng hỏi “tại sao')
    (said,) = [each for each in told(shelf) if "come to an end" in each]
    assert said.startswith("lint.toml:"), "a rule is tried on its own lines first"


def test_titles_are_looked_through(shelf: Path) -> None:
    article = shelf / "guidance" / "social-assistance.md"
    spoil(article, "title: Nhà mình được giúp gì?", "title: Tại sao con không nghe lời?")
    spoil(article, "child_title: Em nên tin ai?", "child_title: Ai hỗ trợ em?")
    assert [each.split(":")[1] for each in told(shelf)] == ["2", "3"]


NUMBERS = {
    "111, bold": ("Gọi **111**.", []),
    "a ward's": ("Gọi 024 3872 1234 nhé.", ["02438721234"]),
    "a mobile without a word": ("Cô Hạnh: 0912.345.678", ["0912345678"]),
    "with hyphens": ("Phường: 024-3827-1234", ["02438271234"]),
    "with brackets": ("Phường (024) 3827-1234.", ["02438271234"]),
    "with spaces that do not break": ("Cô Hạnh: 0912\u00a0345\u00a0678", ["0912345678"]),
    "of the country": ("Cô Hạnh: +84 912-345-678", ["84912345678"]),
    "of another country": ("Gọi cảnh sát 911.", ["911"]),
    "a day with hyphens": ("Từ ngày 01-07-2025.", []),
    "school years": ("Năm học 2026–2027.", []),
    "an old number": ("Tổng đài 18001567.", ["18001567"]),
    "112": ("Gọi 111 hoặc 112.", ["112"]),
    "bold": ("Hoặc **119**.", ["119"]),
    "one that costs": ("Gọi 1900 969 680.", []),
    "one like it": ("Gọi 1900 6179.", ["19006179"]),
    "a house": ("Số 270 đường Ngọc Thụy.", []),
    "a law": ("Luật số 102/2016/QH13.", []),
    "a day": ("Từ ngày 01/07/2025.", []),
    "minutes": ("Gọi xong, đợi 20 phút.", []),
    "a figure": ("Mỗi tháng {tgxh-540}.", []),
    "articles": ("Điều 142 đến Điều 147.", []),
}


@pytest.mark.parametrize(("line", "strange"), NUMBERS.values(), ids=NUMBERS)
def test_only_numbers_that_may_be_called_are_told(line: str, strange: list[str]) -> None:
    said = RAW["number"][0]
    phones = Phones.of(["111", "113", "114", "115", "1900 969 680"], said["before"], said["after"])
    assert list(phones.strange(line)) == strange


TYPED = {
    "nothing": ("Vui Trung thu cùng các em.", EVERYBODY, []),
    "a promise to everybody, said once": ("Mời các em. Bot giữ bí mật tuyệt đối.", ADULTS, ["hua-giu-kin"]),
    "a promise to children": ("Mọi chuyện em kể đều được giữ kín.", CHILDREN, ["hua-giu-kin-voi-tre"]),
    "what only children must not read": ("Mọi chuyện em kể đều được giữ kín.", ADULTS, []),
    "on the second line": ("Mời các em.\nTại sao con không đến?", EVERYBODY, ["tai-sao-con"]),
    "a rule for articles alone": ("Vé 50.000 đồng, từ 6 tuổi.", EVERYBODY, []),
}


@pytest.mark.parametrize(("words", "readers", "rules"), TYPED.values(), ids=TYPED)
def test_words_typed_in_the_chat_hear_the_rules_that_hold_everywhere(
    words: str, readers: tuple[Edition, ...], rules: list[str]
) -> None:
    found = read_rules(CONTENT).told(words, *readers)
    assert [each.params["cure"] for each in found] == [RULES[rule]["cure"] for rule in rules]


def test_a_rule_without_end_tells_nothing_to_whoever_types(shelf: Path) -> None:
    spoil(shelf / "lint.toml", r"find = '''\btại sao (con", r"find = '''(\w|\w\w)+[;#]$|\btại sao (con")
    rules = read_rules(shelf)
    assert rules.told(f"Bạn {'ơi' * 40}.", *EVERYBODY) == []
    assert len(rules.told("Hỏi cô Hạnh 0912 345 678.", *EVERYBODY)) == 1


# what is wrong in lint.toml itself
IN_LINT = {
    "an expression that cannot be read": ("find = '''hoà giải", "find = '''(hoà giải", "find", "cannot be read"),
    "an expression of two kinds": ("find = '''hoà giải", "find = '''(?V0)(?V1)hoà giải", "find", "cannot be read"),
    "brackets in brackets": (
        "find = '''hoà giải",
        f"find = '''{'(' * 3000}a{')' * 3000}|hoà giải",
        "find",
        "too many brackets",
    ),
    "a rule that lets its bad line pass": ("find = '''(đồng ý", "find = '''(vâng lời", "bad", "lets pass"),
    "a rule that refuses its good line": (
        "unless_line = '''chưa đủ|kể cả|người thân|",
        "unless_line = '''",
        "good",
        "refuses",
    ),
    "no cure": ('cure = "Viết: báo ngay."\n', "", "cure", "is missing"),
    "no good line": ('good = ["Xem ở Cổng dịch vụ công."]', "good = []", "good", "has too few"),
    "a reader nobody knows": (
        'readers = ["child", "child-7-10"]\neverywhere = true\nwhy = "không hứa',
        'readers = ["kid"]\neverywhere = true\nwhy = "không hứa',
        "readers",
        "readers",
    ),
    "a part nobody knows": ('parts = ["", "title", "', 'parts = ["Luật", "title", "', "parts", "no part “Luật”"),
    "a spare of no rule": (
        "rule = \"so-trong-cau\"\nfind = '''^-",
        "rule = \"so\"\nfind = '''^-",
        "rule",
        "no rule “so”",
    ),
    "a spare that cannot be read": ("find = '''^- (dưới", "find = '''^- ((dưới", "find", "cannot be read"),
    "an end of a clause that cannot be read": ("ends = '''[", "ends = '''([", "ends", "cannot be read"),
    "a rule twice": ('id = "hoa-giai"', 'id = "tai-sao-con"', "id", "stands there twice"),
    "a word twice": ('hard = "thẩm quyền"', 'hard = "Can Thiệp"', "hard", "stands there twice"),
    "a word cured by itself": ('say = "giúp, ngăn lại"', 'say = "sự can thiệp"', "say", "themselves"),
}


@pytest.mark.parametrize(("before", "after", "key", "cure"), IN_LINT.values(), ids=IN_LINT)
def test_what_is_wrong_in_a_rule(shelf: Path, before: str, after: str, key: str, cure: str) -> None:
    spoil(shelf / "lint.toml", before, after)
    found = [each for each in told(shelf) if each.startswith("lint.toml:") and cure in each]
    assert found, told(shelf)
    line = (shelf / "lint.toml").read_text().splitlines()[int(found[0].split(":")[1]) - 1]
    assert line.startswith((key, "[[rule]]")), line
