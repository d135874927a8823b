"""Whoever publishes a children's forum reads what Thông tư 29/2019 wants of it, and nothing is held up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from channels import editing_cards
from channels.texts import Voice
from domain.events import Event, Kind, State
from domain.texts import Text
from tests import own
from tests.storage.ward import PLAN

CATALOGUE = own.catalogue()


def card(**changes: object) -> tuple[str, list[str]]:
    plan = {name: getattr(PLAN, name) for name in PLAN.__dataclass_fields__}
    event = replace(Event(id=1, slug="x", state=State.DRAFT, **plan), **changes)  # type: ignore[arg-type]
    shown = editing_cards.editing_card(event, families=0, asked=0, taken=0, untold=(), others={})
    said = "\n".join(CATALOGUE.say(each, Voice()) for each in shown.paragraphs if isinstance(each, Text))
    return said, [CATALOGUE.say(act.label, Voice()) for row in shown.rows for act in row]


@pytest.mark.parametrize(
    ("seats", "accompanied", "expected", "unsaid"),
    [
        (29, False, "29 chỗ là chưa đủ 30 trẻ", "người phụ trách."),
        (30, False, "Với 30 trẻ: ít nhất 6 người phụ trách", "chưa đủ"),
        (41, False, "Với 41 trẻ: ít nhất 9 người phụ trách", "chưa đủ"),
        (41, True, "mỗi người phụ trách trông tối đa 5 trẻ", "Với 41"),
        (None, False, "ít nhất 30 trẻ", "chưa đủ"),
    ],
)
def test_the_card_of_a_forum_says_it_and_can_be_published(
    seats: int | None, accompanied: bool, expected: str, unsaid: str
) -> None:
    said, labels = card(kind=Kind.FORUM, seats=seats, accompanied=accompanied)
    assert "Thông tư 29/2019" in said
    assert expected in said
    assert unsaid not in said
    assert any("Đăng" in label for label in labels), "a hint holds nothing up"


def test_no_other_event_speaks_of_it() -> None:
    assert "29/2019" not in card()[0]
