"""Canned replies: ready sentences an officer sends to a sender, and what such a sentence must never say. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from domain.texts import Text
from domain.vietnamese import fold

A_PAGE = 6
_NUMBER = re.compile(r"\d{3,}")
# folded; safeguarding.md, «Never». What is named first is what the editor reads
NEVER = (
    (Text("asks why"), ("tai sao", "vi sao", "sao lai", "sao em", "sao ban")),
    (Text("asks to tell it again"), ("ke lai", "ke chi tiet", "ke ro", "noi ro hon")),
    (Text("asks “are you sure”"), ("chac khong", "co that khong", "co dung la")),
    (Text("asks for a picture"), ("gui anh", "tam anh", "buc anh", "hinh anh", "chup", "quay phim", "quay video")),
    (Text("promises secrecy"), ("bi mat", "giu kin", "khong noi voi ai", "khong cho ai biet")),
    (Text("promises an outcome"), ("hua", "chac chan", "dam bao", "bao dam", "nhat dinh")),
    (Text("promises a time"), ("phut nua", "tieng nua", "gio nua", "se toi ngay", "se den ngay")),
    (Text("speaks of reconciling"), ("hoa giai", "lam lanh", "tha thu")),
    (Text("blames or threatens"), ("xu phat", "bi phat", "phat tien", "noi doi", "tai em", "tai ban")),
)
ADDRESSED = {"adult": ("bạn", "em"), "child": ("em", "bạn")}  # who is spoken to, and who is not


@dataclass(frozen=True, slots=True)
class Reply:
    """One ready sentence in both its voices; `id` is its lasting name."""

    id: str
    title: str
    adult: str
    child: str

    def words(self, *, to_child: bool) -> str:
        """What is sent."""
        return self.child if to_child else self.adult

    def mark(self, *, to_child: bool) -> str:
        """Six signs that change with the words: what was shown is what goes out."""
        return sha256(self.words(to_child=to_child).encode()).hexdigest()[:6]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the replies; `back` and `on` are the pages beside it."""

    replies: tuple[Reply, ...]
    back: int | None
    on: int | None


def page(replies: Sequence[Reply], number: int) -> Page:
    """The replies of one page; beyond the last page stands the last."""
    last = max(0, (len(replies) - 1) // A_PAGE)
    number = min(number, last)
    shown = tuple(replies[number * A_PAGE : (number + 1) * A_PAGE])
    return Page(shown, number - 1 if number > 0 else None, number + 1 if number < last else None)


def find(replies: Sequence[Reply], name: str) -> Reply | None:
    """The reply of this name."""
    return next((reply for reply in replies if reply.id == name), None)


def faults(voice: str, words: str, numbers: frozenset[str]) -> list[Text]:
    """What a sentence in this voice (`adult`, `child`) must not say; `numbers` are those that may be named."""
    plain = f" {fold(words)} "
    found = [
        Text("{what} (“{said}”)", what=what, said=said) for what, many in NEVER for said in many if f" {said} " in plain
    ]
    strange = [number for number in _NUMBER.findall(words) if number not in numbers]
    found += [Text("names {number}, which hotlines.toml does not", number=number) for number in strange]
    to, not_to = ADDRESSED[voice]
    spoken = re.findall(r"\w+", words.lower())
    if to not in spoken:
        found.append(Text("does not say “{to}” to whom it is for", to=to))
    if voice == "child" and not_to in spoken:
        found.append(Text("says “{not_to}” to a child", not_to=not_to))
    return found
