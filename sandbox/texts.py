"""Texts as Telegram reads them: HTML becomes plain words and entities, or is refused at the byte where it is wrong."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.world import Refused

LONGEST, LONGEST_CAPTION, MOST_BYTES, MOST_ENTITIES = 4096, 1024, 32768, 100
ATTRIBUTE = re.compile(r"\s+([^\s=>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")
TAG = re.compile(rf"<(/?)([^\s>]*)((?:{ATTRIBUTE.pattern})*)\s*>")
NAMED = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,8}|#x[0-9a-fA-F]{1,8});")
LINK = re.compile(r"(?:https?://)?[^\s/?#.:@]+(?:\.[^\s/?#.:@]+)+(?::\d+)?(?:[/?#]\S*)?|tg://\S+", re.IGNORECASE)
FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?)|(?P<mention>(?<![\w@])@[A-Za-z]\w{2,31})"
    r"|(?P<url>https?://\S+)|(?P<hashtag>(?<![\w#])#\w+)",
    re.ASCII,
)
TAGS = {
    **dict.fromkeys(["b", "strong"], "bold"),
    **dict.fromkeys(["i", "em"], "italic"),
    **dict.fromkeys(["u", "ins"], "underline"),
    **dict.fromkeys(["s", "strike", "del"], "strikethrough"),
    **dict.fromkeys(["tg-spoiler", "span"], "spoiler"),
    **{kind: kind for kind in ("code", "pre", "blockquote")},
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A text after parsing; `html` is how it was written (equal to `plain` where nothing was parsed)."""

    plain: str
    html: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)

    def fields(self, name: str) -> dict[str, Any]:
        """As the Bot API shows them: `text` and `entities`, or `caption` and `caption_entities`."""
        listed = "entities" if name == "text" else "caption_entities"
        return {name: self.plain} | ({listed: self.entities} if self.entities else {}) if self.plain else {}


def text_of(params: Mapping[str, Any]) -> Words:
    """The text of a message. Raises Refused where it is empty or longer than 4,096 characters after parsing."""
    words = _words(params, "text", "entities")
    if not words.plain:
        raise Refused(400, "Bad Request: message text is empty")
    if len(words.plain) > LONGEST:
        raise Refused(400, "Bad Request: message is too long")
    return words


def caption_of(params: Mapping[str, Any]) -> Words:
    """The caption of a file; it may be empty. Raises Refused above 1,024 characters after parsing."""
    words = _words(params, "caption", "caption_entities")
    if len(words.plain) > LONGEST_CAPTION:
        raise Refused(400, "Bad Request: message caption is too long")
    return words


def typed(text: str) -> Words:
    """What a person types: commands, mentions, links and hashtags are found in it."""
    return Words(text, text, _found(text, []))


def is_link(address: str) -> bool:
    """Whether Telegram opens it: http(s) with a dot in the host, or tg://; never tel:, mailto: or javascript:."""
    return LINK.fullmatch(address) is not None


def _words(params: Mapping[str, Any], name: str, listed: str) -> Words:
    written, mode = str(params.get(name, "")), params.get("parse_mode")
    if len(written.encode()) > MOST_BYTES:
        raise Refused(400, "Bad Request: text is too long")
    if mode is None:
        plain, entities, written = written, list(params.get(listed, [])), ""
    elif mode.lower() == "html":
        plain, entities = _parsed(written)
    else:
        raise Refused(400, f"Bad Request: the sandbox does not speak {mode}")
    plain, entities = _trimmed(plain, entities)
    return Words(plain, written or plain, (entities + _found(plain, entities))[:MOST_ENTITIES])


def _parsed(written: str) -> tuple[str, list[dict[str, Any]]]:
    plain, at, opened, entities = "", 0, list[tuple[str, int, dict[str, str]]](), list[dict[str, Any]]()
    while at < len(written):
        if written[at] == "<":
            tag = TAG.match(written, at)
            offset = len(written[:at].encode())
            if tag is None or (tag[1] == "" and tag[2].lower() not in TAGS):
                raise _unparsed(_bad_tag(written[at:], tag), offset)
            name, at = tag[2].lower(), tag.end()
            if tag[1] == "":
                opened.append((name, _units(plain), _attributes(name, tag[3], offset)))
                continue
            if not opened:
                raise _unparsed("Unexpected end tag", offset)
            start, since, attributes = opened.pop()
            if name != start:
                raise _unparsed("Unmatched end tag", offset, f', expected "</{start}>", found "</{name}>"')
            entities += _entity(start, since, _units(plain) - since, attributes)
            continue
        character = NAMED.match(written, at)
        plain += html.unescape(character[0]) if character else written[at]
        at = character.end() if character else at + 1
    if opened:
        words = f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"'
        raise Refused(400, f"Bad Request: can't parse entities: {words}")
    return plain, sorted(entities, key=lambda each: (each["offset"], -each["length"]))


def _unparsed(words: str, offset: int, more: str = "") -> Refused:
    return Refused(400, f"Bad Request: can't parse entities: {words} at byte offset {offset}{more}")


def _bad_tag(rest: str, tag: re.Match[str] | None) -> str:
    name = re.match(r"<(/?)([^\s>]*)", rest)
    if tag is None and name is not None and name[1]:
        return "Unclosed end tag"
    known = name is not None and name[2].lower() in TAGS
    return "Unclosed start tag" if known else f'Unsupported start tag "{name[2].lower() if name else ""}"'


def _attributes(name: str, written: str, offset: int) -> dict[str, str]:
    found = {key.lower(): html.unescape(value.strip("\"'")) for key, value in ATTRIBUTE.findall(written)}
    if name == "span" and found.get("class") != "tg-spoiler":
        raise _unparsed('Tag "span" must have class "tg-spoiler"', offset)
    return found


def _entity(tag: str, offset: int, length: int, attributes: dict[str, str]) -> list[dict[str, Any]]:
    entity: dict[str, Any] = {"type": TAGS[tag], "offset": offset, "length": length}
    match tag:
        case "a":
            if not is_link(attributes.get("href", "")):
                return []  # dropped without a word, like tel:
            entity["url"] = attributes["href"]
        case "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        case "blockquote" if "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
    return [entity] if length else []


def _trimmed(plain: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Without spaces and line breaks around; the entities move along."""
    left = _units(plain) - _units(plain.lstrip())
    plain = plain.strip()
    end, moved = _units(plain), []
    for each in entities:
        start, stop = max(each["offset"] - left, 0), min(each["offset"] - left + each["length"], end)
        if stop > start:
            moved.append({**each, "offset": start, "length": stop - start})
    return plain, moved


def _found(plain: str, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Telegram finds by itself, outside the links and code that were marked."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in known if e["type"] in ("text_link", "code", "pre")]
    found = []
    for each in FOUND.finditer(plain):
        start, length = _units(plain[: each.start()]), _units(each[0])
        if all(stop <= start or start + length <= begin for begin, stop in taken):
            found.append({"type": each.lastgroup, "offset": start, "length": length})
    return found


def _units(text: str) -> int:
    """Entities count in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
