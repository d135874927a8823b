"""How the figures of a year's events look in a message. Small cells are hidden before they come here."""

from __future__ import annotations

from collections.abc import Sequence

from channels import buttons
from channels.arrival_cards import joined
from channels.cards import WARD_NAMES, Act, Card, Row
from channels.event_words import BANDS, cut_at_word, icon
from channels.figure_buttons import CountHeads
from channels.headcount_cards import part_name
from domain.headcounts import PARTS
from domain.participation import FEWEST, GOAL, PEAK, Line, Year
from domain.people import AgeBand
from domain.texts import Text
from domain.wards import WARDS

MOST_TO_COUNT = 6  # events one can count from here


def year_card(year: Year, lines: Sequence[Line]) -> Card:
    """The message, for coordinators and administrators."""
    number, is_now = year.number, year.number == year.this
    paragraphs: list[Text | str] = [Text("📊 <b>Children at events in {year}</b>", year=str(number))]
    paragraphs += [_said(line) for line in lines]
    if not lines:
        paragraphs.append(Text("There was no event in this year."))
    paragraphs.append(
        Text(
            "A child who came to two events of a kind counts twice. Numbers from 1 to {most} are hidden, and the sum with them. Percent: of the children who live in the ward, rounded down; the plan wants {goal} %. At an event of all four wards a child counts for the ward its family chose. What staff counted on the spot is an estimate and stands apart.",
            most=FEWEST - 1,
            goal=GOAL,
        )
    )
    rows: list[Row] = []
    if lines and is_now:
        rows.append([Act(Text("📈 Chart"), buttons.DrawYear("chart")), Act(Text("📊 Excel"), buttons.DrawYear("xlsx"))])
    elif lines:
        rows.append([Act(Text("📊 Excel"), buttons.DrawYearOf("xlsx", number))])
    waiting = [each for line in lines for each in line.uncounted][:MOST_TO_COUNT]
    rows += [[Act(Text("✏️ {title}", title=cut_at_word(title, 40)), CountHeads(event))] for event, title in waiting]
    near = [number - 1] * (number > year.first) + [number + 1] * (number < year.this)
    if near:
        rows.append([Act(Text("📅 {year}", year=str(each)), buttons.ShowYearOf(each)) for each in near])
    if not is_now:
        paragraphs.append(
            Text("How many children lived in a ward is known of this year alone: earlier years have no percent.")
        )
        return Card(paragraphs, rows=rows)
    acts = [Act(Text("✏️ Children in {ward}", ward=WARD_NAMES[ward]), buttons.CountChildren(ward)) for ward in WARDS]
    return Card(paragraphs, rows=[*rows, acts[:2], acts[2:]])


def caption(year: int) -> Card:
    """What stands below a file."""
    return Card([Text("📊 <b>Children at events in {year}</b>", year=str(year))])


def _said(line: Line) -> Text:
    signed, came = _count(line.signed_up_in_all), _count(line.came_in_all)
    lines = [
        Text(
            "{icon} <b>{kind}</b>: {signed} signed up, {came} came",
            icon=icon(line.kind),
            kind=line.kind.label,
            signed=signed,
            came=came,
        )
    ]
    for band, one, other in zip(AgeBand, line.signed_up, line.came, strict=True):
        if (one, other) != (0, 0):
            age = BANDS[band]
            lines.append(Text("• {age}: {signed} / {came}", age=age, signed=_count(one), came=_count(other)))
    if line.heads:
        heads = zip(PARTS, line.heads, strict=True)
        counted = [
            Text("{age} {count}", age=part_name(part), count=_count(count)) for part, count in heads if count != 0
        ]
        lines.append(Text("• counted on the spot, on no list: {count}", count=_count(line.heads_in_all)))
        lines += [Text("   – {counted}", counted=each) for each in counted]
    if line.uncounted:
        lines.append(Text("• events without sign-up that nobody has counted yet: {count}", count=len(line.uncounted)))
    for name, share, more in bars(line):
        if share is not None or more is not None:
            reached = line.kind in PEAK and max(share or 0, more or 0) >= GOAL
            mark = "✅" if reached else ""
            lines.append(Text("• {ward}: {share} {mark}", ward=name, share=both(share, more), mark=mark))
    if line.unplaced != 0:
        lines.append(Text("• ward not known: {count}", count=_count(line.unplaced)))
    return joined(lines)


def bars(line: Line) -> list[tuple[Text, int | None, int | None]]:
    """Each ward, and all four where that is known: percent by the lists, and with what was counted on the spot."""
    more = line.with_heads or (None,) * len(WARDS)
    bars = [
        (Text("{ward}", ward=WARD_NAMES[ward]), share, with_heads)
        for ward, share, with_heads in zip(WARDS, line.shares, more, strict=True)
    ]
    if line.share_in_all is not None or line.with_heads_in_all is not None:
        bars.append((Text("all four wards"), line.share_in_all, line.with_heads_in_all))
    return bars


def both(share: int | None, with_heads: int | None) -> Text:
    if with_heads is None:
        return _percent(share)
    return Text("{share}, with those counted on the spot {more}", share=_percent(share), more=_percent(with_heads))


def _count(count: int | None) -> Text:
    return Text("…") if count is None else Text("{count}", count=count)


def _percent(share: int | None) -> Text:
    return Text("…") if share is None else Text("{share} %", share=share)
