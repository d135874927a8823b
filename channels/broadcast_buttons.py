"""The buttons of announcements: those of staff, and what families choose to hear of."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class Announce(Button, verb="bc"):
    """The announcement of an event: its draft, or how far it is."""

    event: int


@dataclass(frozen=True, slots=True)
class WriteAnnouncement(Button, verb="bw"):
    """The next message of this member of staff is an announcement's words."""


@dataclass(frozen=True, slots=True)
class ListAnnouncements(Button, verb="bl"):
    """/thongbao."""


@dataclass(frozen=True, slots=True)
class OpenAnnouncement(Button, verb="bg"):
    announcement: int


@dataclass(frozen=True, slots=True)
class PreviewAnnouncement(Button, verb="bv"):
    """As families will see it."""

    announcement: int


@dataclass(frozen=True, slots=True)
class AskNarrow(Button, verb="bq"):
    """The choices of one thing: ward, audience, age, topic, or when."""

    announcement: int
    what: str


@dataclass(frozen=True, slots=True)
class Narrow(Button, verb="bk"):
    """For whom a draft is; None: everybody."""

    announcement: int
    what: str
    value: str | None


@dataclass(frozen=True, slots=True)
class SendAnnouncement(Button, verb="bz"):
    """Sends a draft off; `at` is Hà Nội time like 20270911T1930, None: now.

    `seen`, `estimate`: what stood there to be read, and for how many families; None on a button of an earlier version.
    """

    announcement: int
    at: str | None
    seen: str | None = None
    estimate: int | None = None


@dataclass(frozen=True, slots=True)
class DiscardAnnouncement(Button, verb="bx"):
    announcement: int


@dataclass(frozen=True, slots=True)
class ApproveAnnouncement(Button, verb="ap"):
    """The second yes, to what was `seen`; None on a button of an earlier version."""

    announcement: int
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class PauseAnnouncement(Button, verb="bp"):
    announcement: int


@dataclass(frozen=True, slots=True)
class ResumeAnnouncement(Button, verb="bu"):
    announcement: int


@dataclass(frozen=True, slots=True)
class StopAnnouncement(Button, verb="sx"):
    announcement: int


@dataclass(frozen=True, slots=True)
class SubscribeTo(Button, verb="sn"):
    """Other news for families, on or off (domain/broadcasts.Topic)."""

    topic: str
    on: int
