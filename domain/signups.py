"""A sign-up: who may come, whose yes it needs, how many seats it takes, and what is kept about a child."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.cases import CODE_SIGNS
from domain.events import Event, Kind
from domain.people import AgeBand
from domain.texts import Refusal, Text

WORDING = "2026-11-30"  # version of the consent texts; a new wording is a new version, old yeses keep theirs
LINK_LASTS = timedelta(hours=48)
LINK_SHOWN_AGAIN = timedelta(minutes=10)  # so long after it was made, asking for a link once more shows the same
MOST_CHILDREN = 8
LONGEST_NICKNAME = 40
LONGEST_NEEDS = 200
TOO_YOUNG = Text("A child under 7 is signed up by their mother, father or caregiver.")
_ASKS = frozenset("?\uff1f")
MOST_WORDS = 6  # of a name; what is longer is a sentence
MOST_DIGITS = 5  # a house or class number slips through, a telephone or ID number does not

# letters and marks that show nothing: fillers, joiners and variation selectors outside category C
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(c) for c in range(0xFE00, 0xFE10)}


class State(StrEnum):
    """INTEREST: a child alone; no seat before a parent agrees. HELD: the seats are kept while a yes is missing.

    WAITING: in the waiting list. OFFERED: seats became free and are kept until they answer, for a time.
    """

    INTEREST = "interest"
    WAITING = "waiting"
    OFFERED = "offered"
    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


COMING = frozenset({State.HELD, State.CONFIRMED})  # they have their seats
COUNTED = COMING | {State.OFFERED}  # seats nobody else can have


class Purpose(StrEnum):
    """One consent a purpose, never bundled (facts.md §4.3)."""

    SIGNUP = "signup"
    CHILD = "child"  # the child's own yes
    NEEDS = "needs"
    PHOTO = "photo"
    CHILD_PHOTO = "child_photo"  # the child's own
    KEEP = "keep"  # for next time; about the child, not about a sign-up
    CHILD_KEEP = "child_keep"
    WRITTEN = "written"  # a signed sheet of a parent: Diễn đàn trẻ em


class Route(StrEnum):
    """How a yes came to us."""

    BUTTON = "button"
    SAME_PHONE = "same_phone"  # the child tapped on the parent's phone
    LINK = "link"
    DOOR = "door"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class ChildEntry:
    """What is asked about a child, and nothing else. `agrees`: the child has said yes already.

    `needs`: what the parent agreed to, apart, that the helpers read. `photo`: the parent allows pictures; from 7 on the
    child is asked itself, later.
    """

    nickname: str
    age_band: AgeBand
    needs: str = ""
    photo: bool = False
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """A child of a sign-up, with whose yes is there: to coming, and to pictures."""

    id: int
    nickname: str
    age_band: AgeBand
    needs: str
    parent_photo: bool
    child_yes: bool
    parent_yes: bool
    child_photo: bool = False

    @property
    def is_agreed(self) -> bool:
        """Under 7 the parent decides; from 7 both do (Thông tư 27/2022, Điều 3; Luật 91/2025, Điều 24)."""
        return self.parent_yes and (self.child_yes or not self.age_band.needs_own_consent)

    @property
    def photo(self) -> bool:
        """Whether it may be pictured: from 7 on a parent's yes alone is a no (product.md §3, facts.md §4.4)."""
        return self.parent_photo and (self.child_photo or not self.age_band.needs_own_consent)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A family's sign-up for one event, made by `owner`. `rank`: its place in the waiting list from 1; 0: none.

    `written`: staff have the sheet that a parent signed; only some events need one.
    """

    id: int
    event: int
    code: str
    state: State
    seats: int
    adult_seat: bool
    adult: str
    at: datetime
    children: tuple[Child, ...]
    rank: int = 0
    offer_until: datetime | None = None
    written: bool = False
    owner: int = 0

    @property
    def waits_for_child(self) -> tuple[Child, ...]:
        """Children from 7 who have not said yes themselves."""
        return tuple(c for c in self.children if c.age_band.needs_own_consent and not c.child_yes)

    @property
    def waits_for_parent(self) -> bool:
        return any(not child.parent_yes for child in self.children)


def state_of(children: Sequence[Child], *, written: bool = True) -> State:
    """Confirmed once every yes is there, `written`: the one on paper too, or none is needed."""
    return State.CONFIRMED if written and all(child.is_agreed for child in children) else State.HELD


def needs_paper(kind: Kind) -> bool:
    """Whether a parent's yes in writing is wanted: Diễn đàn trẻ em (Thông tư 29/2019)."""
    return kind is Kind.FORUM


def waits_for_paper(event: Event, ticket: Ticket) -> bool:
    """A parent's yes in writing is wanted and missing."""
    return needs_paper(event.kind) and not ticket.written


def check_open(event: Event, now: datetime) -> int:
    """The seats families can have: those held back are not among them. Raises Refusal where nobody can sign up now."""
    if not event.is_open_at(now):
        raise Refusal(Text("Sign-up for this event is closed."))
    if event.open_seats is None:
        raise Refusal(Text("No sign-up is needed for this event. You are welcome to come."))
    return event.open_seats


class OutsideAges(Refusal):
    """The event is meant for other ages than `band`, and `age` where it was said in years."""

    def __init__(self, event: Event, band: AgeBand, age: int | None = None) -> None:
        youngest, oldest = event.ages or (0, 0)
        super().__init__(
            Text(
                "This event is for children of {youngest} to {oldest} years. Other events are in the list.",
                youngest=youngest,
                oldest=oldest,
            )
        )
        self.event, self.band, self.age = event, band, age

    def fits(self, event: Event) -> bool:
        """Whether another event is for this child, as far as its age is known."""
        return event.id != self.event.id and (event.welcomes(self.band) if self.age is None else event.is_for(self.age))


def check_age(event: Event, band: AgeBand, age: int | None = None) -> None:
    """Raises OutsideAges where the event is meant for other ages; a band some of which is meant is let pass."""
    if not event.welcomes(band) or (age is not None and not event.is_for(age)):
        raise OutsideAges(event, band, age)


def seats_needed(children: int, *, accompanied: bool) -> int:
    """Seats of a family: every child's, and one for an adult where children come accompanied."""
    return children + accompanied


class NoRoom(Refusal):
    """The family does not fit: they may join the waiting list."""


def check_room(seats: int, taken: int, wanted: int) -> None:
    """All of the family or nobody. Raises NoRoom saying how many seats are left."""
    left = seats - taken
    if left <= 0:
        raise NoRoom(Text("There are not enough free seats."))
    if wanted > left:
        raise NoRoom(
            Text(
                "Your family needs {wanted} seats and only {left} are left. Nobody was signed up.",
                wanted=wanted,
                left=left,
            )
        )


def check_children(children: Sequence[ChildEntry], *, by_child: bool) -> list[ChildEntry]:
    """The children with cleaned words. Raises Refusal for what cannot be kept.

    `by_child`: a child signs up alone, only itself and from 7 on; needs and pictures are a parent's to say.
    """
    if not children:
        raise Refusal(Text("Please add at least one child."))
    if len(children) > MOST_CHILDREN:
        raise Refusal(Text("One sign-up holds at most {most} children.", most=MOST_CHILDREN))
    if not by_child:
        return [_clean_entry(child) for child in children]
    if len(children) > 1:
        raise Refusal(Text("You can sign up yourself here. Friends and siblings sign up by themselves."))
    if not children[0].age_band.needs_own_consent:
        raise Refusal(TOO_YOUNG)
    return [ChildEntry(clean_nickname(children[0].nickname), children[0].age_band)]


def clean_nickname(raw: str) -> str:
    """A first name or nickname of 1 to 40 characters, in one line, without anything invisible.

    Raises Refusal for an empty or long one, and for one that holds a long number.
    """
    name = clean(raw)
    if not any(sign.isalpha() for sign in name):
        raise Refusal(Text("Please write a first name or a nickname."))
    if len(name) > LONGEST_NICKNAME:
        raise Refusal(
            Text("This name is too long. A nickname of at most {most} letters is enough.", most=LONGEST_NICKNAME)
        )
    if sum(sign.isdigit() for sign in name) > MOST_DIGITS:
        raise Refusal(Text("Only a first name or nickname, please: no telephone and no ID number."))
    return name


def may_be_a_name(raw: str) -> bool:
    """Whether a line may be what somebody is called: short, no question, and not a figure such as an hour or an age.

    A telephone number passes: whoever keeps the name says why not that.
    """
    words, figures = clean(raw), sum(sign.isdigit() for sign in raw)
    if not words or set(words) & _ASKS or len(words.split()) > MOST_WORDS:
        return False
    return figures > MOST_DIGITS or any(sign.isalpha() for sign in words)


def clean(raw: str) -> str:
    """One line of visible signs: no control, zero-width or direction marks; composed (NFC)."""
    composed = unicodedata.normalize("NFC", raw)
    spaced = (" " if sign.isspace() else sign for sign in composed)
    seen = (s for s in spaced if not unicodedata.category(s).startswith("C") and s not in _INVISIBLE)
    return " ".join("".join(seen).split())


def new_code(rng: random.Random | random.SystemRandom) -> str:
    """`VE-` and six signs: the ticket's code, unique by constraint."""
    return "VE-" + "".join(rng.choice(CODE_SIGNS) for _ in range(6))


def _clean_entry(child: ChildEntry) -> ChildEntry:
    needs = clean(child.needs)
    if len(needs) > LONGEST_NEEDS:
        raise Refusal(Text("Please describe the needs in at most {most} letters.", most=LONGEST_NEEDS))
    return ChildEntry(clean_nickname(child.nickname), child.age_band, needs, child.photo, child.agrees)
