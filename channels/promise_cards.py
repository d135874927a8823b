"""By when a case that does not ring is answered, as its sender reads it; and what is true once that time has passed."""

from __future__ import annotations

from channels.cards import LEAVE, SOS, Card, card
from channels.sender_cards import WHO_READS, corrections, quiet_card
from domain.news import NewPromise, WaitingPromise
from domain.texts import Text


@card.register
def _promise(news: WaitingPromise) -> Card:
    said = Text(
        "It is stored, code <code>{code}</code>. An officer answers here before {by:day}.", code=news.code, by=news.by
    )
    if news.closed:
        said = Text(
            "It is stored, code <code>{code}</code>. It is outside office hours now: an officer reads it and answers here before {by:day}. If it cannot wait: call <b>111</b> (free, day and night).",
            code=news.code,
            by=news.by,
        )
    if news.nobody:
        said = Text(
            "It is stored, code <code>{code}</code>. Nobody here can be told at this moment; it stands on the officers’ list. If nobody has answered by {by:day}, the bot tells you here. If it cannot wait: call <b>111</b> (free, day and night).",
            code=news.code,
            by=news.by,
        )
    write = Text("You can write what you want to say now. In danger: 111, or tap 🆘.")
    return quiet_card(said, WHO_READS, write, rows=[[SOS], *corrections(news.case), [LEAVE]])


@card.register
def _new_promise(news: NewPromise) -> Card:
    said = {
        "coordinator": Text(
            "Until {at:day} nobody has answered <code>{code}</code>; we are sorry. It has gone to the coordinator of all wards now, who answers here before {by:day}.",
            code=news.code,
            at=news.at,
            by=news.by,
        ),
        "officers": Text(
            "Until {at:day} nobody has answered <code>{code}</code>; we are sorry. It has gone to all officers who can be told now; one of them answers here before {by:day}.",
            code=news.code,
            at=news.at,
            by=news.by,
        ),
        "fell_back": Text(
            "The officer who had <code>{code}</code> has not taken a step yet, so at {at:day} it went back to the officers’ list. Somebody answers here before {by:day}.",
            code=news.code,
            at=news.at,
            by=news.by,
        ),
        "on_list": Text(
            "The officer who had <code>{code}</code> has not taken a step yet, so at {at:day} it went back to the officers’ list. It still says that it was a mistake; an officer may ask how you are.",
            code=news.code,
            at=news.at,
        ),
    }
    nobody = Text(
        "Until {at:day} nobody has answered <code>{code}</code>; we are sorry. Nobody here can be told at this moment; it stays on the list.",
        code=news.code,
        at=news.at,
    )
    cannot_wait = Text("If you cannot wait, call <b>111</b> (free, day and night). In danger: tap 🆘.")
    return quiet_card(said.get(news.why, nobody), cannot_wait, rows=[[SOS], [LEAVE]])
