"""Rows whose time has come, each by itself: one that cannot be done keeps no other from its turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

import structlog

log = structlog.get_logger()


async def each_alone(what: str, ids: Iterable[int], does: Callable[[int], Awaitable[None]]) -> None:
    """`does` every one of them; what went wrong is raised once all have had their turn, so that a loop is seen to fail.

    `what`: what they are, for the log (`case_stuck`).
    """
    fault = None
    for each in ids:
        try:
            await does(each)
        except Exception as error:  # whatever it was, the others' time has come, too
            log.error(f"{what}_stuck", error=type(error).__name__, **{what: each})
            fault = error
    if fault is not None:
        raise fault
