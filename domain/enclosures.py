"""What lies beside the words of the library as a file: a drawn picture, a recorded human voice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """As Telegram calls it."""

    PICTURE = "photo"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that is sent beside a card. `digest` of its bytes: a new recording under an old name is another one."""

    kind: Kind
    path: Path
    digest: str
