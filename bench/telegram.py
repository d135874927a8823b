"""The sandbox as a process of its own, so that it does not eat the bot's core. Orders and answers: JSON, one a line."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from typing import Any

from bench import families
from sandbox import Phone, Sandbox

ASKS = "/trogiup"
CRIES = "cứu em với"
LOOKS_EVERY = 0.05
GIVEN_UP = 90.0  # seconds without one more answer: what is stored goes first, ten thousand of it for half a minute


class Stand:
    """Everybody with a phone, and the watch. Times are `time.monotonic()`, which all processes of a machine share."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.phones: dict[int, Phone] = {}
        self._asked = 0

    async def people(self, count: int) -> list[int]:
        """So many who may be written to; their numbers."""
        made = [self.sandbox.person("Somebody") for _ in range(count)]
        for phone in made:
            phone.started = True
            self.phones[phone.id] = phone
        return [phone.id for phone in made]

    async def first_answer(self, since: float) -> float:
        """Seconds from `since` until somebody who had written was answered."""
        phone = self.sandbox.person("The first")
        await phone.says(ASKS)
        await phone.until(lambda: phone.chat[-1].from_bot, 60)
        return time.monotonic() - since

    async def flood(self, updates: int, each: int) -> dict[str, Any]:
        """So many waiting messages, `each` a chat (at most a chat's burst): how many were answered in how many seconds.

        A bot that gave some of them up is waited for no longer than it says nothing.
        """
        phones = [self.sandbox.person("One of many") for _ in range(updates // each)]
        began = time.monotonic()
        for _ in range(each):
            for phone in phones:
                await phone.says(ASKS)
        # a look now and then is cheaper for the sandbox than one at every change
        answered, last = 0, time.monotonic()  # on a slow machine writing them all takes longer than we wait
        while answered < each * len(phones) and time.monotonic() - last < GIVEN_UP:
            await asyncio.sleep(LOOKS_EVERY)
            seen = sum(len(phone.messages) for phone in phones) - each * len(phones)
            if seen > answered:
                answered, last = seen, time.monotonic()
        return {"answered": answered, "seconds": last - began}

    async def urgent(self, senders: dict[str, list[int]], every: float, others: float) -> dict[str, Any]:
        """Each officer's senders cry in turn, evenly spread, while others ask; seconds from cry to alert.

        The stand's own garbage collection (50 ms, once or twice a minute) would be taken for the bot's slowness.
        """
        gc.freeze()
        gc.disable()
        asking = asyncio.create_task(self._others(others))
        began = time.monotonic()
        apart = every / len(senders)
        waits = await asyncio.gather(
            *(self._cries(int(o), ids, every, n * apart) for n, (o, ids) in enumerate(senders.items()))
        )
        lasted = time.monotonic() - began
        asking.cancel()
        gc.enable()
        return {"waits": [wait for some in waits for wait in some], "others": self._asked / lasted}

    async def rungs(self, senders: dict[str, list[int]], every: float, step: float) -> list[float]:
        """Nobody on the first rung answers; seconds between the moment the second is due and its alert."""
        late = await asyncio.gather(*(self._climbs(int(o), ids, every, step) for o, ids in senders.items()))
        return [seconds for some in late for seconds in some]

    async def announced(self, people: list[int], officer: int, senders: list[int], words: str) -> dict[str, Any]:
        """Until an announcement has come to all of them, with cries for help in between."""
        return await families.announced(self, people, officer, senders, words)

    async def sign_up(self, people: list[int], at_once: int) -> dict[str, Any]:
        """Families sign up on what was announced to them, so many at once."""
        return await families.sign_up(self, people, at_once)

    async def give_back(self, people: list[int], every: float) -> list[float]:
        """One family after the other cancels; seconds until seats are offered to whoever waits."""
        return await families.give_back(self, people, every)

    async def _climbs(self, second: int, senders: list[int], every: float, step: float) -> list[float]:
        late = []
        phone = self.phones[second]
        for sender in senders:
            before, began = len(phone.messages), time.monotonic()
            await self.phones[sender].says(CRIES)
            await phone.until(lambda before=before: len(phone.messages) > before, step + 30)
            late.append(time.monotonic() - began - step)
            await phone.taps("Tôi nhận")
            await asyncio.sleep(every)
        return late

    async def _cries(self, officer: int, senders: list[int], every: float, first: float) -> list[float]:
        waits = []
        await asyncio.sleep(first)
        phone = self.phones[officer]
        for sender in senders:
            before, began = len(phone.messages), time.monotonic()
            await self.phones[sender].says(CRIES)
            await phone.until(lambda before=before: len(phone.messages) > before, 30)
            waits.append(time.monotonic() - began)
            await asyncio.sleep(max(0.0, every - waits[-1]))
        return waits

    async def _others(self, a_second: float) -> None:
        phones = [self.sandbox.person("One of many") for _ in range(int(a_second * 3))]
        while True:
            await phones[self._asked % len(phones)].says(ASKS)
            self._asked += 1
            await asyncio.sleep(1 / a_second)


async def main() -> None:
    """Says where it is; then one order after the other until its input ends."""
    sandbox = Sandbox()
    sandbox.limits.bulk_per_second = 100_000  # the bot is measured, not Telegram's pace
    await sandbox.start()
    stand = Stand(sandbox)
    print(json.dumps({"url": sandbox.url, "token": sandbox.token}), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        print(json.dumps(await getattr(stand, order.pop("do"))(**order)), flush=True)
    await sandbox.stop()


if __name__ == "__main__":
    asyncio.run(main())
