"""Words that should not stand where families read: why, what to do, and that it is only a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from channels.cards import Act, Card, Row
from channels.editing_buttons import EditEvent, EditField, PublishEvent
from channels.editing_words import FIELDS, lines
from domain.event_fields import Field
from domain.events import Event, State
from domain.texts import Text

SHOWN = 4  # of what was found; the others come when these are mended
HEAD = Text("✋ <b>Families read these words. Please look at them once more:</b>")
ONLY = Text("This is only a reminder: mend them, or leave them if they are right.")
Doubts = Sequence[tuple[Field, Text]]


def reminded(card: Card, found: Sequence[Text]) -> Card:
    """The same card with what was found below its words."""
    return replace(card, paragraphs=[*card.paragraphs, *said(found)]) if found else card


def said(found: Sequence[Text]) -> list[Text]:
    """What was found, in words."""
    more = [Text("… and {count} more.", count=len(found) - SHOWN)] if len(found) > SHOWN else []
    return [HEAD, lines([*(Text("• {what}", what=each) for each in found[:SHOWN]), *more]), ONLY]


def in_fields(doubts: Doubts) -> list[Text]:
    """What was found in an event, each with the name of its field."""
    return [Text("{label}: {what}", label=FIELDS[field], what=what) for field, what in doubts]


def event_reminder(event: Event, doubts: Doubts) -> Card:
    """Below the preview of an event: what to look at, each field one tap away; or publish it as it is."""
    fields = list(dict.fromkeys(field for field, _ in doubts))
    rows: list[Row] = [
        [Act(FIELDS[field], EditField(event.id, field.value)) for field in fields[at : at + 3]]
        for at in range(0, len(fields), 3)
    ]
    ways = [Act(Text("✏️ Go on editing"), EditEvent(event.id))]
    if event.state is State.DRAFT:
        ways.append(Act(Text("✅ Publish"), PublishEvent(event.id)))
    return Card(said(in_fields(doubts)), rows=[*rows, ways])
