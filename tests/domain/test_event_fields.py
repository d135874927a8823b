"""Each field of an event takes what people answer, and refuses in one sentence what cannot be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from channels import callbacks
from channels.editing_buttons import SetField
from domain.costs import FREE
from domain.event_fields import (
    LONGEST,
    Choose,
    Field,
    answered,
    carried,
    day_and_hours,
    draft_of,
    reason,
    with_hours,
)
from domain.events import Kind, Plan, missing, problems
from domain.people import Audience
from domain.texts import Refusal
from domain.working_time import HANOI
from tests.domain.test_events import PLAN

TODAY = date(2027, 8, 20)
DRAFT = draft_of(Kind.OTHER, "bo-de", "2027-09-11/2027-09-11")


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=HANOI)


KEPT: list[tuple[Field, str, dict[str, Any]]] = [
    (Field.KIND, "forum", {"kind": Kind.FORUM}),
    (Field.TITLE, "  Hội \u202eđèn\u200b\n xuân ", {"title": "Hội đèn xuân"}),
    (Field.PROGRAMME, "18:00 múa lân\n\n 19:00 \u200bphá cỗ ", {"programme": "18:00 múa lân\n19:00 phá cỗ"}),
    (Field.WARD, "all", {"ward": None}),
    (Field.WARD, "viet-hung", {"ward": "viet-hung"}),
    (Field.AUDIENCE, "parent", {"audience": Audience.PARENT}),
    (Field.AUDIENCE, "all", {"audience": None}),
    (Field.ACCOMPANIED, "no", {"accompanied": False}),
    (Field.SEATS, "120", {"seats": 120}),
    (Field.SEATS, "120 chỗ", {"seats": 120}),
    (Field.SEATS, "none", {"seats": None, "quota": 0}),
    (Field.QUOTA, "10", {"quota": 10}),
    (Field.QUOTA, "none", {"quota": 0}),
    (Field.AGES, "6-11", {"ages": (6, 11)}),
    (Field.AGES, "từ 6 đến 11 tuổi", {"ages": (6, 11)}),
    (Field.AGES, "all", {"ages": None}),
    (Field.FOOD, "Có bánh", {"food": "Có bánh"}),
    (Field.HEALTH, "none", {"health": ""}),
    (Field.COST, "mỗi em đóng 50.000 đồng tiền ăn", {"cost": "mỗi em đóng 50.000 đồng tiền ăn"}),
    (Field.COST, "free", {"cost": FREE}),
    (Field.COST, "Hoàn toàn MIỄN PHÍ.", {"cost": FREE}),
    (Field.COST, "không thu tiền", {"cost": FREE}),
    (Field.COST, "0 đồng", {"cost": FREE}),
    (Field.COST, "0.000đ", {"cost": FREE}),
    (Field.COST, "Không", {"cost": FREE}),
    (Field.COST, "không có ạ", {"cost": FREE}),
    (Field.COST, "Không tốn kém gì", {"cost": FREE}),
    (Field.COST, "không tốn kém", {"cost": FREE}),
    (Field.COST, "không thu gì cả", {"cost": FREE}),
    (Field.COST, "Không nhận trẻ dưới 3 tuổi", {"cost": "Không nhận trẻ dưới 3 tuổi"}),
    (Field.COST, "Miễn phí cho hộ nghèo", {"cost": "Miễn phí cho hộ nghèo"}),
    (Field.COST, "Không thu tiền vé, tiền ăn 20k", {"cost": "Không thu tiền vé, tiền ăn 20k"}),
    (Field.COST, "none", {"cost": ""}),
    (Field.DAY, "rằm tháng 8", {"starts_at": at("2027-09-15T18:00"), "ends_at": at("2027-09-15T20:30")}),
    (Field.DAY, "1/9-3/9", {"starts_at": at("2027-09-01T18:00"), "ends_at": at("2027-09-03T20:30")}),
    (Field.HOURS, "7 rưỡi tối", {"starts_at": at("2027-09-11T19:30")}),
    (Field.HOURS, "8h sáng - 11h", {"starts_at": at("2027-09-11T08:00"), "ends_at": at("2027-09-11T11:00")}),
    (Field.HOURS, "21:00/", {"starts_at": at("2027-09-11T21:00"), "ends_at": at("2027-09-11T23:59")}),
    (Field.ENDS, "9h", {"ends_at": at("2027-09-11T21:00")}),
]
ASKED = [
    (Field.DAY, "thứ sáu", ("2027-08-20/2027-08-20", "2027-08-27/2027-08-27")),
    (Field.HOURS, "7h", ("07:00/", "19:00/")),
    (Field.HOURS, "8h-11h", ("08:00/11:00", "20:00/23:00")),
]
REFUSED = [
    (Field.KIND, "party", "tap one of the buttons"),
    (Field.WARD, "Bồ Đề", "tap one of the buttons"),
    (Field.TITLE, "\u200b\u202e", "in words"),
    (Field.TITLE, "🙂🙂", "in words"),
    (Field.TITLE, "x" * 500, "too long"),
    (Field.PROGRAMME, "x" * 1501, "too long"),
    (Field.SEATS, "nhiều", "a number alone"),
    (Field.SEATS, "9" * 30, "a number alone"),
    (Field.AGES, "trẻ em", "youngest and the oldest"),
    (Field.DAY, "12/9/2020", "is over"),
    (Field.DAY, "2020-09-12/2020-09-12", "is over"),
    (Field.HOURS, "99:99/", "did not understand"),
    (Field.DAY, "bao giờ cũng được", "did not understand"),
    (Field.HOURS, "20h-18h", "ends before it starts"),
    (Field.ENDS, "17h", "ends before it starts"),
    (Field.PICTURE, "ảnh đẹp", "send a photo"),
]


@pytest.mark.parametrize(("field", "said", "changes"), KEPT, ids=[f"{f}:{ascii(s)[:20]}" for f, s, _ in KEPT])
def test_an_answer_changes_its_field_and_nothing_else(field: Field, said: str, changes: dict[str, Any]) -> None:
    assert answered(PLAN, field, said, TODAY) == replace(PLAN, **changes)


@pytest.mark.parametrize(("field", "said", "options"), ASKED, ids=[s for _, s, _ in ASKED])
def test_an_answer_that_can_mean_two_things_is_asked_about(field: Field, said: str, options: tuple[str, ...]) -> None:
    assert answered(PLAN, field, said, TODAY) == Choose(field, options)
    for option in options:
        assert isinstance(answered(PLAN, field, option, TODAY), Plan), "a tapped answer is never asked about again"


@pytest.mark.parametrize(("field", "said", "why"), REFUSED, ids=[f"{f}:{ascii(s)[:20]}" for f, s, _ in REFUSED])
def test_an_answer_that_cannot_be_kept_is_refused(field: Field, said: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        answered(PLAN, field, said, TODAY)


@pytest.mark.parametrize(
    ("field", "said"),
    [(Field.SEATS, "-5"), (Field.SEATS, "0"), (Field.QUOTA, "101"), (Field.AGES, "11-6"), (Field.COST, "50.000")],
)
def test_a_number_that_cannot_be_is_found_by_the_rules_of_a_plan(field: Field, said: str) -> None:
    plan = answered(PLAN, field, said, TODAY)
    assert isinstance(plan, Plan)
    assert [name for name, _ in problems(plan)] == [field.value]


def test_an_evening_that_ends_after_midnight_stays_one_wherever_it_is_moved() -> None:
    evening = replace(PLAN, starts_at=at("2027-09-11T22:30"), ends_at=at("2027-09-12T00:30"))
    moved = answered(evening, Field.DAY, "2027-09-18/2027-09-18", TODAY)
    assert isinstance(moved, Plan)
    assert (moved.starts_at, moved.ends_at) == (at("2027-09-18T22:30"), at("2027-09-19T00:30"))
    for field, said in ((Field.HOURS, "9h-11h sáng"), (Field.HOURS, "09:00/11:00")):
        by_day = answered(moved, field, said, TODAY)
        assert isinstance(by_day, Plan)
        assert (by_day.starts_at, by_day.ends_at) == (at("2027-09-18T09:00"), at("2027-09-18T11:00"))
    several = answered(replace(evening, ends_at=at("2027-09-13T17:00")), Field.HOURS, "8h-17h", TODAY)
    assert isinstance(several, Plan) and several.ends_at == at("2027-09-13T17:00")


def test_a_new_draft_says_its_day_alone_and_everything_else_is_missing() -> None:
    assert missing(DRAFT) == ("title", "hours", "place", "purpose", "programme", "form", "in_charge")
    timed = answered(DRAFT, Field.HOURS, "18h-20h30", TODAY)
    assert isinstance(timed, Plan)
    assert "hours" not in missing(timed)
    begun = answered(DRAFT, Field.HOURS, "19h30", TODAY)
    assert isinstance(begun, Plan)
    assert "hours" in missing(begun), "until when is not said yet"


@pytest.mark.parametrize("days", ["", "2027-13-01/2027-13-01", "khongco", "2027-09-11"])
def test_days_that_nobody_offered_make_no_draft(days: str) -> None:
    with pytest.raises(Refusal):
        draft_of(Kind.OTHER, None, days)


@pytest.mark.parametrize(
    ("said", "day", "hours"),
    [
        ("19h30 thứ bảy tuần sau", "thu bay tuan sau", "19h30"),
        ("thứ bảy tuần sau, lúc 19h30", "thu bay tuan sau", "19h30"),
        ("12/9 từ 18h đến 20h30", "12/9", "18h den 20h30"),
        ("7 rưỡi tối ngày 12/9/2027", "ngay 12/9/2027", "7 ruoi toi"),
        ("8h-11h ngày kìa", "ngay kia3", "8h-11h"),
        ("12/9/2027", "12/9/2027", None),
        ("1/6-30/6", "1/6-30/6", None),
        ("thứ bảy tới", "thứ bảy tới", None),
        ("19h30", "19h30", None),
    ],
)
def test_a_day_may_come_with_its_hours(said: str, day: str, hours: str | None) -> None:
    assert day_and_hours(said) == (day, hours)


CARRIED = {
    "sure": ("thứ bảy tới 9h sáng", (("09:00/",), True)),
    "both ends": ("thứ bảy tới 18h-20h30", (("18:00/20:30",), True)),
    "morning or evening": ("thứ bảy tới 7h", (("07:00/", "19:00/"), False)),
    "one that may be a slip": ("thứ bảy tới 13h-2h sáng", None),
}


@pytest.mark.parametrize(("said", "hours"), CARRIED.values(), ids=CARRIED)
def test_each_day_to_choose_carries_the_hours_written_beside_it(
    said: str, hours: tuple[tuple[str, ...], bool] | None
) -> None:
    days, written = day_and_hours(said)
    found = answered(PLAN, Field.DAY, days, TODAY)
    assert isinstance(found, Choose)
    if hours is None:
        with pytest.raises(Refusal):
            with_hours(found, written)
        return
    for option, day in zip(with_hours(found, written).options, found.options, strict=True):
        assert day_and_hours(option)[0] == day
        assert carried(day_and_hours(option)[1] or "") == hours
        assert len(callbacks.write(SetField(9_999_999, "day", option, 999))) <= callbacks.LONGEST


def test_a_reason_is_one_line() -> None:
    assert reason("trời bão,\n dời sang tuần sau\u202e") == "trời bão, dời sang tuần sau"
    with pytest.raises(Refusal, match="too long"):
        reason("x" * 301)


def test_there_is_as_much_room_in_the_chat_as_in_a_file() -> None:
    from storage.event_files import _File

    for field, most in LONGEST.items():
        told = [each.max_length for each in _File.model_fields[field.value].metadata if hasattr(each, "max_length")]
        assert told in ([most], []), field
