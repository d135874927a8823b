"""Long words go out in several messages: nothing is lost, each is whole HTML and short enough, and begins alike."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.parts import LONGEST, first_part, parts, plain, units
from sandbox.texts import text_of

HEAD = "Có tin mới cho bạn trong cuộc trò chuyện này; bạn xem tiếp khi nào tiện nhé:"
CLUSTERS = st.sampled_from(
    ["a", "ệ", "e\u0323\u0302", "&", "<", ">", '"', " ", "\n", "\n\n", "🙂", "👩‍👧", "👍🏽", "🇻🇳", "字"]
)
TYPED = st.one_of(
    st.lists(CLUSTERS, max_size=400).map("".join),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=400),
)


def card(head: str, words: str, *, hidden: bool) -> str:
    shown = html.escape(words, quote=False)
    return f"{head}\n\n<b>✉️ LB-ABCDEF</b>\n\n" + (f"<tg-spoiler>{shown}</tg-spoiler>" if hidden else shown)


def as_read(part: str) -> str:
    """As it stands in the chat; raises where the strict sandbox refuses it."""
    return text_of({"text": part, "parse_mode": "HTML"}).plain


def without_spaces(words: str) -> str:
    return "".join(words.split())


@given(TYPED, st.integers(1, 14), st.booleans(), st.sampled_from([400, 900, LONGEST]))
def test_nothing_is_lost_and_every_part_fits(typed: str, times: int, hidden: bool, longest: int) -> None:
    whole = card(HEAD, typed * times, hidden=hidden)
    found = parts(whole, longest)
    read = [as_read(part) for part in found]
    assert [units(each) for each in read if units(each) > longest] == []
    rest = [each.removeprefix(HEAD) for each in read[1:]]
    assert all(len(body) < len(each) for body, each in zip(rest, read[1:], strict=True)), "every part begins alike"
    assert without_spaces("".join([read[0], *rest])) == without_spaces(plain(whole))


@settings(max_examples=20)
@given(st.lists(CLUSTERS, min_size=200, max_size=300).map("".join))
def test_a_seam_is_never_inside_a_sign(typed: str) -> None:
    for part in parts(card(HEAD, typed, hidden=False), 320)[1:]:
        first = as_read(part).removeprefix(HEAD).lstrip()[:1]
        assert not unicodedata.category(first).startswith("M") and first not in ("\u200d", "🏽")


@pytest.mark.parametrize("length", [4095, 4096, 4097, 9000])
@pytest.mark.parametrize("sign", ["x", "🙂", "&", "\u0301"])
def test_it_is_counted_as_telegram_counts(sign: str, length: int) -> None:
    words = "e" + sign * (length // units(sign) - 1)
    found = parts(html.escape(words))
    assert len(found) == -(-units(words) // LONGEST)
    assert "".join(as_read(part) for part in found) == words


def test_a_hidden_letter_stays_hidden_in_every_part() -> None:
    found = parts(card(HEAD, "lời kể " * 2000, hidden=True))
    assert len(found) > 2 and all("<tg-spoiler>" in part for part in found)


def test_what_takes_the_place_of_a_message_says_that_there_was_more() -> None:
    assert first_part("ngắn") == "ngắn"
    cut = first_part("lời kể " * 2000)
    assert cut.endswith(" …") and units(cut) <= LONGEST


def test_spaces_alone_make_no_message() -> None:
    assert len(parts("a" + " " * 9000 + "b")) == 2
    assert len(parts(" " * 9000)) == 1
