"""How the end of a case looks to its sender: what was done, how to come back, and whether we may write again, and when."""

from __future__ import annotations

from channels import buttons
from channels.cards import LEAVE, SOS, Act, Card, Row, card
from channels.sender_cards import quiet_card
from domain.cases import Case, Outcome
from domain.news import Closed
from domain.recontact import ANY, NEVER
from domain.texts import Text

DONE = {
    Outcome.SAFE: Text("The officer checked: help was given."),
    Outcome.REFERRED: Text("The officer passed it on to the people who help further."),
    Outcome.ADVISED: Text("The officer answered and gave advice."),
    Outcome.OUTSIDE: Text("It lies outside the four wards; 111 helps everywhere."),
    Outcome.FALSE_ALARM: Text("The officer noted that no help is needed now."),
}
COME_BACK = Text("You can come back at any time: write here, or call 111.")
MAY_WE = Text(
    "May we write to you first once more about this later, and when is it safe? Tap, or write the hours, like 8-17. You need not answer."
)
LABELS = {ANY: Text("Yes, any time"), NEVER: Text("No, I write myself")}


@card.register
def _closed(news: Closed) -> Card:
    ended = Text("<code>{code}</code> ended at {at}.", code=news.code, at=news.at)
    asked = [MAY_WE] if news.asks else []
    answers: list[Row] = [[Act(_label(when), buttons.MayWrite(news.case, when))] for when in news.asks]
    return quiet_card(ended, DONE[news.outcome], COME_BACK, *asked, rows=[*answers, [SOS], [LEAVE]])


def answered(case: Case, when: str) -> Card:
    """What holds from now on for a case that has ended; a new cry is answered as ever."""
    noted = {
        ANY: Text("Noted: about this we may write to you first at any time."),
        NEVER: Text("Noted: about this we do not write to you first."),
    }
    only = Text("Noted: about this we write to you first only from {hours} o’clock.", hours=when)
    ended = Text("<code>{code}</code>: ended.", code=case.code)
    anew = Text("If you write here or tap 🆘 again, you are answered at once, whatever you chose.")
    return quiet_card(ended, noted.get(when, only), anew, COME_BACK, rows=[[SOS], [LEAVE]])


def _label(when: str) -> Text:
    return LABELS.get(when, Text("Only from {hours} o’clock", hours=when))
