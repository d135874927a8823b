"""The library as editors write it: what is right is shown, what is wrong is told with file, line and cure."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.settings import CONTENT
from domain.guidance import Danger, Edition, Library
from domain.sources import fill, shown
from storage.content import due_today, read_library
from storage.content.law import read_sources
from tests import own
from tests.shelf import ARTICLE, VOICE, beside, small_shelf, spoil, troubles

SLUG = "social-assistance"
ARTICLE_FILE = f"guidance/{SLUG}.md"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return small_shelf(tmp_path)


def test_an_article_as_agreed(shelf: Path) -> None:
    article = read_library(shelf).articles[SLUG]
    parent = article.versions[Edition.PARENT]
    assert list(article.versions) == [Edition.PARENT, Edition.CHILD, Edition.YOUNGER]
    assert (parent.body, parent.next) == ("Bạn hỏi phường nhé.", "Gọi **111**.")
    assert (parent.law, parent.as_of) == ("Trẻ em là người dưới 16 tuổi.", date(2026, 10, 1))
    assert (parent.more, parent.more_as_of) == ("Mỗi tháng 540.000 đồng một tháng.", date(2026, 11, 23))
    assert article.versions[Edition.YOUNGER].title == "Em nên tin ai?"
    assert shown(article.sources) == "Luật Trẻ em 2016, Điều 51; Tổ chức Y tế Thế giới: đuối nước"


def test_the_products_own_library() -> None:
    library = own.library()
    assert len(library.articles) == 42
    assert all(article.is_for_children for article in library.articles.values())


@pytest.mark.parametrize(
    "slug", ["how-to-report", "hotline-111", "physical-abuse", "emotional-abuse", "neglect", "online-grooming"]
)
def test_a_child_who_is_hurt_can_ask_what_the_law_says(slug: str) -> None:
    assert own.library().articles[slug].versions[Edition.CHILD].has_law_behind


def test_no_figure_lies_about_unused() -> None:
    """One that nobody reads is one that nobody checks."""
    pages = [*(CONTENT / "guidance").glob("*.md"), *(CONTENT / "lessons").glob("*.md")]
    written = "\n".join(page.read_text() for page in pages)
    assert [name for name in read_sources(CONTENT).figures if f"{{{name}}}" not in written] == []


def test_each_danger_has_its_article_for_grown_ups_and_children() -> None:
    articles = OWN.articles.values()
    for danger in Danger:
        about = [article for article in articles if danger in article.dangers]
        assert about, danger
        assert all(article.is_for_children for article in about), danger


OWN = own.library()

A_CHILD = "# Trẻ em\nEm hỏi cô giáo nhé.\n## Bước tiếp theo\nGọi **111**.\n\n# Trẻ em 7–10"
# what is wrong in an article: where, what stands there then, the line, words of the cure
IN_ARTICLE = {
    "no title": ("title: Nhà mình được giúp gì?\n", "", 1, "“title” is missing"),
    "a title that is too long": ("Nhà mình được giúp gì?", "Nhà mình " * 8, 2, "60"),
    "no child's title": ("child_title: Em nên tin ai?\n", "", 1, "child_title"),
    "a name nobody knows": ("reviewed:", "keywords: [a]\nreviewed:", 6, "“keywords” is not one of the names"),
    "a day that is none": ("reviewed: 2026-11-20", "reviewed: hôm qua", 6, "2026-11-29"),
    "a danger nobody knows": ("reviewed: 2026-11-20", "dangers: [fire]\nreviewed: 2026-11-20", 6, "sexual_abuse"),
    "no source": ("[luat-tre-em-51, who-drowning]", "[]", 4, "sources"),
    "a source that is not there": ("who-drowning]", "who-fire]", 4, "“who-fire” is neither in law.toml nor in"),
    "a law that had ended": ("who-drowning]", "nd-144-2013]", 4, "was not in force on 2026-11-20"),
    "a law that had not begun": (
        "reviewed: 2026-11-20\nreview_due: 2027-05-20",
        "reviewed: 2016-11-20\nreview_due: 2017-05-20",
        4,
        "not in force on 2016-11-20",
    ),
    "related to nothing": ("[signup, human", "[sign-up, human", 5, "“sign-up” is neither an article, nor a screen"),
    "related to itself": ("[signup, human", "[social-assistance, human", 5, "Remove it"),
    "one neighbour only": ("[signup, human-contact]", "[signup]", 5, "related"),
    "review before it was reviewed": ("review_due: 2027-05-20", "review_due: 2026-05-20", 7, "within a year"),
    "review in ten years": ("review_due: 2027-05-20", "review_due: 2036-05-20", 7, "within a year"),
    "a line that is not YAML": ("title: Nhà", "title: [Nhà", 2, "in quotes"),
    "no front at all": ("---\ntitle", "title", 1, "begins with ---"),
    "a reader nobody knows": ("# Cha mẹ", "# Người lớn", 9, "write one of"),
    "a reader twice": ("# Trẻ em 7–10", "# Trẻ em", 23, "each once"),
    "no parent's version": ("# Cha mẹ", "# Người chăm sóc", 1, "“# Cha mẹ” is missing"),
    "small children only": (A_CHILD, "# Trẻ em 7-10", 18, "“# Trẻ em” first"),
    "words before the first reader": ("# Cha mẹ", "Chào bạn.\n# Cha mẹ", 9, "Move it"),
    "a heading of one's own": ("## Luật nói gì", "## Thủ tục", 11, "only these stand"),
    "a part twice": ("## Xem thêm", "## Luật nói gì", 15, "twice"),
    "an empty part": ("## Xem thêm\nMỗi tháng {muc-chuan}.", "## Xem thêm", 15, "is empty"),
    "too much law for a child": (
        "Em hỏi cô giáo nhé.",
        "Em hỏi cô giáo nhé.\n## Luật nói gì\n" + "Em được nghe. " * 50,
        18,
        "“## Luật nói gì” of “# Trẻ em” has 699 signs. Shorten it to 600",
    ),
    "a picture that is not there": ("sources:", "picture: khong-co\nsources:", 4, "no file pictures/khong-co.png"),
    "a picture with its ending": ("sources:", "picture: cua.png\nsources:", 4, "“picture”"),
    "a voice that is not there": ("sources:", "voice: em.ogg\nsources:", 4, "no file voices/em.ogg"),
    "a voice elsewhere": ("sources:", "voice: ../em.ogg\nsources:", 4, "“voice”"),
    "a link": ("Bạn hỏi phường nhé.", "Bạn hỏi [phường](https://a.vn) nhé.", 10, "paragraphs, lists and **bold**"),
    "a table": ("Bạn hỏi phường nhé.", "| Bạn | hỏi |", 10, "paragraphs, lists and **bold**"),
    "a figure nobody knows": ("{muc-chuan}", "{muc-khac}", 16, "no figure “muc-khac” in figures.toml"),
    "a lone brace": ("{muc-chuan}", "{muc-chuan", 16, "brace"),
    "more than a screen": (
        "Bạn hỏi phường nhé.",
        "Bạn hỏi phường nhé. " * 70,
        9,
        "lines of a phone, 34 are there. Move what comes second behind “## Xem thêm”",
    ),
    "more than a child's screen": (
        "Em hỏi cô giáo nhé.",
        "Em hỏi cô giáo nhé. " * 50,
        18,
        "of “# Trẻ em” takes 33 lines of a phone, 32 are there.",
    ),
    "more than a small child reads": ("Em hỏi mẹ nhé.", "Em hỏi mẹ nhé.\n\n" * 50, 23, "30 are there"),
    "too much behind the button": ("Mỗi tháng", "Mỗi tháng " * 350, 9, "Shorten it to 3200"),
}


@pytest.mark.parametrize(("before", "after", "line", "cure"), IN_ARTICLE.values(), ids=IN_ARTICLE)
def test_what_is_wrong_in_an_article(shelf: Path, before: str, after: str, line: int, cure: str) -> None:
    spoil(shelf / ARTICLE_FILE, before, after)
    told = troubles(shelf)
    assert told[0].startswith(f"{SLUG}.md:{line}: "), told
    assert cure in told[0]


IN_TABLES = {
    "a row nobody knows": ("law.toml", "[[article]]\nid = \"luat-tre-em-51\"", "[[artikel]]\nid = \"luat-tre-em-51\"", 19, "only [[act]], [[article]] can"),
    "not TOML": ("law.toml", "in_force = 2017-06-01", "in_force = 1 June", 5, "not TOML"),
    "no number": ("law.toml", 'number = "102/2016/QH13"\n', "", 1, "“number” is missing"),
    "a mark nobody knows": ("law.toml", 'mark = "secondary"', 'mark = "sure"', 17, "mark"),
    "an act that is not there": ("law.toml", 'id = "luat-tre-em-100"\nact = "luat-tre-em"', 'id = "luat-tre-em-100"\nact = "luat"', 27, "no [[act]] “luat”"),
    "an id that begins otherwise": ("law.toml", 'id = "luat-tre-em-100"', 'id = "dieu-100"', 26, "begins with that of its act"),
    "the same id twice": ("law.toml", 'id = "luat-tre-em-100"', 'id = "luat-tre-em-51"', 26, "law.toml:20 already"),
    "an end before the beginning": ("law.toml", "until = 2022-01-01", "until = 2012-01-01", 15, "ends before it is in force"),
    "an id of both files": ("sources.toml", 'id = "who-drowning"', 'id = "luat-tre-em"', 2, "law.toml:2 already"),
    "a day in quotes that is none": ("sources.toml", "checked = 2026-11-23", 'checked = "today"', 5, "Write it like 2026-11-29"),
    "a number nobody checked": ("figures.toml", 'mark = "verified"', 'mark = "secondary"', 7, "not verified"),
    "a number from nowhere": ("figures.toml", 'source = "who-drowning"', 'source = "who"', 14, "no “who” in law.toml or sources.toml"),
    "a number that ends before its day": ("figures.toml", "until = 2027-06-01", "until = 2026-06-01", 16, "ends before its day"),
    "the same figure twice": ("figures.toml", 'id = "tuoi-tre-em"', 'id = "muc-chuan"', 10, "figures.toml:2 already"),
    "a screen the program has not": ("screens.toml", '"signup"', '"sign-up"', 0, "no screen “sign-up”"),
    "an article in no chapter": ("chapters.toml", '["social-assistance"]', '["signup"]', 1, "social-assistance stands in no chapter"),
    "a chapter of what is not there": ("chapters.toml", '["social-assistance"]', '["social-assistance", "signup"]', 4, "no article “signup”"),
    "an article that stands twice": ("chapters.toml", '["social-assistance"]', '["social-assistance", "social-assistance"]', 4, "in “ho-tro” already"),
    "a chapter too long for a button": ("chapters.toml", "Khi nhà khó khăn", "Khi nhà khó khăn " * 4, 3, "48"),
    "a child's article behind no door": ("doors.toml", '["social-assistance"]', '["signup"]', 1, "social-assistance stands in no door"),
    "a door to what is not there": ("doors.toml", '["social-assistance"]', '["social-assistance", "signup"]', 8, "no article “signup”"),
    "an article behind two doors": ("doors.toml", '["social-assistance"]', '["social-assistance", "social-assistance"]', 8, "Leave it in one door"),
    "a door with words no child understands": ("doors.toml", "Khi nhà em cần giúp", "Khi em bị cưỡng dâm", 6, "“cưỡng dâm”"),
    "a door with a number that is not ours": ("doors.toml", "Khi nhà em cần giúp", "Gọi 0912 345 678 nhé", 6, "not in hotlines.toml"),
    "a door without a picture": ("doors.toml", 'picture = "nha-kho"\n', "", 4, "“picture” is missing"),
    "a door whose picture is gone": ("doors.toml", 'picture = "nha-kho"', 'picture = "nha-giau"', 7, "no file pictures/nha-giau.png"),
    "a cover that is gone": ("doors.toml", 'picture = "cua"', 'picture = "cua-so"', 2, "no file pictures/cua-so.png"),
    "no cover": ("doors.toml", '[[cover]]\npicture = "cua"\n', "", 1, "no [[cover]]"),
    "an unverified phone": ("hotlines.toml", 'number = "111"', 'number = "gọi 111"', 0, "number"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after", "line", "cure"), IN_TABLES.values(), ids=IN_TABLES)
def test_what_is_wrong_in_a_table(shelf: Path, name: str, before: str, after: str, line: int, cure: str) -> None:
    spoil(shelf / name, before, after)
    told = [each for each in troubles(shelf) if each.startswith(name)]
    assert any(cure in each for each in told), told
    assert not line or any(each.startswith(f"{name}:{line}: ") and cure in each for each in told), told


@pytest.mark.parametrize(
    "name", ["law.toml", "sources.toml", "figures.toml", "chapters.toml", "doors.toml", "wards.toml", "hotlines.toml"]
)
def test_a_file_that_is_gone(shelf: Path, name: str) -> None:
    (shelf / name).unlink()
    assert f"{name}:1: this file is missing: put it back." in troubles(shelf)


def test_every_trouble_of_every_file_is_told_at_once(shelf: Path) -> None:
    spoil(shelf / ARTICLE_FILE, "# Trẻ em 7–10", "# Trẻ nhỏ")
    spoil(shelf / "screens.toml", '"signup"', '"sign-up"')
    (shelf / "guidance" / "Bao_Tin.md").write_text(ARTICLE)
    assert {each.split(":")[0] for each in troubles(shelf)} == {f"{SLUG}.md", "screens.toml", "Bao_Tin.md"}


def test_a_title_means_one_article(shelf: Path) -> None:
    (shelf / "guidance" / "penalties.md").write_text(ARTICLE.replace("Nhà mình được giúp gì?", "ai giup em"))
    for name in ("chapters.toml", "doors.toml"):
        spoil(shelf / name, f'["{SLUG}"]', f'["{SLUG}", "penalties"]')
    assert troubles(shelf) == [
        f"{SLUG}.md:3: “Em nên tin ai?” is called so in penalties.md already. Give each its own title."
    ]


def test_a_related_topic_may_be_written_later(shelf: Path) -> None:
    spoil(shelf / ARTICLE_FILE, "[signup, human-contact]", "[disability, human-contact]")
    library: Library = read_library(shelf)
    assert library.title("disability", None) is None


def test_grown_ups_articles_stand_behind_no_door(shelf: Path) -> None:
    alone = ARTICLE[: ARTICLE.index("\n# Trẻ em")].replace("child_title: Em nên tin ai?\n", "")
    (shelf / ARTICLE_FILE).write_text(alone)
    cure = "Write its “# Trẻ em”, or take it out here."
    assert troubles(shelf) == [f"doors.toml:8: “{SLUG}” has no words for children. {cure}"]


PNG = b"\x89PNG\r\n\x1a\n"


def drawn(width: int, height: int) -> bytes:
    """A picture of one colour, as PNG."""
    file = BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


FILES = {
    "a picture that was cut off": ("picture: ve", "pictures/ve.png", drawn(800, 450)[:60], "cannot be opened. Save it as PNG"),
    "a picture with nothing in it": ("picture: ve", "pictures/ve.png", PNG, "cannot be opened. Save it as PNG"),
    "a picture too large": ("picture: ve", "pictures/ve.png", drawn(9000, 1001), "is 9000 × 1001. Make it smaller"),
    "a picture too thin": ("picture: ve", "pictures/ve.png", drawn(1000, 49), "is 1000 × 49. Make it less thin"),
    "a voice under another ending": ("voice: doc.opus", "voices/doc.opus", VOICE, "does not end in .ogg"),
    "a picture that is none": ("picture: ve", "pictures/ve.png", b"GIF89a", "is not a PNG picture"),
    "a picture too heavy": ("picture: ve", "pictures/ve.png", PNG + bytes(60 * 1024), "has 61 KB. Make it smaller: at most 60"),
    "a voice that is MP3": ("voice: doc.ogg", "voices/doc.ogg", b"ID3" + bytes(90), "is not OGG with Opus"),
    "a voice that is Vorbis": ("voice: doc.ogg", "voices/doc.ogg", VOICE.replace(b"OpusHead", b"\1vorbis."), "is not OGG with Opus"),
    "a voice too long": ("voice: doc.ogg", "voices/doc.ogg", VOICE + bytes(1024 * 1024), "has 1025 KB. Make it smaller: at most 1024"),
    "a younger child's voice": ("voice_7_10: doc.ogg", "voices/doc.ogg", b"", "is not OGG with Opus"),
}  # fmt: skip


@pytest.mark.parametrize(("front", "file", "content", "cure"), FILES.values(), ids=FILES)
def test_what_is_wrong_with_a_file_beside_an_article(
    shelf: Path, front: str, file: str, content: bytes, cure: str
) -> None:
    beside(shelf, file, content)
    spoil(shelf / ARTICLE_FILE, "sources:", f"{front}\nsources:")
    (told,) = troubles(shelf)
    assert told.startswith(f"{SLUG}.md:4: {file} {cure}")


def test_a_voice_reads_one_version_aloud(shelf: Path) -> None:
    beside(shelf, "voices/doc.ogg", VOICE)
    spoil(shelf / ARTICLE_FILE, "sources:", "voice_7_10: doc.ogg\nsources:")
    versions = read_library(shelf).articles[SLUG].versions
    assert [edition for edition, version in versions.items() if version.voice] == [Edition.YOUNGER]
    spoil(shelf / ARTICLE_FILE, "\n# Trẻ em 7–10\nEm hỏi mẹ nhé.\n", "\n")
    assert troubles(shelf)[0].startswith(f"{SLUG}.md:4: nobody can hear it: there is no version “# Trẻ em 7–10”")


@pytest.mark.parametrize("size", [(9000, 1000), (1000, 50)])
def test_the_largest_and_the_thinnest_picture_are_taken(shelf: Path, size: tuple[int, int]) -> None:
    beside(shelf, "pictures/ve.png", drawn(*size))
    spoil(shelf / ARTICLE_FILE, "sources:", "picture: ve\nsources:")
    found = read_library(shelf).articles[SLUG].picture
    assert found is not None
    assert found.content == drawn(*size)


def test_a_new_file_under_an_old_name_is_another_one(shelf: Path) -> None:
    spoil(shelf / ARTICLE_FILE, "sources:", "voice: doc.ogg\nsources:")
    found = []
    for content in (VOICE, VOICE + b"more"):
        beside(shelf, "voices/doc.ogg", content)
        found.append(read_library(shelf).articles[SLUG].versions[Edition.CHILD].voice)
    assert found[0] is not None and found[1] is not None
    assert found[0].path == found[1].path
    assert found[0].digest != found[1].digest


INJURY = re.compile(r"(?i)<desc>[^<]*(vết thương|băng|bầm|máu|thuốc|y tế)")


@pytest.mark.parametrize("path", sorted((CONTENT / "pictures").glob("*.png")), ids=lambda path: path.stem)
def test_a_picture_of_ours_is_of_one_size_used_and_has_its_drawing(path: Path) -> None:
    used = [OWN.cover, *(door.picture for door in OWN.doors), *(article.picture for article in OWN.articles.values())]
    assert path in [picture.path for picture in used if picture is not None]
    with Image.open(path) as picture:
        assert picture.size == (800, 450)
    drawing = path.with_suffix(".svg").read_text()
    assert "<text" not in drawing, "no letters in pictures"
    # safeguarding: no pictures of injuries, nor of what is put on them
    assert (found := INJURY.search(drawing)) is None, found


def test_the_hug_shows_no_plaster_and_no_first_aid_case() -> None:
    with Image.open(CONTENT / "pictures" / "om.png") as picture:
        sent = picture.convert("RGB")
    where_the_case_stood = sent.crop((620, 300, 760, 420)).get_flattened_data()
    assert all(red > green for red, green, _ in where_the_case_stood), "rose wall and floor, no green case"
    assert sent.getpixel((374, 140)) == sent.getpixel((330, 140)), "hair, where the plaster was"


RING = [f"hotlines.toml:{line}" for line in (11, 21, 31, 41, 51)]  # half a year after somebody rang them
DUE = {
    "nothing yet": (date(2026, 11, 29), []),
    "an article of the law ends": (date(2027, 1, 1), ["figures.toml:14", f"{SLUG}.md:4"]),
    "its review is due": (date(2027, 5, 21), ["figures.toml:14", f"{SLUG}.md:4", f"{SLUG}.md:7"]),
    "a figure ends, too": (
        date(2027, 6, 1),
        ["figures.toml:14", "figures.toml:16", *RING, f"{SLUG}.md:4", f"{SLUG}.md:7"],
    ),
}


@pytest.mark.parametrize(("today", "places"), DUE.values(), ids=DUE)
def test_what_the_calendar_brings_asks_and_does_not_refuse(shelf: Path, today: date, places: list[str]) -> None:
    spoil(shelf / ARTICLE_FILE, "who-drowning]", "luat-tre-em-100]")
    spoil(shelf / "figures.toml", "who-drowning", "luat-tre-em-100")
    read_library(shelf)
    assert [":".join(str(each).split(":")[:2]) for each in due_today(shelf, today)] == places


FILLED = {
    "in a sentence": ("Trẻ em {tuoi-tre-em} thì", "Trẻ em dưới 16 tuổi thì"),
    "at its beginning": ("{tuoi-tre-em} thì", "Dưới 16 tuổi thì"),
    "after another": ("Thế nhé. {tuoi-tre-em} thì", "Thế nhé. Dưới 16 tuổi thì"),
    "bold": ("**{tuoi-tre-em}** thì", "**Dưới 16 tuổi** thì"),
    "in a list": ("Có:\n- {tuoi-tre-em}", "Có:\n- Dưới 16 tuổi"),
    "after a colon": ("Tuổi: {tuoi-tre-em}", "Tuổi: dưới 16 tuổi"),
    "after an abbreviation of a number": ("1.{tuoi-tre-em}", "1.dưới 16 tuổi"),
}


@pytest.mark.parametrize(("text", "filled"), FILLED.values(), ids=FILLED)
def test_a_figure_in_its_sentence(shelf: Path, text: str, filled: str) -> None:
    figures = read_sources(shelf).figures
    assert fill(text, figures).text == filled
    assert fill("Không có số.", figures).as_of is None
    assert fill("{muc-chuan}, {tuoi-tre-em}", figures).as_of == date(2026, 10, 1)
