"""Names of places as people type them: the wards of today, and never a silent guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.settings import CONTENT
from channels.cards import WARD_NAMES
from domain.wards import OUTSIDE
from storage.content.wards import read_places
from training.styles import decomposed, plain, telex, vni

PLACES = read_places(CONTENT)
ALL = ("bo-de", "long-bien", "phuc-loi", "viet-hung")
OLD = {
    "Ngọc Lâm": ("bo-de",),
    "Ngọc Thụy": ("bo-de", "hong-ha"),
    "Bồ Đề": ("bo-de", "long-bien", "hong-ha"),
    "Long Biên": ("long-bien", "bo-de"),
    "Đức Giang": ("viet-hung", "bo-de"),
    "Thượng Thanh": ("viet-hung", "bo-de"),
    "Gia Thụy": ("viet-hung", "bo-de", "long-bien"),
    "Giang Biên": ("phuc-loi", "viet-hung"),
    "Việt Hưng": ("viet-hung", "phuc-loi"),
    "Phúc Lợi": ("phuc-loi", "viet-hung"),
    "Phúc Đồng": ("bo-de", "long-bien", "phuc-loi", "viet-hung"),
    "Sài Đồng": ("phuc-loi", "viet-hung", "long-bien", "bo-de"),
    "Thạch Bàn": ("long-bien", "phuc-loi", "gia-lam", "bat-trang"),
    "Cự Khối": ("long-bien", "bat-trang"),
    "Cổ Bi": ("phuc-loi", OUTSIDE),
    "Bát Tràng": ("bat-trang", "long-bien", OUTSIDE),
}
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "no capitals": str.lower,
    "no marks": plain,
    "letters and marks apart": decomposed,
    "telex": lambda name: telex(name, share=1),
    "telex without capitals": lambda name: telex(name.lower(), share=1),
    "vni": lambda name: vni(name, share=1),
    "one word": lambda name: name.replace(" ", ""),
    "one plain word": lambda name: plain(name).lower().replace(" ", ""),
    "with a hyphen": lambda name: name.replace(" ", "-"),
    "three spaces": lambda name: name.replace(" ", "   "),
    "P.": lambda name: f"P. {name}",
    "p. without marks": lambda name: f"p.{plain(name).lower()}",
    "phường": lambda name: f"phường {name}",
    "xa": lambda name: f"xa {plain(name).lower()}",
    "written together with p": lambda name: f"p{plain(name).lower().replace(' ', '')}",
    "in a sentence": lambda name: f"nhà em ở {name} ạ",
    "in a sentence without marks": lambda name: f"nha em o {plain(name).lower()} co",
    "with the district": lambda name: f"{name}, quận Long Biên, Hà Nội",
    "with the district, shorter": lambda name: f"{plain(name)} long bien",
    "k for c": lambda name: f"o {plain(name).lower().replace('c ', 'k ')}",
    "g for ng": lambda name: re.sub(r"ng\b", "g", f"o {plain(name).lower()}"),
    "f for ph": lambda name: f"o {plain(name).lower().replace('ph', 'f')}",
}


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize(("name", "units"), OLD.items(), ids=OLD)
def test_an_old_name_in_any_spelling(name: str, units: tuple[str, ...], spelled: Callable[[str], str]) -> None:
    assert PLACES.meant(spelled(name)).units == units, spelled(name)


SLIPS: dict[str, Callable[[str], str]] = {
    "two letters swapped": lambda plain_name: _at_end(plain_name, lambda a, b: b + a),
    "a letter twice": lambda plain_name: _at_end(plain_name, lambda a, b: a + b + b),
    "a letter lost": lambda plain_name: plain_name[:1] + plain_name[2:],
    "the key beside": lambda plain_name: plain_name[:-1] + {"g": "h", "n": "b", "m": "n"}.get(plain_name[-1], "w"),
    "swapped and one word": lambda plain_name: _at_end(plain_name, lambda a, b: b + a).replace(" ", ""),
    "in a sentence": lambda plain_name: f"em o phuong {_at_end(plain_name, lambda a, b: b + a)} a",
    "initials": lambda plain_name: f"p {''.join(part[0] for part in plain_name.split())}",
    "one initial": lambda plain_name: f"{plain_name[0]}. {plain_name.split()[1]}",
    "other marks": lambda plain_name: "".join({"o": "ò", "a": "ã", "i": "ĩ", "u": "ũ"}.get(s, s) for s in plain_name),
}
SHORT = 4  # letters: a slip of «Bồ Đề» may be anything («bố về»)
REAL = 7  # letters: with other marks a shorter name is other words


def _at_end(plain_name: str, way: Callable[[str, str], str]) -> str:
    return plain_name[:-2] + way(plain_name[-2], plain_name[-1])


def _is_heard(name: str, slipped: str) -> bool:
    letters = len(name.replace(" ", ""))
    return "initial" in slipped or letters >= (REAL if slipped == "other marks" else SHORT + 1)


HEARD = [(name, slipped) for name in OLD for slipped in SLIPS if _is_heard(name, slipped)]


@pytest.mark.parametrize(("name", "slipped"), HEARD)
def test_a_slip_is_guessed_and_never_taken(name: str, slipped: str) -> None:
    typed = SLIPS[slipped](plain(name).lower())
    assert PLACES.meant(typed).units == ()
    assert PLACES.guessed(typed).units == OLD[name], typed
    assert PLACES.mentioned(typed) is None


@pytest.mark.parametrize(
    ("typed", "units"),
    {
        "ở Ngọc Lâm": ("bo-de",),
        "phuong viet hung cu": ("viet-hung", "phuc-loi"),
        "Việt Hưng mới": ("viet-hung",),
        "vieetj hungw mowis": ("viet-hung",),
        "VIỆT HƯNG": ("viet-hung", "phuc-loi"),
        "gần cầu Long Biên": ALL,
        "gan caauf long bieen": ALL,
        "quận long biên": ALL,
        "ga Gia Lâm": ALL,
        "phường Long Biên": ("long-bien", "bo-de"),
        "p. Long Biên mới": ("long-bien",),
        "bên Gia Lâm": ("gia-lam",),
        "Ngọc Lâm, gần cầu Long Biên": ("bo-de",),
        "Ngọc Lâm hoặc Cự Khối": ("bo-de", "long-bien", "bat-trang"),
        "o bo de cu khoi": ("bo-de", "long-bien", "hong-ha", "bat-trang"),
        "ở Bồ Đê": ("bo-de", "long-bien", "hong-ha"),
        "Cự Khôi": ("long-bien", "bat-trang"),
        "Ngọc Thuỵ": ("bo-de", "hong-ha"),
        "Ngọc Thuỷ": (),
        "xa co bi": ("phuc-loi", OUTSIDE),
        "Thanh Xuân": (),
        "ngọc lâmm": (),
        "em ở Việt Hưng mới nãy": ("viet-hung", "phuc-loi"),
        "Việt Hưng, mới": ("viet-hung", "phuc-loi"),
        "Việt Hưng mới ạ": ("viet-hung",),
        "Ngọc Lâm mới": ("bo-de",),
        "Việt Hưng cứ thế": ("viet-hung", "phuc-loi"),
        "em o ben bo de moi bi danh": (),
        "tai bo de moi danh em": (),
        "Ngọc, Lâm": (),
        "Gia Lâm, Long Biên": ("long-bien", "gia-lam", "bo-de"),
        "Gia Lâm, quận Long Biên": ("gia-lam", *ALL),
        "chợ Gia Lâm": ALL,
        "pho gia lam": ALL,
        "nhà máy xe lửa Gia Lâm": ALL,
        "gần chợ gia lâm quận long biên": ALL,
        "bố đẻ em ở nhà": (),
        "bo de danh em": (),
        "em co bi dau": (),
        "ko bi": (),
        "": (),
    }.items(),
)
def test_what_a_name_can_mean(typed: str, units: tuple[str, ...]) -> None:
    assert PLACES.meant(typed).units == units


@pytest.mark.parametrize(
    ("typed", "units"),
    {
        "Ngọc Lan": ("bo-de",),
        "Bố Đề": OLD["Bồ Đề"],
        "p. bố đề ạ": OLD["Bồ Đề"],
        "Bồ Để": OLD["Bồ Đề"],
        "Cố Bi": OLD["Cổ Bi"],
        "hôm qua chú đánh em ở phường Bố Đề": OLD["Bồ Đề"],
        "hôm qua lúc mẹ em đi chợ thì chú đánh em ở phường Bố Đề": OLD["Bồ Đề"],
        "hôm qua bố đề em ra": (),
        "bố đẻ": (),
        "bố đè": (),
        "cô bị": (),
        "bo đe": (),
        "chac la ngoc thuyr a": ("bo-de", "hong-ha"),
        "sđ": ("phuc-loi", "viet-hung", "long-bien", "bo-de"),
        "p. ck": ("long-bien", "bat-trang"),
        "ck em": (),
        "hóng biến": (),
        "bố về": (),
        "bo ve": (),
        "me danh": (),
        "em khong biet": (),
        "khong": (),
        "lan anh": (),
        "giao vien": (),
        "ngoc lma danh em": (),
        "ngoc lma " * 9: (),
        "": (),
        "?!": (),
    }.items(),
)
def test_what_is_only_guessed(typed: str, units: tuple[str, ...]) -> None:
    assert PLACES.guessed(typed).units == units


@pytest.mark.parametrize(
    ("typed", "alone"),
    {
        "Sài Đồng": True,
        "p. Sài Đồng cũ, Long Biên, Hà Nội": True,
        "nha minh o sai dong a": True,
        "Sài Đồng có lớp bơi không": False,
        "chú đánh em ở Sài Đồng": False,
    }.items(),
)
def test_whether_nothing_else_is_said(typed: str, alone: bool) -> None:
    assert PLACES.meant(typed).alone is alone


@pytest.mark.parametrize(
    ("typed", "ward"),
    {
        "chú đánh em, em ở Ngọc Lâm": "bo-de",
        "hang xom danh con o phuong ngoc lam": "bo-de",
        "em owr ngocj laam": "bo-de",
        "em ở Ngọc Lâm, quận Long Biên": "bo-de",
        "ở Ngọc Lâm mới bị đánh": "bo-de",
        "ở Ngọc Lâm mới": "bo-de",
        "nhà ở tại Ngọc Lâm": "bo-de",
        "em bị đánh tại Ngọc Lâm, em đau lắm": "bo-de",
        "tại Ngọc Lâm có người đánh em": "bo-de",
        "em đang ở tại Ngọc Lâm bố đánh em": "bo-de",
        "tại Ngọc Lâm đánh em": None,
        "tại Ngọc Lâm mà em bị cô mắng": None,
        "em khóc tại Ngọc Lâm lấy cặp của em": None,
        "em ở gần chợ Ngọc Lâm": "bo-de",
        "ở. P. Ngọc Lâm": "bo-de",
        "o phuong viet hung moi": None,
        "em ở phường Việt Hưng mới ạ": "viet-hung",
        "bố đánh em chảy máu, em ở Long Biên, mới nãy thôi": None,
        "bố đánh em, em ở Việt Hưng mới nãy ạ": None,
        "em o ben bo de moi bi danh": None,
        "tai bo de moi danh em": None,
        "em ở Long Biên cứ bị đánh": None,
        "bạn Phương, Ngọc Lâm đánh em chảy máu": None,
        "bạn Phương Ngọc Lâm đánh em": None,
        "em ngồi gần Ngọc Lâm, bạn ấy đánh em đau lắm": None,
        "em ngoi gan ngoc lam": None,
        "em đứng bên Ngọc Lâm": None,
        "tai ngoc lam danh em": None,
        "em đứng xa Ngọc Lâm": None,
        "Em đang ở. Ngọc Lâm đánh em": None,
        "em ở nhà bạn ngọc, lâm đánh em": None,
        "bạn Ngọc Lâm đánh em": None,
        "ở nhà bạn Ngọc Lan": None,
        "em ở Sài Đồng": None,
        "ở gần cầu Long Biên": None,
        "ở Ngọc Lâm hay Cự Khối ấy": None,
        "nhà ở Gia Lâm": None,
    }.items(),
)
def test_what_is_beyond_doubt(typed: str, ward: str | None) -> None:
    assert PLACES.mentioned(typed) == ward


def test_a_name_with_a_hyphen_is_several_words() -> None:
    places = replace(PLACES, landmarks=("Big-C Long Biên",))
    assert places.meant("gần big c long biên").units == ALL


def test_the_names_on_buttons_are_those_of_the_table() -> None:
    assert {ward.id: ward.name for ward in PLACES.ward} == WARD_NAMES


def test_every_old_name_of_the_table_is_in_the_spellings() -> None:
    assert {old.name for old in PLACES.old} == set(OLD)
    assert len({old.id for old in PLACES.old}) == len(OLD)
