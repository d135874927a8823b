"""What a message is before it has a language: paragraphs, buttons, and how far it is protected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatch

from channels import buttons
from channels.buttons import Button
from domain.cases import Content
from domain.enclosures import Enclosure
from domain.news import News, SafetyCard
from domain.people import Audience
from domain.texts import Text
from domain.wards import OUTSIDE

LANGUAGES = {"vi": Text("Vietnamese"), "en": Text("English")}
AUDIENCES = {
    Audience.PARENT: Text("👪 Parent"),
    Audience.CHILD: Text("🧒 Child"),
    Audience.CAREGIVER: Text("🤝 Caregiver"),
}
WARD_NAMES = {"bo-de": "Bồ Đề", "long-bien": "Long Biên", "phuc-loi": "Phúc Lợi", "viet-hung": "Việt Hưng"}


@dataclass(frozen=True, slots=True)
class Act:
    """A button of ours below a message."""

    label: Text
    does: Button


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens a page or a chat."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class ToPrivate:
    """A button that opens the private chat with the bot, as if the reader had sent /start with `start`."""

    label: Text
    start: str


@dataclass(frozen=True, slots=True)
class PhoneKey:
    """A key of the keyboard that sends the reader's telephone number, after Telegram has asked them."""

    label: Text


Row = Sequence[Act | Link | ToPrivate]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file made in memory for one message; it is kept nowhere."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Card:
    """A message before it has a language. `words` are what a person wrote, hidden until tapped.

    `picture`: what it hangs below, where its words are few enough; without it they stand alone. `upload`: its photo,
    where Telegram has no id for it yet; in `file` otherwise.
    """

    paragraphs: Sequence[Text | str]
    rows: Sequence[Row] = ()
    words: str = ""
    hidden: bool = False
    protected: bool = False
    silent: bool = False
    place: tuple[float, float] | None = None
    file: tuple[str, str] | None = None
    upload: Enclosure | None = None
    words_alone: bool = False  # said later, or where Telegram does not want the file, the words go without it
    keyboard: Sequence[Sequence[Text | PhoneKey]] | None = field(default=None)
    picture: Enclosure | None = None
    whole: Act | None = None  # brings all of it, where a message that is changed has no room for that


LEAVE = Act(Text("🚪 Leave quickly"), buttons.Leave())
SOS = Act(Text("🆘 Need help now"), buttons.Sos())
HOME = Act(Text("☰ Menu"), buttons.Home())


def ward_name(ward: str | None) -> Text:
    """How a ward is called, in any language."""
    if ward is None:
        return Text("ward not known yet")
    return Text("outside the four wards") if ward == OUTSIDE else Text("{ward} ward", ward=WARD_NAMES[ward])


def ward_rows() -> list[list[Act]]:
    """The four wards, two in a row, and the way for whoever knows the old name alone."""
    acts = [Act(Text(name), buttons.ChooseWard(ward)) for ward, name in WARD_NAMES.items()]
    return [acts[:2], acts[2:], [Act(Text("🕰 I only know the old name"), buttons.ListOldNames())]]


@singledispatch
def card(news: News) -> Card:
    """The card of any news; each kind registers its own."""
    raise TypeError(f"no card for {type(news).__name__}")


SAFETY = (
    Text("🆘 <b>In danger right now? Call:</b>"),
    Text("<b>111</b> – child protection, free, day and night\n<b>113</b> – police\n<b>115</b> – ambulance"),
    Text(
        "Thank you for speaking up. It is not your fault. Your message is being stored. "
        "Once it is, you will hear who is being called."
    ),
    Text("If nobody has answered within 10 minutes, please call 111. Cannot speak? Write to 111 on Zalo or its app."),
    Text("Only people whose duty is to help read this. If a child is in danger, we must pass it on."),
    Text("Please do not send pictures of bodies or injuries. This chat is not an official police report."),
)


@card.register
def _safety(news: SafetyCard) -> Card:
    return Card(SAFETY, rows=[[LEAVE]])


def words_of(content: Content) -> str:
    """The words of a message, and the number of a contact that was shared."""
    return " ".join(part for part in (content.text, content.phone or "") if part)


def place_of(content: Content) -> tuple[float, float] | None:
    """Where a message points to, as Telegram's map pin: latitude and longitude."""
    if content.latitude is None or content.longitude is None:
        return None
    return content.latitude, content.longitude
