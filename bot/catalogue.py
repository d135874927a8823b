"""The file bot.po: what is wrong in it; and in its words what is wrong in the other files, for those who write them."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from channels.parts import plain
from channels.texts import Catalogue, Voice
from domain.texts import Text
from storage.content.files import BadFiles, Trouble
from storage.content.kept import READINGS, Kept
from storage.understanding import ContentError

CATALOGUE = Path("LC_MESSAGES") / "bot.po"
_ENTRY = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr)(?:\[\d+\])?\s+)?"(?:[^"\\]|\\.)*"')
_LOOKED_AT: Kept[tuple[str, ...], tuple[str, ...]] = Kept(READINGS)  # the lines of bot.po, and what is wrong in them
_CATALOGUES: Kept[bytes, Catalogue] = Kept(READINGS)


def told(content: Path, troubles: Iterable[Trouble]) -> list[str]:
    """What is wrong, each with file and line, in Vietnamese: most who write these files read nothing else.

    In English as long as bot.po itself cannot be used.
    """
    found = list(troubles)
    says = sayer(content) if found else str
    return [f"{each.file}:{each.line}: {says(each.says)}" for each in found]


def told_of(content: Path, error: ContentError) -> list[str]:
    """The same of files that cannot be used; what only a programmer mends stays English."""
    return told(content, error.troubles) if isinstance(error, BadFiles) else str(error).splitlines()


def sayer(content: Path) -> Callable[[Text], str]:
    """Says a sentence in Vietnamese; in English where bot.po cannot be used."""
    if catalogue_problems(content / CATALOGUE):
        return str
    written = (content / CATALOGUE).read_bytes()
    if (catalogue := _CATALOGUES.get(written)) is None:
        catalogue = Catalogue(content / CATALOGUE)
        _CATALOGUES.put(written, catalogue)
    return lambda text: plain(catalogue.say(text, Voice()))


def catalogue_problems(po_file: Path) -> list[str]:
    """What is wrong in bot.po, each with its line."""
    name = f"catalogue: {po_file.name}"
    try:
        lines = po_file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return [f"{name} is missing: put back content/vi/{CATALOGUE}."]
    except UnicodeDecodeError as error:
        return [f"{name}: byte {error.start} is not UTF-8. Save the file as UTF-8."]
    if (known := _LOOKED_AT.get(tuple(lines))) is None:
        known = tuple(_problems(po_file, lines))
        _LOOKED_AT.put(tuple(lines), known)
    return [f"{name}{each}" for each in known]


def _problems(po_file: Path, lines: list[str]) -> list[str]:
    broken = [
        f", line {number}: write msgid or msgstr and the sentence in quotes."
        for number, line in enumerate(map(str.strip, lines), 1)
        if line and not line.startswith("#") and not _ENTRY.fullmatch(line)
    ]
    return broken or [f", line {line}: {why}" for line, why in _sentence_problems(po_file)]


def _sentence_problems(po_file: Path) -> Iterator[tuple[int, str]]:
    try:
        with po_file.open("rb") as file:
            catalogue = read_po(file, locale="vi", abort_invalid=True)
    except PoFileError as error:
        yield error.lineno + 1, "a sentence is not whole. Every msgid is followed by its msgstr."
        return
    shapes = {""}.union(*(_shapes(str(message.id)) for message in catalogue))
    for message in catalogue:
        source, words = str(message.id), str(message.string)
        if source and (why := _translation_problem(source, words, shapes, fuzzy=message.fuzzy)):
            yield message.lineno or 1, why


def _translation_problem(source: str, words: str, shapes: set[str], *, fuzzy: bool) -> str | None:
    if fuzzy:
        return "the sentence is marked fuzzy and not used. Look at it and take the mark away."
    if not words:
        return f"“{source}” has no Vietnamese words."
    try:
        ours, theirs = _fields(source), _fields(words)
    except ValueError:
        return "a brace { or } stands alone. Braces only stand around a name, as in {code}."
    if unknown := sorted({name for name, _ in theirs} - {name for name, _ in ours}):
        return f"there is no {{{unknown[0]}}} in the English sentence. Use its names as they are."
    if odd := sorted({shape for _, shape in theirs} - shapes):
        return f"nothing can be shown as “:{odd[0]}”. Write it as in the English sentence."
    return None


def _shapes(source: str) -> set[str]:
    try:
        return {shape for _, shape in _fields(source)}
    except ValueError:  # told as a problem of this sentence
        return set()


def _fields(sentence: str) -> set[tuple[str, str]]:
    return {(name, shape or "") for _, name, shape, _ in string.Formatter().parse(sentence) if name is not None}
