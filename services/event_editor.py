"""An event edited in the chat: one question at a time, each answer kept at once, and two hands told of each other."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.cases import Content
from domain.conversations import Dialog
from domain.event_answers import understood
from domain.event_fields import (
    LASTS,
    PLEASE_TAP,
    Choose,
    Field,
    day_and_hours,
    draft_of,
    reason,
    understood_days,
    with_hours,
)
from domain.events import Event, Kind, Plan, State, problems
from domain.people import EVENT_ROLES, Person, Role, Staff, require_staff
from domain.texts import Refusal, Text
from domain.working_time import HANOI
from services.clock import Clock
from services.event_changes import GONE, asked_only, check, locked, note, publisher, put, refuse_ended, tell
from services.event_steps import Cancelling, Chosen, Clash, Editing, Step
from services.events import Shown, shown_of
from storage import arrivals, broadcasts, dialogs, event_changes, event_pictures, events, journal, people, signups
from storage.database import Database, Transaction
from storage.tables import EventRow

FORM = Dialog.EVENT
WHY = "why"  # what is asked before an event is cancelled
OVER = Text("This question is closed. Please open the event with /soansukien and tap the field again.")


class EventEditor:
    """Every method is one transaction; a replayed update changes nothing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def listing(self, person: Person) -> Sequence[Shown]:
        """Drafts and events to come that this person may edit, soonest first."""
        staff = require_staff(person, EVENT_ROLES)
        ward = staff.ward if staff.role is Role.OFFICER else None
        async with self._database.reading() as tx:
            now = self._clock.now()
            return await shown_of(tx, await events.editable(tx, ward, now), now)

    async def begin(self, person: Person, kind: str) -> Kind:
        """A new event of this kind: its day is asked next. Nothing is kept of it before that is known."""
        require_staff(person, EVENT_ROLES)
        wanted = _kind(kind)
        async with self._database.transaction() as tx:
            answers = {"kind": wanted.value, "field": Field.DAY.value}
            await dialogs.keep(tx, person.id, FORM, None, answers, self._clock.now())
        return wanted

    async def create(self, person: Person, kind: str, days: str, update_id: int | None) -> Step:
        """The draft of a new event, on days that were chosen (domain.event_fields.days_value), at their hours."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            return await _on_day(tx, person, _kind(kind), *day_and_hours(days), update_id, now)

    async def open(self, person: Person, event: int) -> Editing:
        """An event as it stands, for somebody who may edit it."""
        async with self._database.reading() as tx:
            row = await events.get(tx, event)
            if row is None:
                raise Refusal(GONE)
            publisher(person, row.ward)
            return await _editing(tx, row)

    async def leave(self, person: Person, event: int) -> None:
        """No question about this event is open any more."""
        async with self._database.transaction() as tx:
            row = await dialogs.current(tx, person.id)
            if row is not None and (row.name, row.about) == (FORM, event):
                await dialogs.end(tx, person.id)

    async def ask(self, person: Person, event: int, field: str) -> Editing:
        """The next message answers this field. Raises Refusal for an event nobody can edit any more."""
        asked = _field(field)
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, _ = await locked(tx, person, event)
            refuse_ended(events.event_of(row))
            await dialogs.keep(tx, person.id, FORM, event, {"field": asked.value, "version": row.version}, now)
            return replace(await _editing(tx, row), asks=asked)

    async def tap(self, person: Person, event: int, field: str, said: str, version: int, update_id: int) -> Step:
        """An answer by button, to the question as it was asked when the event had this version."""
        asked, now = _field(field), self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await locked(tx, person, event)
            return await _take(tx, person, row, staff, _Said(asked, version, said, update_id), now)

    async def answer(self, person: Person, content: Content, update_id: int) -> Step | Cancelling | None:
        """A message while a question waits for one: words, a photo, a place. None: none waits.

        Raises Refusal for what cannot be understood; the question still waits then.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await dialogs.current(tx, person.id)
            if row is None or row.name != FORM or now - row.begun_at > LASTS or person.staff is None:
                return None
            answers, about = dict(row.answers), row.about
            if answers.get("update") == update_id and about is not None:
                return await _editing(tx, (await locked(tx, person, about))[0])
            if "field" not in answers:
                return None
            if about is None:
                return await _new_day(tx, person, Kind(answers["kind"]), content, update_id, now)
            found, staff = await locked(tx, person, about)
            if answers["field"] == WHY:
                why = reason(content.text)
                await dialogs.keep(tx, person.id, FORM, about, {"field": WHY, WHY: why}, now)
                return replace(await _cancelling(tx, found), why=why)
            said = _Said(Field(answers["field"]), int(answers["version"]), content, update_id)
            return await _take(tx, person, found, staff, said, now)

    async def keep_mine(self, person: Person, event: int, update_id: int) -> Step:
        """After a clash: the answer that was kept aside stands now. Raises Refusal where none is kept."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            answers = await dialogs.answers(tx, person.id, FORM, event)
            found, staff = await locked(tx, person, event)
            if "mine" not in answers:
                raise Refusal(OVER)
            mine = Content(**answers["mine"])
            said = _Said(Field(answers["clash"]), found.version, mine, update_id)
            return await _take(tx, person, found, staff, said, now)

    async def ask_why(self, person: Person, event: int) -> Cancelling:
        """Before an event is cancelled: the next message is the reason."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, _ = await locked(tx, person, event)
            refuse_ended(events.event_of(row))
            await dialogs.keep(tx, person.id, FORM, event, {"field": WHY}, now)
            return await _cancelling(tx, row)

    async def why(self, person: Person, event: int) -> str:
        """The reason they wrote before they cancel; empty where they wrote none."""
        async with self._database.reading() as tx:
            return str((await dialogs.seen(tx, person.id, FORM, event)).get(WHY, ""))

    async def tell(self, person: Person, event: int, version: int) -> int:
        """Everyone signed up hears of the changes, once; how many. Raises Refusal where it was changed since it was
        looked at, or everything is told."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await locked(tx, person, event)
            refuse_ended(events.event_of(row))
            if row.told is None:
                raise Refusal(Text("The families know everything: there is nothing new to tell."))
            if row.version != version:
                raise Refusal(Text("The event was changed once more meanwhile. Please look at it again."))
            journal.write(tx, now, "event_told", staff=staff.id if staff else None, event=event)
            return await tell(tx, row, now)


# --- inside a transaction ---


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer: to which field, as the event was when it was asked, by words of ours (a button) or by a message."""

    field: Field
    version: int
    said: str | Content
    update: int | None

    @property
    def words(self) -> str:
        return self.said if isinstance(self.said, str) else self.said.text

    @property
    def kept(self) -> dict[str, Any]:
        """As it waits for a choice."""
        if isinstance(self.said, str):
            return {"kind": "text", "text": self.said}
        said = {"kind": self.said.kind, "text": self.said.text, "file_id": self.said.file_id}
        return {**said, "latitude": self.said.latitude, "longitude": self.said.longitude}


async def _take(
    tx: Transaction, person: Person, row: EventRow, staff: Staff | None, said: _Said, now: datetime
) -> Step:
    before = events.event_of(row)
    refuse_ended(before)
    since = {
        name: hand
        for name, hand in event_changes.hands_since(row, said.version).items()
        if staff is None or hand[0] != staff.id
    }
    hand_of = Field.HOURS if said.field is Field.ENDS else said.field
    if (theirs := since.get(hand_of.value)) is not None:
        aside = {"clash": said.field.value, "mine": said.kept}
        await dialogs.keep(tx, person.id, FORM, row.id, aside, now)
        return Clash(await _editing(tx, row), hand_of, await _name(tx, theirs[0]), theirs[1])
    hours = None
    if said.field is Field.DAY:
        days, hours = day_and_hours(said.words)
        said = replace(said, said=days if isinstance(said.said, str) else replace(said.said, text=days))
    new = understood(before, said.field, said.said, now.astimezone(HANOI).date())
    if isinstance(new, Choose):
        return Chosen(with_hours(new, hours), before)
    await _write(tx, person, row, staff, new, now)
    others = {name: (await _name(tx, by), at) for name, (by, at) in since.items()}
    shown = replace(await _editing(tx, row), others=others)
    asks = said.field is Field.HOURS and shown.event.ends_open and not shown.event.starts_open
    if hours is not None:
        answers = {"field": Field.HOURS.value, "version": row.version}  # where the hours have to be chosen, too
        await dialogs.keep(tx, person.id, FORM, row.id, answers, now)
        return await _take(tx, person, row, staff, _Said(Field.HOURS, row.version, hours, said.update), now)
    answers = {"update": said.update}
    if asks:
        answers |= {"field": Field.ENDS.value, "version": row.version}
    await dialogs.keep(tx, person.id, FORM, row.id, answers, now)
    return replace(shown, asks=Field.ENDS if asks else None)


async def _write(
    tx: Transaction, person: Person, row: EventRow, staff: Staff | None, new: Event, now: datetime
) -> None:
    publisher(person, new.ward)
    before = events.event_of(row)
    if before.state is not State.DRAFT:
        check(new, now)
    else:  # kind and day of a draft are changed one after the other; whether they fit is looked at when it is published
        for field, text in problems(new):
            if field != "starts_at":
                raise Refusal(text)
    await put(tx, row, Plan(**_plan_values(new)), staff, now)
    if new.image != before.image:
        row.picture, row.picture_of = new.picture, new.picture_of
        await event_pictures.drop(tx, row.id)
        await note(tx, row, before, staff, now)


async def _new_day(
    tx: Transaction, person: Person, kind: Kind, content: Content, update_id: int, now: datetime
) -> Step:
    if content.kind != "text":
        raise Refusal(Text("Please write it in words."))
    words, hours = day_and_hours(content.text)
    sure, *more = understood_days(words, now.astimezone(HANOI).date())
    if sure == "?" or more:
        choose = Choose(Field.DAY, tuple(more) if sure == "?" else (sure, *more))
        return Chosen(with_hours(choose, hours), kind=kind)
    return await _on_day(tx, person, kind, sure, hours, update_id, now)


async def _on_day(
    tx: Transaction, person: Person, kind: Kind, days: str, hours: str | None, update_id: int | None, now: datetime
) -> Step:
    """A new draft; the hours that came with its day are its hours, or are asked about."""
    at = await _create(tx, person, kind, days, update_id, now)
    if hours is None:
        return at
    row, staff = await locked(tx, person, at.event.id)
    step = await _take(tx, person, row, staff, _Said(Field.HOURS, row.version, hours, update_id), now)
    answers = await dialogs.answers(tx, person.id, FORM, row.id)
    await dialogs.keep(tx, person.id, FORM, row.id, {**answers, "made": f"{kind}:{days}"}, now)
    return step


async def _create(
    tx: Transaction, person: Person, kind: Kind, days: str, update_id: int | None, now: datetime
) -> Editing:
    staff = require_staff(person, EVENT_ROLES)
    plan = draft_of(kind, staff.ward if staff.role is Role.OFFICER else None, days)
    publisher(person, plan.ward)
    check(plan, now)
    known, made = await dialogs.current(tx, person.id), f"{kind}:{days}"
    if known is not None and known.name == FORM and known.about and known.answers.get("made") == made:
        return await _editing(tx, (await locked(tx, person, known.about))[0])
    row = await events.add(tx, f"chat-{secrets.token_hex(6)}", plan, made_by=staff.id, now=now)
    assert row is not None  # 48 bits of chance: nobody has this name
    journal.write(tx, now, "event_added", staff=staff.id, event=row.id)
    await dialogs.keep(tx, person.id, FORM, row.id, {"update": update_id, "made": made}, now)
    return await _editing(tx, row)


async def _editing(tx: Transaction, row: EventRow) -> Editing:
    families = await signups.of_event(tx, row.id)
    shown = events.event_of(row)
    taken = (await signups.taken(tx, [row.id])).get(row.id, 0)
    told = await broadcasts.of_event(tx, row.id)
    again = told is not None and (await broadcasts.progress(tx, told)).again
    untold = event_changes.untold(row)
    asked = await asked_only(tx, row.id) if untold else ()
    return Editing(shown, len(families), taken, untold, {}, asks_again=again, asked=len(asked))


async def _cancelling(tx: Transaction, row: EventRow) -> Cancelling:
    families, here = await signups.of_event(tx, row.id), await arrivals.here(tx, row.id)
    return Cancelling(events.event_of(row), len(families), sum(here.values()), len(await asked_only(tx, row.id)))


async def _name(tx: Transaction, staff: int | None) -> str:
    found = None if staff is None else await people.staff(tx, staff)
    return "" if found is None else found.name


def _plan_values(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in Plan.__dataclass_fields__}


def _kind(kind: str) -> Kind:
    if kind not in tuple(Kind):
        raise Refusal(PLEASE_TAP)
    return Kind(kind)


def _field(field: str) -> Field:
    if field not in tuple(Field):
        raise Refusal(OVER)
    return Field(field)
