"""Markdown of the library becomes Telegram's HTML: paragraphs, bold, italics, lists; anything else is plain words."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False}).disable(["link", "image", "autolink", "code", "fence", "heading"])
_TAGS = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}
_LISTS = ("bullet_list_open", "ordered_list_open")
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def to_html(markdown: str) -> str:
    """HTML that Telegram takes (Bot API, «HTML style»), its tags always balanced.

    A line directly above a list stays there; else an empty line stands between blocks.
    """
    return "".join(_blocks(_PARSER.parse(markdown))).strip()


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    counters: list[int | None] = []  # one a list we are in: the next number, None for points
    leads = {token.map[0] for token in tokens if token.type in _LISTS and token.map}
    ends = 0  # the line after the paragraph we are in
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                counters.append(None)
            case "ordered_list_open":
                counters.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                counters.pop()
                yield "" if counters else "\n"
            case "list_item_open":
                yield f"{'   ' * (len(counters) - 1)}{_mark(counters)} "
            case "paragraph_open":
                ends = token.map[1] if token.map else 0
            case "inline":
                yield _inline(token.children or [])
                yield "\n" if counters or ends in leads else "\n\n"


def _mark(counters: list[int | None]) -> str:
    number = counters[-1]
    if number is None:
        return "•"
    counters[-1] = number + 1
    return f"{number}."


def _inline(tokens: Sequence[Token]) -> str:
    return "".join(_TAGS.get(t.type) or _BREAKS.get(t.type) or html.escape(t.content, quote=False) for t in tokens)
