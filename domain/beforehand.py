"""What must stand in a text for an expression to be found in it: a cheap look before the dear one. Pure.

Derived from the expression itself, and only from what `re` and `regex` read alike: where anything else stands in it,
or nothing follows, there is no cheap look and the expression is searched for as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
SURE = frozenset(f"abcdefghijklmnopqrstuvwxyz0123456789 .,:/-{_MARKED}")  # nothing but ODD is equal to one of these
# letters that are equal to others but for their case, though small themselves: «ſ» is an s to an expression
ODD = ("ı", "ſ")
LEAST = 2  # signs: a single one stands nearly everywhere
MOST = 40  # words to look for; more cost as much as the expression
_CLASS = r"\[\^?(?:\\[wsd]|[^\\\[\]&|~-]|(?<=[0-9a-z])-(?=[0-9a-z])|-(?=\]))+\]"
_READ_ALIKE = re.compile(
    rf"(?:[^\\\[\](){{}}?*+]|\\[bBwWsSdD .+*?()\[\]/-]|{_CLASS}|\((?:\?(?:[:=!>]|<[=!]))?|\)"
    r"|(?<![(|?*+])(?:[?*+]|\{\d+(?:,\d+)?\})[?+]?)+"
)


def must_hold(source: str) -> tuple[str, ...]:
    """Words in small letters of which one stands in every text the expression is found in; none: nobody knows.

    It holds for texts in small letters without ODD signs, with or without regard to capitals.
    """
    if _READ_ALIKE.fullmatch(source) is None:
        return ()
    try:
        found = _of_all(re._parser.parse(source))  # type: ignore[attr-defined]
    except (re.error, RecursionError):
        return ()
    return tuple(sorted(found)) if found and len(found) <= MOST else ()


def may_stand(words: str, held: Sequence[str]) -> bool:
    """Whether the expression that must hold one of these may be found in the words."""
    if not held:
        return True
    for each in held:  # a loop is three times as quick as any(), and this is asked a hundred thousand times
        if each in words:
            return True
    return ODD[0] in words or ODD[1] in words


def _of_all(parts: Iterable[Any]) -> frozenset[str]:
    """What follows from parts that stand one behind the other: the best of what follows from each."""
    best: frozenset[str] = frozenset()
    run = ""
    for kind, value in [*parts, (None, None)]:
        if str(kind) == "LITERAL" and (sign := chr(value).lower()) in SURE:
            run += sign
            continue
        for each in (_only(run), _of_one(str(kind), value)):
            best = max(best, each, key=_worth)
        run = ""
    return best


def _of_one(kind: str, value: Any) -> frozenset[str]:
    match kind:
        case "SUBPATTERN":
            return _of_all(value[-1])
        case "ATOMIC_GROUP":
            return _of_all(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT" if value[0] >= 1:
            return _of_all(value[-1])
        case "BRANCH":
            ways = [_of_all(way) for way in value[1]]
            return frozenset[str]().union(*ways) if all(ways) else frozenset()
    return frozenset()


def _only(run: str) -> frozenset[str]:
    return frozenset({run}) if len(run) >= LEAST else frozenset()


def _worth(held: frozenset[str]) -> tuple[bool, int]:
    """Few long words tell most: the length of the shortest, less how many there are."""
    return bool(held), min(map(len, held), default=0) * 4 - len(held)
