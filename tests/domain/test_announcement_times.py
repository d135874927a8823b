"""The time of an announcement as people write it: understood, asked about, or refused in one sentence."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.announcement_times import read_moments
from domain.broadcasts import Tempo
from domain.texts import Refusal
from domain.working_time import HANOI

NOW = datetime(2027, 9, 15, 10, 0, tzinfo=HANOI)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("20/9 lúc 8h", ["20 08:00", "20 20:00"]),  # morning or evening: asked
        ("20/9 lúc 8h sáng", ["20 08:00"]),
        ("ngày mai 19h30", ["16 19:30"]),
        ("19h30 ngày mai", ["16 19:30"]),
        ("17h", ["15 17:00"]),  # an hour alone is today's
        ("9h", ["15 21:00"]),  # nine in the morning is over
        ("thứ bảy lúc 9h sáng", ["18 09:00"]),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_was_meant(said: str, meant: list[str]) -> None:
    assert [f"{at:%d %H:%M}" for at in read_moments(said, NOW, Tempo())] == meant


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("20/9", "day and an hour"),
        ("khi nào cũng được", "day and an hour"),
        ("8h sáng", "has passed"),
        ("hôm qua 8h sáng", "day and an hour"),
        ("20/9 lúc 23h", "families sleep"),
        ("ngày mai 5h sáng", "families sleep"),
        ("20/12 lúc 8h sáng", "has passed"),  # more than sixty days ahead
    ],
    ids=lambda each: str(each),
)
def test_what_is_refused(said: str, told: str) -> None:
    with pytest.raises(Refusal) as no:
        read_moments(said, NOW, Tempo())
    assert told in no.value.text.source
