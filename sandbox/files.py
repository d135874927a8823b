"""Files: everything sent or uploaded gets an id, and only these ids are good afterwards."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

from sandbox.spec import Upload
from sandbox.world import Refused

PREFIX = {
    "photo": "AgAC",
    "voice": "AwAC",
    "video": "BAAC",
    "document": "BQAC",
    "sticker": "CAAC",
    "audio": "CQAC",
    "animation": "CgAC",
    "video_note": "DQAC",
}
KINDS = tuple(PREFIX)
CAPTIONED = ("photo", "voice", "video", "document", "audio", "animation")
UNKNOWN = "wrong file identifier/HTTP URL specified"
LARGEST_PHOTO, LARGEST_DOWNLOAD = 10 * 1024 * 1024, 20 * 1024 * 1024
SIZE = {"width": 640, "height": 480}
SHAPES: dict[str, dict[str, Any]] = {
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "video": {"duration": 3, "mime_type": "video/mp4", **SIZE},
    "animation": {"duration": 3, "mime_type": "video/mp4", **SIZE},
    "audio": {"duration": 3, "mime_type": "audio/mpeg"},
    "video_note": {"duration": 3, "length": 240},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    "document": {},
}


@dataclass(frozen=True, slots=True)
class Stored:
    """One file Telegram keeps."""

    id: str
    kind: str
    content: bytes
    name: str = ""

    @property
    def path(self) -> str:
        """Where it can be fetched."""
        return f"{self.kind}s/{self.id[-16:]}"

    def as_file(self) -> dict[str, Any]:
        """The Bot API's File."""
        return {**self._ids(), "file_path": self.path}

    def as_message(self) -> dict[str, Any]:
        """The field of a message that shows it."""
        if self.kind == "photo":
            return {"photo": [{**self._ids(), **SIZE}]}
        named = {"file_name": self.name} if self.name and self.kind in ("document", "audio", "video") else {}
        return {self.kind: {**self._ids(), **SHAPES[self.kind], **named}}

    def _ids(self) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": "AQAD" + self.id[-12:], "file_size": len(self.content)}


class Files:
    """What was uploaded and sent, by id."""

    def __init__(self) -> None:
        self._files: dict[str, Stored] = {}
        self._taken_in = 0
        self._unknown = UNKNOWN
        self.reads_pictures = True  # False: Telegram makes nothing of a picture that is uploaded

    def keep(self, kind: str, content: bytes, name: str = "") -> Stored:
        """Takes a file in; its id is as long as real ones are."""
        self._taken_in += 1
        mark = hashlib.sha384(f"{self._taken_in} {kind} {name}".encode()).digest()
        stored = Stored(PREFIX[kind] + base64.urlsafe_b64encode(mark).decode(), kind, content, name)
        self._files[stored.id] = stored
        return stored

    def forget(self, words: str = UNKNOWN) -> None:
        """No id that was given out is good any more; Telegram says so in these words."""
        self._files.clear()
        self._unknown = words

    def find(self, file_id: str) -> Stored:
        """The file of an id. Raises Refused for an id that was never given out."""
        found = self._files.get(file_id)
        if found is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return found

    def at(self, path: str) -> Stored | None:
        """The file at an address that getFile gave."""
        return next((stored for stored in self._files.values() if stored.path == path), None)

    def wanted(self, kind: str, given: str | Upload, uploads: dict[str, Upload]) -> Stored:
        """The file a call means: uploaded with it, or known by id. Raises Refused."""
        if isinstance(given, str) and given.startswith("attach://"):
            if given[9:] not in uploads:
                raise Refused(400, "Bad Request: can't parse InputMedia: media not found")
            given = uploads[given[9:]]
        if isinstance(given, Upload):
            return self._uploaded(kind, given)
        if given.startswith(("http://", "https://")):
            raise Refused(400, "Bad Request: failed to get HTTP URL content")
        found = self._files.get(given)
        if found is None:
            raise Refused(400, f"Bad Request: {self._unknown}")
        if found.kind != kind:
            raise Refused(400, f"Bad Request: can't use file of type {_type(found.kind)} as {_type(kind)}")
        return found

    def _uploaded(self, kind: str, upload: Upload) -> Stored:
        if not upload.content:
            raise Refused(400, "Bad Request: file must be non-empty")
        if kind == "photo" and len(upload.content) > LARGEST_PHOTO:
            raise Refused(400, "Bad Request: file is too big for a photo")
        if kind == "photo" and not self.reads_pictures:
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
        return self.keep(kind, upload.content, upload.name)


def _type(kind: str) -> str:
    return {"voice": "VoiceNote", "video_note": "VideoNote"}.get(kind, kind.capitalize())
