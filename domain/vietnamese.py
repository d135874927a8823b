"""Vietnamese as people type it, folded to plain letters so that it can be compared."""

from __future__ import annotations

import unicodedata

_INVISIBLE = "Cf"  # zero-width signs, soft hyphen, right-to-left controls: never part of a word
_MARKS = frozenset({"Mn", "Mc", "Me"})


def fold(text: str) -> str:
    """Lower case, without diacritics, words one space apart: `"Bị ĐÁNH, ở nhà!"` → `"bi danh o nha"`.

    NFC and NFD, full-width and styled letters come out alike. Folding twice changes nothing.
    """
    visible = "".join(sign for sign in text if unicodedata.category(sign) != _INVISIBLE)
    plain = unicodedata.normalize("NFKD", visible).lower().replace("đ", "d")
    letters = "".join(sign for sign in _decomposed(plain) if unicodedata.category(sign) not in _MARKS)
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order."""
    return tuple(fold(text).split())


def has_marks(text: str) -> bool:
    """Whether the writer typed Vietnamese letters (đ, ơ, à …), so that `lừa` and `lửa` can be told apart."""
    return any(sign in "đĐ" or unicodedata.category(sign) == "Mn" for sign in unicodedata.normalize("NFD", text))


def _decomposed(lowered: str) -> str:
    """Lower case can compose again (`İ`); taken apart a second time."""
    return unicodedata.normalize("NFKD", lowered)
