"""What Thông tư 29/2019 wants of a children's forum (facts.md §2.6), as far as it can be counted. Pure."""

from __future__ import annotations

from domain.events import Event, Kind

FEWEST_CHILDREN = 30  # at a forum of a commune or ward; the levels above want more
OF_ONE_CARER = 5  # children, at most


def is_forum(event: Event) -> bool:
    """Diễn đàn trẻ em."""
    return event.kind is Kind.FORUM


def carers(children: int) -> int:
    """How many carers so many children need at least."""
    return -(-children // OF_ONE_CARER)
