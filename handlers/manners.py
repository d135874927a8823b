"""What a polite bot remembers for a moment: whom it has just answered, and how fast it may answer again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.arrivals import MISSES_TOLERATED, REST
from domain.enclosures import Enclosure
from handlers.asked import Asked, Guesses

BURST = 4  # answers in a row; Telegram bears about five (Bots FAQ: one a second in a chat, short bursts are fine)
ONE_EVERY = timedelta(seconds=1)
HALF_AN_HOUR = timedelta(minutes=30)
ONE_A_MINUTE = timedelta(minutes=1)
MOST_CARDED = 10_000  # more cries than Telegram keeps for a day; the oldest are forgotten first
FOR_A_PICTURE = 3  # free places: its words and the next answer come first
MOST_CHATS = 10_000  # remembered at once; the longest silent are forgotten first


@dataclass(slots=True)
class Bucket:
    """Answers that may still be given, as of a moment; below zero where some are promised for later."""

    left: float
    at: datetime


class Pace:
    """A token bucket a chat: the last place in its budget is kept free for the safety card.

    Lost at a restart, and that is fine: Telegram then says itself how long to wait.
    """

    def __init__(self) -> None:
        self._chats: dict[int, Bucket] = {}

    def next_at(self, chat: int, now: datetime) -> datetime | None:
        """None: answer now. Else the moment at which this answer may be given; it is counted already."""
        bucket = self._chats.pop(chat, None) or Bucket(BURST, now)
        gained = max(timedelta(), now - bucket.at) / ONE_EVERY
        bucket.left, bucket.at = min(float(BURST), bucket.left + gained) - 1, max(now, bucket.at)
        self._chats[chat] = bucket
        while len(self._chats) > MOST_CHATS:
            del self._chats[next(iter(self._chats))]
        return None if bucket.left >= 0 else bucket.at - bucket.left * ONE_EVERY

    def spare(self, chat: int, now: datetime, places: int) -> bool:
        """Whether so many places are free: then what can be left out may be sent, and is counted."""
        bucket = self._chats.get(chat) or Bucket(BURST, now)
        if bucket.left + max(timedelta(), now - bucket.at) / ONE_EVERY < places:
            return False
        return self.next_at(chat, now) is None

    def give_back(self, chat: int, answers: int) -> None:
        """So many answers that were promised for later are not given after all."""
        if chat in self._chats:
            self._chats[chat].left += answers


class Slowly:
    """At most one answer a minute to a chat; what is written meanwhile is answered once it is over, the last thing only."""

    def __init__(self) -> None:
        self._answered: dict[int, datetime] = {}

    def next_at(self, chat: int, now: datetime) -> datetime | None:
        """None: answer now. Else the moment for this answer, which takes the place of one that waits for it."""
        last = self._answered.pop(chat, None)
        at = now if last is None else max(now, last if last > now else last + ONE_A_MINUTE)
        self._answered[chat] = at
        while len(self._answered) > MOST_CHATS:
            del self._answered[next(iter(self._answered))]
        return at if at > now else None

    def waits(self, chat: int, now: datetime) -> bool:
        """Whether an answer is promised for later."""
        return self._answered.get(chat, now) > now


class Pictures:
    """Which picture somebody saw last: it is not sent again right below itself. Gone at a restart."""

    def __init__(self) -> None:
        self._last: dict[int, str] = {}

    def stands(self, person: int, picture: Enclosure) -> None:
        """They see this one now."""
        self._last.pop(person, None)
        self._last[person] = picture.digest
        while len(self._last) > MOST_CHATS:
            del self._last[next(iter(self._last))]

    def is_last(self, person: int, picture: Enclosure) -> bool:
        """Whether it is the one they saw last."""
        return self._last.get(person) == picture.digest

    def forget(self, person: int) -> None:
        """They left."""
        self._last.pop(person, None)


class Codes:
    """Who gave wrong codes of tickets, and when: after five they rest. Gone at a restart."""

    def __init__(self) -> None:
        self._missed: dict[int, list[datetime]] = {}

    def missed(self, person: int, now: datetime) -> None:
        """One more that no ticket has."""
        before = [at for at in self._missed.pop(person, []) if now - at < REST]
        self._missed[person] = [*before, now][-MISSES_TOLERATED:]
        while len(self._missed) > MOST_CHATS:
            del self._missed[next(iter(self._missed))]

    def rests(self, person: int, now: datetime) -> bool:
        """Whether so many were wrong lately that no code is looked at for a while."""
        return sum(now - at < REST for at in self._missed.get(person, [])) >= MISSES_TOLERATED


class Manners:
    """What a polite bot remembers for a moment: whom it has just answered."""

    def __init__(self) -> None:
        self._acknowledged: dict[int, datetime] = {}
        self._carded: dict[int, int | None] = {}
        self._said: dict[tuple[int, str], None] = {}
        self._helped: dict[int, tuple[str, datetime]] = {}
        self.pace = Pace()
        self.slowly = Slowly()
        self.asked = Asked()
        self.guesses = Guesses()
        self.pictures = Pictures()
        self.codes = Codes()

    def may_acknowledge(self, person: int, now: datetime) -> bool:
        """At most one «stored» a minute for each person."""
        last = self._acknowledged.get(person)
        if last is not None and now - last < timedelta(minutes=1):
            return False
        self._acknowledged[person] = now
        return True

    def may_say(self, person: int, about: str) -> bool:
        """One sentence about an album or a moving place is enough; after a restart it may come once more."""
        first = (person, about) not in self._said
        self._said[person, about] = None
        while len(self._said) > MOST_CHATS:
            del self._said[next(iter(self._said))]
        return first

    def may_help(self, person: int, about: str, now: datetime) -> bool:
        """First aid stands in the chat for a while; then, or where they left meanwhile, it is said again."""
        said, at = self._helped.get(person, ("", now))
        if said == about and now - at < HALF_AN_HOUR:
            return False
        self._helped.pop(person, None)
        self._helped[person] = about, now
        while len(self._helped) > MOST_CHATS:
            del self._helped[next(iter(self._helped))]
        return True

    def forget(self, person: int) -> None:
        """They left, or had everything deleted: what they asked and saw is nobody's business any more."""
        self.asked.forget(person)
        self.guesses.forget(person)
        self.pictures.forget(person)
        self._helped.pop(person, None)

    def begin_anew(self, person: int) -> None:
        """They left and came back: the next words are answered at once."""
        self._acknowledged.pop(person, None)

    def may_card(self, update_id: int) -> bool:
        """One safety card an update, also when it comes again because it could not be stored."""
        if update_id in self._carded:
            return False
        self._carded[update_id] = None
        while len(self._carded) > MOST_CARDED:
            del self._carded[next(iter(self._carded))]
        return True

    def card_stands(self, update_id: int, message: int) -> None:
        """Where the card of this update stands, to be taken away with the rest one day."""
        self._carded[update_id] = message

    def card_of(self, update_id: int) -> int | None:
        """Where the card of this update stands already, if it went out before the update was handled."""
        return self._carded.get(update_id)

    def card_failed(self, update_id: int) -> None:
        """It was not spoken after all: the next try may."""
        self._carded.pop(update_id, None)
