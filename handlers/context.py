"""What a handler has in its hands: who wrote, what it meant, the services, and a voice to answer with."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from channels import cards
from channels.cards import Card, Row
from channels.telegram import Telegram
from channels.texts import Voice
from domain.cases import Content
from domain.conversations import Midway
from domain.enclosures import Enclosure
from domain.news import SafetyCard
from domain.outbox import Delivered, Moved, Outcome, Refused, TryLater
from domain.people import Person
from domain.places import Places
from domain.texts import Text
from domain.triage import Triage
from handlers import menu
from handlers.incoming import Incoming
from handlers.manners import FOR_A_PICTURE, Manners
from handlers.use_cases import Services
from services.cases.opening import Heard
from services.promises import LATER, SLOWLY, Answer

A_MOMENT, LAST_WAIT = timedelta(seconds=1), timedelta(seconds=2)


@dataclass(slots=True)
class BotContext:
    """One update on its way through a handler."""

    incoming: Incoming
    person: Person
    services: Services
    triage: Triage
    manners: Manners
    telegram: Telegram
    bot_name: str
    labels: menu.Labels
    talk: Midway | None  # the conversation they were in when this came
    spoken: list[int] = field(default_factory=list)
    left: bool = False
    not_before: datetime | None = None  # when chatter of somebody labelled is answered
    answered: bool = False
    operator: str = ""
    privacy_contact: str = ""
    _put_off: int = 0

    @property
    def theirs(self) -> int | None:
        """Their own message in the private chat, to be taken away one day; None once it was."""
        i = self.incoming
        return None if i.group or self.left or i.query is not None else i.message

    @property
    def places(self) -> Places:
        """The names of places, as they are read at this moment."""
        return self.services.guidance.library.places

    @property
    def voice(self) -> Voice:
        """How we speak to this person."""
        return Voice(self.person.language, self.person.is_child)

    @property
    def heard(self) -> Heard:
        """The message as a case keeps it."""
        i = self.incoming
        place = self.services.guidance.place_in(i.text)
        return Heard(i.content or Content(), i.update_id, i.message, i.sent_at, i.received_at, i.edited, place)

    async def say(self, *paragraphs: Text, rows: Sequence[Row] = ()) -> None:
        """A plain answer with buttons below."""
        await self.show(Card(paragraphs, rows=rows))

    async def show(self, card: Card) -> None:
        """Speaks a card now; what cannot be spoken now is promised through the outbox."""
        if card.picture is not None and self.manners.pictures.is_last(self.person.id, card.picture):
            card = replace(card, picture=None)
        later = self.not_before or self._later()
        outcome: Outcome | None = None
        if later is None:
            outcome = await self.telegram.show(self.incoming.chat, card, self.voice)
            if isinstance(outcome, Moved):  # the group became a supergroup a moment ago
                outcome = await self.telegram.show(outcome.to, card, self.voice)
            if isinstance(outcome, Delivered | TryLater | Refused) and not self.incoming.group:
                self.spoken += outcome.also
            if isinstance(outcome, Delivered):
                if not self.incoming.group:  # what stands there is not taken away from a private chat
                    self.spoken.append(outcome.message)
                self._pictured(card, outcome)
                if card.upload is not None and outcome.file_id is not None:
                    await self.services.events.picture_sent(card.upload, outcome.file_id)
                return
        if self.incoming.group or not await self._promised(card, later):  # what waits comes to private chats only
            await self._last_try(card, outcome)

    async def _promised(self, card: Card, later: datetime | None) -> bool:
        """Whether it goes through the outbox; nothing does for somebody who has just had everything deleted."""
        self._put_off += 1
        answer = Answer(self.person, self.telegram.spoken(card, self.voice), self.incoming.update_id, self._put_off)
        if later is None:
            return await self.services.promises.repeat(answer)
        among = LATER if self.not_before is None else SLOWLY
        dropped = await self.services.promises.put_off(answer, later, among=among)
        if dropped is not None and self.not_before is None:
            self.manners.pace.give_back(self.incoming.chat, dropped)
        return dropped is not None

    async def _last_try(self, card: Card, outcome: Outcome | None) -> None:
        """It cannot wait in the outbox: said now, or after the moment Telegram wants; else they do not hear it.

        A short moment only: a cry that comes behind it waits for this update.
        """
        if outcome is None:  # nobody tried: they write very fast
            outcome = await self.telegram.show(self.incoming.chat, card, self.voice)
        if isinstance(outcome, TryLater) and (wait := outcome.after or A_MOMENT) <= LAST_WAIT:
            await asyncio.sleep(wait.total_seconds())
            await self.telegram.show(self.incoming.chat, card, self.voice)

    def _later(self) -> datetime | None:
        """When a resident who writes very fast is answered; staff read many messages of a case at once."""
        if self.person.staff is not None or self.incoming.group:
            return None
        return self.manners.pace.next_at(self.incoming.chat, self.incoming.received_at)

    async def overtakes(self) -> None:
        """A cry: nothing that chatter still waits for comes into the middle of it."""
        if self.manners.slowly.waits(self.incoming.chat, self.incoming.received_at):
            await self.services.promises.drop_slow(self.person, self.incoming.update_id)

    async def change(self, card: Card) -> None:
        """Changes the message whose button was tapped; says it anew where that cannot be."""
        if not isinstance(await self._changed(card), Delivered):
            await self.show(card)

    async def turn(self, card: Card) -> None:
        """The same for a page one looks through: where Telegram wants time, they tap again and nothing is promised."""
        outcome = await self._changed(card)
        if isinstance(outcome, TryLater):
            await self.toast(Text("One moment, then tap again."))
        elif not isinstance(outcome, Delivered):
            await self.show(card)

    async def _changed(self, card: Card) -> Outcome:
        i = self.incoming
        if i.button is None or i.message is None or (i.old and self.person.staff is None):
            return Refused()
        outcome = await self.telegram.change(i.chat, i.message, card, self.voice, pictured=i.pictured)
        self._pictured(card, outcome)
        return outcome

    async def hang(self, picture: Enclosure | None) -> bool:
        """Shows a picture by itself, before a card. Left out where it was the last one, or there is room for words only.

        False: it took long, they left meanwhile, and nothing more is sent.
        """
        if picture is None or self.manners.pictures.is_last(self.person.id, picture):
            return True
        if not self._has_room(FOR_A_PICTURE):
            return True
        said = self.telegram.say(Text("🎨 A drawing for the page below"), self.voice)  # for whoever does not see it
        outcome = await self.telegram.hang(self.incoming.chat, picture, said)
        if isinstance(outcome, Delivered):
            self.spoken.append(outcome.message)
            self.manners.pictures.stands(self.person.id, picture)
        elif outcome is None and not self.person.hushed:
            return not await self.services.people.has_left(self.person)
        return True

    async def play(self, voice: Enclosure) -> None:
        """Sends a recorded voice, which is not passed on. Where it cannot be heard that is said."""
        if not self._has_room(1):
            await self.toast(Text("One moment, then tap again."))
            return
        outcome = await self.telegram.enclose(self.incoming.chat, voice, protected=True)
        if isinstance(outcome, Delivered):
            self.spoken.append(outcome.message)
        else:
            await self.say(Text("The recording cannot be heard here now. Its words stand above."))

    def _has_room(self, places: int) -> bool:
        """Whether something that can be left out may be sent now."""
        if self.not_before is not None:
            return False
        pace, i = self.manners.pace, self.incoming
        return self.person.staff is not None or pace.spare(i.chat, i.received_at, places)

    def _pictured(self, card: Card, outcome: Outcome) -> None:
        if card.picture is not None and isinstance(outcome, Delivered) and outcome.pictured:
            self.manners.pictures.stands(self.person.id, card.picture)

    async def come_back(self) -> None:
        """After *Thoát nhanh* they ask for help, tap the neutral line or give their code: the quiet is over.

        Nothing else ends it: whoever else holds the phone types and taps too.
        """
        if self.person.hushed:
            self.manners.begin_anew(self.person.id)
            await self.services.people.come_back(self.person)
            self.person = replace(self.person, hushed=False)

    async def toast(self, text: Text | None = None) -> None:
        """Answers a tap, once."""
        if self.incoming.query is not None and not self.answered:
            self.answered = True
            await self.telegram.toast(self.incoming.query, "" if text is None else self.telegram.say(text, self.voice))

    async def safety_card(self) -> None:
        """111, 113, 115 at once, once an update. If it cannot be spoken it goes first through the outbox."""
        if not self.manners.may_card(self.incoming.update_id):
            if (stands := self.manners.card_of(self.incoming.update_id)) is not None:
                self.spoken.append(stands)
            return
        outcome = await self.telegram.show(self.incoming.chat, cards.card(SafetyCard(0)), self.voice)
        if isinstance(outcome, Delivered):
            self.spoken.append(outcome.message)
            return
        try:
            await self.services.promises.card(self.person, self.incoming.update_id)
        except Exception:
            self.manners.card_failed(self.incoming.update_id)  # the next try may speak it
            raise
