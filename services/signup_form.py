"""The sign-up conversation as a row: it survives a restart, and a second tap on an old button changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.events import Event
from domain.people import AgeBand, Person
from domain.signup_form import (
    FORM,
    LIVES,
    STALE,
    Step,
    answered,
    entries,
    fitted,
    offered,
    open_step,
    remembered,
    without_this_child,
    years_said,
)
from domain.signups import TOO_YOUNG, ChildEntry, NoRoom, check_open, seats_needed
from domain.texts import Refusal, Text
from services.clock import Clock
from storage import dialogs, events, keeping, signups, waiting
from storage.database import Database, Transaction

OVER = Text("This form is closed. Please open the event and sign up again.")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that is open, about which event, for the how-manieth child.

    `waits`: so many seats are not free for the family; it would join the waiting list. `clashes`: another event at
    the same time. `known`: children of earlier sign-ups who can be picked (id, nickname, age where it is known).
    `called`: what the child of this question is called; `note`: what was typed about its health.
    """

    event: Event
    step: Step
    children: tuple[ChildEntry, ...]
    number: int
    adult: str
    waits: bool
    clashes: str = ""
    kept: str = ""  # the token of an invitation to seats held back
    known: tuple[tuple[str, str, AgeBand | None], ...] = ()
    called: str = ""
    note: str = ""


class SignupForm:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def start(self, person: Person, event: int, kept: str = "") -> Asked:
        """A fresh form; `kept`: on an invitation (services/kept_seats.py).

        Raises Refusal at once where nobody can sign up, so that nobody types in vain.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            shown = await _event(tx, event)
            check_open(shown, now)
            if await signups.get_of(tx, event, person.id) is not None:
                raise Refusal(Text("You are signed up for this event already. To change it, cancel first."))
            answers = {**await _begun(tx, person, event, now), **({"kept": kept} if kept else {})}
            await dialogs.keep(tx, person.id, FORM, event, answers, now)
            asked = await _asked(tx, shown, answers, person, now)
            if asked.waits and now >= shown.starts_at:
                raise NoRoom(Text("There are not enough free seats."))
            return asked

    async def answer(self, person: Person, step: str, value: str | None, update_id: int) -> Asked:
        """One answer, to the question that is open now; the same update again changes nothing.

        Raises Refusal for an answer to any other question.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            shown, answers, begun_at = await _open(tx, person, now)
            asked = await _asked(tx, shown, answers, person, now)
            if answers.get("update") == update_id:
                return asked
            if step == Step.MORE and value == "no" and asked.step in (Step.WHO, Step.AGE, Step.YEARS):
                answers = {**without_this_child(answers), "update": update_id}
                await dialogs.keep(tx, person.id, FORM, shown.id, answers, begun_at)
                return await _asked(tx, shown, answers, person, now)
            beside = step == Step.PHOTO and asked.step is Step.CONSENT and not person.is_child
            if step != asked.step and not beside:
                raise Refusal(STALE)
            answers = {**answered(answers, Step.PHOTO if beside else asked.step, value), "update": update_id}
            if asked.step in (Step.WHO, Step.AGE, Step.YEARS) and not beside:
                if person.is_child and answers["child"].get("age") == AgeBand.UNDER_7:
                    raise Refusal(TOO_YOUNG)
                answers = fitted(answers, shown, years_said(asked.step, value))
            await dialogs.keep(tx, person.id, FORM, shown.id, answers, begun_at)
            return await _asked(tx, shown, answers, person, now)

    async def current(self, person: Person) -> Asked | None:
        """The question that waits for an answer; None when no form is open, or only one that was forgotten."""
        async with self._database.reading() as tx:
            row = await dialogs.peek(tx, person.id)
            now = self._clock.now()
            if row is None or row.name != FORM or row.about is None or now - row.begun_at > LIVES:
                return None
            found = await events.get(tx, row.about)
            return None if found is None else await _asked(tx, events.event_of(found), dict(row.answers), person, now)

    async def close(self, person: Person) -> None:
        """The form is over; a different conversation stays."""
        async with self._database.transaction() as tx:
            row = await dialogs.current(tx, person.id)
            if row is not None and row.name == FORM:
                await dialogs.end(tx, person.id)


async def _event(tx: Transaction, event: int) -> Event:
    found = await events.get(tx, event)
    if found is None:
        raise Refusal(Text("This event no longer exists."))
    return events.event_of(found)


async def _begun(tx: Transaction, person: Person, event: int, now: datetime) -> dict[str, Any]:
    """What a fresh form knows already: children kept for next time, an event of a day they come to at the same hour."""
    found = await events.get(tx, event)
    others = [] if found is None else await signups.at_the_same_time(tx, person.id, found)
    day = timedelta(days=1)
    short = [one.title for one in others if one.ends_at - one.starts_at <= day]
    clash = {"clashes": short[0]} if short and found and found.ends_at - found.starts_at <= day else {}
    known = [] if person.is_child else remembered(await keeping.of(tx, person.id), now)
    return {**clash, "known": known} if known else clash


async def _open(tx: Transaction, person: Person, now: datetime) -> tuple[Event, dict[str, Any], datetime]:
    row = await dialogs.current(tx, person.id)
    if row is None or row.name != FORM or row.about is None or now - row.begun_at > LIVES:
        raise Refusal(OVER)
    return await _event(tx, row.about), dict(row.answers), row.begun_at


async def _asked(tx: Transaction, event: Event, answers: dict[str, Any], person: Person, now: datetime) -> Asked:
    step = open_step(answers, by_child=person.is_child, accompanied=event.accompanied)
    number = len(answers.get("before", [])) + 1
    children = tuple(entries(answers))
    wanted = seats_needed(len(children) or 1, accompanied=event.accompanied)
    kept = str(answers.get("kept", ""))
    waits = not kept and (await waiting.room(tx, event)).open_to_newcomers(now) < wanted
    child = answers.get("child", {})
    return Asked(
        event,
        step,
        children,
        number,
        str(answers.get("adult", "")),
        waits,
        str(answers.get("clashes", "")),
        kept,
        known=tuple((each["id"], each["nickname"], _band(each)) for each in offered(answers)),
        called=str(child.get("nickname", "")),
        note=str(child.get("needs", "")) if step is Step.NEEDS_YES else "",
    )


def _band(known: Mapping[str, Any]) -> AgeBand | None:
    return AgeBand(known["age"]) if "age" in known else None
