"""How the legal clocks of a case look to staff: what is due when, how much is left, and what can be marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from channels import buttons
from channels.cards import Act, Card, Row, card, ward_name
from domain.legal_clocks import Kind, LegalClock, Mark, approving, can_mark, can_unmark
from domain.news import LimitNews
from domain.texts import Text
from domain.working_time import HANOI, working_days_left

WHAT = {
    Kind.ACT: Text("the ward acts (12 hours)"),
    Kind.PLAN: Text("support plan (5 working days)"),
    Kind.APPROVAL: Text("approval of the plan (2 working days)"),
}
DONE = {
    Mark.MEASURES: Text("urgent measures were taken"),
    Mark.ASSESSED: Text("assessed, nothing urgent"),
    Mark.PLAN_NEEDED: Text("a plan is needed"),
    Mark.PLAN_DONE: Text("the plan is done"),
    Mark.APPROVED: Text("the plan is approved"),
}
LABELS = {
    Mark.MEASURES: Text("🚨 Urgent measures taken"),
    Mark.ASSESSED: Text("🔎 Assessed: nothing urgent"),
    Mark.PLAN_NEEDED: Text("📝 A plan is needed"),
    Mark.PLAN_DONE: Text("📄 The plan is done"),
    Mark.APPROVED: Text("✅ The plan is approved"),
}
OF_THE_PLAN = (Mark.PLAN_NEEDED, Mark.PLAN_DONE, Mark.APPROVED)


def lines(clocks: Iterable[LegalClock], at: datetime) -> list[Text]:
    """One line a clock, red once its limit has passed, as things stand at `at`; and whether one may still change."""
    clocks = list(clocks)
    estimates = [clock.due_at for clock in clocks if clock.is_running and clock.is_estimate]
    return [*(_line(clock, at) for clock in clocks), *(_may_change(due) for due in estimates[:1])]


def row(case: int, clocks: Iterable[LegalClock]) -> Row:
    """The row of the holder's card: all limits, and the next step of the plan."""
    steps = [mark for mark in can_mark(_by_kind(clocks)) if mark in OF_THE_PLAN]
    marks = [Act(LABELS[mark], buttons.MarkLimit(case, mark, 1)) for mark in steps]
    return [Act(Text("⚖️ Legal limits"), buttons.ShowLimits(case)), *marks]


def screen(case: int, code: str, clocks: Mapping[Kind, LegalClock], at: datetime) -> Card:
    """All limits of a case, what can be marked, and what can be taken back."""
    paragraphs: list[Text | str] = [Text("⚖️ <b>Legal limits</b> · <code>{code}</code>", code=code)]
    paragraphs += lines(clocks.values(), at) or [Text("No limit runs in this case.")]
    act, plan = clocks.get(Kind.ACT), clocks.get(Kind.PLAN)
    if plan is not None and plan.is_running:
        latest = approving(plan.due_at)
        text = Text(
            "After the plan there are 2 working days to approve it; at the latest {due:day}.", due=latest.due_at
        )
        paragraphs += [text, *([_may_change(latest.due_at)] if latest.is_estimate and not plan.is_estimate else [])]
    if act is not None and act.met_by is Mark.MEASURES:
        paragraphs.append(Text("For urgent measures the law sets no 5 + 2 days (Decree 56/2017, Article 28)."))
    else:
        paragraphs.append(
            Text(
                "Working days leave out weekends, public holidays and Tet. The day of the mark does not count; a limit ends with its last day."
            )
        )
    steps: list[Row] = [[Act(LABELS[mark], buttons.MarkLimit(case, mark, 0))] for mark in can_mark(clocks)]
    back: list[Row] = [
        [Act(Text("↩️ Take back: {what}", what=DONE[mark]), buttons.UnmarkLimit(case, mark))]
        for mark in can_unmark(clocks)
    ]
    return Card(paragraphs, rows=[*steps, *back], protected=True)


@card.register
def _limit(news: LimitNews) -> Card:
    kind = Kind(news.kind)
    if news.passed:
        first = Text(
            "🔴 <code>{code}</code> · {ward}: the limit has passed.", code=news.code, ward=ward_name(news.ward)
        )
    elif kind is Kind.ACT:
        left = span(news.due_at - news.at)
        first = Text(
            "⏰ <code>{code}</code> · {ward}: {left} left.", code=news.code, ward=ward_name(news.ward), left=left
        )
    else:
        first = Text(
            "⏰ <code>{code}</code> · {ward}: today is the last day.", code=news.code, ward=ward_name(news.ward)
        )
    paragraphs: list[Text | str] = [first, Text("By law: {what}, until {due:day}.", what=WHAT[kind], due=news.due_at)]
    if news.estimate:
        paragraphs.append(_may_change(news.due_at))
    if news.away is not None:
        paragraphs.append(
            Text(
                "{name} has it, but is not on duty now. Please reach them, or take it over, so that somebody acts in time.",
                name=news.away,
            )
        )
    if news.held:
        rows: list[Row] = [[Act(Text("📋 Open the case"), buttons.OpenCase(news.case))]]
        if news.instead_of is not None:
            rows.insert(0, [Act(Text("✋ I take it over"), buttons.StandIn(news.case, news.instead_of))])
        return Card(paragraphs, rows=rows, protected=True)
    paragraphs.append(Text("Nobody has it in hand."))
    return Card(paragraphs, rows=[[Act(Text("✋ I take it"), buttons.TakeCase(news.case))]], protected=True)


def span(time: timedelta) -> Text:
    """Some time in whole minutes, hours and minutes, or days."""
    minutes = round(time / timedelta(minutes=1))  # a reminder leaves some milliseconds after its moment
    days, hours = minutes // 1440, minutes // 60
    if days >= 2:
        return Text("{days} days", days=days)
    if not hours:
        return Text("{minutes} minutes", minutes=minutes) if minutes else Text("less than a minute")
    if not minutes % 60:
        return Text("{hours} hours", hours=hours)
    return Text("{hours} h {minutes} min", hours=hours, minutes=minutes % 60)


def _line(clock: LegalClock, at: datetime) -> Text:
    what = WHAT[clock.kind]
    if clock.met_at is not None and clock.met_by is not None:
        done, late = DONE[clock.met_by], clock.has_passed(at)
        if late:
            return Text("🔴 {done}, late: {met:day} (limit {due:day})", done=done, met=clock.met_at, due=clock.due_at)
        return Text("✅ {done}: {met:day}", done=done, met=clock.met_at)
    if clock.has_passed(at):
        over = span(at - clock.due_at)
        return Text("🔴 <b>Limit passed</b>: {what}, {due:day} ({over} ago)", what=what, due=clock.due_at, over=over)
    if clock.is_estimate:
        left = _left(clock, at)
        return Text(
            "⚖️ {what}: expected {due:day} (at {at}: {left} left)", what=what, due=clock.due_at, at=at, left=left
        )
    return Text("⚖️ {what}: {due:day} (at {at}: {left} left)", what=what, due=clock.due_at, at=at, left=_left(clock, at))


def _may_change(due: datetime) -> Text:
    year = str(due.astimezone(HANOI).year)
    return Text("Expected: the days off of {year} are not published yet, so this limit may change.", year=year)


def _left(clock: LegalClock, at: datetime) -> Text:
    if clock.kind is Kind.ACT:
        return span(clock.due_at - at)
    days = working_days_left(at.astimezone(HANOI).date(), clock.due_at.astimezone(HANOI).date())
    return Text("{days} working days", days=days) if days else span(clock.due_at - at)


def _by_kind(clocks: Iterable[LegalClock]) -> dict[Kind, LegalClock]:
    return {clock.kind: clock for clock in clocks}
