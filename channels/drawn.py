"""Words as our font can draw them: what it has no letters for is written by its sound, and says so."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

from anyascii import anyascii
from reportlab.pdfbase.ttfonts import TTFont

from channels import lettering
from domain.texts import Text

Say = Callable[[Text], str]
PICTURES = (
    "So",
    "Sk",
    "Cf",
    "Cs",
    "Co",
    "Cn",
)  # small pictures and their helpers: left out


def drawn(words: str, say: Say) -> str:
    """These words in letters the font has; by their sound, marked, where some of them are of another script.

    Nothing is drawn as an empty box: whoever stands at the door reads what to call, and where the name itself stands
    (docs/decisions/0034-names-of-any-script.md).
    """
    composed = unicodedata.normalize("NFC", words)
    if _has().issuperset(composed):
        return composed
    written = "".join(sign if sign in _has() else _sound(sign) for sign in composed)
    by_sound = " ".join("".join(sign for sign in written if sign in _has()).split())
    lost = any(sign not in _has() and unicodedata.category(sign)[0] in "LMN" for sign in composed)
    return say(Text("{words} (in other letters: see Telegram)", words=by_sound)).strip() if lost else by_sound


def _sound(sign: str) -> str:
    return "" if unicodedata.category(sign) in PICTURES else anyascii(sign)


@cache
def _has() -> frozenset[str]:
    face = TTFont("BeVietnamPro-letters", str(lettering.file_of("Regular"))).face
    return frozenset("\n") | {chr(sign) for sign in face.charToGlyph}
