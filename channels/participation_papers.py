"""The figures of a year's events as a chart and as a spreadsheet. Small cells are hidden before they come here."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from io import BytesIO

import xlsxwriter
from PIL import Image, ImageDraw

from channels.cards import Attached
from channels.event_words import BANDS
from channels.headcount_cards import part_name
from channels.lettering import font
from channels.participation_cards import bars, both
from domain.headcounts import PARTS
from domain.participation import GOAL, PEAK, Cells, Line
from domain.people import AgeBand
from domain.texts import Text

Say = Callable[[Text], str]
TAG = re.compile(r"<[^>]+>")
INK, PALE, BAR, LINE, PAPER = "#23423D", "#5C756F", "#1F7A6D", "#D1495B", "#FFFFFF"
COUNTED = "#BFE0D6"  # on no list: an estimate
WIDTH, LEFT, ROW, GAP, TOP = 1200, 330, 46, 34, 120
FULL = 460  # dots of a bar of 100 percent; beside it the longest words have room


def chart(year: int, lines: Sequence[Line], say: Say) -> Attached:
    """A PNG: for each peak activity a bar a ward, and the line of the plan."""
    shown = [line for line in lines if line.kind in PEAK]
    height = TOP + sum(GAP + 50 + ROW * len(bars(line)) for line in shown) + 60
    page = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(page)
    said = _plain(say)
    pen.text((40, 36), said(Text("Children at events in {year}", year=str(year))), INK, font("Bold", 40))
    goal, top = LEFT + FULL * GOAL // 100, TOP
    for line in shown:
        top += GAP
        pen.text((40, top), said(line.kind.label), INK, font("Bold", 28))
        top += 50
        for name, share, more in bars(line):
            pen.text((LEFT - 20, top + ROW // 2), said(name), PALE, font("Regular", 26), anchor="rm")
            if more is not None:
                pen.rectangle((LEFT, top + 8, _end(more), top + ROW - 8), COUNTED)
            if share is not None:
                pen.rectangle((LEFT, top + 8, _end(share), top + ROW - 8), BAR)
            start = _end(max(share or 0, more or 0)) + 12
            pen.text((start, top + ROW // 2), said(both(share, more)), INK, font("Regular", 24), anchor="lm")
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


def _end(share: int) -> int:
    return LEFT + FULL * min(share, 105) // 100


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
        for name, share, more in bars(line):
            rows.append([kind, said(name), "", "", *_cells((share,))])
            if line.with_heads:
                rows.append([kind, said(Text("{ward}, with those on the spot", ward=name)), "", "", *_cells((more,))])
    return rows


def _cells(cells: Cells) -> list[int | str]:
    return ["…" if cell is None else cell for cell in cells]


def _plain(say: Say) -> Say:
    return lambda text: html.unescape(TAG.sub("", say(text)))
