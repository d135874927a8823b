"""Words longer than one message of Telegram: cut into several, nothing lost, each of them whole HTML. Pure."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST = 4096  # Bot API, sendMessage: after parsing; counted here as Telegram counts offsets, in UTF-16 units
NEUTRAL = 60  # what a lock screen shows: so much of the beginning stands above every further part
LONGEST_HEAD = 400  # a longer beginning is not a head line and is not said again
TAG = re.compile(r"<[^>]+>")
TOKEN = re.compile(r"<[^>]+>|&(?:\w+|#\w+);|.", re.DOTALL)
JOINER = "\u200d"


def units(words: str) -> int:
    """How long words are in UTF-16 units, as Telegram counts; an emoji is two or more."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def plain(words: str) -> str:
    """HTML of ours as it reads on the phone."""
    return html.unescape(TAG.sub("", words))


def parts(words: str, longest: int = LONGEST) -> list[str]:
    """HTML of ours as messages of at most `longest` units each.

    Every further part begins with the head lines of the first, so that each says what it belongs to and a lock
    screen shows no more of it than of the first. Tags that are open at a seam are closed and opened again.
    Nothing but white space at a seam is left out.
    """
    if units(plain(words)) <= longest:
        return [words]
    head = _head(words, longest)
    tokens, opened, start = TOKEN.findall(words), "", 0
    found: list[str] = []
    while start < len(tokens):
        room = longest - units(plain(head)) if found else longest
        end = _end(tokens, start, room)
        part = opened + "".join(tokens[start:end])
        still_open = _opened(part)
        if plain(part).strip():
            closed = "".join(f"</{_name(tag)}>" for tag in reversed(still_open))
            found.append((head if found else "") + part + closed)
        opened, start = "".join(still_open), end
    return found or [words[:longest]]


def first_part(words: str) -> str:
    """What fits into one message, with a sign that there was more: for a message that is changed."""
    found = parts(words, LONGEST - 2)
    return found[0] if len(found) == 1 else f"{found[0]} …"


def _head(words: str, longest: int) -> str:
    head = ""
    for paragraph in words.split("\n\n"):
        longer = f"{head}{paragraph}\n\n"
        if _opened(longer) or units(plain(longer)) > min(LONGEST_HEAD, longest // 4):
            break
        head = longer
        if units(plain(head)) >= NEUTRAL:
            break
    return head


def _end(tokens: list[str], start: int, room: int) -> int:
    """Where this part ends: after a space if there is one near, else between two signs, never inside one."""
    end, used = start, 0
    while end < len(tokens) and (used := used + _width(tokens[end])) <= room:
        end += 1
    if end == len(tokens):
        return end
    for near in range(end, start + (end - start) * 3 // 4, -1):
        if tokens[near - 1].isspace():
            return near
    for near in range(end, start + (end - start) * 3 // 4, -1):
        if not _hangs_on(tokens[near], tokens[near - 1]):
            return near
    return max(end, start + 1)


def _width(token: str) -> int:
    return 0 if token.startswith("<") and len(token) > 1 else units(html.unescape(token))


def _hangs_on(token: str, before: str) -> bool:
    """Whether a sign belongs to the one before it: a mark on a letter, a part of an emoji."""
    marks = unicodedata.category(token[0]).startswith("M") or "\U0001f3fb" <= token <= "\U0001f3ff"
    flags = all("\U0001f1e6" <= each <= "\U0001f1ff" for each in (token, before))
    return marks or flags or JOINER in (token, before)


def _opened(words: str) -> list[str]:
    """The tags that are still open at the end, outermost first."""
    found: list[str] = []
    for tag in TAG.findall(words):
        if not tag.startswith("</"):
            found.append(tag)
        elif found:
            found.pop()
    return found


def _name(tag: str) -> str:
    return tag[1:-1].split()[0]
