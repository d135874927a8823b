"""The certificate at the end of a lesson: a picture drawn in memory, with no more than the name somebody chose."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

from channels.cards import Attached
from channels.lettering import font
from domain.lessons import Certificate
from domain.texts import Text

Say = Callable[[Text], str]
WIDTH, HEIGHT = 1280, 904  # the shape of an A4 page that lies
MARGIN, MIDDLE, ROOM = 44, WIDTH // 2, WIDTH - 260
FINE = 2  # drawn twice as large and made smaller, so that no edge has steps
PAPER, FRAME, INK, PALE, GOLD = "#FFFBF2", "#1F7A6D", "#23423D", "#5C756F", "#F2B544"
LEAVES = ("#BFE3D0", "#FAD9A1", "#F7C5BC")
TAG = re.compile(r"<[^>]+>")


def attached(news: Certificate, say: Say) -> Attached:
    """The picture as a PNG. `say` puts a text into the reader's words; the file's name names nobody."""
    page = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
    _frame(ImageDraw.Draw(page))
    page = page.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    _words(ImageDraw.Draw(page), news, say)
    file = BytesIO()
    page.save(file, "PNG", optimize=True)
    return Attached("certificate.png", file.getvalue())


def _words(page: ImageDraw.ImageDraw, news: Certificate, say: Say) -> None:
    _line(page, 318, _plain(say(Text("CERTIFICATE"))), "Bold", 58, FRAME)
    if news.name:
        _line(page, 420, news.name, "Bold", 76, INK)
        page.line((MIDDLE - 260, 478, MIDDLE + 260, 478), GOLD, 4)
    has = Text("has finished the lesson") if news.name else Text("You have finished the lesson")
    _line(page, 540 if news.name else 450, _plain(say(has)), "Regular", 34, PALE)
    _line(page, 612 if news.name else 540, news.title, "Bold", 48, FRAME)
    _line(page, 700, _plain(say(Text("on {day}", day=news.day))), "Regular", 32, INK)
    _line(page, 786, _plain(say(Text("A short lesson in the bot, not an official document"))), "Regular", 22, PALE)


def _line(page: ImageDraw.ImageDraw, middle: int, words: str, weight: str, size: int, colour: str) -> None:
    """One line around the middle, as small as it must be to have room."""
    said = unicodedata.normalize("NFC", words)
    while size > 16 and page.textlength(said, font(weight, size)) > ROOM:
        size -= 2
    page.text((MIDDLE, middle), said, colour, font(weight, size), anchor="mm")


def _frame(page: ImageDraw.ImageDraw) -> None:
    for inset, width, radius in ((MARGIN, 8, 36), (MARGIN + 18, 2, 24)):
        box = (inset, inset, WIDTH - inset, HEIGHT - inset)
        page.rounded_rectangle(_fine(*box), radius * FINE, None, FRAME, width * FINE)
    for x, y in ((118, 118), (WIDTH - 118, 118), (118, HEIGHT - 118), (WIDTH - 118, HEIGHT - 118)):
        _flower(page, x, y)
    _medal(page, MIDDLE, 178)


def _flower(page: ImageDraw.ImageDraw, x: int, y: int) -> None:
    for number, (across, down) in enumerate(((0, -21), (20, -6), (12, 17), (-12, 17), (-20, -6))):
        _disc(page, x + across, y + down, 17, LEAVES[number % len(LEAVES)])
    _disc(page, x, y, 12, GOLD)


def _medal(page: ImageDraw.ImageDraw, x: int, y: int) -> None:
    for side in (-1, 1):
        ribbon = ((x + side * 8, y + 40), (x + side * 48, y + 30), (x + side * 58, y + 96), (x + side * 34, y + 78))
        page.polygon([(a * FINE, b * FINE) for a, b in ribbon], FRAME)
    _disc(page, x, y, 64, GOLD)
    _disc(page, x, y, 50, PAPER)
    page.line(_fine(x - 24, y + 2, x - 6, y + 20, x + 28, y - 20), FRAME, 11 * FINE, joint="curve")


def _disc(page: ImageDraw.ImageDraw, x: int, y: int, radius: int, colour: str) -> None:
    page.ellipse(_fine(x - radius, y - radius, x + radius, y + radius), colour)


def _fine(*places: int) -> tuple[int, ...]:
    return tuple(place * FINE for place in places)


def _plain(words: str) -> str:
    return html.unescape(TAG.sub("", words))
