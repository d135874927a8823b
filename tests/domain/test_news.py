"""What waits in the outbox."""

from __future__ import annotations

from typing import get_type_hints

import channels.cards
from domain.news import News

assert channels.cards  # whatever can be shown has registered itself


def test_an_entry_is_the_number_of_a_message_of_a_case() -> None:
    """It is kept with what was sent: anything else cannot be settled, and is sent again and again."""
    kinds = {name: get_type_hints(kind).get("entry", int) for name, kind in News.kinds.items()}
    assert len(kinds) > 50
    assert {name for name, entry in kinds.items() if entry is not int} == set()
