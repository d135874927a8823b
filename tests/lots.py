"""What runs in `make test` and what in `make rest`: together they are every test on each engine (decision 0030)."""

from __future__ import annotations

import zlib
from collections.abc import Collection

from tests.databases import ENGINES

BOTH, LOT, REST = "both", "lot", "rest"
OF = 8  # one in so many falls to PostgreSQL: there the same test costs half as much again, its server's work included


def drawn(tests: Collection[str], which: str, long: Collection[str] = ()) -> set[str]:
    """Those of `tests` (names as pytest gives them) that run.

    LOT: each once, on one of its engines (mostly SQLite), but none of the `long` ones. REST: each once on its other
    engine, and the long ones. BOTH: everything. The lot is in the name: it is the same on every machine.
    """
    if which == BOTH:
        return set(tests)
    if which == LOT:
        return {test for test in tests if test not in long and _falls_to(test, tests) is not False}
    return {test for test in tests if test in long or not _falls_to(test, tests)}


def _falls_to(test: str, among: Collection[str]) -> bool | None:
    """Whether the lot falls to this engine of a test; None: it has no other."""
    for mine, other in (ENGINES, ENGINES[::-1]):
        if _with(test, mine, other) in among:
            story = _with(test, mine, "")
            return (zlib.crc32(story.encode()) % OF == 0) == (mine == "postgresql")
    return None


def _with(test: str, engine: str, other: str) -> str:
    """The name with another engine; one that no test has where it is not of this engine."""
    name, bracket, given = test.partition("[")
    parts = given.removesuffix("]").split("-")
    if engine not in parts:
        return ""
    parts[parts.index(engine)] = other
    return f"{name}{bracket}{'-'.join(parts)}]"
