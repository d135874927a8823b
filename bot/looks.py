"""One look at the bot from outside, over HTTP: its door and its figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from domain.watch import Figure, Seen, Trouble

Figures = Mapping[str, Mapping[str, float]]  # by name and value of the only label ("" without one)


async def look_at(http: aiohttp.ClientSession, address: str) -> Seen:
    """What is wrong at the door, and what the figures say; what they do not say is None."""
    door = await _door(http, address)
    if door in (Trouble.GONE, Trouble.HANGS):
        return Seen(door)
    shown = await _figures(http, address)
    return Seen(
        door,
        loops={loop: timedelta(seconds=age) for loop, age in shown["treem_loop_age_seconds"].items()} or None,
        late=_late(shown),
        aside=_whole(shown["treem_inbox_updates"].get("aside")),
        refused=_whole(shown["treem_outbox_refused"].get("urgent")),
        absence=_seconds(shown["treem_absence_seconds"].get("")),
        lost=_lost(shown),
    )


def age_of_newest(folder: Path, now: datetime) -> timedelta:
    """How old the newest backup in a folder is; the longest time there is where there is none, or none can be seen."""
    try:
        newest = max((each.stat().st_mtime for each in folder.glob("*.backup")), default=None)
    except OSError:
        newest = None
    return timedelta.max if newest is None else now - datetime.fromtimestamp(newest, UTC)


async def _door(http: aiohttp.ClientSession, address: str) -> Trouble | None:
    try:
        async with http.get(f"{address}/readyz") as answer:
            return None if answer.status == 200 else Trouble.NOT_READY
    except TimeoutError:
        return Trouble.HANGS
    except aiohttp.ClientConnectorError:
        return Trouble.GONE
    except aiohttp.ClientError:  # it took the call and broke off
        return Trouble.HANGS


async def _figures(http: aiohttp.ClientSession, address: str) -> Figures:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    try:
        async with http.get(f"{address}/metrics") as answer:
            words = await answer.text()
        for family in text_string_to_metric_families(words):
            for sample in family.samples:
                found[sample.name]["".join(sample.labels.values())] = sample.value
    except (TimeoutError, aiohttp.ClientError, ValueError):  # no figures: nothing is judged by them
        return defaultdict(dict)
    return found


def _late(shown: Figures) -> Figure | None:
    count = _whole(shown["treem_outbox_due"].get("urgent"))
    oldest = _seconds(shown["treem_outbox_oldest_due_seconds"].get("urgent"))
    return None if count is None or oldest is None else Figure(count, oldest)


def _lost(shown: Figures) -> Figure | None:
    since = _whole(shown["treem_lost_since_timestamp_seconds"].get(""))
    length = _seconds(shown["treem_lost_seconds"].get(""))
    return None if since is None or length is None else Figure(since, length)


def _whole(figure: float | None) -> int | None:
    return None if figure is None else int(figure)


def _seconds(figure: float | None) -> timedelta | None:
    return None if figure is None else timedelta(seconds=figure)
