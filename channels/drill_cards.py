"""How drills look: a practice alert says DIỄN TẬP in every language, and never cries like a real one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from channels import buttons
from channels.cards import WARD_NAMES, Act, Card, Row, card, ward_name
from domain.drills import COORDINATION, GROUPS, NO_GROUP, CallState, Result, Seen
from domain.figures import UNKNOWN, Answers, Month
from domain.news_drills import DrillCall, DrillNote, DrillOver, DrillUnheard
from domain.texts import Text

SOUND = Text(
    "Please look at the sound once more: open this chat, tap the bot's name at the top, switch notifications and sound on. Is the phone itself on silent?"
)


def group_name(group: str) -> Text:
    """How a drill's group is called."""
    if group == NO_GROUP:
        return Text("all wards")
    return Text("coordinators") if group == COORDINATION else ward_name(group)


def lasting(time: timedelta) -> Text:
    """2 min 5 s; rounded to whole seconds."""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return Text("{hours} h {minutes} min", hours=hours, minutes=minutes)
    if minutes:
        return Text("{minutes} min {seconds} s", minutes=minutes, seconds=seconds)
    return Text("{seconds} s", seconds=seconds)


@card.register
def _call(news: DrillCall) -> Card:
    if news.link:
        paragraphs = (
            Text("🟡 <b>DIỄN TẬP</b> · test alert"),
            Text("Nobody is in danger. A real alert rings in this chat in the same way."),
            Text("Please tap the button, so that we know it reaches you. You are called for real in any case."),
        )
    else:
        paragraphs = (
            Text("🟡 <b>DIỄN TẬP</b> · {group}", group=group_name(news.group)),
            Text("This is only practice: nobody is in danger, nothing has to be done."),
            Text(
                "Please tap the button before {until}, so that we know a real alert would reach you.", until=news.until
            ),
        )
    return Card(paragraphs, rows=[_saw(news.call)])


@card.register
def _over(news: DrillOver) -> Card:
    if news.link:
        return Card(
            [
                Text("⚪️ DIỄN TẬP: the test alert has not been tapped yet. You are called for real in any case."),
                Text("When you see it, please tap the button."),
                SOUND,
            ],
            rows=[_saw(news.call)],
        )
    return Card(
        [Text("⚪️ DIỄN TẬP ended at {until}; this time without your tap. It happens.", until=news.until), SOUND]
    )


@card.register
def _unheard(news: DrillUnheard) -> Card:
    return Card(
        [
            Text("🔔 DIỄN TẬP: the last {times} drills did not reach you, it seems.", times=news.times),
            SOUND,
            Text("Away for longer? Please go off duty in /truc, so that somebody else is called at once."),
        ]
    )


@card.register
def _note(news: DrillNote) -> Card:
    name, where = news.name, group_name(news.group)
    notes = {
        "silent": Text(
            "🔕 DIỄN TẬP: {name} ({where}) missed {times} drills in a row. Please ring them up: is the sound on?",
            name=name,
            where=where,
            times=news.times,
        ),
        "unreachable": Text(
            "❗️ DIỄN TẬP: {name} ({where}) cannot be written to: START was never pressed, or the bot is blocked. A real alert would not reach them either.",
            name=name,
            where=where,
        ),
        "untapped": Text(
            "🕓 DIỄN TẬP: {name} ({where}) has not tapped the test alert since yesterday. Please ask whether it came with sound.",
            name=name,
            where=where,
        ),
        "nobody": Text(
            "❗️ DIỄN TẬP: nobody was on duty in {where}. Real alerts would go to others. See /truc.", where=where
        ),
    }
    return Card([notes[news.what]])


def answered_card(after: timedelta, *, late: bool) -> Card:
    """After the tap."""
    if late:
        return Card([Text("✅ DIỄN TẬP: thank you, now we know that it reaches you.")])
    return Card([Text("✅ DIỄN TẬP: thank you! You answered after {after}.", after=lasting(after))])


def overview_card(results: Sequence[Result], untapped: Sequence[Seen]) -> Card:
    """/dientap: the last drill of every group, and a drill now."""
    paragraphs: list[Text | str] = [
        Text("🟡 <b>DIỄN TẬP</b>"),
        Text("Every week each ward has a drill by itself, in working hours. Here you can hold one now."),
    ]
    by_group = {result.group: result for result in results}
    paragraphs += [_result(by_group[group]) for group in GROUPS if group in by_group]
    if not results:
        paragraphs.append(Text("No drill has been held yet."))
    if untapped:
        paragraphs.append(Text("Test alert not tapped yet: {names}", names=", ".join(seen.name for seen in untapped)))
    wards = [Act(Text(name), buttons.HoldDrill(ward)) for ward, name in WARD_NAMES.items()]
    rows: list[Row] = [
        wards[:2],
        wards[2:],
        [Act(Text("coordinators"), buttons.HoldDrill(COORDINATION)), Act(Text("🔔 All now"), buttons.HoldDrill(None))],
    ]
    return Card(paragraphs, rows=rows)


def _result(result: Result) -> Text:
    said = Text("<b>{group}</b> · {at:day}", group=group_name(result.group), at=result.at)
    for seen in result.calls:
        said = Text("{before}\n{line}", before=said, line=_line(seen))
    return said if result.calls else Text("{before}\n{line}", before=said, line=Text("nobody was called"))


def _line(seen: Seen) -> Text:
    match seen.state:
        case CallState.ANSWERED if seen.after is not None:
            return Text("✅ {name}: {after}", name=seen.name, after=lasting(seen.after))
        case CallState.WAITING:
            return Text("⏳ {name}: not yet", name=seen.name)
        case CallState.LATE:
            return Text("🐢 {name}: too late", name=seen.name)
        case CallState.UNREACHABLE:
            return Text("❗️ {name}: cannot be written to", name=seen.name)
        case CallState.UNSENT:
            return Text("⚪️ {name}: Telegram was away", name=seen.name)
        case _:
            return Text("🔕 {name}: no answer", name=seen.name)


def figures_card(months: Sequence[Month]) -> Card:
    """/baocao: time until somebody answered, by ward and month."""
    paragraphs: list[Text | str] = [
        Text("📊 <b>Time until somebody answered</b>: half of them within, 95 of 100 within, and of how many.")
    ]
    for month in months:
        said = Text("<b>Month {month}/{year}</b>", month=month.begins.month, year=str(month.begins.year))
        for group, real, drill in month.groups:
            line = Text(
                "{group}: real {real}; drills {drill}",
                group=ward_name(None) if group == UNKNOWN else group_name(group),
                real=_of(real),
                drill=_of(drill),
            )
            said = Text("{before}\n{line}", before=said, line=line)
        paragraphs.append(said if month.groups else Text("{before}\n{line}", before=said, line=Text("nothing yet")))
    return Card(paragraphs, rows=[[Act(Text("🧒 Children at events"), buttons.ShowYear())]])


def _of(found: Answers) -> Text:
    if not found.count:
        return Text("none")
    if found.median is None or found.p95 is None:
        return Text("none of {count} answered", count=found.count)
    return Text(
        "{median} / {p95} ({answered} of {count})",
        median=lasting(found.median),
        p95=lasting(found.p95),
        answered=found.answered,
        count=found.count,
    )


def _saw(call: int) -> Row:
    return [Act(Text("👍 I saw it"), buttons.AnswerDrill(call))]
