"""How a label looks: the optional second step after a false alarm, and the neutral line on the next card."""

from __future__ import annotations

from datetime import datetime

from channels.buttons import PutLabel, TakeLabelBack
from channels.cards import Act, Card, Row
from domain.labels import Label, Labelled
from domain.texts import Text

CHOICES = {
    Label.PRANK: Text("🙃 A try or a joke"),
    Label.SILENT: Text("🤐 Silence"),
    Label.ABUSIVE: Text("💢 Insults"),
}
WHAT = {
    Label.PRANK: Text("tried the bot out"),
    Label.SILENT: Text("got in touch and stayed silent"),
    Label.ABUSIVE: Text("wrote insults"),
}
QUESTION = Text(
    "Was it a try, silence or insults? You may note it (not needed): for 7 days the bot answers this person’s ordinary messages more slowly. Whoever asks for help is helped as fast as before."
)
WELCOME = Text(
    "Thank you for writing; you can always write here. These days I answer a little more slowly. Help is always open: 111, or 🆘."
)


def choices(case: int) -> list[Row]:
    """One tap each; whoever taps none has chosen as well."""
    return [[Act(text, PutLabel(case, label.value))] for label, text in CHOICES.items()]


def noted(case: int, code: str, labelled: Labelled) -> Card:
    """What stands now, and the way back."""
    what, until = CHOICES[labelled.label], labelled.until
    said = Text("{code}: noted “{what}” until {until:date}. Then it goes by itself.", code=code, what=what, until=until)
    return Card([said], rows=[[Act(Text("↩️ Take the note back"), TakeLabelBack(case))]], protected=True)


def taken_back(case: int, code: str) -> Card:
    """As before, and another choice is still open."""
    return Card([Text("{code}: the note is taken back.", code=code), QUESTION], rows=choices(case), protected=True)


def line(label: str, until: datetime) -> Text:
    """On the card of the next case of this sender: no judgement, nobody's name."""
    return Text(
        "In the last 7 days this person once {what} (noted until {until:date}). Please handle this like any other case.",
        what=WHAT[Label(label)],
        until=until,
    )
