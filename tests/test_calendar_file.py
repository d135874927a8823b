"""An event in the calendar of a phone, read back as a phone reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from channels import calendar_file
from channels.texts import Voice
from domain.events import Event, Kind, State
from domain.working_time import HANOI
from tests import own

CATALOGUE = own.catalogue()
MADE = datetime(2027, 9, 1, 2, 5, tzinfo=UTC)
EVENT = Event(
    id=7,
    slug="trung-thu-2027",
    state=State.PUBLISHED,
    version=3,
    kind=Kind.MID_AUTUMN,
    title="Vui Tết Trung thu; rước đèn, múa lân\\cả nhà – một cái tên dài hơn bảy mươi lăm dấu của một dòng",
    ward="long-bien",
    starts_at=datetime(2027, 9, 11, 18, tzinfo=HANOI),
    ends_at=datetime(2027, 9, 11, 20, 30, tzinfo=HANOI),
    place="Sân nhà văn hoá <số 3> & vườn",
    purpose="Vui Trung thu",
    programme="Rước đèn\nBEGIN:VALARM",
    form="Ngoài trời",
    in_charge="Đoàn & Hội",
    seats=20,
    point=(21.0452, 105.8912),
)


def file(event: Event, language: str = "vi") -> bytes:
    said = calendar_file.attached(event, MADE, "longbien_bot", lambda text: CATALOGUE.say(text, Voice(language)))
    assert said.name == "su-kien-7.ics"
    return said.content


def entry(event: Event, language: str = "vi") -> icalendar.Event:
    [found] = icalendar.Calendar.from_ical(file(event, language)).walk("VEVENT")
    return found


def test_a_phone_reads_back_what_the_event_says() -> None:
    read = entry(EVENT)
    assert (read.start, read.end) == (EVENT.starts_at, EVENT.ends_at)
    assert read["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert str(read["summary"]) == EVENT.title
    assert str(read["location"]) == "Sân nhà văn hoá <số 3> & vườn, phường Long Biên"
    assert read["geo"].to_ical() == "21.0452;105.8912"
    assert str(read["description"]).splitlines() == [
        "Vui Trung thu",
        "Rước đèn BEGIN:VALARM",
        "Ngoài trời",
        "Người phụ trách: Đoàn & Hội",
    ]
    assert (str(read["uid"]), read["sequence"], read["status"]) == ("event-7@longbien_bot", 3, "CONFIRMED")
    assert read["dtstamp"].dt == MADE


def test_a_calendar_knows_the_cost_where_it_was_said() -> None:
    assert str(entry(replace(EVENT, cost="free"))["description"]).endswith("Chi phí: Miễn phí")
    assert str(entry(replace(EVENT, cost="free"), "en")["description"]).endswith("Cost: Free of charge")


def test_the_file_keeps_to_the_form_that_phones_are_strict_about() -> None:
    raw = file(EVENT)
    assert raw.count(b"\n") == raw.count(b"\r\n"), "every line ends with CRLF (RFC 5545, §3.1)"
    assert max(map(len, raw.split(b"\r\n"))) <= 75, "octets, not letters"
    calendar = icalendar.Calendar.from_ical(raw)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    [zone] = calendar.walk("VTIMEZONE")
    noon = datetime(2027, 6, 1, 12)  # noqa: DTZ001
    assert zone.to_tz(lookup_tzid=False).utcoffset(noon) == timedelta(hours=7)
    assert not [part.name for part in calendar.walk() if part.name == "VALARM"]
    assert calendar.walk("VEVENT")[0].keys() & {"ATTENDEE", "ORGANIZER", "CONTACT"} == set()


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


SPANS = {
    "month, the last minute named": (at(2027, 6, 1), at(2027, 6, 30, 23, 59), date(2027, 6, 1), date(2027, 7, 1)),
    "month, to midnight": (at(2027, 6, 1), at(2027, 7, 1), date(2027, 6, 1), date(2027, 7, 1)),
    "one whole day": (at(2027, 6, 1), at(2027, 6, 1, 23, 59), date(2027, 6, 1), date(2027, 6, 2)),
    "two days with hours": (at(2027, 6, 5, 8), at(2027, 6, 6, 17), date(2027, 6, 5), date(2027, 6, 7)),
    "until midnight": (at(2027, 9, 11, 20), at(2027, 9, 12), at(2027, 9, 11, 20), at(2027, 9, 12)),
    "over midnight": (at(2027, 2, 5, 21), at(2027, 2, 6, 0, 30), at(2027, 2, 5, 21), at(2027, 2, 6, 0, 30)),
    "from midnight": (at(2027, 2, 6), at(2027, 2, 6, 1), at(2027, 2, 6), at(2027, 2, 6, 1)),
    "in another zone": (
        datetime(2027, 9, 10, 17, tzinfo=UTC),
        datetime(2027, 9, 11, 16, 59, tzinfo=UTC),
        date(2027, 9, 11),
        date(2027, 9, 12),
    ),
}


@pytest.mark.parametrize(("starts", "ends", "first", "last"), SPANS.values(), ids=SPANS)
def test_days_are_days_and_hours_are_hours_of_vietnam(
    starts: datetime, ends: datetime, first: date, last: date
) -> None:
    read = entry(replace(EVENT, starts_at=starts, ends_at=ends))
    assert (read["dtstart"].dt, read["dtend"].dt) == (first, last)
    assert type(read["dtstart"].dt) is type(first)
    assert read["transp"] == ("OPAQUE" if isinstance(first, datetime) else "TRANSPARENT"), "June blocks nobody's days"


def test_a_change_replaces_the_entry_and_a_cancelled_event_says_so() -> None:
    before, after = entry(EVENT), entry(replace(EVENT, title="Trung thu", version=4))
    gone = entry(replace(EVENT, state=State.CANCELLED, version=5))
    assert {str(each["uid"]) for each in (before, after, gone)} == {"event-7@longbien_bot"}
    assert [each["sequence"] for each in (before, after, gone)] == [3, 4, 5]
    assert (after["status"], gone["status"]) == ("CONFIRMED", "CANCELLED")


def test_where_little_is_known_little_is_said_and_in_english_for_whoever_chose_it() -> None:
    bare = replace(EVENT, ward=None, place="", purpose="", programme="", form="", point=None)
    assert str(entry(bare)["location"]) == "cả bốn phường"
    assert str(entry(bare, "en")["description"]) == "In charge: Đoàn & Hội"
    assert "GEO" not in entry(bare)
