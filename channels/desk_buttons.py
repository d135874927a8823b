"""Buttons of staff: cases, limits, lost phones, duty. Who may press them is decided by the services."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class TakeCase(Button, verb="tk"):
    case: int


@dataclass(frozen=True, slots=True)
class StandIn(Button, verb="to"):
    """Takes a case over from a holder who is not on duty; `holder` is a staff id."""

    case: int
    holder: int


@dataclass(frozen=True, slots=True)
class ListCases(Button, verb="ls"):
    """A page of the list: `mine` 1 for one's own only; it goes on behind this place (domain/desk_list.Place)."""

    mine: int
    weight: int | None
    others: int | None
    at: int | None
    case: int | None


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
class AskReason(Button, verb="wh"):
    """Ai gửi?: why does somebody ask?"""

    case: int


@dataclass(frozen=True, slots=True)
class AskWho(Button, verb="wr"):
    """Who sent a case, for this reason (domain/identity.Reason)."""

    case: int
    reason: str


@dataclass(frozen=True, slots=True)
class AskSplit(Button, verb="sp"):
    """Tách vụ: which messages go along?"""

    case: int


@dataclass(frozen=True, slots=True)
class PickForSplit(Button, verb="sk"):
    """The choice as it will be after this tap (domain/splitting.Plan)."""

    case: int
    nth: int
    upto: int
    without: int


@dataclass(frozen=True, slots=True)
class SplitCase(Button, verb="sc"):
    """The choice is made."""

    case: int
    nth: int
    upto: int
    without: int


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
class PutLabel(Button, verb="lb"):
    """What a false alarm was (domain/labels.Label)."""

    case: int
    label: str


@dataclass(frozen=True, slots=True)
class TakeLabelBack(Button, verb="lx"):
    case: int


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
class NoteOn(Button, verb="nt"):
    """Ghi chú: words for colleagues on a case."""

    case: int


@dataclass(frozen=True, slots=True)
class ListReplies(Button, verb="cr"):
    """Câu mẫu: the titles of ready sentences; `page` None opens them, a number turns the page."""

    case: int
    page: int | None


@dataclass(frozen=True, slots=True)
class PreviewReply(Button, verb="cp"):
    """A ready sentence before it is sent; `to_child` 1 or 0, or (None) as the sender said who they are."""

    case: int
    reply: str
    to_child: int | None


@dataclass(frozen=True, slots=True)
class SendReply(Button, verb="cx"):
    """Sends it; `mark` belongs to the words that were shown."""

    case: int
    reply: str
    to_child: int
    mark: str


@dataclass(frozen=True, slots=True)
class MakeSheet(Button, verb="ps"):
    """Phiếu thông tin: the information sheet of a case as a document."""

    case: int


@dataclass(frozen=True, slots=True)
class MakeSheetFor(Button, verb="pw"):
    """The same for a coordinator, who says why (domain/sheet.REASONS)."""

    case: int
    reason: str


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
class Strike(Button, verb="st"):
    """Rút lại: takes back one message to a sender."""

    entry: int


@dataclass(frozen=True, slots=True)
class LostPhone(Button, verb="lp"):
    """A colleague's phone is lost: asks once."""

    staff: int


@dataclass(frozen=True, slots=True)
class PhoneIsLost(Button, verb="pi"):
    """The second tap."""

    staff: int


@dataclass(frozen=True, slots=True)
class Duty(Button, verb="du"):
    """On duty or not, for oneself."""

    on: int


@dataclass(frozen=True, slots=True)
class AnswerDrill(Button, verb="dr"):
    """The one button of a practice alert."""

    call: int


@dataclass(frozen=True, slots=True)
class HoldDrill(Button, verb="hd"):
    """A drill now: of one ward or the coordinators, or (None) of all."""

    group: str | None


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
class PlanOthers(Button, verb="po"):
    """The hours and leave of colleagues, for those who plan."""


@dataclass(frozen=True, slots=True)
class PlanOf(Button, verb="pn"):
    staff: int


@dataclass(frozen=True, slots=True)
class SetHours(Button, verb="sh"):
    """One of the usual weeks, or hours to be typed."""

    staff: int
    week: str


@dataclass(frozen=True, slots=True)
class SetLeave(Button, verb="lf"):
    """Today, tomorrow, days to be typed, or back at work."""

    staff: int
    days: str
