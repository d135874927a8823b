"""Every button: its fields are its data (channels/callbacks.py). Staff's: desk_buttons.py and group_buttons.py; about a
place: place_buttons.py; of lessons: lesson_buttons.py; around the day of an event: day_buttons.py; of yeses beside
coming: consent_buttons.py; of whoever edits an event: editing_buttons.py."""

from __future__ import annotations

from dataclasses import dataclass

from channels import consent_buttons as consent_buttons
from channels import editing_buttons as editing_buttons
from channels.broadcast_buttons import Announce as Announce
from channels.broadcast_buttons import ApproveAnnouncement as ApproveAnnouncement
from channels.broadcast_buttons import AskNarrow as AskNarrow
from channels.broadcast_buttons import DiscardAnnouncement as DiscardAnnouncement
from channels.broadcast_buttons import ListAnnouncements as ListAnnouncements
from channels.broadcast_buttons import Narrow as Narrow
from channels.broadcast_buttons import OpenAnnouncement as OpenAnnouncement
from channels.broadcast_buttons import PauseAnnouncement as PauseAnnouncement
from channels.broadcast_buttons import PreviewAnnouncement as PreviewAnnouncement
from channels.broadcast_buttons import ResumeAnnouncement as ResumeAnnouncement
from channels.broadcast_buttons import SendAnnouncement as SendAnnouncement
from channels.broadcast_buttons import StopAnnouncement as StopAnnouncement
from channels.broadcast_buttons import SubscribeTo as SubscribeTo
from channels.broadcast_buttons import WriteAnnouncement as WriteAnnouncement
from channels.callbacks import Button as Button
from channels.callbacks import read as read
from channels.callbacks import write as write
from channels.day_buttons import AddToCalendar as AddToCalendar
from channels.day_buttons import AgreesAtDoor as AgreesAtDoor
from channels.day_buttons import AskPickup as AskPickup
from channels.day_buttons import AskPickupOf as AskPickupOf
from channels.day_buttons import Came as Came
from channels.day_buttons import CameOnList as CameOnList
from channels.day_buttons import CountChildren as CountChildren
from channels.day_buttons import DrawYear as DrawYear
from channels.day_buttons import DrawYearOf as DrawYearOf
from channels.day_buttons import Feel as Feel
from channels.day_buttons import ForgetCollectors as ForgetCollectors
from channels.day_buttons import GoHomeOf as GoHomeOf
from channels.day_buttons import GoHomeWith as GoHomeWith
from channels.day_buttons import IsBack as IsBack
from channels.day_buttons import ListNoPhotos as ListNoPhotos
from channels.day_buttons import MakeDoorPaper as MakeDoorPaper
from channels.day_buttons import NameCollectors as NameCollectors
from channels.day_buttons import NotCome as NotCome
from channels.day_buttons import OpenFamily as OpenFamily
from channels.day_buttons import PickOne as PickOne
from channels.day_buttons import ShowAfterwards as ShowAfterwards
from channels.day_buttons import ShowTicket as ShowTicket
from channels.day_buttons import ShowYear as ShowYear
from channels.day_buttons import ShowYearOf as ShowYearOf
from channels.day_buttons import TellLostChild as TellLostChild
from channels.day_buttons import TurnDoorList as TurnDoorList
from channels.day_buttons import WriteLine as WriteLine
from channels.desk_buttons import AcceptCase as AcceptCase
from channels.desk_buttons import AnswerDrill as AnswerDrill
from channels.desk_buttons import AskReason as AskReason
from channels.desk_buttons import AskSplit as AskSplit
from channels.desk_buttons import AskWho as AskWho
from channels.desk_buttons import CloseCase as CloseCase
from channels.desk_buttons import CloseWith as CloseWith
from channels.desk_buttons import DeclineCase as DeclineCase
from channels.desk_buttons import Duty as Duty
from channels.desk_buttons import FalseAlarm as FalseAlarm
from channels.desk_buttons import HandOver as HandOver
from channels.desk_buttons import HandOverTo as HandOverTo
from channels.desk_buttons import HoldDrill as HoldDrill
from channels.desk_buttons import Invite as Invite
from channels.desk_buttons import ListCases as ListCases
from channels.desk_buttons import ListReplies as ListReplies
from channels.desk_buttons import LostPhone as LostPhone
from channels.desk_buttons import MakeSheet as MakeSheet
from channels.desk_buttons import MakeSheetFor as MakeSheetFor
from channels.desk_buttons import MarkLimit as MarkLimit
from channels.desk_buttons import NoteOn as NoteOn
from channels.desk_buttons import OpenCase as OpenCase
from channels.desk_buttons import PhoneIsLost as PhoneIsLost
from channels.desk_buttons import PickForSplit as PickForSplit
from channels.desk_buttons import PlanOf as PlanOf
from channels.desk_buttons import PlanOthers as PlanOthers
from channels.desk_buttons import PreviewReply as PreviewReply
from channels.desk_buttons import PutLabel as PutLabel
from channels.desk_buttons import ReadCase as ReadCase
from channels.desk_buttons import ReplyTo as ReplyTo
from channels.desk_buttons import RevokeInvite as RevokeInvite
from channels.desk_buttons import SendReply as SendReply
from channels.desk_buttons import SensitiveImage as SensitiveImage
from channels.desk_buttons import SetHours as SetHours
from channels.desk_buttons import SetLeave as SetLeave
from channels.desk_buttons import ShowLimits as ShowLimits
from channels.desk_buttons import ShowMedia as ShowMedia
from channels.desk_buttons import SplitCase as SplitCase
from channels.desk_buttons import StandIn as StandIn
from channels.desk_buttons import Strike as Strike
from channels.desk_buttons import TakeCase as TakeCase
from channels.desk_buttons import TakeLabelBack as TakeLabelBack
from channels.desk_buttons import UnmarkLimit as UnmarkLimit
from channels.family_buttons import DropChild as DropChild
from channels.family_buttons import InviteGuardian as InviteGuardian
from channels.family_buttons import InviteGuardianAnew as InviteGuardianAnew
from channels.family_buttons import JoinFamily as JoinFamily
from channels.family_buttons import ParentLinkAnew as ParentLinkAnew
from channels.family_buttons import ShowFamily as ShowFamily
from channels.family_buttons import TakeConsentSheet as TakeConsentSheet
from channels.family_buttons import TakeSeats as TakeSeats
from channels.family_buttons import TakeYesBack as TakeYesBack
from channels.group_buttons import AskDutyGroup as AskDutyGroup
from channels.group_buttons import DropDutyGroup as DropDutyGroup
from channels.group_buttons import KeepDutyGroup as KeepDutyGroup
from channels.group_buttons import ListDutyGroups as ListDutyGroups
from channels.group_buttons import ShowDutyGroup as ShowDutyGroup
from channels.lesson_buttons import AnswerLesson as AnswerLesson
from channels.lesson_buttons import ListLessons as ListLessons
from channels.lesson_buttons import NoName as NoName
from channels.lesson_buttons import OpenLesson as OpenLesson
from channels.lesson_buttons import StopLesson as StopLesson
from channels.lesson_buttons import TurnLesson as TurnLesson
from channels.place_buttons import AskAllWards as AskAllWards
from channels.place_buttons import AskOldName as AskOldName
from channels.place_buttons import AskWard as AskWard
from channels.place_buttons import ChooseOldName as ChooseOldName
from channels.place_buttons import ChooseWard as ChooseWard
from channels.place_buttons import ListOldNames as ListOldNames
from channels.place_buttons import PlaceByOldName as PlaceByOldName

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


@dataclass(frozen=True, slots=True)
class MayWrite(Button, verb="mw"):
    """After a case: whether and when the bot may write first (domain/recontact.is_when)."""

    case: int
    when: str


# --- guidance ---


@dataclass(frozen=True, slots=True)
class ShowTopic(Button, verb="tp"):
    slug: str


@dataclass(frozen=True, slots=True)
class OpenArticle(Button, verb="oa"):
    """An article as other readers see it, from their shelf."""

    slug: str
    edition: str


@dataclass(frozen=True, slots=True)
class ReadArticle(Button, verb="ra"):
    """Turns a page where it stands: another version, what is behind *Xem thêm*, a child's *Luật nói gì* (`page`)."""

    slug: str
    edition: str
    page: int


FIRST, MORE, LAW = range(3)  # pages of an article


@dataclass(frozen=True, slots=True)
class Listen(Button, verb="li"):
    """🔊 Nghe: this version, read aloud by somebody."""

    slug: str
    edition: str


@dataclass(frozen=True, slots=True)
class Browse(Button, verb="br"):
    audience: str | None


@dataclass(frozen=True, slots=True)
class OpenChapter(Button, verb="cg"):
    """A chapter of the handbook, in the words of these readers."""

    audience: str
    chapter: str


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
class RemindNoMore(Button, verb="rx"):
    """They asked to be reminded, and no longer want it."""

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
class AnswerForm(Button, verb="fm"):
    """An answer by button to the question that is open in the form."""

    question: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Subscribe(Button, verb="sb"):
    on: int
