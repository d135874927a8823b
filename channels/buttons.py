"""The only spelling of callback data: at most 64 bytes, versioned, works next month, forged ones are harmless."""

from __future__ import annotations

from dataclasses import Field, dataclass, fields
from typing import ClassVar

VERSION = "1"
SEPARATOR = "|"
LONGEST = 64


class Button:
    """Base of everything a button can mean; subclasses name their two-letter verb."""

    __slots__ = ()
    verb: ClassVar[str]
    known: ClassVar[dict[str, type[Button]]] = {}

    def __init_subclass__(cls, verb: str = "", **rest: object) -> None:
        if verb:
            cls.verb = verb
        Button.known[cls.verb] = cls  # slots=True makes the dataclass twice; the finished one wins


def write(button: Button) -> str:
    """Callback data of a button, like `1|tk|42`."""
    values = ["" if (value := getattr(button, f.name)) is None else str(value) for f in _fields(type(button))]
    data = SEPARATOR.join([VERSION, button.verb, *values])
    if len(data.encode()) > LONGEST:
        raise ValueError(f"{type(button).__name__} does not fit into {LONGEST} bytes")
    return data


def read(data: str) -> Button | None:
    """The button behind callback data, or None for one we never made (forged, or of a version long gone)."""
    version, _, rest = data.partition(SEPARATOR)
    verb, *values = rest.split(SEPARATOR)
    kind = Button.known.get(verb)
    if version != VERSION or kind is None:
        return None
    known = _fields(kind)
    if len(values) != len(known):
        return None
    try:
        return kind(**{f.name: _value(str(f.type), value) for f, value in zip(known, values, strict=True)})
    except ValueError:
        return None


def _fields(kind: type[Button]) -> tuple[Field[object], ...]:
    return fields(kind)  # type: ignore[arg-type]  # every subclass is a dataclass


def _value(kind: str, value: str) -> int | str | None:
    if value == "":
        if "None" not in kind:
            raise ValueError("a value is missing")
        return None
    if not kind.startswith("int"):
        return value
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise ValueError("not a number of ours")
    return int(value)


# --- everybody ---


@dataclass(frozen=True, slots=True)
class Sos(Button, verb="so"):
    """🆘 Cần giúp ngay."""


@dataclass(frozen=True, slots=True)
class Leave(Button, verb="lv"):
    """Thoát nhanh."""


@dataclass(frozen=True, slots=True)
class Home(Button, verb="hm"):
    """Back to the menu."""


@dataclass(frozen=True, slots=True)
class ChooseAudience(Button, verb="au"):
    audience: str


@dataclass(frozen=True, slots=True)
class ChooseWard(Button, verb="wd"):
    ward: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Button, verb="la"):
    language: str


@dataclass(frozen=True, slots=True)
class Erase(Button, verb="er"):
    """Second tap of /xoa."""


# --- a question about danger, and the sender's side of a case ---


@dataclass(frozen=True, slots=True)
class AnswerDoubt(Button, verb="db"):
    doubt: int
    answer: str


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Button, verb="an"):
    case: int
    question: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Retract(Button, verb="rt"):
    """Gõ nhầm."""

    case: int


@dataclass(frozen=True, slots=True)
class NotThisWard(Button, verb="nw"):
    """Không gửi cán bộ phường này."""

    case: int


@dataclass(frozen=True, slots=True)
class OpenLine(Button, verb="ol"):
    """Opens what came after *Thoát nhanh*."""

    case: int


# --- staff ---


@dataclass(frozen=True, slots=True)
class TakeCase(Button, verb="tk"):
    case: int


@dataclass(frozen=True, slots=True)
class OpenCase(Button, verb="oc"):
    case: int


@dataclass(frozen=True, slots=True)
class ReadCase(Button, verb="rc"):
    """Shows the words of a case again."""

    case: int


@dataclass(frozen=True, slots=True)
class ReplyTo(Button, verb="rp"):
    case: int


@dataclass(frozen=True, slots=True)
class HandOver(Button, verb="ho"):
    case: int


@dataclass(frozen=True, slots=True)
class HandOverTo(Button, verb="ht"):
    case: int
    staff: int


@dataclass(frozen=True, slots=True)
class AcceptCase(Button, verb="ac"):
    case: int


@dataclass(frozen=True, slots=True)
class DeclineCase(Button, verb="dc"):
    case: int


@dataclass(frozen=True, slots=True)
class FalseAlarm(Button, verb="fa"):
    case: int


@dataclass(frozen=True, slots=True)
class CloseCase(Button, verb="cc"):
    case: int


@dataclass(frozen=True, slots=True)
class CloseWith(Button, verb="cw"):
    case: int
    outcome: str


@dataclass(frozen=True, slots=True)
class ShowMedia(Button, verb="md"):
    entry: int


@dataclass(frozen=True, slots=True)
class SensitiveImage(Button, verb="si"):
    entry: int


@dataclass(frozen=True, slots=True)
class ShowLimits(Button, verb="lm"):
    """The legal clocks of a case, and what can be marked."""

    case: int


@dataclass(frozen=True, slots=True)
class MarkLimit(Button, verb="lk"):
    """A step of the law is done or needed; `mark` is domain/legal_clocks.Mark, `on_card` 1 on the card of the case."""

    case: int
    mark: str
    on_card: int


@dataclass(frozen=True, slots=True)
class UnmarkLimit(Button, verb="lu"):
    """A mark is taken back."""

    case: int
    mark: str


@dataclass(frozen=True, slots=True)
class Duty(Button, verb="du"):
    """On duty or not, for oneself."""

    on: int


@dataclass(frozen=True, slots=True)
class Invite(Button, verb="iv"):
    """An invitation as far as it is chosen: the next choice is asked, the last one makes the link."""

    role: str
    ward: str | None
    rung: int | None


@dataclass(frozen=True, slots=True)
class RevokeInvite(Button, verb="ri"):
    invite: int


@dataclass(frozen=True, slots=True)
class AnswerDrill(Button, verb="dr"):
    """The one button of a practice alert."""

    call: int


@dataclass(frozen=True, slots=True)
class HoldDrill(Button, verb="hd"):
    """A drill now: of one ward or the coordinators, or (None) of all."""

    group: str | None


# --- guidance ---


@dataclass(frozen=True, slots=True)
class ShowTopic(Button, verb="tp"):
    slug: str


@dataclass(frozen=True, slots=True)
class Browse(Button, verb="br"):
    audience: str


@dataclass(frozen=True, slots=True)
class NotWhatIMeant(Button, verb="nm"):
    slug: str | None


@dataclass(frozen=True, slots=True)
class AskOfficer(Button, verb="ao"):
    """Hỏi cán bộ phường."""


# --- events and sign-ups ---


@dataclass(frozen=True, slots=True)
class ShowEvent(Button, verb="ev"):
    event: int


@dataclass(frozen=True, slots=True)
class SignUp(Button, verb="su"):
    event: int


@dataclass(frozen=True, slots=True)
class CancelSignup(Button, verb="cs"):
    event: int


@dataclass(frozen=True, slots=True)
class RemindMe(Button, verb="rm"):
    event: int


@dataclass(frozen=True, slots=True)
class DoorList(Button, verb="dl"):
    """Who is signed up, for staff."""

    event: int


@dataclass(frozen=True, slots=True)
class SignUpAs(Button, verb="sa"):
    """Who signs up, where somebody has not said who they are."""

    event: int
    audience: str


@dataclass(frozen=True, slots=True)
class ListEvents(Button, verb="le"):
    """Back to the list of events."""


@dataclass(frozen=True, slots=True)
class ChildAgrees(Button, verb="ca"):
    """The child's own yes, tapped on the parent's phone."""

    child: int


@dataclass(frozen=True, slots=True)
class ParentLink(Button, verb="pl"):
    """A link for the parent of a child who signed up alone."""

    event: int


@dataclass(frozen=True, slots=True)
class AgreeByLink(Button, verb="al"):
    """The parent's yes, through the link."""

    token: str


@dataclass(frozen=True, slots=True)
class Announce(Button, verb="bc"):
    """Tells the subscribers of an event, once."""

    event: int


@dataclass(frozen=True, slots=True)
class ApproveAnnouncement(Button, verb="ap"):
    announcement: int


@dataclass(frozen=True, slots=True)
class StopAnnouncement(Button, verb="sx"):
    announcement: int


@dataclass(frozen=True, slots=True)
class AnswerForm(Button, verb="fm"):
    """An answer by button to the question that is open in the form."""

    question: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Subscribe(Button, verb="sb"):
    on: int
