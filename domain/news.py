"""What can be told to somebody: one frozen dataclass a kind. How it looks is decided in channels/*_cards.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.cases import Content, Outcome
from domain.legal_clocks import LegalClock


class News:
    """Base of everything that can wait in the outbox; subclasses register by name. `entry`: a message of a case."""

    __slots__ = ()
    kinds: ClassVar[dict[str, type[News]]] = {}

    def __init_subclass__(cls) -> None:
        # slots=True makes the dataclass twice; the second class, the finished one, wins
        News.kinds[cls.__name__] = cls


@dataclass(frozen=True, slots=True)
class Spoken(News):
    """A reply that was already put into words and could not be spoken at once. `markup` is the Bot API's JSON."""

    html: str
    markup: str | None = None
    protected: bool = False
    file: tuple[str, str] | None = None
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SafetyCard(News):
    """111, 113, 115 at once; in the outbox only when it could not be spoken at once."""

    update: int


@dataclass(frozen=True, slots=True)
class Remove(News):
    """Takes messages away from a chat again."""

    messages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Menu(News):
    """The commands in the menu of a chat: those of a role, None: everybody's."""

    role: str | None


# --- to staff ---


@dataclass(frozen=True, slots=True)
class Alert(News):
    """KHẨN: somebody must take this case. No words of the sender, on purpose."""

    case: int
    code: str
    ward: str | None
    opened_at: datetime
    due_at: datetime
    check_place: bool = False
    again: bool = False
    sent_at: datetime | None = None
    closed_to_ward: bool = False


@dataclass(frozen=True, slots=True)
class AlertSettled(News):
    """Edits an alert: who has it now, or that nobody is needed any more."""

    code: str
    by: str | None
    at: datetime
    why: str = "taken"


@dataclass(frozen=True, slots=True)
class CaseCard(News):
    """A case as it is now, for one member of staff; its facts (question, answer) are for the holder alone."""

    case: int
    code: str
    ward: str | None
    opened_at: datetime
    due_at: datetime
    taken_at: datetime | None
    state: str
    facts: tuple[tuple[str, str], ...] = ()
    clocks: tuple[LegalClock, ...] = ()
    drawn_at: datetime | None = None
    mine: bool = True
    holder: str | None = None
    offered: str | None = None
    retracted: bool = False
    closed_at: datetime | None = None
    may_ask_who: bool = False
    label: str | None = None  # domain/labels.Label on its sender, for the holder alone
    label_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FromSender(News):
    """A message of the sender, for the holder only."""

    case: int
    code: str
    entry: int
    at: datetime
    content: Content
    edited: bool = False
    late: bool = False
    also: tuple[str, ...] = ()  # codes of other cases in the same hands in which it stands


@dataclass(frozen=True, slots=True)
class Answered(News):
    """What the sender answered to one of our questions (domain/dialogs.py), for the holder only."""

    case: int
    code: str
    entry: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Waiting(News):
    """A case that does not ring stands on the duty list until `by`."""

    case: int
    code: str
    ward: str | None
    by: datetime
    origin: str
    soon: bool = False


@dataclass(frozen=True, slots=True)
class StaffNote(News):
    """A short fact about a case for staff; `what` names the sentence in channels/note_cards.py."""

    code: str
    what: str
    at: datetime
    name: str | None = None


@dataclass(frozen=True, slots=True)
class LimitNews(News):
    """A legal limit of a case comes near, or has passed; `kind` is domain/legal_clocks.Kind.

    `away`: the name of a holder who is not on duty, where others are told in their place; `instead_of`: their staff
    id, so that the reader can take the case over from them and from nobody else.
    """

    case: int
    code: str
    ward: str | None
    kind: str
    due_at: datetime
    at: datetime
    passed: bool
    held: bool
    estimate: bool
    away: str | None = None
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class HandOverOffer(News):
    """A colleague may take a case over: its holder asks, it happened in their ward, or a shift has ended."""

    case: int
    code: str
    ward: str | None
    by: str
    due_at: datetime
    why: str = "asked"


@dataclass(frozen=True, slots=True)
class OfferSettled(News):
    """Edits an offer that is no longer open: who has the case, or that it ended."""

    code: str
    by: str | None
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class OfferUnanswered(News):
    """Nobody accepted: the holder still has it and may ask again, or somebody else."""

    case: int
    code: str


@dataclass(frozen=True, slots=True)
class SecondRoad(News):
    """An alert besides Telegram: code and link only. `staff`: whose roads; None: those of TREEM_FALLBACK_URLS."""

    code: str
    staff: int | None = None
    practice: bool = False


# --- to the sender; the first 60 signs are harmless on a lock screen ---


@dataclass(frozen=True, slots=True)
class Stored(News):
    """It is kept, and who was rung: `rung` False: nobody on duty. `resting`: instead, officers in their time off.

    `sent_at`, `received_at`: of a late one. `page`, `title`: the article about what they wrote.
    """

    case: int
    code: str
    at: datetime
    rung: bool
    sent_at: datetime | None = None
    received_at: datetime | None = None
    resting: bool = False
    page: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class WaitingPromise(News):
    """A conversation was asked for; by when somebody answers. `closed`: it came outside office hours.

    `nobody`: no one can be told of it when this is sent.
    """

    case: int
    code: str
    by: datetime
    closed: bool = False
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class NewPromise(News):
    """Nobody answered by `at`, or (fell_back, on_list) whoever had it did nothing until then: who has it, by when.

    `why`: coordinator, officers, nobody (no one can be told now), fell_back, or on_list (the same for who called it a
    mistake: no time is named).
    """

    case: int
    code: str
    at: datetime
    by: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Placed(News):
    """Which ward we understood from their words; they can correct it."""

    case: int
    ward: str


@dataclass(frozen=True, slots=True)
class TakenNews(News):
    """An officer took it at this time."""

    case: int
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SplitNews(News):
    """What they told stands under two codes from now on; the same officer has both."""

    case: int
    code: str
    other: str


@dataclass(frozen=True, slots=True)
class NobodyYet(News):
    """Until now nobody has taken it: the truth, with 111. `nobody`: no one can be called when this is sent."""

    case: int
    code: str
    at: datetime
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class FellBack(News):
    """The officer who took it did nothing in time; the next one is being called (`nobody`: there is none to call)."""

    case: int
    code: str
    at: datetime
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class FromStaff(News):
    """A message of the officer to the sender."""

    case: int
    code: str
    content: Content
    entry: int = 0


@dataclass(frozen=True, slots=True)
class LetterOpened(FromStaff):
    """The same, because the sender opened their case by their own tap or code."""


@dataclass(frozen=True, slots=True)
class Closed(News):
    """The case ended. `asks`: the answers offered to «may we write again, and when»; none: it is not asked."""

    case: int
    code: str
    outcome: Outcome
    at: datetime
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SomethingNew(News):
    """After *Thoát nhanh*: one neutral line, at most once a day; opens on a tap."""

    case: int


@dataclass(frozen=True, slots=True)
class Ask(News):
    """The next question of a case; `question` names it in domain/dialogs.py."""

    case: int
    question: str
