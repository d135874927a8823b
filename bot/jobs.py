"""What ticks, and how often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.intake import Intake
from bot.loops import ended, for_ever
from bot.speaking import LANES
from domain.watch import POLL
from handlers.use_cases import Services
from services import waiting
from services.cases import Climb, ladder
from services.clock import Clock
from services.heartbeat import Heartbeat, Pulse
from services.outbox import Relay
from services.upkeep import Upkeep
from storage import broadcasts, relay, roster
from storage.database import Database

REFILLS = timedelta(seconds=3)  # a lot of an announcement lasts for seven: the next stands ready before it is gone
SOON = timedelta(seconds=5)  # the safety net: whatever was written wakes its loop by itself
LIVES = timedelta(seconds=60)
LOOKS = timedelta(seconds=15)  # twice till a changed article is read
DAILY = timedelta(days=1)
HOURLY = timedelta(hours=1)
TENDED = timedelta(minutes=5)  # families hear of a change a quarter of an hour later at the latest; forms end
LISTEN = "listen"
BREATH = 0.02  # seconds from a commit to the loops that look ahead: what it wrote for a chat leaves before them
PATIENCE = 0.2  # seconds a loop waits at the start for the one before it
SETTLED_IN = timedelta(seconds=20)  # from the start: whoever wrote while we were away has been served by then
APART = timedelta(seconds=1)  # between those that tidy up: nobody's cry meets two of them

Round = Callable[[], Awaitable[datetime | None]]
Once = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """One loop: a round gives the moment when the next is due, if it knows; `every`: at the latest after so long.

    A commit that woke `topic` begins a round, after a breath; several in one breath begin one. `tidies`: nobody waits
    for it, and its first round comes when the start is over.
    """

    does: Round
    every: timedelta = SOON
    topic: str | None = None
    tidies: bool = False


class Jobs:
    """The loops of one process. Each stands alone: a fault in one is tried again there, and keeps no other back."""

    def __init__(self, database: Database, clock: Clock, jobs: Mapping[str, Job], *, by_webhook: bool) -> None:
        self._database, self._clock, self._jobs = database, clock, jobs
        elsewhere = {POLL} if not by_webhook else set()
        names = {*jobs, *LANES, *elsewhere, *(() if database.is_sqlite else {LISTEN})}
        self.pulse = Pulse(clock, *sorted(names))
        self._wakes = {name: asyncio.Event() for name in (*jobs, *LANES)}
        self._turns = {name: asyncio.Event() for name in jobs}
        self._went_round = {name: asyncio.Event() for name in jobs}
        self._breathing: set[str] = set()
        self._slots = {name: number / len(self._wakes) for number, name in enumerate(self._wakes)}
        self._woken_by = _loops_by_topic(jobs)
        self._tasks: list[asyncio.Task[None]] = []
        database.on_commit(self._woken)

    def news_for(self, loop: str) -> asyncio.Event:
        """Set when this loop should look again."""
        return self._wakes[loop]

    def begin(self, relays: Mapping[str, Relay], poll: Once | None) -> None:
        """Starts every loop; `poll`: one round of the long polling, where there is any."""
        rounds: dict[str, Once] = {name: partial(self._goes_round, name, job) for name, job in self._jobs.items()}
        rounds |= {
            name: partial(each.run, partial(self.pulse.beat, name), partial(self._until_its_slot, name, SOON))
            for name, each in relays.items()
        }
        if poll is not None:
            rounds[POLL] = poll
        if not self._database.is_sqlite:
            rounds[LISTEN] = partial(self._database.listen, partial(self.pulse.beat, LISTEN))
        self._tasks = [asyncio.create_task(self._runs(name, once)) for name, once in rounds.items()]
        self._tasks.append(asyncio.create_task(self._first_rounds(self._clock.now())))

    async def end(self) -> None:
        """Ends every loop."""
        await ended(self._tasks)

    def wake(self) -> None:
        """Every loop looks again but those that go round once a day (a test turned the clock)."""
        for turn in self._turns.values():
            turn.set()
        for name, news in self._wakes.items():
            if name not in self._jobs or self._jobs[name].every < DAILY:
                news.set()

    def _woken(self, topic: str) -> None:
        for name in self._woken_by.get(topic, ()):
            if name in LANES:
                self._wakes[name].set()
            elif name not in self._breathing:
                self._breathing.add(name)
                asyncio.get_running_loop().call_later(BREATH, self._looks_again, name)

    def _looks_again(self, name: str) -> None:
        self._breathing.discard(name)
        self._wakes[name].set()

    async def _runs(self, name: str, once: Once) -> None:
        self.pulse.begin(name)
        await for_ever(name, once, partial(self.pulse.failed, name))

    async def _first_rounds(self, began: datetime) -> None:
        """The jobs begin one after another: a start needs a connection or two, and not one for each of them at once.

        Those that tidy up are half of the work, and come when the start is over, each with a pause before it: people
        have waited for us.
        """
        for name in [name for name, job in self._jobs.items() if not job.tidies]:
            await self._begins(name)
        moment = began + SETTLED_IN
        for name in [name for name, job in self._jobs.items() if job.tidies]:
            await self._clock.wait(asyncio.Event(), moment, SETTLED_IN.total_seconds())
            await self._begins(name)
            moment += APART

    async def _begins(self, name: str) -> None:
        """The next does not wait long for this one, which may hang."""
        self._turns[name].set()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._went_round[name].wait()

    async def _goes_round(self, name: str, job: Job) -> None:
        await self._turns[name].wait()
        began = self._clock.now()
        due = await job.does()
        if job.topic is None and job.every < DAILY:
            due = began + job.every  # nothing wakes it: it looks again, also when the clock was turned meanwhile
        self.pulse.beat(name)
        self._went_round[name].set()
        await self._clock.wait(self._wakes[name], due, self._until_its_slot(name, job.every))

    def _until_its_slot(self, loop: str, every: timedelta) -> float:
        """Seconds until this loop looks again though nothing woke it; never more than `every`.

        Each has a moment of its own: all at once they would hold up whoever cries for help just then.
        """
        seconds = every.total_seconds()
        return seconds - (asyncio.get_running_loop().time() - self._slots[loop] * seconds) % seconds


def _loops_by_topic(jobs: Mapping[str, Job]) -> dict[str, list[str]]:
    """Which loops look again when a topic is woken."""
    found: dict[str, list[str]] = {relay.TOPIC: [*LANES]}
    for name, lanes in LANES.items():
        for lane in lanes:
            found.setdefault(relay.topic_of(lane), []).append(name)
    for name, job in jobs.items():
        if job.topic is not None:
            found.setdefault(job.topic, []).append(name)
    return found


@dataclass(frozen=True, slots=True)
class Rounds:
    """One round of each job."""

    services: Services
    climb: Climb
    upkeep: Upkeep
    intake: Intake
    heartbeat: Heartbeat
    clock: Clock
    is_in_touch: Callable[[timedelta], bool]
    look_at_library: Once

    def table(self) -> dict[str, Job]:
        """Every job by its name, the same as in `domain/watch.py`."""
        cases = self.services
        return {
            "climb": Job(self.climb.climb_due, topic=ladder.TOPIC),
            "doubts": Job(cases.doubts.come_due, topic=ladder.TOPIC),
            "recount": Job(_and_no_more(cases.limits.recount), every=DAILY),  # before a wrong limit is told
            "limits": Job(cases.limits.tell_due, topic=ladder.TOPIC),
            "shifts": Job(self.services.roster.shifts_due, topic=roster.TOPIC),
            "take_up": Job(_and_no_more(partial(self.intake.resume, everything=False))),
            "announce": Job(self._announce, topic=broadcasts.TOPIC),
            "offers": Job(self.services.waiting.step, topic=waiting.TOPIC),
            "evening": Job(_and_no_more(self.services.door_papers.evening), every=LIVES),
            "morning": Job(_and_no_more(self.services.after.ask_due), every=LIVES),
            "drill": Job(_and_no_more(self.services.drills.step), tidies=True),
            "heartbeat": Job(self._live, every=LIVES),
            "checkpoint": Job(_and_no_more(self.upkeep.checkpoint), every=LIVES, tidies=True),
            "erasures": Job(_and_no_more(self.upkeep.vouch), every=HOURLY),
            "forms": Job(_and_no_more(self.upkeep.end_forms), every=TENDED, tidies=True),
            "tidy": Job(_and_no_more(self.upkeep.tidy), every=DAILY, tidies=True),
            "library": Job(_and_no_more(self.look_at_library), every=LOOKS, tidies=True),
            "events": Job(_and_no_more(self.services.events.tend), every=TENDED, tidies=True),
        }

    async def _announce(self) -> datetime | None:
        """One lot of an announcement; the next at once while there is more."""
        announcing, now = self.services.broadcasts, self.clock.now()
        due_at = await announcing.next_due_at()
        if due_at is None or due_at > now:
            return due_at
        written = await announcing.step(now)
        await announcing.show_due()
        return now if written else now + REFILLS

    async def _live(self) -> None:
        """Writes down that we are in touch with Telegram, as far as can be known: behind a webhook, that we are up."""
        if self.is_in_touch(LIVES):
            await self.heartbeat.beat()


def _and_no_more(does: Once) -> Round:
    """A round that does not know when the next is due."""

    async def once() -> None:
        await does()

    return once
