"""What the reader looks at in a message: words, pairs and threes as they were meant, and their concepts. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from zlib import crc32

from domain.concepts import Seen, Written
from domain.spelling import JOINED, meant
from domain.vietnamese import fold_word, marked_tokens

NUMBER, CHILD = "0", 18
NEAR = 7  # words between two concepts that belong together
APART = (2, 3, 4)  # places from one word to another
BESIDE = 3  # places from a concept to a word
_FACES = re.compile("[\U0001f300-\U0001faff☀-➿]")


Means = Callable[[str], str]  # from a folded word to the word or words it was meant to be


def written(text: str, means: Means = meant) -> Written:
    """The message word by word; a word that was not typed as it was meant counts as typed without marks.

    Numbers that are nobody's age are all the same to the reader.
    """
    words: list[str] = []
    typed: list[str] = []
    for token in marked_tokens(text):
        for word in fold_word(token).split():
            parts = means(word).split()
            words += [NUMBER if _is_number(part) else part for part in parts]
            typed += [token] if parts == [word] else parts
    return Written(*_joined(words, typed))


def features_of(text: str, message: Written, seen: Sequence[Seen]) -> list[str]:
    """Everything that is looked at, each once, in order; its words and concepts are known already."""
    found = dict.fromkeys(_of_words(message.words))
    found.update(dict.fromkeys(_of_marks(message.typed)))
    found.update(dict.fromkeys(_of_shape(text, message.words)))
    found.update(dict.fromkeys(_of_concepts(seen)))
    return list(found)


def keys_apart(message: Written, seen: Sequence[Seen]) -> list[int]:
    """What the second machine looks at: words some places apart, and words beside a concept, before or after it.

    The key of each once, in order; a key grows from that of its beginning, so no feature is put together for it.
    """
    words = [word.encode("utf-8", "surrogatepass") for word in message.words]
    begun = [crc32(b" ~", crc32(word)) for word in words]
    found = [crc32(word, first) for places in APART for first, word in zip(begun, words[places:], strict=False)]
    for each in seen:
        name = crc32(each.name.encode())
        before, after = crc32(b" <", name), crc32(b" >", name)
        found += [crc32(word, before) for word in words[max(0, each.start - BESIDE) : each.start]]
        found += [crc32(word, after) for word in words[each.end : each.end + BESIDE]]
    return list(dict.fromkeys(found))


def _joined(words: Sequence[str], typed: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """«đánh răng» as one word: the blow in it is none."""
    one: list[str] = []
    as_typed: list[str] = []
    place = 0
    while place < len(words):
        joined = JOINED.get((words[place], words[place + 1])) if place + 1 < len(words) else None
        one.append(joined or words[place])
        as_typed.append(f"{typed[place]}{typed[place + 1]}" if joined else typed[place])
        place += 2 if joined else 1
    return tuple(one), tuple(as_typed)


def _is_number(word: str) -> bool:
    return not word.isalpha() and not (len(word) <= 2 and word.isascii() and word.isdecimal() and int(word) <= CHILD)


def _of_words(words: Sequence[str]) -> Iterator[str]:
    padded = ["^", *words, "$"]
    for i, word in enumerate(padded):
        if 0 < i < len(padded) - 1:
            yield word
        if i + 1 < len(padded):
            yield f"{word} {padded[i + 1]}"
        if i + 2 < len(padded):
            yield f"{word} {padded[i + 1]} {padded[i + 2]}"


def _of_marks(typed: Sequence[str]) -> Iterator[str]:
    """Words as they were typed, where they carry marks: «lừa» is not «lửa»."""
    for word in typed:
        if not word.isascii():
            yield "'" + word
    for word, following in pairwise(typed):
        if not (word.isascii() and following.isascii()):
            yield f"'{word} {following}"


def _of_shape(text: str, words: Sequence[str]) -> Iterator[str]:
    if "?" in text:
        yield "#?"
    if "!" in text:
        yield "#!"
    if "\n" in text:
        yield "#lines"
    yield f"#length {min(6, len(words).bit_length())}"
    for face in islice(_FACES.findall(text), 8):
        yield "#" + face


def _of_concepts(seen: Sequence[Seen]) -> Iterator[str]:
    for i, each in enumerate(seen):
        yield "@" + each.name
        for other in islice(seen, i + 1, i + 1 + 2 * NEAR):
            if other.start - each.end > NEAR:
                break
            if other.start >= each.end and other.name != each.name:
                yield f"@{each.name} {other.name}"
