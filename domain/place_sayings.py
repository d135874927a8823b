"""What the words beside a name say: that it is a place, that the old ward is meant or the one of today. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.place_names import Hit, Word
from domain.vietnamese import fold, marks_agree, may_mean

_UNITS = ("phường", "p", "khu", "xã")
_AT = ("ở", "tại")
_NEAR = ("gần", "bên")  # by themselves they stand before people, too: «em ngồi gần Ngọc Lâm»
_BETWEEN = ("đường", "chợ", "phố")
# what may follow a place, and not somebody who did something: «tại Ngọc Lâm đánh em» is «because Ngọc Lâm hit me»
_AFTER = "co hom luc vao sang chieu cu moi gan long ha quan thanh phuong va hoac"
_AFTER_A_PLACE = frozenset(_AFTER.split())
_AGES = {"cu": "cũ", "moi": "mới"}
_PARTICLES = frozenset({"a", "ah", "ak", "nhe"})


def is_placed(words: Sequence[Word], hit: Hit) -> bool:
    """Whether it is said as a place (`ở Ngọc Lâm`): without that, Ngọc Lâm may be a girl.

    Nothing is read across a stop, and marks must agree: `bạn Phương, Ngọc Lâm` are two people.
    """
    near = words[max(0, hit.start - 2) : hit.start][::-1]
    if not near or near[0].ends:
        return False
    one, other = near[0], near[1] if len(near) > 1 and not near[1].ends else None
    if _says(one, ("xã",)) and one.written == "xa" and hit.marked:  # who writes marks means «far from»
        return False
    if _says(one, (*_UNITS, "ở")):
        return True
    if one.written == "tại":  # «tai bo de» is «because dad»
        after = words[hit.end] if hit.end < len(words) and not words[hit.end - 1].ends else None
        is_where = other is not None and _says(other, ("ở", "sống", "học"))
        return is_where or after is None or after.folded in _AFTER_A_PLACE | _PARTICLES
    if other is None:
        return False
    return (_says(one, ("vực",)) and _says(other, ("khu",))) or (_says(one, _BETWEEN) and _says(other, (*_AT, *_NEAR)))


def is_the_new(words: Sequence[Word], hit: Hit) -> bool:
    """`phường Việt Hưng mới`, its marks written: between `phường` and `mới` a name can only be the ward of today."""
    if age(words, hit) != "moi" or hit.start == 0 or words[hit.start - 1].ends:
        return False
    return _says(words[hit.start - 1], ("phường", "p")) and words[hit.end].written == "mới"


def age(words: Sequence[Word], hit: Hit) -> str | None:
    """`cu` or `moi` directly behind the name, at the end of what is said: `mới nãy` and `cứ` say nothing about it."""
    behind = words[hit.end : hit.end + 2]
    if not behind or words[hit.end - 1].ends:
        return None
    said = _AGES.get(behind[0].keys)
    is_last = len(behind) == 1 or behind[0].ends or behind[1].folded in _PARTICLES
    return behind[0].keys if said is not None and is_last and marks_agree(behind[0].written, said) else None


def _says(word: Word, ways: Iterable[str]) -> bool:
    return any(fold(way) in (word.keys, word.folded) and may_mean(word.written, way) for way in ways)
