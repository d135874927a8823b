"""The files beside the words: pictures as PNG, recorded voices as OGG; what is wrong with one, and its digest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from domain.enclosures import Enclosure, Kind
from domain.guidance import Edition
from storage.content.articles import HEADING, VOICES, Draft
from storage.content.files import Trouble

PICTURES, VOICES_IN = "pictures", "voices"
LARGEST_PICTURE = 60 * 1024  # bytes: a child may pay for every one of them
LARGEST_VOICE = 1024 * 1024  # bytes: as far as Telegram shows it as a voice message (Bot API, sendVoice)
PNG = b"\x89PNG\r\n\x1a\n"
OGG, OPUS = b"OggS", b"OpusHead"
HEAD = 128  # bytes: the first page of an OGG file names its codec


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the words of one content folder."""

    content: Path

    def picture(self, name: str | None) -> Enclosure | None:
        """The picture of this name; None where there is none that can be shown."""
        return None if name is None else self._enclosed(Kind.PICTURE, self._picture(name))

    def voice(self, file: str | None) -> Enclosure | None:
        """The recording in this file; None where there is none that can be heard."""
        return None if file is None else self._enclosed(Kind.VOICE, self._voice(file))

    def wrong_with_picture(self, name: str) -> str | None:
        """What is wrong with it, and the cure."""
        return _wrong(Kind.PICTURE, self._picture(name))

    def troubles(self, draft: Draft) -> Iterator[Trouble]:
        """What is wrong with the picture and the voices an article names."""
        front = draft.front
        if front.picture is not None and (wrong := self.wrong_with_picture(front.picture)) is not None:
            yield draft.trouble("picture", wrong)
        for edition, file in voices_of(draft).items():
            if edition not in draft.texts:
                says = f"nobody can hear it: there is no version “# {HEADING[edition]}”. Write that, or remove this."
                yield draft.trouble(VOICES[edition], says)
            elif (wrong := _wrong(Kind.VOICE, self._voice(file))) is not None:
                yield draft.trouble(VOICES[edition], wrong)

    def _picture(self, name: str) -> Path:
        return self.content / PICTURES / f"{name}.png"

    def _voice(self, file: str) -> Path:
        return self.content / VOICES_IN / file

    @staticmethod
    def _enclosed(kind: Kind, path: Path) -> Enclosure | None:
        if _wrong(kind, path) is not None:
            return None
        return Enclosure(kind, path, sha256(path.read_bytes()).hexdigest())


def voices_of(draft: Draft) -> dict[Edition, str]:
    """The files that are named, by the version they read aloud."""
    named = {edition: getattr(draft.front, name) for edition, name in VOICES.items()}
    return {edition: file for edition, file in named.items() if file is not None}


def _wrong(kind: Kind, path: Path) -> str | None:
    place = f"{path.parent.name}/{path.name}"
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return f"there is no file {place} that can be read. Put it there, or mend the name."
    if kind is Kind.PICTURE:
        if not head.startswith(PNG):
            return f"{place} is not a PNG picture. Save it as PNG."
        largest = LARGEST_PICTURE
    else:
        if not (head.startswith(OGG) and OPUS in head):
            return f"{place} is not OGG with Opus. Save it so: {VOICES_IN}/README.md says how."
        largest = LARGEST_VOICE
    if size > largest:
        return f"{place} has {size // 1024 + 1} KB. Make it smaller: at most {largest // 1024} KB."
    return None
