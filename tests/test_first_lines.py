"""A lock screen shows the first words: none to a sender betrays a case. And every screen of a case has a way out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.settings import CONTENT
from channels import buttons, cards, closing_cards, place_cards, promise_cards, question_cards, sender_cards
from channels.cards import WARD_NAMES, Card
from channels.texts import Voice
from domain import news
from domain.cases import Content, Outcome
from domain.dialogs import URGENT_QUESTIONS
from domain.news import News
from domain.places import Meaning
from domain.recontact import ABOUT_A_CASE, ANSWERS, OPENINGS
from domain.vietnamese import fold
from storage.content.wards import read_places
from tests import own

CATALOGUE = own.catalogue()
VOICES = [Voice(language, child) for language in ("vi", "en") for child in (False, True)]
LOOKS = (closing_cards, promise_cards, question_cards, sender_cards)  # their cards register themselves
AT = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
SHOWN = 60
PLACES = read_places(CONTENT)
THERE = Meaning(PLACES.old[1].becomes, PLACES.old[1:2])
CODE = "LB-ABCDEF"
# folded; words of harm, of offices, and of what happens in a case
BETRAYING = (
    *("bao luc", "xam hai", "danh", "so", "hiep", "nguy hiem", "khan", "cap cuu", "cong an", "can bo", "truc"),
    *("phuong", "bao ve", "giup", "vu viec", "to giac", "toi bao", "nan nhan", "an toan", "bac si", "hurt", "harm"),
    *("danger", "abuse", "violence", "officer", "police", "ward", "case", "help", "report", "111", "113", "115", "lb"),
)
WHYS = ("coordinator", "officers", "nobody", "fell_back", "on_list")
MADE: dict[str, list[News]] = {
    "Stored": [news.Stored(1, CODE, AT, True), news.Stored(1, CODE, AT, False, AT, resting=True)],
    "WaitingPromise": [news.WaitingPromise(1, CODE, AT, *how) for how in ((), (True,), (True, True))],
    "NewPromise": [news.NewPromise(1, CODE, AT, AT, why) for why in WHYS],
    "TakenNews": [news.TakenNews(1, CODE, AT)],
    "SplitNews": [news.SplitNews(1, CODE, "LB-GHJKMN")],
    "NobodyYet": [news.NobodyYet(1, CODE, AT, nobody) for nobody in (False, True)],
    "FellBack": [news.FellBack(1, CODE, AT, nobody) for nobody in (False, True)],
    "FromStaff": [news.FromStaff(1, CODE, Content(text="Bố còn đánh con không?"))],
    "LetterOpened": [news.LetterOpened(1, CODE, Content(text="Bố còn đánh con không?"))],
    "Closed": [news.Closed(1, CODE, outcome, AT, asks) for outcome in Outcome for asks in ((), ("any", "never"))],
    "Placed": [news.Placed(1, ward) for ward in (*WARD_NAMES, "outside")],
    "Ask": [news.Ask(1, asked.name) for asked in URGENT_QUESTIONS],
    "SomethingNew": [news.SomethingNew(1)],
}
SPOKEN_AT_ONCE: dict[str, Card] = {
    **{f"question {asked.name}": question_cards.question_card(1, asked) for asked in URGENT_QUESTIONS},
    "codes": question_cards.codes_card(),
    "own words": question_cards.own_words_card(1),
    "later": question_cards.later_card(),
    "call me": question_cards.call_me_card([[]], known=True),
    **{
        f"which ward, {how}": question_cards.which_ward_card(place_cards.case_choice(1, THERE, PLACES, guessed=guessed))
        for how, guessed in {"divided": False, "guessed": True}.items()
    },
    "old names": question_cards.old_names_card(1, PLACES.old),
}

CHANGED = ("codes", "own words", "old names")  # they change the message that was tapped: nothing shows on a lock screen
ROOT = Path(__file__).parent.parent


def first_words(card: Card, voice: Voice) -> str:
    paragraphs = [p if isinstance(p, str) else CATALOGUE.say(p, voice) for p in card.paragraphs]
    return re.sub(r"<[^>]+>", "", "\n\n".join([*paragraphs, card.words]))[:SHOWN]


def betrayals(words: str) -> list[str]:
    plain = f" {fold(words)} "
    names = [fold(name) for name in WARD_NAMES.values()]
    return [word for word in (*BETRAYING, *names) if f" {word} " in plain]


@pytest.mark.parametrize("voice", VOICES, ids=str)
@pytest.mark.parametrize("kind", sorted(MADE))
def test_the_first_words_betray_nothing(kind: str, voice: Voice) -> None:
    for each in MADE[kind]:
        words = first_words(cards.card(each), voice)
        assert len(words) == SHOWN or kind == "SomethingNew"
        assert betrayals(words) == [], words


@pytest.mark.parametrize("voice", VOICES, ids=str)
def test_the_first_words_of_an_answer_betray_nothing(voice: Voice) -> None:
    sent = {name: card for name, card in SPOKEN_AT_ONCE.items() if name not in CHANGED}
    assert {name: found for name, card in sent.items() if (found := betrayals(first_words(card, voice)))} == {}


def test_answers_about_a_case_are_quiet_cards() -> None:
    words = (ROOT / "handlers" / "cases.py").read_text(encoding="utf-8")
    assert words.count("context.say(") == 1, "only to whoever types the code of another"


def test_every_kind_of_news_to_a_sender_is_looked_at() -> None:
    exception = {"SafetyCard"}  # help must be readable at once
    assert set(MADE) == (ABOUT_A_CASE | {"SomethingNew"}) - exception
    looks = {each.__name__ for each in LOOKS}
    to_senders = {kind.__name__ for kind in News.kinds.values() if cards.card.dispatch(kind).__module__ in looks}
    assert to_senders == set(MADE), "a new kind of news must say whether it is about a case (domain/recontact.py)"
    assert ABOUT_A_CASE | {"Spoken"} >= ANSWERS


@pytest.mark.parametrize("voice", VOICES, ids=str)
def test_our_words_to_begin_with_betray_nothing(voice: Voice) -> None:
    assert [betrayals(CATALOGUE.say(words, voice)) for words in OPENINGS.values()] == [[] for _ in OPENINGS]


def has(card: Card, does: type[buttons.Button]) -> bool:
    return any(isinstance(cell, cards.Act) and isinstance(cell.does, does) for row in card.rows for cell in row)


def test_every_screen_of_a_case_has_a_way_out() -> None:
    screens: dict[str, Card] = {**SPOKEN_AT_ONCE}
    for kind, many in MADE.items():
        screens |= {f"{kind} {number}": cards.card(each) for number, each in enumerate(many)}
    screens["safety card"] = cards.card(news.SafetyCard(0))
    ways: dict[str, Any] = {name: has(card, buttons.Leave) for name, card in screens.items()}
    ways["SomethingNew 0"] = has(screens["SomethingNew 0"], buttons.OpenLine)  # neutral: it opens on a tap, no more
    assert [name for name, out in ways.items() if not out] == []


def test_the_lint_sees_what_it_looks_for() -> None:
    taken = cards.card(news.TakenNews(1, CODE, AT))
    without_the_neutral_line = Card(taken.paragraphs[1:])
    assert all(betrayals(first_words(without_the_neutral_line, voice)) for voice in VOICES)
