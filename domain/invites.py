"""Invitations to work here: for whom they can be, how long they last, and the name a new colleague gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.conversations import INVITED, Dialog
from domain.people import Forged, Role
from domain.signups import clean, clean_nickname
from domain.texts import Refusal, Text
from domain.wards import WARDS

LASTS = INVITED
LINK = "moi_"
FORM = Dialog.INVITE
RUNGS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody is invited to be. Officers have a ward and a rung; the others work for all wards."""

    role: Role
    ward: str | None = None
    rung: int = 1


@dataclass(frozen=True, slots=True)
class Pending:
    """An invitation nobody has used yet."""

    id: int
    offer: Offer
    until: datetime


def offer(role: str, ward: str | None, rung: int | None) -> Offer | None:
    """The offer once everything is chosen, None while a choice is missing. Raises Refusal for one not ours."""
    if role not in {r.value for r in Role} or (ward is not None and ward not in WARDS):
        raise Forged(Text("This button is too old. Please open /moi again."))
    if role != Role.OFFICER:
        return Offer(Role(role))
    if ward is None or rung is None:
        return None
    if rung not in RUNGS:
        raise Refusal(Text("This button is too old. Please open /moi again."))
    return Offer(Role.OFFICER, ward, rung)


def colleague_name(raw: str) -> str:
    """A name to show to colleagues, 1 to 40 signs in one line. Raises Refusal for an empty or odd one."""
    try:
        return clean_nickname(clean(raw))
    except Refusal:
        raise Refusal(
            Text("Please write the name colleagues know you by: at most 40 letters, no telephone number.")
        ) from None
