"""Ready sentences: what they may never say, how they are paged, and that those we ship are fit to be sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import CONTENT
from domain.replies import A_PAGE, Reply, faults, find, page
from storage.replies import read_replies
from storage.understanding import ContentError

NUMBERS = frozenset({"111", "113", "115"})
NEEDED = ("first", "safe-now", "place", "adult-near", "calling", "coming", "closing")

REFUSED = [
    ("adult", "Tại sao bạn không báo sớm hơn?", "asks why"),
    ("child", "Em kể lại cho cô chú nghe nhé", "tell it again"),
    ("child", "Em có chắc không?", "are you sure"),
    ("adult", "Bạn chụp cho tôi vết thương", "picture"),
    ("child", "Em gửi ảnh cho cô chú nhé", "picture"),
    ("child", "Cô chú sẽ giữ bí mật cho em", "secrecy"),
    ("adult", "Tôi hứa bạn sẽ được an toàn", "outcome"),
    ("adult", "Mười phút nữa có người tới chỗ bạn", "a time"),
    ("adult", "Hai bên hoà giải với nhau, bạn nhé", "reconciling"),
    ("adult", "Hai bên hòa giải với nhau, bạn nhé", "reconciling"),
    ("adult", "Bạn nói dối thì bị phạt", "blames or threatens"),
    ("adult", "Bạn gọi 0912345678 nhé", "0912345678"),
    ("adult", "Chào anh chị", "does not say “bạn”"),
    ("child", "Chào cháu", "does not say “em”"),
    ("child", "Chào em, bạn cứ viết nhé", "says “bạn” to a child"),
]
FINE = [
    ("adult", "Bạn gọi 113 hoặc 111 trước, rồi nhắn lại đây khi được."),
    ("child", "Tình hình bên em thế nào, em nhắn cho cô chú nhé."),
    ("adult", "Bạn nhờ anh chị ở gần giúp."),
]


@pytest.mark.parametrize(("voice", "words", "why"), REFUSED, ids=[words for _, words, _ in REFUSED])
def test_a_sentence_that_must_not_be_sent_is_refused(voice: str, words: str, why: str) -> None:
    assert [fault for fault in faults(voice, words, NUMBERS) if why in str(fault)]


@pytest.mark.parametrize(("voice", "words"), FINE, ids=[words for _, words in FINE])
def test_a_plain_sentence_is_fine(voice: str, words: str) -> None:
    assert faults(voice, words, NUMBERS) == []


def test_ours_are_there_for_what_an_officer_says_most_and_each_speaks_to_both() -> None:
    ours = read_replies(CONTENT)
    assert set(NEEDED) <= {reply.id for reply in ours}
    assert all(reply.adult != reply.child for reply in ours)
    assert [reply.id for reply in ours if "cháu" in reply.child] == []


def some(count: int) -> tuple[Reply, ...]:
    return tuple(Reply(f"r{n}", f"Câu {n}", "Chào bạn", "Chào em") for n in range(count))


@given(st.integers(1, 40), st.integers(0, 60))
def test_every_reply_stands_on_one_page_and_every_page_is_reached(count: int, asked: int) -> None:
    replies, seen, number = some(count), [], 0
    while True:
        shown = page(replies, number)
        seen += shown.replies
        assert 1 <= len(shown.replies) <= A_PAGE
        assert shown.back == (number - 1 if number else None)
        if shown.on is None:
            break
        assert shown.on == number + 1
        number = shown.on
    assert tuple(seen) == replies
    assert page(replies, asked) == page(replies, min(asked, number))


def test_a_mark_changes_with_the_words_and_the_voice() -> None:
    reply, changed = Reply("a", "A", "Chào bạn", "Chào em"), Reply("a", "A", "Chào bạn nhé", "Chào em")
    assert reply.mark(to_child=False) != changed.mark(to_child=False)
    assert reply.mark(to_child=True) == changed.mark(to_child=True) != reply.mark(to_child=False)
    assert find((reply,), "a") is reply
    assert find((reply,), "b") is None


WHOLE = '[[reply]]\nid = "first"\ntitle = "Chào"\nadult = "Chào bạn, tôi đọc rồi"\nchild = "Chào em, cô chú đọc rồi"\n'
TWO = WHOLE.replace("first", "two").replace('"Chào"', '"Hai"')


def _write(words: str | bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(words.encode() if isinstance(words, str) else words)


BROKEN: list[tuple[str, Callable[[Path], object], list[str]]] = [
    ("missing", Path.unlink, ["replies.toml:1: this file is missing: put it back"]),
    ("not UTF-8", _write(b"\xff\xfe"), ["replies.toml:1", "UTF-8"]),
    ("not TOML", _write(f"{WHOLE}child = oops\n"), ["replies.toml:6", "not TOML", "Mend"]),
    ("empty", _write(""), ["replies.toml:1: there is no [[reply]]", "at least one"]),
    ("something else", _write(f"{WHOLE}[other]\na = 1\n"), ["replies.toml:6", "only [[reply]] can"]),
    ("a word missing", _write(WHOLE + '[[reply]]\nid = "two"\ntitle = "Hai"\nadult = "Chào bạn nhé bạn"\n'),
        ["replies.toml:6: “child” is missing: add it"]),
    ("an unknown key", _write(f"{WHOLE}old = 1\n"), ["replies.toml:6: “old” is not one of the names"]),
    ("a long title", _write(WHOLE.replace('"Chào"', f'"{"a" * 41}"')),
        ["replies.toml:3: “title” is too long: at most 40"]),
    ("a wrong name", _write(WHOLE.replace('"first"', '"Số 1"')),
        ["replies.toml:2: “id” is not written as it should be"]),
    ("the same name twice", _write(WHOLE + WHOLE),
        ["replies.toml:7: id “first” stands there twice", "replies.toml:8: title"]),
    ("a promise", _write(WHOLE + TWO.replace("đọc rồi", "hứa rồi")),
        ["replies.toml:9: “adult” of “two” promises an outcome", "replies.toml:10: “child” of", "another way"]),
]  # fmt: skip


@pytest.mark.parametrize(("spoils", "said"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_told_with_its_line_and_cure(
    tmp_path: Path, spoils: Callable[[Path], object], said: list[str]
) -> None:
    (tmp_path / "hotlines.toml").write_bytes((CONTENT / "hotlines.toml").read_bytes())
    (tmp_path / "replies.toml").write_text(WHOLE)
    spoils(tmp_path / "replies.toml")
    with pytest.raises(ContentError) as refused:
        read_replies(tmp_path)
    assert [words for words in said if words not in str(refused.value)] == []
