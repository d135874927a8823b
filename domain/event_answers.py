"""What a message or a tap makes of an event: words, a photo for its picture, a place on the map for its place. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.cases import Content
from domain.event_fields import NONE, PLEASE_TAP, TAPPED, Choose, Field, answered
from domain.events import Event, Plan, in_hanoi
from domain.texts import Refusal, Text

FAR_OFF = Text("This pin lies far outside the city. Please send the place of the event, or write it in words.")


def understood(before: Event, field: Field, said: str | Content, today: date) -> Event | Choose:
    """The event with this answer, tapped (`str`) or sent. Raises Refusal for what cannot be understood or kept."""
    words = said if isinstance(said, str) else said.text
    if field is Field.PICTURE:
        if words == NONE:
            return replace(before, picture=None, picture_of=None)
        if isinstance(said, Content) and said.kind == "photo" and said.file_id:
            return replace(before, picture=said.file_id, picture_of=None)
    if field is Field.PLACE:
        if isinstance(said, Content) and said.latitude is not None and said.longitude is not None:
            return replace(before, point=_pin(said.latitude, said.longitude))
        if isinstance(said, str) and words == NONE:
            return replace(before, point=None)
    if isinstance(said, Content) and (said.kind != "text" or field in TAPPED):
        if field is Field.PICTURE:
            raise Refusal(Text("Please send a photo, not a file and not words."))
        raise Refusal(PLEASE_TAP if field in TAPPED else Text("Please write it in words."))
    found = answered(before, field, words, today)
    if isinstance(found, Choose):
        return found
    return replace(before, **{name: getattr(found, name) for name in Plan.__dataclass_fields__})


def _pin(latitude: float, longitude: float) -> tuple[float, float]:
    if not in_hanoi((latitude, longitude)):
        raise Refusal(
            Text("This pin lies far outside the city. Please send the place of the event, or write it in words.")
        )
    return latitude, longitude
