"""How long sentences may become, by reader and place (`make readability` shows how long they are)."""

from __future__ import annotations

import pytest

from tests import own
from training.readability import FIRST, LAW, LESSONS, MORE, measured

FOUND = {(each.reader, each.place): each for each in measured(own.library())}
# Syllables: what nineteen of twenty sentences, and what none exceeds. Children's are what one breath reads aloud.
# Grown-ups' are a little above those of today, so that no page grows heavy unseen: who raises one reads it aloud.
LIMITS = {
    ("parent", FIRST): (21, 35),
    ("parent", MORE): (21, 36),
    ("caregiver", FIRST): (22, 31),
    ("caregiver", MORE): (20, 28),
    ("child", FIRST): (14, 20),
    ("child", MORE): (14, 20),
    ("child", LAW): (18, 20),
    ("child-7-10", FIRST): (12, 15),
    ("child-7-10", MORE): (12, 15),
    ("child-7-10", LAW): (12, 15),
    ("child", LESSONS): (14, 20),
    ("parent", LESSONS): (18, 30),
    ("staff", LESSONS): (20, 35),
}


def test_every_place_where_people_read_has_its_limit() -> None:
    assert FOUND.keys() == LIMITS.keys()


@pytest.mark.parametrize("where", LIMITS, ids=" · ".join)
def test_sentences_stay_as_short_as_they_are(where: tuple[str, str]) -> None:
    usual, most = LIMITS[where]
    assert FOUND[where].usual <= usual
    assert FOUND[where].most <= most
