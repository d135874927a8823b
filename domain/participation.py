"""How many children took part, beside how many live in a ward; what few children make up is not shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.conversations import Dialog
from domain.events import Kind
from domain.news import News
from domain.people import AgeBand
from domain.texts import Refusal, Text
from domain.wards import WARDS

FEWEST = 5  # fewer children in a cell could be named (facts.md, traps 24)
FEWEST_LIVE = 1_000  # of fewer a percent would be a handful of children
GOAL = 90  # percent of the children, in the peak activities (the plan of 3 January 2020)
PEAK = (Kind.JUNE1, Kind.ACTION_MONTH, Kind.MID_AUTUMN, Kind.FORUM)
MOST_CHILDREN = 200_000
COUNTING = Dialog.CHILDREN
FILES = ("chart", "xlsx")

Cells = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of event in a year: children by age (as AgeBand), and what part of each ward's children that was.

    Cells from 1 to 4 are None, and then the sum is None, too. `shares` are percent of the children who live in a ward
    (as WARDS), without their count: from counts by ward one could work out a hidden cell by age. None: not known, or
    too few children. Visits are counted: a child who came to two events of a kind counts twice.
    """

    kind: Kind
    signed_up: Cells
    signed_up_in_all: int | None
    came: Cells
    came_in_all: int | None
    shares: Cells


def guarded(cells: Sequence[int]) -> tuple[Cells, int | None]:
    """Cells and their sum as they may be shown. With one cell hidden there is no sum it could be subtracted from."""
    shown = tuple(None if 0 < count < FEWEST else count for count in cells)
    return shown, None if None in shown else sum(cells)


def line_of(
    kind: Kind,
    signed_up: Mapping[AgeBand, int],
    came: Mapping[AgeBand, int],
    by_ward: Mapping[str, int],
    children: Mapping[str, int],
) -> Line:
    """The figures of one kind as they may be shown. `by_ward`: who came to its events; `children`: who live there."""
    signed, signed_in_all = guarded([signed_up.get(band, 0) for band in AgeBand])
    coming, came_in_all = guarded([came.get(band, 0) for band in AgeBand])
    shares = tuple(_share(by_ward.get(ward, 0), children.get(ward, 0)) for ward in WARDS)
    return Line(kind, signed, signed_in_all, coming, came_in_all, shares)


def _share(came: int, live: int) -> int | None:
    return None if live < FEWEST_LIVE or 0 < came < FEWEST else round(100 * came / live)


def check_count(typed: str) -> int:
    """How many children live in a ward, as somebody typed it: «12.345» is 12345. Raises Refusal."""
    digits = "".join(sign for sign in typed if sign not in " .,")
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits[:9]) <= MOST_CHILDREN):
        raise Refusal(Text("Please type one number, such as 12000."))
    return int(digits[:9])


@dataclass(frozen=True, slots=True)
class Year:
    """A year that is shown, which it is now, and that of the first event: between them one may turn."""

    number: int
    this: int
    first: int


@dataclass(frozen=True, slots=True)
class YearFile(News):
    """The figures of a year as a file: `kind` chart or xlsx."""

    kind: str
    year: int
    lines: tuple[Line, ...]
