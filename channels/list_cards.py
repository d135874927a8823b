"""How the officer's list looks: one line a case with its reason, age and holder; no words, nobody's identity."""

from __future__ import annotations

from datetime import datetime, timedelta

from channels import buttons
from channels.cards import Act, Card, Row, ward_name
from channels.legal_cards import span
from domain.desk_list import Line, Page, Place, Why
from domain.texts import Text

MARKS = ("🔴", "⏰", "⚖️", "✉️", "🟡", "🕓", "🟢")  # by weight


def list_card(page: Page, *, mine_only: bool) -> Card:
    """One page of the list."""
    if not page.lines:
        return _empty(page, mine_only=mine_only)
    first, last = page.above + 1, page.above + len(page.lines)
    head: list[Text | str] = [_head(page, mine_only=mine_only)]
    if page.above or page.then is not None:
        head.append(
            Text("{first}–{last} of {total}, what matters most first:", first=first, last=last, total=page.total)
        )
    acts = [Act(_label(line), buttons.OpenCase(line.listed.case.id)) for line in page.lines]
    rows: list[Row] = [acts[i : i + 2] for i in range(0, len(acts), 2)]
    turn = _turns(page, mine_only=mine_only)
    return Card([*head, *(_line(line, page.at) for line in page.lines)], rows=[*rows, *turn], protected=True)


def _head(page: Page, *, mine_only: bool) -> Text:
    if mine_only:
        return Text("📋 Cases in your hands: {total}", total=page.total)
    return Text("📋 Open cases: {total}", total=page.total)


def _empty(page: Page, *, mine_only: bool) -> Card:
    if page.total:
        words = Text("Nothing stands further down any more. The list has changed meanwhile.")
    elif mine_only:
        words = Text("You have no case in hand. Thank you for being there.")
    else:
        words = Text("No open cases. Thank you for being there.")
    return Card([words], rows=_turns(page, mine_only=mine_only), protected=True)


def _turns(page: Page, *, mine_only: bool) -> list[Row]:
    turns = []
    if page.above:
        turns.append(Act(Text("⏮ From the top"), _goes_on(None, mine_only=mine_only)))
    if page.then is not None:
        turns.append(Act(Text("Next ▶️"), _goes_on(page.then, mine_only=mine_only)))
    others: list[Row] = []
    if mine_only:
        others = [[Act(Text("📋 All cases"), _goes_on(None, mine_only=False))]]
    elif page.total:
        others = [[Act(Text("🙋 Only mine"), _goes_on(None, mine_only=True))]]
    return [turns, *others] if turns else others


def _goes_on(after: Place | None, *, mine_only: bool) -> buttons.ListCases:
    weight, others, at, case = after or (None, None, None, None)
    return buttons.ListCases(int(mine_only), weight, others, at, case)


def place_of(button: buttons.ListCases) -> Place | None:
    """Where the page goes on; None for the top."""
    if button.weight is None or button.others is None or button.at is None or button.case is None:
        return None
    return Place(button.weight, button.others, button.at, button.case)


def _label(line: Line) -> Text:
    return Text("{mark} {code}", mark=MARKS[line.why.weight], code=line.listed.case.code)


def _line(line: Line, at: datetime) -> Text:
    case = line.listed.case
    return Text(
        "{mark} <b>{code}</b> · {ward} · {age} old\n{holder} · {why}",
        mark=MARKS[line.why.weight],
        code=case.code,
        ward=ward_name(case.ward),
        age=span(max(at - case.opened_at, timedelta())),
        holder=_holder(line),
        why=_nobody(line) or _why(line, at),
    )


def _holder(line: Line) -> Text:
    if line.listed.mine:
        return Text("yours")
    if line.listed.holder is not None:
        return Text("{name} has it", name=line.listed.holder)
    return Text("nobody has it")


def _nobody(line: Line) -> Text | None:
    """Where no one can be told: that, and what its reader can do; nobody answers by any time."""
    if not line.listed.nobody:
        return None
    match line.why:
        case Why.UNHEARD:
            return Text("nobody can be called now: please take it, or go on duty with /truc")
        case Why.PROMISE_LATE:
            return Text(
                "an answer was promised by {at:day}, and nobody can be told now: please take it, or go on duty with /truc",
                at=line.at,
            )
        case Why.WAITS:
            return Text(
                "does not ring, and nobody can be told now; the sender waits until {at:day}: please take it, or go on duty with /truc",
                at=line.at,
            )
        case _:
            return None


def _why(line: Line, at: datetime) -> Text:
    moment = line.at
    match line.why:
        case Why.UNHEARD:
            return Text("ringing, nobody has answered")
        case Why.RINGS_AGAIN:
            return Text("danger again at {at:day}, not answered yet", at=moment)
        case Why.FIRST_STEP_LATE:
            return Text("the first step was due at {at:day}", at=moment)
        case Why.PROMISE_LATE:
            return Text("an answer was promised by {at:day}", at=moment)
        case Why.LIMIT_PASSED:
            return Text("the legal limit passed at {at:day}", at=moment)
        case Why.LIMIT_NEAR:
            return Text("legal limit {at:day}, {left} left", at=moment, left=span(moment - at))
        case Why.UNANSWERED:
            return Text("the sender wrote at {at:day}, no answer yet", at=moment)
        case Why.FIRST_STEP:
            return Text("the first step is due at {at:day}", at=moment)
        case Why.WAITS:
            return Text("does not ring; an answer is promised by {at:day}", at=moment)
        case Why.HELD:
            return Text("being handled")
