"""A file locked with the data keys: sealed in pieces, so that it can be written and read without holding it whole.

Magic, key id, salt; then pieces of 64 KiB, each with its tag; then an end mark. The number of a piece and whether it is
the last are its nonce, the head is bound into each: pieces that were changed, moved, left out or cut off do not open.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag

from storage.vault import Vault

MAGIC = b"treem backup 1\n\x00"
END = b"\ntreem end\n"  # proves nothing: it only tells a file that was cut from one that was changed
PIECE = 64 * 1024
_TAG, _KEY_ID, _SALT = 16, 4, 32
_HEAD = len(MAGIC) + _KEY_ID + _SALT


class Why(StrEnum):
    """Why a file is not opened."""

    NOT_OURS = "not ours"
    NO_KEY = "no key"
    CUT = "cut"
    CHANGED = "changed"


class Locked(Exception):
    """A file that is not opened; `why` says what is the matter with it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Writes(Protocol):
    """Whatever takes bytes."""

    def write(self, words: bytes, /) -> object: ...


class Filling:
    """Writes into a new locked file. What was given last is in it once `close` was called."""

    def __init__(self, file: Writes, vault: Vault) -> None:
        salt, key_id = os.urandom(_SALT), vault.key_ids[0]
        cipher = vault.file_cipher(salt, key_id)
        assert cipher is not None, "it is a key of this vault"
        self._file, self._cipher, self._head = file, cipher, MAGIC + key_id + salt
        self._held, self._count = bytearray(), 0
        file.write(self._head)

    def write(self, plain: bytes) -> None:
        """Adds to it; the last piece is always held back, as it is sealed as such."""
        self._held += plain
        while len(self._held) > PIECE:
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]

    def close(self) -> None:
        """Seals the last piece and puts the end mark."""
        self._seal(bytes(self._held), last=True)
        self._file.write(END)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._count, last=last), plain, self._head))
        self._count += 1


def emptied(file: BinaryIO, vault: Vault) -> Iterator[bytes]:
    """What is in a locked file, piece by piece. Raises Locked, at the latest before it would give what was changed."""
    head = file.read(_HEAD)
    if head[: len(MAGIC)] != MAGIC[: len(head)] or not head:
        raise Locked(Why.NOT_OURS)
    if len(head) < _HEAD:
        raise Locked(Why.CUT)
    cipher = vault.file_cipher(head[-_SALT:], head[len(MAGIC) : -_SALT])
    if cipher is None:
        raise Locked(Why.NO_KEY)
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - len(END), _HEAD))
    if file.read() != END:
        raise Locked(Why.CUT)
    left = size - len(END) - file.seek(_HEAD)
    count = 0
    while True:
        piece = file.read(min(left, PIECE + _TAG))
        left -= len(piece)
        try:
            yield cipher.decrypt(_nonce(count, last=left == 0), piece, head)
        except (InvalidTag, ValueError):
            raise Locked(Why.CHANGED) from None
        if not left:
            return
        count += 1


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])
