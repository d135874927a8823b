"""What thousands of families do on their phones: read an announcement, sign up at their own pace, give seats back."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.telegram import Stand
    from sandbox import Phone

ANSWERS = ("Đăng ký", "Dưới 7", "Bỏ qua", "Bỏ qua", "Đủ rồi")  # one child under 7, nothing else said
THINKS = 1.2  # seconds between two taps: Telegram bears one message a second in a chat
IN, QUEUED, OFFERED = "đăng ký xong", "trong danh sách chờ (", "chỗ trống cho gia đình bạn"
CRIES = "cứu em với"
LONGEST = 60.0
LOOKS_EVERY = 0.02


async def announced(stand: Stand, people: list[int], officer: int, senders: list[int], words: str) -> dict[str, Any]:
    """Seconds from the first to the last message, how many, how often Telegram refused, and seconds of each alert."""
    telegram = stand.sandbox.limits
    telegram.bulk_per_second, before = 30, telegram.bulk_per_second
    refused = len(stand.sandbox.errors)
    phones = [stand.phones[number] for number in people]
    crying = asyncio.create_task(_cry(stand.phones[officer], [stand.phones[number] for number in senders]))
    told, came = 0, list[tuple[float, int]]()
    while told < len(phones):
        await asyncio.sleep(LOOKS_EVERY)
        now = sum(len(phone.messages) for phone in phones)
        if now > told:
            told = now
            came.append((time.monotonic(), told))
    waits = await crying
    telegram.bulk_per_second = before
    too_many = sum("Too Many Requests" in why for _, why in stand.sandbox.errors[refused:])
    doubled = sum(sum(words in m.text for m in phone.messages) > 1 for phone in phones)
    (began, first), (ended, last) = came[0], came[-1]
    return {"told": last - first, "seconds": ended - began, "too_many": too_many, "doubled": doubled, "waits": waits}


async def _cry(officer: Phone, senders: list[Phone]) -> list[float]:
    waits = []
    for sender in senders:
        await asyncio.sleep(2)
        before, began = len(officer.messages), time.monotonic()
        await sender.says(CRIES)
        await officer.until(lambda before=before: len(officer.messages) > before, LONGEST)
        waits.append(time.monotonic() - began)
    return waits


async def sign_up(stand: Stand, people: list[int], at_once: int) -> dict[str, Any]:
    """So many sign up at once. Seconds of each answer in the form and of the yes; places as they were told."""
    taps: list[list[float]] = []
    seated: list[float] = []
    queued: list[float] = []
    ranks: list[int] = []

    async def one(phone: Phone) -> None:
        form = []
        for label, then in pairwise((*ANSWERS, "Đồng ý")):
            form.append(await _tap(phone, label, then))
            await asyncio.sleep(THINKS)
        before, began = len(phone.messages), time.monotonic()
        await _answered(phone, "Đồng ý")
        await phone.until(lambda: len(phone.messages) > before, LONGEST)
        took, said = time.monotonic() - began, phone.messages[-1].text
        taps.append(form)
        (seated if IN in said else queued).append(took)
        if QUEUED in said:
            ranks.append(int(said.split("đứng thứ ")[1].split()[0].replace(".", "")))

    turn = asyncio.Semaphore(at_once)

    async def in_turn(phone: Phone) -> None:
        async with turn:
            await one(phone)

    await asyncio.gather(*(in_turn(stand.phones[number]) for number in people))
    return {"form": taps, "seated": seated, "queued": queued, "ranks": ranks}


async def give_back(stand: Stand, people: list[int], every: float) -> list[float]:
    """Families with seats cancel in turn; seconds from the tap until somebody who waits reads the offer."""
    phones, waits = [stand.phones[number] for number in people], []
    leaving = [phone for phone in phones if any(IN in m.text for m in phone.messages)][: len(people) // 20]
    waiting = [phone for phone in phones if any(QUEUED in m.text for m in phone.messages)]
    for offers, phone in enumerate(leaving):
        began = time.monotonic()
        asking = asyncio.create_task(_answered(phone, "Huỷ đăng ký"))
        await phone.until(lambda: sum(OFFERED in p.messages[-1].text for p in waiting) > offers, LONGEST)  # noqa: B023
        waits.append(time.monotonic() - began)
        await asking
        await asyncio.sleep(every)
    return waits


async def _tap(phone: Phone, label: str, then: str) -> float:
    last, began = phone.messages[-1].id, time.monotonic()
    tapping = asyncio.create_task(_answered(phone, label))
    await phone.until(lambda: phone.messages[-1].id != last and phone.messages[-1].button(then) is not None, LONGEST)
    took = time.monotonic() - began
    await tapping
    return took


async def _answered(phone: Phone, label: str) -> None:
    with suppress(TimeoutError):  # on a machine that has other work; what it brought is waited for by itself
        await phone.taps(label)
