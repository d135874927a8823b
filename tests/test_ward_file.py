"""wards.toml: what is verified stands there as it was verified, and everything that is wrong is told with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.checks import content_problems
from bot.settings import CONTENT
from channels.buttons import ChooseOldName, PlaceByOldName
from channels.callbacks import LONGEST, write
from domain.places import Code
from storage.content.wards import read_places
from storage.understanding import ContentError
from tests.shelf import small_shelf, spoil

PLACES = read_places(CONTENT)
MERGED = date(2025, 7, 1)
LAST_DAY = date(2025, 6, 30)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A small folder `content`, to be spoilt."""
    return small_shelf(tmp_path)


@pytest.mark.parametrize(
    ("ward", "gso", "seat"),
    [
        ("bo-de", "00118", "số 270 đường Ngọc Thụy"),
        ("long-bien", "00145", "số 199 đường Bát Khối"),
        ("phuc-loi", "00136", "Tổ 6 phường Phúc Lợi"),
        ("viet-hung", "00127", "số 1 phố Vạn Hạnh"),
    ],
)
def test_a_ward_of_today_has_its_code_from_the_merger_on_and_its_seat(ward: str, gso: str, seat: str) -> None:
    unit = PLACES.unit(ward)
    assert unit is not None
    assert unit.code == Code(gso, MERGED)
    assert [contact.value for contact in unit.contacts] == [seat]


@pytest.mark.parametrize(
    ("old", "gso"),
    {
        "ngoc-lam": "00133",
        "ngoc-thuy": "00118",
        "bo-de": "00139",
        "long-bien": "00145",
        "duc-giang": "00124",
        "thuong-thanh": "00115",
        "gia-thuy": "00130",
        "giang-bien": "00121",
        "viet-hung": "00127",
        "phuc-loi": "00136",
        "phuc-dong": "00151",
        "thach-ban": "00148",
        "cu-khoi": "00154",
    }.items(),
)
def test_an_old_code_ends_the_day_before_the_merger(old: str, gso: str) -> None:
    ward = PLACES.old_ward(old)
    assert ward is not None
    assert ward.code == Code(gso, None, LAST_DAY)


@pytest.mark.parametrize("old", ["sai-dong", "co-bi", "bat-trang"])
def test_a_code_that_was_not_verified_is_not_written(old: str) -> None:
    ward = PLACES.old_ward(old)
    assert ward is not None
    assert ward.code is None


ROW = '[[old]]\nname = "Ngọc Lâm"\ngso = "00133"\nvalid_to = 2025-06-30\nbecomes = ["bo-de"]\nmark = "verified"\n'
SPOILT = {
    "a code of four digits": ('gso = "00133"', 'gso = "0133"', "gso", "“gso” is not written as it should be"),
    "a code twice on the same day": (
        'gso = "00133"',
        'gso = "00154"',
        'gso = "00154"',
        "has this code on the same days",
    ),
    "a new code that is used already": (
        'gso = "00097"',
        'gso = "00565"',
        'gso = "00565"',
        "has this code on the same days",
    ),
    "a day that is none": (
        'gso = "00133"\nvalid_to = 2025-06-30',
        'gso = "00133"\nvalid_to = "hè"',
        "valid_to",
        "is not a day",
    ),
    "no day": ('gso = "00133"\nvalid_to = 2025-06-30\n', 'gso = "00133"\n', "[[old]]", "“valid_to” is missing: add it"),
    "an end before the beginning": (
        'gso = "00133"\nvalid_to',
        'gso = "00133"\nvalid_from = 2026-01-01\nvalid_to',
        "valid_to",
        "it ends before it begins",
    ),
    "a code that is not verified": (
        'becomes = ["bo-de"]\nmark = "verified"',
        'becomes = ["bo-de"]\nmark = "unverified"',
        'mark = "unverified"',
        "only what is “verified” stands here",
    ),
    "a seat that is not verified": (
        'checked = 2026-11-23\nmark = "verified"\n\n[[contact]]\nward = "long-bien"',
        'checked = 2026-11-23\nmark = "high"\n\n[[contact]]\nward = "long-bien"',
        'mark = "high"',
        "only what is “verified” stands here",
    ),
    "a seat of nowhere": ('ward = "long-bien"', 'ward = "gia-lam"', 'ward = "gia-lam"', "there is no ward “gia-lam”"),
    "a ward without a seat": (
        'ward = "long-bien"',
        'ward = "bo-de"',
        'id = "long-bien"',
        "no [[contact]] says where “long-bien” is found",
    ),
    "a ward that is not ours": ('id = "bo-de"', 'id = "bo-di"', "# Bốn phường", "it must hold a [[ward]] for each of"),
    "a neighbour that is ours": ('id = "hong-ha"', 'id = "bo-de"', 'id = "bo-de"', "already. Write it once"),
    "a name that became nothing": ('becomes = ["bo-de"]\n', "becomes = []\n", "becomes = []", "“becomes” has too few"),
    "a name that became what is not there": (
        'becomes = ["bo-de"]',
        'becomes = ["bo-di", "bo-de"]',
        "becomes",
        "“bo-di”",
    ),
    "the same twice": ('becomes = ["bo-de"]', 'becomes = ["bo-de", "bo-de"]', "becomes", "stands there twice"),
    "none of ours": ('becomes = ["bo-de"]', 'becomes = ["hong-ha"]', "becomes", "none of the four wards is among them"),
    "a hint about elsewhere": (
        'phuc-loi = "phần lớn"',
        'gia-lam = "phần lớn"',
        "hints",
        "“gia-lam” is not in “becomes”",
    ),
    "an old name twice": ('name = "Ngọc Lâm"', 'name = "Ngoc Thuy"', 'name = "Ngọc Thụy"', "already. Write it once"),
    "an old name of no letters": ('name = "Ngọc Lâm"', 'name = "---"', 'name = "---"', "two words or more"),
    "an old name of a sign": ('name = "Ngọc Lâm"', 'name = "?"', 'name = "?"', "two words or more"),
    "an old name of one word": ('name = "Ngọc Lâm"', 'name = "Lâm"', 'name = "Lâm"', "two words or more"),
    "a neighbour of no letters": ('name = "Hồng Hà"', 'name = "…"', 'name = "…"', "two words or more"),
    "a landmark of no letters": ('name = "ga Long Biên"', 'name = "?!"', 'name = "?!"', "two words or more"),
    "an old name no button can carry": (
        'name = "Ngọc Lâm"',
        f'name = "Ngọc Lâm{" Lâm" * 9}"',
        'name = "Ngọc Lâm Lâm',
        "does not fit on a button",
    ),
    "a kind nobody knows": (
        'name = "Cổ Bi"\nkind = "xã"',
        'name = "Cổ Bi"\nkind = "thôn"',
        'kind = "thôn"',
        "“kind” is not one of those that are known. Write one of: phường, xã.",
    ),
    "a landmark that is a ward": (
        'name = "ga Long Biên"',
        'name = "Long Biên"',
        'name = "Long Biên"',
        "a landmark holds the name",
    ),
    "a landmark without a name": (
        'name = "ga Long Biên"',
        'name = "Nhà thờ"',
        'name = "Nhà thờ"',
        "a landmark holds the name",
    ),
    "a word nobody knows": (ROW, ROW + 'zalo = "0"\n', "zalo", "“zalo” is not one of the names that may stand here"),
    "a table nobody knows": (
        '[[landmark]]\nname = "ga Long Biên"',
        '[[bridge]]\nname = "ga"',
        "[[bridge]]",
        "[[landmark]] can",
    ),
}


@pytest.mark.parametrize(("before", "after", "there", "cure"), SPOILT.values(), ids=SPOILT)
def test_what_is_wrong_is_told_with_its_line(shelf: Path, before: str, after: str, there: str, cure: str) -> None:
    file = shelf / "wards.toml"
    spoil(file, before, after)
    with pytest.raises(ContentError) as bad:
        read_places(shelf)
    (told,) = [line for line in str(bad.value).splitlines() if cure in line]
    name, line, _ = told.split(":", 2)
    assert name == "wards.toml"
    assert file.read_text().splitlines()[int(line) - 1].startswith(there), told


def test_the_longest_old_name_fits_on_every_button(shelf: Path) -> None:
    spoil(shelf / "wards.toml", 'name = "Ngọc Lâm"', f'name = "Ngọc Lâm {"Lâm " * 7}Lam"')
    (longest,) = [old.id for old in read_places(shelf).old if len(old.id) == 40]
    for button in (ChooseOldName(longest), PlaceByOldName(10**17, longest)):
        assert len(write(button)) <= LONGEST


def test_everything_is_told_at_once(shelf: Path) -> None:
    spoil(shelf / "wards.toml", 'gso = "00133"', 'gso = "00154"')
    spoil(shelf / "wards.toml", 'gso = "00097"', 'gso = "97"')
    spoil(shelf / "wards.toml", 'name = "Cổ Bi"\nkind = "xã"', 'name = "Cổ Bi"\nkind = "thôn"')
    spoil(shelf / "wards.toml", 'value = "số 1 phố Vạn Hạnh"', 'value = ""')
    told = [line for line in content_problems(shelf) if "wards.toml" in line]
    assert len(told) == 4, told
