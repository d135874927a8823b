"""Vietnamese as people type it, folded to plain letters so that it can be compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

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


@lru_cache(maxsize=16_384)
def fold_word(word: str) -> str:
    """`fold` of one word; the words of a language come back."""
    return fold(word)


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order."""
    return tuple(fold(text).split())


def marked_tokens(text: str) -> tuple[str, ...]:
    """The words of a text as they were written, in lower case: the same words as `tokens`, with their marks."""
    visible = "".join(sign for sign in text if unicodedata.category(sign) != _INVISIBLE)
    letters = unicodedata.normalize("NFKC", visible).lower()
    return tuple("".join(sign if sign.isalnum() or _is_mark(sign) else " " for sign in letters).split())


def may_mean(written: str, meant: str) -> bool:
    """Whether a written word may be the word meant: no marks at all, or the very same (`hòa` is `hoà`)."""
    return not (marks := _marks_of(written)) or marks == _marks_of(meant)


def marks_agree(written: str, meant: str) -> bool:
    """Whether the marks that stand in a written word could grow into those of the word meant: `Khôi` into `Khối`."""
    left = _marks_of(meant)
    for mark in _marks_of(written):
        if mark not in left:
            return False
        left.remove(mark)
    return True


def _marks_of(word: str) -> list[str]:
    apart = unicodedata.normalize("NFD", word)
    return sorted(sign for sign in apart if sign == "đ" or _is_mark(sign))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in _MARKS


def has_marks(text: str) -> bool:
    """Whether the writer typed Vietnamese letters (đ, ơ, à …), so that `lừa` and `lửa` can be told apart."""
    return any(sign in "đĐ" or unicodedata.category(sign) == "Mn" for sign in unicodedata.normalize("NFD", text))


def _decomposed(lowered: str) -> str:
    """Lower case can compose again (`İ`); taken apart a second time."""
    return unicodedata.normalize("NFKD", lowered)
