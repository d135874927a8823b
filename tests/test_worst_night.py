"""What the first screen of a page says when somebody opens it on the worst night, before any tap."""

from __future__ import annotations

import re

import pytest

from domain.guidance import Edition
from domain.phone_screen import plain
from tests import own

OWN = own.library()
PARENT, CAREGIVER, CHILD, YOUNGER = Edition.PARENT, Edition.CAREGIVER, Edition.CHILD, Edition.YOUNGER
ADULTS = (PARENT, CAREGIVER)


def first_screen(slug: str, edition: Edition) -> str:
    """The words that stand there without a tap."""
    version = OWN.articles[slug].versions[edition]
    return f"{plain(version.body)}\n{plain(version.next)}"


# page, reader, words in the order in which they stand
SAYS = [
    # who cannot breathe has minutes, who is burnt has longer
    (
        "burns-poisoning",
        PARENT,
        ["Hóc, không thở", "gọi 115", "để ho", "giữa hai bả vai", "5 hơi", "ép tim 30 cái", "Bỏng:", "Uống nhầm"],
    ),
    ("drowning", YOUNGER, ["Đừng nhảy xuống", "Em gọi người lớn", "Không có ai", "114"]),
    # who does it is often in the house
    ("physical-abuse", PARENT, ["vết lạ", "111", "Nghi người nhà", "đừng hỏi họ trước"]),
    ("domestic-violence", YOUNGER, ["sang nhà người em tin"]),
    ("sexual-abuse", PARENT, ["Con không có lỗi", "đừng bắt con kể lại", "113"]),
    ("sexual-abuse", CAREGIVER, ["113", "115", "Đừng tắm", "đi bệnh viện sớm", "Trẻ muốn kể"]),
    # the law has parents told (Điều 47): a child who is afraid of them must know in time
    ("hotline-111", CHILD, ["Có khi bố mẹ cũng được biết", "Em sợ thế thì nói ngay từ đầu"]),
    # away from who is near, then 113; 111 has time
    ("sexual-abuse", CHILD, ["nhờ người lớn em tin", "ra chỗ có người", "113", "115", "Đã yên hơn", "111"]),
    ("sexual-abuse", YOUNGER, ["chạy tới chỗ có người", "113", "115", "Đã yên", "111"]),
    ("lost-child", CHILD, ["113", "Học thuộc số"]),
    ("drowning", CHILD, ["114", "115", "học bơi"]),
    ("drowning", PARENT, ["ho nhiều, thở mệt", "115", "Hỏi cán bộ phường"]),
    ("burns-poisoning", CHILD, ["Em bé bị hóc", "115", "Em bị bỏng"]),
    ("domestic-violence", YOUNGER, ["113", "chảy máu", "115"]),
    ("lost-child", CHILD, ["đứng yên", "nhờ bác gọi bố mẹ", "Đừng xuống xe một mình"]),
    ("online-grooming", YOUNGER, ["thôi trả lời", "Em đừng xoá tin", "người lớn em tin"]),
    # thinking of it: 111; a plan, or something done: 115
    *(
        (slug, edition, ["tính cách chết", "115"])
        for slug, edition in [
            ("self-harm", PARENT),
            ("mental-health", PARENT),
            ("bullying-school", PARENT),
            ("emotional-abuse", PARENT),
            ("online-grooming", PARENT),
            ("online-grooming", CAREGIVER),
        ]
    ),
]


@pytest.mark.parametrize(("slug", "edition", "words"), SAYS, ids=[f"{slug}-{edition}" for slug, edition, _ in SAYS])
def test_the_first_screen_says_it_in_this_order(slug: str, edition: Edition, words: list[str]) -> None:
    said, at = first_screen(slug, edition), 0
    for each in words:
        assert each in said[at:], f"{each!r} is missing, or stands too early"
        at = said.index(each, at) + len(each)


@pytest.mark.parametrize("slug", OWN.articles)
def test_a_child_who_wants_to_die_is_left_alone_by_no_page(slug: str) -> None:
    for edition in ADULTS:
        if edition in OWN.articles[slug].versions and "muốn chết" in (said := first_screen(slug, edition)):
            assert re.search(r"(đừng|không) để (con|em|trẻ|cháu) (ở )?một mình", said)
            assert "111" in said
            assert "115" in said


@pytest.mark.parametrize("slug", OWN.articles)
def test_a_child_who_wants_to_hurt_themselves_reads_whom_to_call_and_whom_when_it_is_done_or_near(slug: str) -> None:
    for edition in (CHILD, YOUNGER):
        if edition not in OWN.articles[slug].versions:
            continue
        said = first_screen(slug, edition)
        if re.search(r"làm (em )?đau mình|làm mình đau|(?<!nói )không muốn sống", said):
            assert "111" in said
            assert re.search(r"uống thuốc, bị thương,( hay)? sắp làm: gọi 115", said)


def test_a_child_reads_when_the_ward_must_help_at_once() -> None:
    """Nghị định 56/2017, Điều 31: heavy harm, or harm by those who bring the child up."""
    for slug in ("how-to-report", "what-happens-after-report", "sexual-abuse"):
        (line,) = [each for each in OWN.articles[slug].versions[CHILD].law.splitlines() if "phường phải giúp" in each]
        assert "hại nặng, hay người hại em là bố mẹ, người nuôi em" in line
