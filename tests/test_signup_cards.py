"""What a family's cards offer: pictures only of children under 7, two buttons a row, nothing a child may not do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from channels import buttons, signup_cards
from channels.cards import Card, card
from domain.events import Event
from domain.events import State as EventState
from domain.news_events import SignupConfirmed
from domain.people import AgeBand
from domain.signup_form import entries
from domain.signups import Child, ChildEntry, State, Ticket
from domain.texts import Text
from tests.storage.ward import PLAN

AT = datetime(2027, 9, 1, 2, tzinfo=UTC)
EVENT = Event(
    id=1, slug="x", state=EventState.PUBLISHED, **{name: getattr(PLAN, name) for name in PLAN.__dataclass_fields__}
)
TICKET = Ticket(
    7, 1, "VE-AAAAAA", State.HELD, 2, True, "", AT, (Child(1, "Na", AgeBand.UNDER_7, "hen", True, True, True),)
)


def consent(*bands: AgeBand, allowed: bool = False) -> Card:
    answers = {"before": [{"age": band.value} for band in bands], "photo": "yes" if allowed else "no"}
    return signup_cards.consent_card(EVENT, entries(answers), to_child=False, adult="", waits=False)


def says(shown: Card, words: str) -> bool:
    return any(isinstance(said, Text) and words in said.source for said in shown.paragraphs)


def switches(shown: Card) -> int:
    acts = [act for row in shown.rows for act in row]
    return sum(isinstance(act.does, buttons.AnswerForm) and act.does.question == "photo" for act in acts)


def test_pictures_are_asked_about_for_children_under_7_alone() -> None:
    both = consent(AgeBand.UNDER_7, AgeBand.FROM_7, allowed=True)
    assert says(both, "allowed for the children under 7") and switches(both) == 1
    older = consent(AgeBand.FROM_7, AgeBand.FROM_11, allowed=True)
    assert says(older, "Of a child of 7 or more") and not says(older, "allowed") and switches(older) == 0


def test_one_switch_allows_pictures_of_those_under_7_alone() -> None:
    answers = {"before": [{"age": band.value} for band in AgeBand], "photo": "yes"}
    found: list[ChildEntry] = entries(answers)
    assert [child.age_band for child in found if child.photo] == [AgeBand.UNDER_7]


@pytest.mark.parametrize("state", State)
def test_mine_has_at_most_two_buttons_a_row(state: State) -> None:
    shown = signup_cards.mine_card([(EVENT, replace(TICKET, state=state, offer_until=AT))], [])
    assert max(map(len, shown.rows)) == 2
    taking = [row for row in shown.rows for act in row if isinstance(act.does, buttons.TakeSeats)]
    assert [len(row) for row in taking] == ([1] if state is State.OFFERED else [])


def test_a_yes_by_link_can_be_taken_back_where_one_looks_for_it() -> None:
    shown = signup_cards.mine_card([(EVENT, TICKET)], [], [(EVENT, 8)])
    assert [act.does for row in shown.rows for act in row if isinstance(act.does, buttons.TakeYesBack)] == [
        buttons.TakeYesBack(8)
    ]
    assert says(shown, "You agreed by link")


@pytest.mark.parametrize("to_child", [False, True])
def test_only_an_adult_is_asked_who_takes_the_children_home(to_child: bool) -> None:
    news = SignupConfirmed(1, 7, "VE-AAAAAA", "Hội", AT, "Sân", 1, adult_seat=False, to_child=to_child)
    acts = [act.does for row in card(news).rows for act in row]
    assert any(isinstance(act, buttons.NameCollectors) for act in acts) is not to_child
