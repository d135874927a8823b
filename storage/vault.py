"""Encryption of what people say and who they are: AES-256-GCM, several keys, newest first."""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
SHORTEST_SECRET = 32


class VaultError(Exception):
    """A sealed value that none of the keys opens."""


class Vault:
    """Seals with the newest key, opens with any.

    `secrets` are texts of at least 32 characters, newest first. Each gives, by HKDF-SHA256, one key
    for sealing and one for blind indexes (look-up of a chat without storing its number in clear).
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets or any(len(secret) < SHORTEST_SECRET for secret in secrets):
            raise ValueError(f"every data key needs at least {SHORTEST_SECRET} characters")
        self._ciphers: dict[bytes, AESGCM] = {}
        self._index_keys: list[bytes] = []
        for secret in secrets:
            seal_key, index_key = _derived(secret, b"seal"), _derived(secret, b"index")
            self._ciphers[hashlib.sha256(seal_key).digest()[:4]] = AESGCM(seal_key)
            self._index_keys.append(index_key)
        self._mark_key = _derived(secrets[0], b"mark")
        self._link_keys = [_derived(secret, b"link") for secret in secrets]
        self._erased_keys = [_derived(secret, b"erased") for secret in secrets]
        self._file_keys = {key: _derived(each, b"file") for key, each in zip(self._ciphers, secrets, strict=True)}
        self._newest = next(iter(self._ciphers))

    @property
    def key_ids(self) -> tuple[bytes, ...]:
        """The id of each key, newest first; two vaults with the same ids open each other's values."""
        return tuple(self._ciphers)

    def seal(self, plain: bytes, place: str) -> bytes:
        """Version, key id, nonce, ciphertext. `place` (table.column) must be the same on opening."""
        nonce = os.urandom(12)
        sealed = self._ciphers[self._newest].encrypt(nonce, plain, place.encode())
        return VERSION + self._newest + nonce + sealed

    def open(self, sealed: bytes, place: str) -> bytes:
        """The plain bytes. Raises VaultError when no key fits or the value was moved or changed."""
        cipher = self._ciphers.get(sealed[1:5])
        if cipher is None or sealed[:1] != VERSION:
            raise VaultError(f"no data key opens a value of {place}")
        try:
            return cipher.decrypt(sealed[5:17], sealed[17:], place.encode())
        except InvalidTag:
            raise VaultError(f"a value of {place} was changed or moved") from None

    def indexes(self, value: int) -> list[bytes]:
        """Blind indexes of a number under every key, newest first: 16 bytes each."""
        plain = str(value).encode()
        return [hmac.digest(key, plain, "sha256")[:16] for key in self._index_keys]

    def mark(self, words: str) -> bytes:
        """The newest key's mark of some words, 16 bytes: equal words meet, and none are read back from it."""
        return hmac.digest(self._mark_key, words.encode(), "sha256")[:16]

    def erased_marks(self, chat: int) -> list[str]:
        """How somebody who was deleted is remembered, under every key, newest first: no table holds the same mark."""
        plain = str(chat).encode()
        return [hmac.digest(key, plain, "sha256")[:16].hex() for key in self._erased_keys]

    def knows(self, sealed: bytes) -> bool:
        """Whether this was sealed with one of our keys."""
        return sealed[:1] == VERSION and sealed[1:5] in self._ciphers

    def file_cipher(self, salt: bytes, key_id: bytes) -> AESGCM | None:
        """The cipher of one file and no other (`salt`: 32 random bytes); None for a key that is not ours."""
        key = self._file_keys.get(key_id)
        return None if key is None else AESGCM(HKDF(SHA256(), 32, salt, b"treem file").derive(key))

    def links(self, about: str) -> list[str]:
        """What stands in a link about something, under every key, newest first: nobody guesses it, and it can be said
        again though only its hash is kept."""
        plain = about.encode()
        return [
            urlsafe_b64encode(hmac.digest(key, plain, "sha256")[:16]).decode().rstrip("=") for key in self._link_keys
        ]


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"treem", info=purpose).derive(secret.encode())


def key_beside(database_file: Path) -> tuple[str, bool]:
    """The key kept in `<database>.key`, and whether it was made just now (mode 600)."""
    path = database_file.with_name(database_file.name + ".key")
    try:
        return path.read_text().strip(), False
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = hashlib.sha256(os.urandom(64)).hexdigest()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip(), False
    with os.fdopen(handle, "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    return secret, True
