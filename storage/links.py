"""Links of families: what stands in them is kept nowhere, and can be said once more to whoever asked for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from domain.signups import LINK_LASTS, LINK_SHOWN_AGAIN
from storage.tables import SignupRow
from storage.vault import Vault


def key_of(token: str) -> bytes:
    """What is kept of a link: it cannot be turned back into the link."""
    return hashlib.sha256(token.encode()).digest()


def known(tokens: Sequence[str], key: bytes | None) -> str | None:
    """Which of these is the link with this key; None where the data key it was made with is gone."""
    return next((token for token in tokens if key_of(token) == key), None)


def of_signup(vault: Vault, row: SignupRow, now: datetime) -> str:
    """The token of a link made just now, else of a new one, which ends the one before. The row is locked."""
    if row.link_until is not None and now < row.link_until - LINK_LASTS + LINK_SHOWN_AGAIN:
        token = known(vault.links(_about(row, row.link_until)), row.link)
        if token is not None:
            return token
    return anew(vault, row, now)


def anew(vault: Vault, row: SignupRow, now: datetime) -> str:
    """The token of a new link: the one before works no more. The row is locked."""
    row.link_until = now + LINK_LASTS
    token = vault.links(_about(row, row.link_until))[0]
    row.link = key_of(token)
    return token


def of_seats(vault: Vault, event: int, update_id: int, at: datetime) -> list[str]:
    """What may stand in a link to seats held back, newest first: kept at this moment, from this screen."""
    return vault.links(f"seats:{event}:{update_id}:{_said(at)}")


def _about(row: SignupRow, until: datetime) -> str:
    return f"signup:{row.id}:{_said(until)}"  # another end: another link, so that a used one never works again


def _said(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
