"""How the figures of a year's events look: a message, a chart, a spreadsheet. Small cells are hidden before they come here."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from io import BytesIO

import xlsxwriter
from PIL import Image, ImageDraw

from channels import buttons
from channels.arrival_cards import joined
from channels.cards import WARD_NAMES, Act, Attached, Card, Row
from channels.event_words import BANDS, cut_at_word, icon
from channels.figure_buttons import CountHeads
from channels.headcount_cards import part_name
from channels.lettering import font
from domain.headcounts import PARTS
from domain.participation import FEWEST, GOAL, PEAK, Cells, Line, Year
from domain.people import AgeBand
from domain.texts import Text
from domain.wards import WARDS

Say = Callable[[Text], str]
TAG = re.compile(r"<[^>]+>")
INK, PALE, BAR, LINE, PAPER = "#23423D", "#5C756F", "#1F7A6D", "#D1495B", "#FFFFFF"
COUNTED = "#BFE0D6"  # on no list: an estimate
WIDTH, LEFT, ROW, GAP, TOP = 1200, 330, 46, 34, 120
MOST_TO_COUNT = 6  # events one can count from here
FULL = 460  # dots of a bar of 100 percent; beside it the longest words have room


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


def chart(year: int, lines: Sequence[Line], say: Say) -> Attached:
    """A PNG: for each peak activity a bar a ward, and the line of the plan."""
    shown = [line for line in lines if line.kind in PEAK]
    height = TOP + sum(GAP + 50 + ROW * len(_bars(line)) for line in shown) + 60
    page = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(page)
    said = _plain(say)
    pen.text((40, 36), said(Text("Children at events in {year}", year=str(year))), INK, font("Bold", 40))
    goal, top = LEFT + FULL * GOAL // 100, TOP
    for line in shown:
        top += GAP
        pen.text((40, top), said(line.kind.label), INK, font("Bold", 28))
        top += 50
        for name, share, more in _bars(line):
            pen.text((LEFT - 20, top + ROW // 2), said(name), PALE, font("Regular", 26), anchor="rm")
            if more is not None:
                pen.rectangle((LEFT, top + 8, _end(more), top + ROW - 8), COUNTED)
            if share is not None:
                pen.rectangle((LEFT, top + 8, _end(share), top + ROW - 8), BAR)
            start = _end(max(share or 0, more or 0)) + 12
            pen.text((start, top + ROW // 2), said(_both(share, more)), INK, font("Regular", 24), anchor="lm")
            top += ROW
    pen.line((goal, TOP, goal, height - 50), LINE, 3)
    pen.text((goal, height - 30), said(Text("the plan: {goal} %", goal=GOAL)), LINE, font("Bold", 22), anchor="mm")
    file = BytesIO()
    page.save(file, "PNG")
    return Attached(f"tham-gia-{year}.png", file.getvalue())


def sheet(year: int, lines: Sequence[Line], say: Say) -> Attached:
    """A spreadsheet: numbers as numbers, everything else as text."""
    file, said = BytesIO(), _plain(say)
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": "", "title": ""})
    table = book.add_worksheet()
    bold = book.add_format({"bold": True})
    head = (Text("Event"), Text("Part"), Text("Signed up"), Text("Came"), Text("Percent of the children"))
    for column, words in enumerate(head):
        table.write_string(0, column, said(words), bold)
    for number, row in enumerate(_rows(lines, said), 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                table.write_number(number, column, value)
            else:
                table.write_string(number, column, value)
    table.set_column(0, 1, 32)
    table.set_column(2, 4, 14)
    book.close()
    return Attached(f"tham-gia-{year}.xlsx", file.getvalue())


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
    for name, share, more in _bars(line):
        if share is not None or more is not None:
            reached = line.kind in PEAK and max(share or 0, more or 0) >= GOAL
            mark = "✅" if reached else ""
            lines.append(Text("• {ward}: {share} {mark}", ward=name, share=_both(share, more), mark=mark))
    if line.unplaced != 0:
        lines.append(Text("• ward not known: {count}", count=_count(line.unplaced)))
    return joined(lines)


def _bars(line: Line) -> list[tuple[Text, int | None, int | None]]:
    """Each ward, and all four where that is known: percent by the lists, and with what was counted on the spot."""
    more = line.with_heads or (None,) * len(WARDS)
    bars = [
        (Text("{ward}", ward=WARD_NAMES[ward]), share, with_heads)
        for ward, share, with_heads in zip(WARDS, line.shares, more, strict=True)
    ]
    if line.share_in_all is not None or line.with_heads_in_all is not None:
        bars.append((Text("all four wards"), line.share_in_all, line.with_heads_in_all))
    return bars


def _end(share: int) -> int:
    return LEFT + FULL * min(share, 105) // 100


def _both(share: int | None, with_heads: int | None) -> Text:
    if with_heads is None:
        return _percent(share)
    return Text("{share}, with those counted on the spot {more}", share=_percent(share), more=_percent(with_heads))


def _rows(lines: Sequence[Line], said: Say) -> list[list[int | str]]:
    rows: list[list[int | str]] = []
    for line in lines:
        kind = said(line.kind.label)
        for band, one, other in zip(AgeBand, line.signed_up, line.came, strict=True):
            rows.append([kind, said(BANDS[band]), *_cells((one, other)), ""])
        rows.append([kind, said(Text("in all")), *_cells((line.signed_up_in_all, line.came_in_all)), ""])
        if line.unplaced != 0:
            rows.append([kind, said(Text("ward not known")), "", *_cells((line.unplaced,)), ""])
        parts = [*zip(map(part_name, PARTS), line.heads, strict=True)] if line.heads else []
        for name, count in [*parts, (Text("in all"), line.heads_in_all)] if parts else []:
            rows.append([kind, said(Text("on the spot, on no list: {part}", part=name)), "", *_cells((count,)), ""])
        for name, share, more in _bars(line):
            rows.append([kind, said(name), "", "", *_cells((share,))])
            if line.with_heads:
                rows.append([kind, said(Text("{ward}, with those on the spot", ward=name)), "", "", *_cells((more,))])
    return rows


def _cells(cells: Cells) -> list[int | str]:
    return ["…" if cell is None else cell for cell in cells]


def _count(count: int | None) -> Text:
    return Text("…") if count is None else Text("{count}", count=count)


def _percent(share: int | None) -> Text:
    return Text("…") if share is None else Text("{share} %", share=share)


def _plain(say: Say) -> Say:
    return lambda text: html.unescape(TAG.sub("", say(text)))
