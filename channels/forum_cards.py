"""A plain hint for staff about what Thông tư 29/2019 wants of a children's forum: nobody is held up by it."""

from __future__ import annotations

from domain.events import Event
from domain.forums import FEWEST_CHILDREN, OF_ONE_CARER, carers, is_forum
from domain.texts import Text


def for_editor(event: Event) -> list[Text]:
    """Where a forum is written and published. Nothing for other events."""
    if not is_forum(event):
        return []
    said = [
        Text(
            "🗣 Circular 29/2019: at a children's forum of a ward there are at least {fewest} children, and one carer for at most {most} of them.",
            fewest=FEWEST_CHILDREN,
            most=OF_ONE_CARER,
        )
    ]
    seats = event.seats
    if seats is not None and seats < FEWEST_CHILDREN:
        said.append(Text("⚠️ {seats} seats are fewer than {fewest}.", seats=seats, fewest=FEWEST_CHILDREN))
    elif seats is not None and not event.accompanied:  # else adults have seats, too
        said.append(Text("For {children} children: at least {carers} carers.", children=seats, carers=carers(seats)))
    return said


def for_door(event: Event, children: int) -> list[Text]:
    """Above the list for the door: how many carers the children of the list need, and whether they are enough."""
    if not is_forum(event) or not children:
        return []
    said = [
        Text(
            "Circular 29/2019: one carer for at most {most} children; for {children} children at least {carers}.",
            most=OF_ONE_CARER,
            children=children,
            carers=carers(children),
        )
    ]
    if children < FEWEST_CHILDREN:
        said.append(
            Text(
                "There are {children} children on the list; a forum of a ward has at least {fewest}.",
                children=children,
                fewest=FEWEST_CHILDREN,
            )
        )
    return said
