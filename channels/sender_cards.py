"""How cases look to the sender: only true states, and a first line that is harmless on a lock screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from channels import buttons
from channels.cards import LEAVE, SOS, Act, Card, Row, card, place_of, ward_name, words_of
from channels.place_cards import place_rows
from domain.cases import Case, State
from domain.news import (
    FellBack,
    FromStaff,
    NobodyYet,
    Placed,
    SomethingNew,
    SplitNews,
    Stored,
    TakenNews,
)
from domain.texts import Text
from domain.wards import Called

QUIET_LINE = Text("There is something new for you in this chat; read on when it suits you:")

WHO_READS = Text("Only people whose duty is to help read this. If a child is in danger, we must pass it on.")


def quiet_card(*paragraphs: Text, rows: Sequence[Row]) -> Card:
    """An answer about a case, or on the way to one: its first line is harmless on a lock screen."""
    return Card([QUIET_LINE, *paragraphs], rows=rows)


@card.register
def _stored(news: Stored) -> Card:
    late = [] if news.sent_at is None else [came_late(news.sent_at, news.received_at or news.at)]
    return Card(
        [
            QUIET_LINE,
            _where_it_went(news),
            *late,
            Text("You can go on writing here. If it was a mistake, say so below."),
        ],
        rows=[*_page(news), *corrections(news.case), [LEAVE]],
    )


def _page(news: Stored) -> list[list[Act]]:
    return [[Act(Text("📖 {title}", title=news.title), buttons.ShowTopic(news.page))]] if news.page else []


def _where_it_went(news: Stored) -> Text:
    if news.rung:
        return Text(
            "It was stored at {at} and sent to the officer on duty. Your code: <code>{code}</code>",
            at=news.at,
            code=news.code,
        )
    if news.resting:
        return Text(
            "It was stored at {at}. Your code: <code>{code}</code>. Nobody is on duty at this moment, so we are ringing officers in their time off now.",
            at=news.at,
            code=news.code,
        )
    return Text(
        "It was stored at {at}. Your code: <code>{code}</code>. Nobody here can be called at this moment; as soon as somebody is on duty, it rings them.",
        at=news.at,
        code=news.code,
    )


def came_late(sent_at: datetime, received_at: datetime) -> Text:
    """An outage lay between (product.md, promise 2)."""
    return Text(
        "You sent it at {sent:day}, it reached us at {at:day}: we are sorry for the delay.",
        sent=sent_at,
        at=received_at,
    )


def corrections(case: int) -> list[list[Act]]:
    """What a sender can take back from the first word on."""
    return [
        [Act(Text("✏️ Typed by mistake"), buttons.Retract(case))],
        [Act(Text("🙅 Not to this ward’s officers"), buttons.NotThisWard(case))],
    ]


def taken_back(case: Case) -> Text:
    """What *Typed by mistake* changed: a ring ends; where nothing rang only the officer who has it, or looks, sees it."""
    if case.state is State.TAKEN:
        return Text(
            "All right, the officer who has {code} sees that it was a mistake. They may still ask how you are.",
            code=case.code,
        )
    if case.origin.rings:
        return Text("All right, {code} no longer rings. An officer may still ask how you are.", code=case.code)
    return Text(
        "All right, with {code} it now says that it was a mistake. An officer may still ask how you are.",
        code=case.code,
    )


@card.register
def _placed(news: Placed) -> Card:
    said = Text("Noted: it happened in {ward}. Not right? Tap the right one.", ward=ward_name(news.ward))
    return Card([QUIET_LINE, said], rows=[*place_rows(news.case), [LEAVE]])


@card.register
def _taken(news: TakenNews) -> Card:
    return Card(
        [
            QUIET_LINE,
            Text(
                "An officer took <code>{code}</code>, received at {at}. Go on writing here; they read it.",
                code=news.code,
                at=news.at,
            ),
        ],
        rows=[[LEAVE]],
    )


@card.register
def _split(news: SplitNews) -> Card:
    said = Text(
        "So that everything gets its due, the officer keeps what you told under two codes: <code>{code}</code> and <code>{other}</code>.",
        code=news.code,
        other=news.other,
    )
    same = Text("The same officer reads both. You need not do or repeat anything; just go on writing here.")
    return quiet_card(said, same, rows=[[LEAVE]])


@card.register
def _nobody(news: NobodyYet) -> Card:
    said = Text(
        "Until {at} no officer has taken <code>{code}</code>. We go on calling. <b>Please call 111 now</b> (free, day and night); danger to life: 113 or 115.",
        at=news.at,
        code=news.code,
    )
    if news.nobody:
        said = Text(
            "Until {at} no officer has taken <code>{code}</code>, and the bot cannot reach anybody at this moment. <b>Please call 111 now</b> (free, day and night); danger to life: 113 or 115. What you wrote is kept; as soon as somebody can be reached, it rings them.",
            at=news.at,
            code=news.code,
        )
    return quiet_card(said, rows=[[LEAVE]])


@card.register
def _fell_back(news: FellBack) -> Card:
    said = Text(
        "The officer who had <code>{code}</code> has not taken a step yet, so at {at} we are calling others. You can also call <b>111</b>.",
        code=news.code,
        at=news.at,
    )
    if news.nobody:
        said = Text(
            "The officer who had <code>{code}</code> has not taken a step yet; since {at} it is nobody’s, and the bot cannot reach anybody at this moment. Please call <b>111</b> (free, day and night).",
            code=news.code,
            at=news.at,
        )
    return quiet_card(said, rows=[[LEAVE]])


@card.register
def _from_staff(news: FromStaff) -> Card:
    content = news.content
    return Card(
        [QUIET_LINE, Text("The officer ({code}):", code=news.code)],
        words=words_of(content),
        rows=[[LEAVE]],
        file=None if content.file_id is None else (content.kind, content.file_id),
        place=place_of(content),
    )


@card.register
def _something(news: SomethingNew) -> Card:
    return Card(
        [Text("There is something new in the handbook.")],
        rows=[[Act(Text("Open"), buttons.OpenLine(news.case))]],
        silent=True,
    )


def kept(case: Case, called: Called) -> Text:
    """What became of a further message: a true state. `called` counts while the case rings."""
    match case.state, called:
        case State.TAKEN, _:
            return Text("Stored and passed to the officer ({code}).", code=case.code)
        case State.OPEN, Called.ON_DUTY:
            return Text("Stored ({code}). We are still calling the officer on duty.", code=case.code)
        case State.OPEN, Called.RESTING:
            return Text(
                "Stored ({code}). Nobody is on duty now; we are calling officers in their time off.", code=case.code
            )
        case State.OPEN, _:
            return Text("Stored ({code}). Nobody here can be called now; please call <b>111</b>.", code=case.code)
    if case.promised_by is not None:
        return Text("Stored ({code}). The answer is due here before {by:day}.", code=case.code, by=case.promised_by)
    return Text("Stored ({code}). It stands on the officers’ list.", code=case.code)


def talk_card(case: Case, called: Called, *, asked: bool) -> Card:
    """*Hỏi cán bộ phường*: what became of it; `asked`: the question before it is in the case."""
    said = (
        Text("Your question goes with it; you need not write it again.")
        if asked
        else Text("Please write your question now; it goes to the officer.")
    )
    return quiet_card(kept(case, called), said, rows=[[SOS], [LEAVE]])


def state(case: Case, called: Called) -> Text:
    """Where a case stands, for its sender. `called` counts while the case rings."""
    match case.state, called:
        case State.OPEN, Called.ON_DUTY:
            return Text(
                "<code>{code}</code>: stored and sent to the officer on duty; nobody has taken it yet. You can call <b>111</b>.",
                code=case.code,
            )
        case State.OPEN, Called.RESTING:
            return Text(
                "<code>{code}</code>: stored. Nobody is on duty now; we are calling officers in their time off, and nobody has taken it yet. You can call <b>111</b>.",
                code=case.code,
            )
        case State.OPEN, _:
            return Text(
                "<code>{code}</code>: stored, but nobody here can be called now. Please call <b>111</b> (free, day and night).",
                code=case.code,
            )
        case State.WAITING, _ if case.promised_by is not None:
            return Text(
                "<code>{code}</code>: stored; it stands on the officers’ list. The answer is due here before {by:day}.",
                code=case.code,
                by=case.promised_by,
            )
        case State.WAITING, _:
            return Text("<code>{code}</code>: stored; it stands on the officers’ list.", code=case.code)
        case State.TAKEN, _:
            return Text(
                "<code>{code}</code>: an officer took it, received at {at}. It is being handled.",
                code=case.code,
                at=case.taken_at,
            )
    return Text("<code>{code}</code>: ended.", code=case.code)
