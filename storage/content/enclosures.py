"""The files beside the words: pictures as PNG, recorded voices as OGG; what is wrong with one, and its digest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from domain.enclosures import Enclosure, Kind
from domain.guidance import Edition
from domain.texts import Text
from storage.content.articles import HEADING, VOICES, Draft
from storage.content.files import Trouble

PICTURES, VOICES_IN = "pictures", "voices"
LARGEST_PICTURE = 60 * 1024  # bytes: a child may pay for every one of them
LARGEST_VOICE = 1024 * 1024  # bytes: as far as Telegram shows it as a voice message (Bot API, sendVoice)
LONGEST_SIDES, THINNEST = 10_000, 20  # pixels of both sides together, the longer by the shorter (Bot API, sendPhoto)
ENDING = ".ogg"  # of a voice: files with this are looked at for changes (bot/reload.py)
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

    def wrong_with_picture(self, name: str) -> Text | None:
        """What is wrong with it, and the cure."""
        return _wrong(Kind.PICTURE, self._picture(name))

    def troubles(self, draft: Draft) -> Iterator[Trouble]:
        """What is wrong with the picture and the voices an article names."""
        front = draft.front
        if front.picture is not None and (wrong := self.wrong_with_picture(front.picture)) is not None:
            yield draft.trouble("picture", wrong)
        for edition, file in voices_of(draft).items():
            if edition not in draft.texts:
                says = Text(
                    "nobody can hear it: there is no version “# {heading}”. Write that, or remove this.",
                    heading=HEADING[edition],
                )
                yield draft.trouble(VOICES[edition], says)
            elif (wrong := _wrong(Kind.VOICE, self._voice(file))) is not None:
                yield draft.trouble(VOICES[edition], wrong)

    def _picture(self, name: str) -> Path:
        return self.content / PICTURES / f"{name}.png"

    def _voice(self, file: str) -> Path:
        return self.content / VOICES_IN / file

    @staticmethod
    def _enclosed(kind: Kind, path: Path) -> Enclosure | None:
        """Judged, counted and kept as it was read once: whoever copies meanwhile changes nothing."""
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if _wrong_in(kind, path, content) is not None:
            return None
        return Enclosure(kind, path, sha256(content).hexdigest(), content if kind is Kind.PICTURE else None)


def voices_of(draft: Draft) -> dict[Edition, str]:
    """The files that are named, by the version they read aloud."""
    named = {edition: getattr(draft.front, name) for edition, name in VOICES.items()}
    return {edition: file for edition, file in named.items() if file is not None}


def _wrong(kind: Kind, path: Path) -> Text | None:
    try:
        content = path.read_bytes()
    except OSError:
        return Text("there is no file {place} that can be read. Put it there, or mend the name.", place=_place(path))
    return _wrong_in(kind, path, content)


def _wrong_in(kind: Kind, path: Path, content: bytes) -> Text | None:
    if kind is Kind.PICTURE:
        if not content.startswith(PNG):
            return Text("{place} is not a PNG picture. Save it as PNG.", place=_place(path))
        largest = LARGEST_PICTURE
    else:
        if path.suffix != ENDING:
            return Text(
                "{place} does not end in {ending}. Give it a name that does.", place=_place(path), ending=ENDING
            )
        if not (content.startswith(OGG) and OPUS in content[:HEAD]):
            return Text(
                "{place} is not OGG with Opus. Save it so: {folder}/README.md says how.",
                place=_place(path),
                folder=VOICES_IN,
            )
        largest = LARGEST_VOICE
    if (size := len(content)) > largest:
        return Text(
            "{place} has {size} KB. Make it smaller: at most {most} KB.",
            place=_place(path),
            size=size // 1024 + 1,
            most=largest // 1024,
        )
    wrong = unseen(content) if kind is Kind.PICTURE else None
    return None if wrong is None else Text("{place} {wrong}", place=_place(path), wrong=wrong)


@lru_cache(maxsize=64)  # more pictures than there are; each is named by several articles and looked at twice
def unseen(content: bytes, formats: tuple[str, ...] = ("PNG",)) -> Text | None:
    """Why Telegram would not show this picture, and the cure."""
    from PIL import Image  # whoever reads no pictures (`treem staff`) does not wait for it

    try:
        with Image.open(BytesIO(content), formats=formats) as picture:
            width, height = picture.size
            if width + height > LONGEST_SIDES:
                return Text(
                    "is {width} × {height}. Make it smaller: both sides together at most {most}.",
                    width=width,
                    height=height,
                    most=LONGEST_SIDES,
                )
            if max(width, height) > THINNEST * min(width, height):
                return Text(
                    "is {width} × {height}. Make it less thin: at most {most} times as long as wide.",
                    width=width,
                    height=height,
                    most=THINNEST,
                )
            picture.load()
    except Exception:  # whatever Pillow makes of a file that was cut off or written by a bad program
        return Text("cannot be opened. Save it as {formats} once more.", formats=" or ".join(formats))
    return None


def _place(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
