"""What lies beside the words of the library as a file: a drawn picture, a recorded human voice."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """As Telegram calls it."""

    PICTURE = "photo"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that is sent beside a card. `digest` (SHA-256, hex) of its bytes: a new one under an old name is another.

    `content`: the bytes themselves as they were read; None for a voice, which is read when somebody listens.
    """

    kind: Kind
    path: Path
    digest: str
    content: bytes | None = field(default=None, repr=False, compare=False)
