"""The day of an event in words: weekday, date and lunar date, as it is in Hà Nội at that moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from channels.broadcast_cards import card
from channels.event_words import cut_at_word, day_in_words, when_of
from channels.texts import Voice
from domain.costs import FREE
from domain.events import Event, State
from domain.texts import Text
from services.announced import news_of_event
from tests import own
from tests.storage.ward import PLAN

CATALOGUE = own.catalogue()

WORDS = {
    "of the example": ("2027-09-11T11:00", "Thứ Bảy, 11/9/2027 (11 tháng 8 âm lịch)"),
    "full moon": ("2027-09-15T11:00", "Thứ Tư, 15/9/2027 (rằm tháng 8 âm lịch)"),
    "one of the first ten": ("2027-09-04T11:00", "Thứ Bảy, 4/9/2027 (mùng 4 tháng 8 âm lịch)"),
    "the last before midnight": ("2027-09-11T16:59", "Thứ Bảy, 11/9/2027 (11 tháng 8 âm lịch)"),
    "the first after midnight": ("2027-09-11T17:00", "Chủ Nhật, 12/9/2027 (12 tháng 8 âm lịch)"),
    "full moon at midnight": ("2027-09-14T17:00", "Thứ Tư, 15/9/2027 (rằm tháng 8 âm lịch)"),
    "a minute before the full moon": ("2027-09-14T16:59", "Thứ Ba, 14/9/2027 (14 tháng 8 âm lịch)"),
    "of a month that comes twice": ("2025-07-09T02:00", "Thứ Tư, 9/7/2025 (rằm tháng 6 âm lịch)"),
    "of its second coming": ("2025-08-01T02:00", "Thứ Sáu, 1/8/2025 (mùng 8 tháng 6 nhuận âm lịch)"),
    "full moon of its second coming": ("2025-08-08T02:00", "Thứ Sáu, 8/8/2025 (rằm tháng 6 nhuận âm lịch)"),
    "new year's eve": ("2027-02-05T02:00", "Thứ Sáu, 5/2/2027 (29 tháng Chạp âm lịch)"),
    "new year": ("2027-02-05T17:00", "Thứ Bảy, 6/2/2027 (mùng 1 tháng Giêng âm lịch)"),
    "new year where China waits a day": ("2030-02-02T02:00", "Thứ Bảy, 2/2/2030 (mùng 1 tháng Giêng âm lịch)"),
}


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(("moment", "words"), WORDS.values(), ids=WORDS.keys())
def test_a_day_in_words(moment: str, words: str) -> None:
    assert CATALOGUE.say(day_in_words(at(moment)), Voice()) == words


def test_hours_of_one_day_and_of_several() -> None:
    evening = when_of(at("2027-09-11T11:00"), at("2027-09-11T13:30"))
    assert CATALOGUE.say(evening, Voice()) == "🗓 Thứ Bảy, 11/9/2027 (11 tháng 8 âm lịch), 18:00–20:30"
    night = when_of(at("2027-09-11T16:00"), at("2027-09-11T17:30"))
    assert "23:00 Thứ Bảy" in CATALOGUE.say(night, Voice())
    assert "00:30 Chủ Nhật" in CATALOGUE.say(night, Voice())


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Vui Tết Trung thu", "Vui Tết Trung thu"),
        ("Vui Tết Trung thu cùng các em", "Vui Tết Trung thu…"),
        ("Vui Tết Trung thu, cùng các em", "Vui Tết Trung thu…"),
        ("Vui Tết Trung thucùng các em", "Vui Tết Trung…"),
        ("Mộtchữdàikhôngcódấucáchnào", "Mộtchữdàikhôngcód…"),
        ("", ""),
    ],
)
def test_what_is_cut_is_cut_at_a_word(words: str, shown: str) -> None:
    assert cut_at_word(words, 18) == shown
    assert len(shown) <= 19


def test_an_announcement_says_the_cost_where_it_was_said() -> None:
    said = {name: getattr(PLAN, name) for name in PLAN.__dataclass_fields__}
    event = Event(id=1, slug="e", state=State.PUBLISHED, **said)
    for cost, line in ((FREE, "💰 Miễn phí"), ("20.000 đồng", "💰 20.000 đồng"), ("", None)):
        news = news_of_event(replace(event, cost=cost))
        lines = [CATALOGUE.say(each, Voice()) for each in card(news).paragraphs if isinstance(each, Text)]
        assert [each for each in lines if "💰" in each] == ([line] if line else [])
