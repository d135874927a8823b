"""A waiting list through kills, on each engine: no seat is given twice, each offer is made once and passes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import Database
from tests.crash.offers import SEATS, Hall, live_through

HALL = Hall(seed=111, kills=3, waits=5)


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_an_open_offer_outlives_kills_and_nobody_gets_a_seat_twice(database: Database, tmp_path: Path) -> None:
    result = await live_through(database, tmp_path, HALL)
    assert (result.kills, result.wrong) == (HALL.kills, [])
    assert result.open_offers > 0, "it died while an offer was open"
    assert result.most <= SEATS
    assert result.taken > 0
    assert result.passed_on > 0, "by the clock"
