"""When an announcement is to leave, as people write it: «20/9 lúc 8h». What can mean two things is asked. Pure."""

from __future__ import annotations

from datetime import datetime

from domain.broadcasts import AHEAD, TOO_LATE, Tempo
from domain.event_days import plain, read_days
from domain.event_hours import apart, read_hours
from domain.texts import Refusal, Text
from domain.working_time import HANOI

MOST = 4


def read_moments(said: str, now: datetime, tempo: Tempo) -> list[datetime]:
    """The times somebody may have meant who wrote a day and an hour («20/9 lúc 8h»), likeliest first, at most four.

    An hour alone is today's. Raises Refusal where none of them lies ahead, or all lie in the quiet hours.
    """
    today, written = now.astimezone(HANOI).date(), plain(said)
    try:
        day, hours = apart(written) or (None, written)
        days = [first for first, _ in read_days(day, today).options] if day else [today]
        clocks = [begin for begin, _ in read_hours(hours).options]
    except Refusal:
        raise Refusal(Text("Please write a day and an hour, like: 20/9 at 8 in the morning, tomorrow 19h30.")) from None
    meant = [datetime.combine(one, clock, HANOI) for one in days for clock in clocks]
    ahead = [at for at in meant if now < at <= now + AHEAD]
    if not ahead:
        raise Refusal(TOO_LATE)
    awake = [at for at in ahead if tempo.opens_at(at) == at]
    if not awake:
        opens = tempo.opens_at(ahead[0])
        raise Refusal(
            Text(
                "At that hour families sleep. Announcements may leave again at {at:day}: please write that or later.",
                at=opens,
            )
        )
    return awake[:MOST]
