"""The certificate bears the name that was chosen, in letters that its font has, and nothing else."""

from __future__ import annotations

import unicodedata
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from channels import certificate, lettering
from channels.cards import Attached
from channels.texts import Voice
from domain.lessons import Certificate
from domain.texts import Text
from tests import own

CATALOGUE = own.catalogue()
DAY = date(2026, 11, 29)
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
LETTERS = sorted(
    {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | set("bcdđghklmnpqrstvxfjwz")
)


def drawn(title: str, name: str) -> Attached:
    return certificate.attached(Certificate(title, name, DAY), lambda text: CATALOGUE.say(text, Voice()))


def said(title: str, name: str) -> list[str]:
    """Every line that is drawn."""
    lines: list[str] = []

    def say(text: Text) -> str:
        lines.append(CATALOGUE.say(text, Voice(to_child=True)))
        return lines[-1]

    certificate.attached(Certificate(title, name, DAY), say)
    return lines


def test_it_is_a_picture_that_telegram_takes_and_its_name_names_nobody() -> None:
    file = drawn("Không, chạy, kể", "Bống")
    with Image.open(BytesIO(file.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1280, 904))
        assert picture.info == {}, "no notes inside"
    assert len(file.content) < 200_000
    assert file.name == "certificate.png"


def test_the_name_and_the_lesson_make_the_picture() -> None:
    pictures = [drawn(*each).content for each in (("A", "Bống"), ("A", "Bông"), ("A", ""), ("B", "Bống"))]
    assert len(set(pictures)) == 4
    assert drawn("A", "Bống").content == pictures[0]


def test_without_a_name_it_speaks_to_the_reader() -> None:
    assert "Em đã học xong bài" in said("A", "")
    assert "đã học xong bài" in said("A", "Bống")
    assert "ngày 29/11/2026" in said("A", "Bống")


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_its_font_has_every_vietnamese_letter(weight: str) -> None:
    font = lettering.font(weight, 40)
    missing = bytes(font.getmask("\U0010fffe"))
    letters = [each for letter in LETTERS for each in (letter, letter.upper())]
    assert [letter for letter in letters if bytes(font.getmask(letter)) == missing] == []
    assert "Open Font License" in (lettering.FONTS / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("words", ["Bống", "W" * 40])
def test_a_long_name_stays_inside_the_frame(words: str) -> None:
    with Image.open(BytesIO(drawn("A", words).content)) as picture:
        edge = picture.crop((80, 340, 120, 500)).convert("RGB")
    assert edge.getcolors() == [(40 * 160, (255, 251, 242))], "only paper beside the name"
