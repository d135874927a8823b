"""Vietnamese as people type it, folded to plain letters so that it can be compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

_INVISIBLE = "Cf"  # zero-width signs, soft hyphen, right-to-left controls: never part of a word
_MARKS = frozenset({"Mn", "Mc", "Me"})
_MOST_SIGNS = 8_192  # kept; a flood of rare signs costs time, not memory
_ALIKE = str.maketrans("đς", "dσ")  # a sigma looks otherwise at the end of a word


class _Signs(dict[int, str]):
    """What each sign becomes, for `str.translate`; learned as they come."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        new = self._becomes(chr(code))
        if len(self) < _MOST_SIGNS:
            self[code] = new
        return new


def _plain(sign: str) -> str:
    if unicodedata.category(sign) == _INVISIBLE:
        return ""
    lowered = unicodedata.normalize("NFKD", sign).lower().translate(_ALIKE)
    apart = unicodedata.normalize("NFKD", lowered)  # lower case can compose again (`İ`)
    letters = (each for each in apart if unicodedata.category(each) not in _MARKS)
    return "".join(each if each.isalnum() else " " for each in letters)


def _visible(sign: str) -> str:
    return "" if unicodedata.category(sign) == _INVISIBLE else sign


def _of_a_word(sign: str) -> str:
    return sign if sign.isalnum() or _is_mark(sign) else " "


_PLAIN, _VISIBLE, _WORDS = _Signs(_plain), _Signs(_visible), _Signs(_of_a_word)


def fold(text: str) -> str:
    """Lower case, without diacritics, words one space apart: `"Bị ĐÁNH, ở nhà!"` → `"bi danh o nha"`.

    NFC and NFD, full-width and styled letters come out alike. Folding twice changes nothing.
    """
    return " ".join(text.translate(_PLAIN).split())


@lru_cache(maxsize=16_384)
def fold_word(word: str) -> str:
    """`fold` of one word; the words of a language come back."""
    return fold(word)


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order."""
    return tuple(fold(text).split())


def marked_tokens(text: str) -> tuple[str, ...]:
    """The words of a text as they were written, in lower case: the same words as `tokens`, with their marks."""
    return tuple(unicodedata.normalize("NFKC", text.translate(_VISIBLE)).lower().translate(_WORDS).split())


def may_mean(written: str, meant: str) -> bool:
    """Whether a written word may be the word meant: no marks at all, or the very same (`hòa` is `hoà`)."""
    return not (marks := _marks_of(written)) or marks == _marks_of(meant)


def marks_agree(written: str, meant: str) -> bool:
    """Whether the marks that stand in a written word could grow into those of the word meant: `Khôi` into `Khối`."""
    left = list(_marks_of(meant))
    for mark in _marks_of(written):
        if mark not in left:
            return False
        left.remove(mark)
    return True


@lru_cache(maxsize=16_384)
def _marks_of(word: str) -> tuple[str, ...]:
    apart = unicodedata.normalize("NFD", word)
    return tuple(sorted(sign for sign in apart if sign == "đ" or _is_mark(sign)))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in _MARKS


def has_marks(text: str) -> bool:
    """Whether the writer typed Vietnamese letters (đ, ơ, à …), so that `lừa` and `lửa` can be told apart."""
    return any(sign in "đĐ" or unicodedata.category(sign) == "Mn" for sign in unicodedata.normalize("NFD", text))
