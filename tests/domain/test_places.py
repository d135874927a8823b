"""Names of places as people type them: the wards of today, and never a silent guess."""

from __future__ import annotations

import pytest

from bot.settings import CONTENT
from storage.content import read_library
from storage.places import read_places

PLACES = read_places(CONTENT)
ALL = ("bo-de", "long-bien", "phuc-loi", "viet-hung")


@pytest.mark.parametrize(
    ("typed", "units"),
    {
        "ở Ngọc Lâm": ("bo-de",),
        "ngoc lam": ("bo-de",),
        "phuong viet hung cu": ("viet-hung", "phuc-loi"),
        "Việt Hưng mới": ("viet-hung",),
        "VIỆT HƯNG": ("viet-hung", "phuc-loi"),
        "Sài Đồng": ("phuc-loi", "viet-hung", "long-bien", "bo-de"),
        "gần cầu Long Biên": ALL,
        "quận long biên": ALL,
        "phường Long Biên": ("long-bien", "bo-de"),
        "p. Long Biên mới": ("long-bien",),
        "Ngọc Thụy": ("bo-de", "hong-ha"),
        "bên Gia Lâm": ("gia-lam",),
        "Ngọc Lâm hoặc Cự Khối": ("bo-de", "long-bien", "bat-trang"),
        "Thanh Xuân": (),
        "ngọc lâmm": (),
    }.items(),
)
def test_what_a_name_can_mean(typed: str, units: tuple[str, ...]) -> None:
    assert PLACES.meant(typed) == units


@pytest.mark.parametrize(
    ("typed", "ward"),
    {
        "chú đánh em, em ở Ngọc Lâm": "bo-de",
        "hang xom danh con o phuong ngoc lam": "bo-de",
        "o phuong viet hung moi": "viet-hung",
        "bạn Ngọc Lâm đánh em": None,
        "em ở Sài Đồng": None,
        "ở gần cầu Long Biên": None,
        "ở Ngọc Lâm hay Cự Khối ấy": None,
        "nhà ở Gia Lâm": None,
    }.items(),
)
def test_what_is_beyond_doubt(typed: str, ward: str | None) -> None:
    assert PLACES.mentioned(typed) == ward


def test_the_old_names_agree_with_the_wards_pages() -> None:
    for page in read_library(CONTENT).wards:
        assert {old.name for old in PLACES.old if page.id in old.becomes} >= set(page.old_names) - {"Sài Đồng"}
