"""`wire`: a sandbox with a clock that stands still, and a client that checks nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.wire import Wire, a_wire


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with a_wire() as made:
        yield made
