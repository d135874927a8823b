"""A hall that is soon full: families that sign up or wait, and the loop that passes free seats on."""

from __future__ import annotations

from domain.events import Event
from domain.people import AgeBand, Person
from domain.signups import ChildEntry, State
from storage import signups_retention
from tests.storage.ward import Ward

NA = ChildEntry("Na", AgeBand.UNDER_7)
BI = ChildEntry("Bi", AgeBand.FROM_7)


class Hall(Ward):
    """A ward whose event is soon full."""

    updates = 0

    async def signs_up(self, event: Event, children: int = 1) -> Person:
        """A family that has its seats, or stands in the list."""
        family = await self.person()
        await self.joins(family, event, children)
        return family

    async def joins(self, family: Person, event: Event, children: int = 1) -> None:
        self.updates += 1
        await self.signups.join(family, event.id, [NA] * children, self.updates)

    async def stands(self, family: Person, event: Event) -> tuple[State, int] | None:
        """How a family's sign-up stands: its state and its place in the list."""
        ticket = await self.signups.of(family, event.id)
        return None if ticket is None else (ticket.state, ticket.rank)

    async def goes_round(self) -> None:
        """The loop, until there is nothing more to do now."""
        while (due := await self.waiting.step()) is not None and due <= self.clock.now():
            pass

    async def erases(self, family: Person) -> None:
        """`/xoa`, as far as sign-ups go."""
        async with self.database.transaction() as tx:
            await signups_retention.forget(tx, family.id, self.clock.now())

    async def taken(self, event: Event) -> int:
        return (await self.events.get(None, event.id)).taken
