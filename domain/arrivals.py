"""The day of an event: a ticket's link, who is welcomed when, who takes a child home. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cases import CODE_SIGNS
from domain.conversations import Dialog
from domain.events import Event, State
from domain.people import EVENT_ROLES, Person
from domain.signups import COMING, Child, Ticket, clean_nickname, waits_for_paper
from domain.signups import State as TicketState
from domain.texts import Refusal, Text
from domain.working_time import HANOI

LINK = "ve_"  # Bot API, deep linking: at most 64 signs of A-Z, a-z, 0-9, _ and -
AROUND = timedelta(days=1)  # families come the evening before, and some are written down the day after
FAMILIES_A_PAGE = 8
MOST_COLLECTORS = 3
MISSES_TOLD = 3
NAMING = Dialog.COLLECTOR  # the conversations: a parent names who takes the children home,
ASKING_CODE = Dialog.PICKUP  # staff type the code they are told,
LOST_CHILD = Dialog.LOST_CHILD  # and what they know of a child nobody is with
TYPED_WITHIN = timedelta(minutes=10)
MISSES_TOLERATED, REST = 5, timedelta(minutes=10)  # wrong codes of tickets by one person; then they wait
_CODE = re.compile(f"[{CODE_SIGNS}]{{6}}")
_TYPED = re.compile(r"(?:(VE)(\s*[-–]?\s*))?([A-Z0-9]{4,9})")


class NoTicket(Refusal):
    """A code that no ticket has."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A child of a sign-up on the day. `came_by`: a colleague (`hands`: their staff id); `gone_with`: who took it."""

    child: Child
    came_at: datetime | None = None
    came_by: str = ""
    gone_at: datetime | None = None
    gone_by: str = ""
    gone_with: str = ""
    hands: int | None = None

    @property
    def is_here(self) -> bool:
        """Came, and nobody has taken it home."""
        return self.came_at is not None and self.gone_at is None


@dataclass(frozen=True, slots=True)
class Visit:
    """A family at the door. `collectors`: who may take the children home without the code, by number and name."""

    event: Event
    ticket: Ticket
    guests: tuple[Guest, ...]
    collectors: tuple[tuple[int, str], ...] = ()

    @property
    def to_come(self) -> tuple[Guest, ...]:
        """Who may be welcomed now: every yes is there, the one on paper too, and they have not come yet."""
        if self.waits_for_paper:
            return ()
        return tuple(guest for guest in self.guests if guest.child.is_agreed and guest.came_at is None)

    @property
    def waits_for_paper(self) -> bool:
        """A parent's signed sheet is missing."""
        return waits_for_paper(self.event, self.ticket)

    @property
    def here(self) -> tuple[Guest, ...]:
        """Who came and is still there."""
        return tuple(guest for guest in self.guests if guest.is_here)

    @property
    def home(self) -> tuple[Guest, ...]:
        """Who came and was taken home."""
        return tuple(guest for guest in self.guests if guest.gone_at is not None)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list for the door: families in the order they signed up."""

    event: Event
    visits: tuple[Visit, ...]
    number: int
    families: int
    children: int
    came: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.families // FAMILIES_A_PAGE))


def link_of(code: str) -> str:
    """What stands behind /start in the QR of a ticket."""
    return LINK + code.removeprefix("VE-")


def code_in(argument: str) -> str | None:
    """The code of a ticket's link; None for a link of another kind, empty for one that no ticket has."""
    if not argument.startswith(LINK):
        return None
    signs = argument.removeprefix(LINK)
    return f"VE-{signs}" if _CODE.fullmatch(signs) else ""


def typed_code(typed: str) -> str | None:
    """The code of a ticket that somebody typed, in capitals or not, with VE, a hyphen, or neither; None for words.

    Empty for one that no ticket can have. «ve truong» is a question: without a hyphen a code has a digit.
    """
    found = _TYPED.fullmatch(typed.strip().upper())
    if found is None:
        return None
    named, between, signs = found[1] is not None, found[2] or "", found[3]
    is_code = ("-" in between or "–" in between) if named else False
    if not is_code and not (any(sign.isdigit() for sign in signs) and any(sign.isalpha() for sign in signs)):
        return None
    if not named and not _CODE.fullmatch(signs):
        return None
    return f"VE-{signs}" if _CODE.fullmatch(signs) else ""


def holds(person: Person, event: Event) -> bool:
    """Whether somebody is staff of this event."""
    staff = person.staff
    return staff is not None and staff.role in EVENT_ROLES and staff.may_publish_in(event.ward)


def check_day(event: Event, now: datetime) -> None:
    """Raises Refusal where nobody works at the door: not from the day before to the day after (Vietnam)."""
    today = now.astimezone(HANOI).date()
    if today < event.starts_at.astimezone(HANOI).date() - AROUND:
        raise Refusal(Text("This ticket is for {title} at {at:day}.", title=event.title, at=event.starts_at))
    if today > event.ends_at.astimezone(HANOI).date() + AROUND:
        raise Refusal(Text("{title} is over: it was at {at:day}.", title=event.title, at=event.starts_at))


def check_ticket(event: Event, ticket: Ticket) -> None:
    """Raises Refusal for a ticket that lets nobody in; of a cancelled event those of who was there stay good."""
    if ticket.state is TicketState.CANCELLED:
        if event.state is State.CANCELLED:
            raise Refusal(Text("This event was cancelled."))
        raise Refusal(Text("The ticket {code} was cancelled.", code=ticket.code))
    if ticket.state is TicketState.INTEREST:
        raise Refusal(Text("A parent's yes is still missing: no seat is kept for this child yet."))
    if ticket.state not in COMING:
        raise Refusal(Text("This family waits for a seat and has none yet."))


def check_collector(names: Sequence[str], typed: str) -> str:
    """One more who takes the children home, cleaned. Raises Refusal for what is no name, and for a fourth."""
    if len(names) >= MOST_COLLECTORS:
        raise Refusal(Text("{most} people are enough. Delete the names first to write others.", most=MOST_COLLECTORS))
    return clean_nickname(typed)


def digits(typed: str) -> str:
    """The digits of what somebody typed as a code: «48 21» is 4821."""
    return "".join(sign for sign in typed if sign.isascii() and sign.isdigit())


def tells_coordinator(misses: int) -> bool:
    """Whether this wrong code is one of every three, of which somebody above hears."""
    return misses % MISSES_TOLD == 0
