"""An event as a file that the calendars of phones accept (iCalendar, RFC 5545): the event alone, nobody of a family."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from channels.cards import Attached
from channels.event_words import cost_in_words, where_of
from domain import events
from domain.texts import Text
from domain.working_time import HANOI

Say = Callable[[Text], str]
TAG = re.compile(r"<[^>]+>")
SINCE = datetime(1970, 1, 1)  # noqa: DTZ001  # RFC 5545, §3.6.5: a local time, without a zone
AHEAD = timedelta(hours=7)  # Vietnam has no summer time
ZONE = "Asia/Ho_Chi_Minh"


def attached(event: events.Event, made_at: datetime, bot: str, say: Say) -> Attached:
    """The file. Its entry keeps its number (`UID`) through every change; a later version replaces an earlier one."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{bot}//VI")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_zone())
    calendar.add_component(_entry(event, made_at, bot, lambda text: html.unescape(TAG.sub("", say(text)))))
    return Attached(f"su-kien-{event.id}.ics", calendar.to_ical())


def _entry(event: events.Event, made_at: datetime, bot: str, said: Say) -> Event:
    entry = Event()
    entry.add("uid", f"event-{event.id}@{bot}")
    entry.add("dtstamp", made_at)
    entry.add("sequence", event.version)
    entry.add("status", "CANCELLED" if event.state is events.State.CANCELLED else "CONFIRMED")
    entry.add("summary", _line(event.title))
    entry.add(
        "location", _line(f"{event.place}, {said(where_of(event.ward))}" if event.place else said(where_of(event.ward)))
    )
    if event.point is not None:
        entry.add("geo", event.point)
    entry.add("description", "\n".join(_about(event, said)))
    entry.add("transp", "OPAQUE" if event.whole_days is None else "TRANSPARENT")
    starts, ends = _from_to(event)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    return entry


def _from_to(event: events.Event) -> tuple[date, date]:
    """Two moments; or two days, the second of which is not in it any more (RFC 5545, §3.6.1)."""
    if event.whole_days is None:
        return event.starts_at.astimezone(HANOI), event.ends_at.astimezone(HANOI)
    first, last = event.whole_days
    return first, last + timedelta(days=1)


def _about(event: events.Event, said: Say) -> list[str]:
    told = [event.purpose, event.programme, event.form]
    if event.in_charge:
        told.append(said(Text("In charge: {name}", name=event.in_charge)))
    if event.cost:
        told.append(said(Text("Cost: {cost}", cost=cost_in_words(event.cost))))
    return [_line(line) for line in told if line]


def _zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", SINCE)
    standard.add("tzoffsetfrom", AHEAD)
    standard.add("tzoffsetto", AHEAD)
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _line(words: str) -> str:
    return " ".join(words.split())
