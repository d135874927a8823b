"""Where words of danger were typed into something else: the numbers beside it, and the gentle question."""

from __future__ import annotations

from channels.buttons import AnswerDoubt
from channels.cards import LEAVE, SAFETY, SOS, Act, Card, Row
from domain.conversations import Dialog
from domain.texts import Text

MEANT = "as:"  # the answer «I only wrote what I was asked for», with the name of the conversation


def beside_card() -> Card:
    """Below words that somebody who must act has already. It rings nobody by itself, and says so by its button."""
    return Card(
        [
            *SAFETY[:2],
            Text("What you wrote went where you meant it to go. If you or a child needs help now, tap 🆘: that rings."),
        ],
        rows=[[SOS]],
    )


def gentle_card(doubt: int, dialog: Dialog | None, *, urgent: bool, late: Text | None) -> Card:
    """One gentle question. `dialog`: what their words may only have been the answer to."""
    numbers = SAFETY[:2] if urgent else [Text("In danger: <b>111</b> (free, day and night), <b>113</b>, <b>115</b>.")]
    rows: list[Row] = [
        [Act(Text("🆘 Need help now"), AnswerDoubt(doubt, "help"))],
        [Act(Text("💬 I want to talk"), AnswerDoubt(doubt, "talk"))],
        [Act(_harmless(dialog), AnswerDoubt(doubt, "info" if dialog is None else f"{MEANT}{dialog}"))],
        [LEAVE],
    ]
    question = Text("Maybe you are worried about your own safety or a child’s, is that right?")
    return Card([*numbers, question] if urgent else [question, *numbers, *([late] if late else [])], rows=rows)


def _harmless(dialog: Dialog | None) -> Text:
    match dialog:
        case None:
            return Text("ℹ️ Only information")
        case Dialog.ANNOUNCEMENT:
            return Text("✍️ It is only the announcement")
        case _:
            return Text("✍️ That is my answer")
