"""What a family's cards offer: each yes with its own tap and its own way back, nothing a child may not do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels import buttons, consent_buttons, consent_cards, signup_cards
from channels.cards import Act, Card, card
from domain.events import Event
from domain.events import State as EventState
from domain.keeping import AGE_HOLDS, KeptChild, after_signing_up
from domain.news_events import SignupConfirmed
from domain.people import AgeBand
from domain.signup_form import Step, answered, entries, offered, open_step, remembered
from domain.signups import Child, ChildEntry, State, Ticket
from domain.texts import Refusal, Text
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


def test_where_a_child_is_7_the_parent_reads_that_it_is_asked_too() -> None:
    both = consent(AgeBand.UNDER_7, AgeBand.FROM_7, allowed=True)
    assert says(both, "we ask the child after the sign-up") and switches(both) == 1
    young = consent(AgeBand.UNDER_7, allowed=True)
    assert says(young, "Pictures: allowed") and not says(young, "we ask the child after the sign-up")
    assert says(consent(AgeBand.FROM_7), "Pictures: no")


def test_a_health_note_is_kept_only_after_its_own_yes() -> None:
    said = [
        {"age": "0-6", "needs": "hen", "needs_yes": "yes"},
        {"age": "0-6", "needs": "dị ứng"},
        {"age": "0-6", "needs": ""},
    ]
    found: list[ChildEntry] = entries({"before": said})
    assert [child.needs for child in found] == ["hen", "", ""]
    asked = {"child": {**said[1], "nickname": "Na"}}
    assert open_step(asked, by_child=False, accompanied=True) is Step.NEEDS_YES
    refused = answered(asked, Step.NEEDS_YES, "no")
    assert refused["child"]["needs"] == "" and open_step(refused, by_child=False, accompanied=True) is Step.MORE
    for band in AgeBand:  # no note: nothing to ask
        told = {"child": {"age": band.value, "nickname": "Na", "needs": ""}}
        assert open_step(told, by_child=False, accompanied=True) is not Step.NEEDS_YES


def test_kept_children_are_picked_once_each_and_an_old_age_is_asked_again() -> None:
    kept = [KeptChild(n, name, AgeBand.FROM_7, at, AT) for n, name, at in ((4, "Bi", AT), (9, "Na", AT - AGE_HOLDS))]
    answers: dict[str, Any] = {"known": remembered(kept, AT)}
    assert open_step(answers, by_child=False, accompanied=True) is Step.WHO
    with pytest.raises(Refusal):
        answered(answers, Step.WHO, "5")
    bi = answered(answers, Step.WHO, "4")
    assert open_step(bi, by_child=False, accompanied=True) is Step.NEEDS
    more = {**bi, "before": [bi["child"]], "child": {}}
    assert [each["nickname"] for each in offered(more)] == ["Na"]
    na = answered(more, Step.WHO, "9")
    assert open_step(na, by_child=False, accompanied=True) is Step.AGE
    assert entries(answered(na, Step.AGE, "11-15"))[1].nickname == "Na"
    nobody = {**na, "before": [bi["child"], na["child"]], "child": {}}
    assert open_step(nobody, by_child=False, accompanied=True) is Step.AGE
    fresh = answered(answers, Step.WHO, "new")
    assert open_step(fresh, by_child=False, accompanied=True) is Step.AGE


@pytest.mark.parametrize(
    ("kept", "now", "months", "stays"),
    [
        (AgeBand.UNDER_7, AgeBand.UNDER_7, 1, True),
        (AgeBand.UNDER_7, AgeBand.FROM_7, 1, False),
        (AgeBand.FROM_7, AgeBand.FROM_11, 1, True),
        (AgeBand.FROM_11, AgeBand.UNDER_7, 1, True),
        (AgeBand.FROM_7, AgeBand.FROM_7, 12, True),
    ],
)
def test_a_kept_child_that_has_turned_7_is_asked_itself(
    kept: AgeBand, now: AgeBand, months: int, *, stays: bool
) -> None:
    then = after_signing_up(KeptChild(1, "Bi", kept, AT, AT), now, later := AT + timedelta(days=30 * months))
    assert (then is not None) is stays
    assert then is None or (then.age_band, then.used_at) == (now, later)
    assert then is None or then.aged_at == (later if now is not kept or months > 6 else AT)


PICTURES = [(parent, child, own) for parent in (False, True) for child in (False, True) for own in (False, True)]


@pytest.mark.parametrize(("parent", "child", "own"), PICTURES)
@pytest.mark.parametrize("to_child", [False, True])
def test_every_yes_to_pictures_has_its_button_and_its_way_back(
    parent: bool, child: bool, own: bool, to_child: bool
) -> None:
    ticket = replace(TICKET, children=(Child(1, "Bi", AgeBand.FROM_7, "", parent, True, True, child),))
    shown = consent_cards.pictures_card(EVENT, ticket, to_child=to_child, own_yes=own)
    acts = {type(act.does) for row in shown.rows for act in row if isinstance(act, Act)}
    assert (consent_buttons.AllowPictures in acts) is (not to_child and not parent)
    assert (consent_buttons.RefusePictures in acts) is (not to_child and parent)
    said = [act.does.say for row in shown.rows for act in row if isinstance(act.does, consent_buttons.ChildOnPictures)]
    assert said == ([] if not own else ["no"] if child else ["yes"])
    assert says(shown, "may be pictured") is (parent and child)
    assert says(shown, "Do you want to be in them") is (own and not child)
    effects = [text.source for text, _ in consent_cards.given(ticket, own_yes=own)]
    assert len(effects) == parent + (child and own)


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
