"""How the questions about a case look to its sender, and what follows an answer."""

from __future__ import annotations

from collections.abc import Sequence

from channels import buttons
from channels.cards import LEAVE, Act, Card, PhoneKey, Row, card
from channels.place_cards import WHAT_BEFORE, Choice, old_names_of_case, place_rows
from channels.sender_cards import QUIET_LINE, WHO_READS, quiet_card
from domain.dialogs import OPENING, WARD, WHEN, Question, question
from domain.news import Ask
from domain.places import OldWard
from domain.texts import Text

THAT_IS_ALL = Text("Thank you, that is all. You can go on writing here.")


@card.register
def _ask(news: Ask) -> Card:
    asked = question(news.question)
    if asked is None:
        raise ValueError(f"no question {news.question}")
    return question_card(news.case, asked)


def question_card(case: int, asked: Question, said: Text | None = None, choice: Choice | None = None) -> Card:
    """One question of a case, skippable, with a way out. `said`: a word about the answer before; `choice`: what the
    place they named already can mean, asked instead of all wards."""
    name = asked.name
    rows: list[Row] = [[Act(c.label, buttons.AnswerQuestion(case, name, c.value)) for c in asked.choices]]
    if name == WARD:
        rows = [*(place_rows(case) if choice is None else choice.rows)]
    if name in (WHEN, OPENING):
        rows = [[act] for act in rows[0]]
    skip = Act(Text("⏭ Skip"), buttons.AnswerQuestion(case, name, None))
    before = [Text("One more question, if you like; to leave it out, tap “Skip” below:"), *([said] if said else [])]
    who = [WHO_READS] if asked.says_who_reads else []
    asks = (asked.text,) if choice is None else choice.words
    return Card([*before, *who, *asks], rows=[*rows, [skip, LEAVE]])


def which_ward_card(choice: Choice) -> Card:
    """A typed name that can mean several wards of today, or is not sure: the sender chooses."""
    return quiet_card(*choice.words, rows=[*choice.rows, [LEAVE]])


def old_names_card(case: int, old: Sequence[OldWard]) -> Card:
    """Whoever only knows the old name taps it; leaving it out is the way back."""
    skip = Act(Text("⏭ Skip"), buttons.AnswerQuestion(case, WARD, None))
    return quiet_card(WHAT_BEFORE, rows=[*old_names_of_case(case, old), [skip, LEAVE]])


def codes_card() -> Card:
    """Who cannot write safely answers with a single sign."""
    return Card(
        [
            Text("All right. You need not write more."),
            Text("You can answer with a single sign: <b>1</b> call me · <b>2</b> later · <b>3</b> delete all this."),
        ],
        rows=[[LEAVE]],
    )


def own_words_card(case: int) -> Card:
    """The next message is the words to begin with."""
    skip = Act(Text("⏭ Skip"), buttons.AnswerQuestion(case, OPENING, None))
    return Card(
        [Text("Now write the words, one short line of at most 40 signs. Officers do not see them.")],
        rows=[[skip, LEAVE]],
    )


def call_me_card(usual: Sequence[Sequence[Text | PhoneKey]], *, known: bool) -> Card:
    """They want to be called; a number is asked for once, on a key, and may be left out."""
    told = Text("All right: they see that you would like to be called.")
    if known:
        return quiet_card(told, rows=[[LEAVE]])
    asked = Text("To be called on this phone, tap the key below; you may leave it out.")
    return Card([QUIET_LINE, told, asked, WHO_READS], keyboard=[[PhoneKey(Text("☎️ Send my number"))], *usual])


def later_card() -> Card:
    """Nothing comes until they write again."""
    return quiet_card(
        Text("All right: nothing comes here until you write again. In danger: <b>111</b>, <b>113</b>."),
        rows=[[LEAVE]],
    )
