"""Reads wards.toml: today's wards with their codes and seats, what became of the old ones, names that mislead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from domain.places import Code, OldWard, Places, Ward, WardContact
from domain.texts import Text
from domain.vietnamese import fold
from domain.wards import OUTSIDE, WARDS
from storage.content.files import Row, Said, Slug, Strict, Trouble, good_rows_of, refuse

FILE = "wards.toml"
_SYLLABLES = 2  # a name of one is a word of every day
_LONGEST = 40  # bytes of an old name: a button holds 64, with its verb and the number of a case
TABLES = ("ward", "contact", "outside", "old", "landmark")


class _Dated(Strict):
    name: Said
    kind: Literal["phường", "xã"] = "phường"
    gso: Annotated[str, Field(pattern=r"^\d{5}$")] | None = None
    mark: Said


class _Unit(_Dated):
    id: Slug
    valid_from: date


class _Contact(Strict):
    ward: Slug
    what: Said
    value: Said
    source: Said
    checked: date
    mark: Said


class _Old(_Dated):
    valid_from: date | None = None
    valid_to: date
    becomes: Annotated[list[Slug], Field(min_length=1)]
    hints: dict[Slug, Said] = {}


class _Landmark(Strict):
    name: Said


@dataclass(frozen=True, slots=True)
class _Tables:
    """The rows that can be read, and what is wrong with the others."""

    wards: list[Row[_Unit]]
    contacts: list[Row[_Contact]]
    outside: list[Row[_Unit]]
    old: list[Row[_Old]]
    landmarks: list[Row[_Landmark]]
    troubles: list[Trouble]


def read_places(content: Path) -> Places:
    """All names of places. Raises ContentError with every problem of the file, its line and its cure."""
    tables = _read(content / FILE)
    refuse([*tables.troubles, *_troubles(tables)])
    contacts: dict[str, list[WardContact]] = {}
    for contact in (row.value for row in tables.contacts):
        contacts.setdefault(contact.ward, []).append(WardContact(contact.what, contact.value, contact.source))
    return Places(
        ward=tuple(_unit(row.value, contacts.get(row.value.id, ())) for row in tables.wards),
        outside=tuple(_unit(row.value) for row in tables.outside),
        old=tuple(_old(row.value) for row in tables.old),
        landmarks=tuple(row.value.name for row in tables.landmarks),
    )


def _read(path: Path) -> _Tables:
    wards, bad_wards = good_rows_of(path, "ward", _Unit, *TABLES)
    contacts, bad_contacts = good_rows_of(path, "contact", _Contact, *TABLES)
    outside, bad_outside = good_rows_of(path, "outside", _Unit, *TABLES, key_must=False)
    old, bad_old = good_rows_of(path, "old", _Old, *TABLES)
    landmarks, bad_landmarks = good_rows_of(path, "landmark", _Landmark, *TABLES, key_must=False)
    return _Tables(
        *(wards, contacts, outside, old, landmarks),
        [*bad_wards, *bad_contacts, *bad_outside, *bad_old, *bad_landmarks],
    )


def _unit(row: _Unit, contacts: Sequence[WardContact] = ()) -> Ward:
    code = None if row.gso is None else Code(row.gso, row.valid_from)
    return Ward(row.id, row.name, row.kind, code, tuple(contacts))


def _old(row: _Old) -> OldWard:
    code = None if row.gso is None else Code(row.gso, row.valid_from, row.valid_to)
    return OldWard(row.name, row.valid_to, tuple(row.becomes), tuple(row.hints.items()), row.kind, code)


def _troubles(tables: _Tables) -> Iterator[Trouble]:
    """What no row says by itself. What hangs on a row that cannot be read is not told: its own trouble is."""
    rows: list[Row[_Unit] | Row[_Old] | Row[_Contact]] = [*tables.wards, *tables.outside, *tables.old, *tables.contacts]
    for row in rows:
        if row.value.mark != "verified":
            yield row.trouble("mark", Text("only what is “verified” stands here. Verify it, or take it out."))
    yield from _names(tables)
    yield from _twice(tables)
    yield from _codes(tables)
    yield from _ends(tables)
    if not tables.troubles:
        yield from _whole(tables)
        yield from _becomes(tables)
        yield from _landmarks(tables)


def _names(tables: _Tables) -> Iterator[Trouble]:
    rows: list[Row[_Unit] | Row[_Old] | Row[_Landmark]] = [*tables.wards, *tables.outside, *tables.landmarks]
    for row in (*rows, *tables.old):
        if len(fold(row.value.name).split()) < _SYLLABLES:
            yield row.trouble("name", Text("a name has two words or more, of letters (“Ngọc Lâm”). Write it whole."))
    for old in tables.old:
        if len(fold(old.value.name).encode()) > _LONGEST:
            yield old.trouble(
                "name", Text("it does not fit on a button: at most {most} letters. Shorten it.", most=_LONGEST)
            )


def _twice(tables: _Tables) -> Iterator[Trouble]:
    seen: dict[tuple[str, str], int] = {}
    keys: list[tuple[Row[_Unit] | Row[_Old], str, str]] = []
    keys += [(row, "id", row.value.id) for row in (*tables.wards, *tables.outside)]
    keys += [(row, "name", fold(row.value.name)) for row in tables.old]
    for row, key, said in keys:
        if (first := seen.setdefault((key, said), row.line)) != row.line:
            yield row.trouble(
                key, Text("it stands in {file}:{first} already. Write it once.", file=FILE, first=str(first))
            )


def _codes(tables: _Tables) -> Iterator[Trouble]:
    dated: list[tuple[Row[_Unit] | Row[_Old], Code]] = []
    for row in (*tables.wards, *tables.outside):
        dated += [(row, code)] if (code := _unit(row.value).code) is not None else []
    for old in tables.old:
        dated += [(old, code)] if (code := _old(old.value).code) is not None else []
    for (first, one), (second, other) in combinations(sorted(dated, key=lambda each: each[0].line), 2):
        if one.meets(other):
            yield second.trouble(
                "gso",
                Text(
                    "{file}:{line} has this code on the same days. Mend the code or its days.",
                    file=FILE,
                    line=str(first.line),
                ),
            )


def _ends(tables: _Tables) -> Iterator[Trouble]:
    for row in tables.old:
        if row.value.valid_from is not None and row.value.valid_from > row.value.valid_to:
            yield row.trouble("valid_to", Text("it ends before it begins. Mend the days."))


def _whole(tables: _Tables) -> Iterator[Trouble]:
    if sorted(row.value.id for row in tables.wards) != sorted(WARDS):
        yield Trouble(
            FILE, 1, Text("it must hold a [[ward]] for each of {wards} and no other. Mend it.", wards=", ".join(WARDS))
        )
    for row in tables.contacts:
        if row.value.ward not in WARDS:
            yield row.trouble(
                "ward",
                Text("there is no ward “{ward}”. Write one of {wards}.", ward=row.value.ward, wards=", ".join(WARDS)),
            )
    for ward in tables.wards:
        if ward.value.id not in {row.value.ward for row in tables.contacts}:
            yield ward.trouble("id", Text("no [[contact]] says where “{id}” is found. Add one.", id=ward.value.id))
        if not any(ward.value.id in row.value.becomes for row in tables.old):
            yield ward.trouble("id", Text("no [[old]] becomes “{id}”. Add what it was made from.", id=ward.value.id))


def _becomes(tables: _Tables) -> Iterator[Trouble]:
    known = {OUTSIDE, *(row.value.id for row in (*tables.wards, *tables.outside))}
    for row in tables.old:
        becomes = row.value.becomes
        if strays := sorted(set(becomes) - known):
            yield row.trouble(
                "becomes", Text("there is no [[ward]] or [[outside]] “{name}”. Mend it, or add it.", name=strays[0])
            )
        if twice := [unit for unit, times in Counter(becomes).items() if times > 1]:
            yield row.trouble("becomes", Text("“{name}” stands there twice. Write it once.", name=twice[0]))
        if not set(becomes) & set(WARDS):
            yield row.trouble("becomes", Text("none of the four wards is among them. Name one, or take the row out."))
        if lost := sorted(set(row.value.hints) - set(becomes)):
            yield row.trouble("hints", Text("“{name}” is not in “becomes”. Mend it.", name=lost[0]))


def _landmarks(tables: _Tables) -> Iterator[Trouble]:
    names = {fold(each.value.name) for each in (*tables.wards, *tables.outside)}
    names |= {fold(each.value.name) for each in tables.old}
    for row in tables.landmarks:
        said = fold(row.value.name)
        if said in names or not any(f" {name} " in f" {said} " for name in names):
            yield row.trouble(
                "name", Text("a landmark holds the name of a ward and more words. Mend it, or take it out.")
            )
