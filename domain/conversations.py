"""Every conversation in which the bot waits for typed words, and what becomes of words that sound like danger there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

TO_CALL = ("111", "113", "115")  # whoever tells others whom to call is no longer asking for it
LONGEST_CRY = 120  # signs: what is longer, and written for others to read, is a text about danger and asked about


class Dialog(StrEnum):
    """What somebody is in the middle of. The value stands in the database: it is never changed."""

    QUESTIONS = "questions"
    SIGNUP = "signup"
    COLLECTOR = "collector"
    HOW_WAS_IT = "how_was_it"
    CERTIFICATE = "lesson"
    INVITE = "invite"
    LETTER = "write_back"
    ALBUM = "album"
    NOTE = "note"
    REASON = "who_because"
    ANNOUNCEMENT = "announcement"
    ANNOUNCEMENT_TIME = "announcement_time"
    EVENT = "event"
    HOURS = "hours"
    LEAVE = "leave"
    PICKUP = "pickup"
    LOST_CHILD = "lost_child"
    CHILDREN = "ward_children"
    HEADCOUNT = "headcount"
    FAMILY = "find_family"
    ADULT = "responsible_adult"


@dataclass(frozen=True, slots=True)
class Midway:
    """The conversation somebody is in: which, about what (a row's number), since when, what it knows so far."""

    name: Dialog
    about: int | None
    since: datetime
    answers: Mapping[str, Any]


class Guard(StrEnum):
    """What becomes of words of danger (product.md, promise 1). In each the numbers come at once, and nothing is lost.

    CRY: they are no answer; they ring, and the conversation is over: what follows belongs to the case. Worrying words
    bring the gentle question, which takes them as the answer on a tap.
    FIELD: the same, but a long text, written for families to read, brings the gentle question, too.
    DRAFT: they are kept as what was being written, which goes nowhere by itself; a short text rings as well, a long
    one brings the gentle question.
    PASSED_ON: a person who must act has them already; the card with 🆘 stands beside.
    """

    CRY = "cry"
    FIELD = "field"
    DRAFT = "draft"
    PASSED_ON = "passed_on"


GUARDS: Mapping[Dialog, Guard] = {
    Dialog.QUESTIONS: Guard.CRY,
    Dialog.SIGNUP: Guard.CRY,
    Dialog.COLLECTOR: Guard.CRY,
    Dialog.HOW_WAS_IT: Guard.CRY,
    Dialog.CERTIFICATE: Guard.CRY,
    Dialog.INVITE: Guard.CRY,
    Dialog.LETTER: Guard.PASSED_ON,
    Dialog.ALBUM: Guard.PASSED_ON,
    Dialog.NOTE: Guard.PASSED_ON,
    Dialog.REASON: Guard.PASSED_ON,
    Dialog.ANNOUNCEMENT: Guard.DRAFT,
    Dialog.ANNOUNCEMENT_TIME: Guard.CRY,
    Dialog.EVENT: Guard.FIELD,  # an answer changes what families see: a cry never does so by itself
    Dialog.HOURS: Guard.CRY,
    Dialog.LEAVE: Guard.CRY,
    Dialog.PICKUP: Guard.CRY,
    Dialog.LOST_CHILD: Guard.PASSED_ON,
    Dialog.CHILDREN: Guard.CRY,
    Dialog.HEADCOUNT: Guard.CRY,
    Dialog.FAMILY: Guard.CRY,
    Dialog.ADULT: Guard.CRY,
}

DAY = timedelta(days=1)
INVITED = timedelta(hours=48)  # product.md: an invitation is for single use, 48 hours
LASTS: Mapping[Dialog, timedelta | None] = {
    **dict.fromkeys(Dialog, DAY),
    Dialog.SIGNUP: timedelta(hours=1),  # after that it cannot be gone on with, and it may hold a note about health
    Dialog.INVITE: INVITED,  # while the link works, a name can be typed
    Dialog.QUESTIONS: None,  # as long as its case is open: an officer reads the answers
}
OF_A_CASE = frozenset({Dialog.QUESTIONS, Dialog.LETTER, Dialog.ALBUM, Dialog.NOTE, Dialog.REASON})


def goes_at(talk: Midway) -> datetime | None:
    """When a conversation nobody ends is over and deleted; None: with its case."""
    lasts = LASTS[talk.name]
    return None if lasts is None else talk.since + lasts


def may_be_a_cry(text: str) -> bool:
    """Whether a text written for many may be somebody's own cry: short, and it tells nobody whom to call."""
    return len(text.strip()) <= LONGEST_CRY and not any(number in text for number in TO_CALL)
