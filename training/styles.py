"""The same words as other people would type them. Pure; the same seed gives the same line."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence

from domain.spelling import SHORT
from domain.vietnamese import fold

TONES = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
SHAPES = {"\u0302": "^", "\u031b": "w", "\u0306": "w"}  # hat, horn, breve
VNI_SHAPES = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
_WORD = re.compile(r"\w+")
Way = Callable[[str, int], str]


def plain(text: str, _seed: int = 0) -> str:
    """Without marks: `"Bố đánh"` → `"Bo danh"`."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")


def telex(text: str, seed: int = 0, share: float = 0.6) -> str:
    """Keys that did not become letters: `"đánh"` → `"ddanhs"`; the given share of the marked words."""
    return _some_words(text, seed, share, _telex)


def vni(text: str, seed: int = 0, share: float = 0.6) -> str:
    """The other keyboard: `"đánh"` → `"d9anh1"`."""
    return _some_words(text, seed, share, _vni)


def teencode(text: str, seed: int = 0, share: float = 0.8) -> str:
    """As pupils write: `"không"` → `"ko"`."""
    chance = random.Random(f"{seed}{text}")

    def short(found: re.Match[str]) -> str:
        ways = SHORT.get(fold(found[0]), ())
        return chance.choice(ways) if ways and chance.random() < share else found[0]

    return _WORD.sub(short, text)


def typos(text: str, seed: int = 0, share: float = 0.15) -> str:
    """Slips of a thumb: letters swapped, dropped or twice, a space forgotten."""
    chance = random.Random(f"{seed}{text}")
    words = text.split(" ")
    slipped = [_slip(word, chance) if chance.random() < share else word for word in words]
    gaps = ["" if chance.random() < share / 4 else " " for _ in slipped[1:]]
    return "".join(word + gap for word, gap in zip(slipped, [*gaps, ""], strict=True))


def decomposed(text: str, _seed: int = 0) -> str:
    """Letters and marks apart (NFD), as some phones send them."""
    return unicodedata.normalize("NFD", text)


def beside(questions: Sequence[str]) -> Way:
    """Said together with one of these questions, before or after: danger is danger beside a question, too."""

    def said(text: str, seed: int = 0) -> str:
        chance = random.Random(f"{seed}{text}")
        both = [text, chance.choice(questions)]
        chance.shuffle(both)
        return chance.choice((", ", ". ", "\n", " ")).join(both)

    return said


STYLES: dict[str, Way] = {
    "plain": plain,
    "telex": telex,
    "vni": vni,
    "teencode": teencode,
    "typos": typos,
    "nfd": decomposed,
}


def _some_words(text: str, seed: int, share: float, way: Callable[[str], str]) -> str:
    chance = random.Random(f"{seed}{text}")
    return _WORD.sub(lambda found: way(found[0]) if chance.random() < share else found[0], text)


def _telex(word: str) -> str:
    return _typed(word, "d", 0, lambda shape, before: before if SHAPES[shape] == "^" else "w")


def _vni(word: str) -> str:
    return _typed(word, "9", 1, lambda shape, _before: VNI_SHAPES[shape])


def _typed(word: str, stroke: str, key: int, shaped: Callable[[str, str], str]) -> str:
    """The keys of a word: `stroke` makes đ of d, `shaped` a hat or horn of what stands before; the tone comes last."""
    keys: list[str] = []
    tone = ""
    for sign in unicodedata.normalize("NFD", word.replace("đ", "d" + stroke).replace("Đ", "D" + stroke.upper())):
        if sign in TONES:
            tone = TONES[sign][key]
        else:
            keys.append(shaped(sign, keys[-1] if keys else "") if sign in SHAPES else sign)
    return "".join(keys) + tone


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 3:
        return word
    place = chance.randrange(len(word) - 1)
    before, here, after, rest = word[:place], word[place], word[place + 1], word[place + 2 :]
    return before + chance.choice((after + here, here, here + here + after, here + after)) + rest
