"""How many children took part, beside how many live in a ward; what few children make up is not shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.conversations import Dialog
from domain.events import Kind
from domain.headcounts import PARTS
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

    `share_in_all`: of the children of all four wards, once each ward's are known; whose ward nobody knows (`unplaced`)
    count there. `heads`: those on no list, as staff counted them (PARTS): an estimate, never mixed with the lists;
    `with_heads`, `with_heads_in_all`: the shares with them. The four are empty where nobody counted.
    """

    kind: Kind
    signed_up: Cells
    signed_up_in_all: int | None
    came: Cells
    came_in_all: int | None
    shares: Cells
    share_in_all: int | None = None
    unplaced: int | None = 0
    heads: Cells = ()
    heads_in_all: int | None = None
    with_heads: Cells = ()
    with_heads_in_all: int | None = None
    uncounted: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What the lists of one kind of event do not say.

    `unplaced`: children who came to an event of all four wards and whose family chose none. `heads`: counted by staff,
    by PARTS; of those under 16 `heads_by_ward` at an event of one ward, `heads_unplaced` elsewhere. `uncounted`: events
    (number, title) that are over, had no sign-up, and of which nobody said yet how many came.
    """

    unplaced: int = 0
    heads: Mapping[str, int] = field(default_factory=dict)
    heads_by_ward: Mapping[str, int] = field(default_factory=dict)
    heads_unplaced: int = 0
    uncounted: tuple[tuple[int, str], ...] = ()


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
    beside: Beside = Beside(),
) -> Line:
    """The figures of one kind as they may be shown. `by_ward`: who came to its events; `children`: who live there."""
    signed, signed_in_all = guarded([signed_up.get(band, 0) for band in AgeBand])
    coming, came_in_all = guarded([came.get(band, 0) for band in AgeBand])
    shares, in_all = _shares(by_ward, beside.unplaced, children)
    line = Line(kind, signed, signed_in_all, coming, came_in_all, shares, in_all, uncounted=beside.uncounted)
    if beside.unplaced:  # all who came may be among them: then a hidden cell by age could be worked out
        few = came_in_all is None or beside.unplaced < FEWEST
        line = replace(line, unplaced=None if few else beside.unplaced)
    if not beside.heads:
        return line
    heads, heads_in_all = guarded([beside.heads.get(part, 0) for part in PARTS])
    both = {ward: by_ward.get(ward, 0) + beside.heads_by_ward.get(ward, 0) for ward in WARDS}
    with_heads, with_in_all = _shares(both, beside.unplaced + beside.heads_unplaced, children)
    return replace(line, heads=heads, heads_in_all=heads_in_all, with_heads=with_heads, with_heads_in_all=with_in_all)


def _shares(by_ward: Mapping[str, int], elsewhere: int, children: Mapping[str, int]) -> tuple[Cells, int | None]:
    """Percent of each ward's children and of all of them, who are known once every ward's are."""
    shares = tuple(_share(by_ward.get(ward, 0), children.get(ward, 0)) for ward in WARDS)
    live = sum(children.get(ward, 0) for ward in WARDS) if all(children.get(ward) for ward in WARDS) else 0
    return shares, _share(sum(by_ward.get(ward, 0) for ward in WARDS) + elsewhere, live)


def _share(came: int, live: int) -> int | None:
    """Rounded down: 89.5 % is not the 90 that the plan wants."""
    return None if live < FEWEST_LIVE or 0 < came < FEWEST else 100 * came // live


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
