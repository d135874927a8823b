"""Reads the names of places from content/vi/places.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from domain.places import Places
from domain.wards import WARDS
from storage.understanding import ContentError

_PLACES = TypeAdapter(Places)


def read_places(content: Path) -> Places:
    """All names. Raises ContentError, naming the file and the cure, when it is missing or not what it should be."""
    path = content / "places.toml"
    try:
        places = _PLACES.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ContentError(f"{path.name} is missing: put back content/vi/{path.name}.") from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}. Mend that line.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{path.name}: “{where}” is not right: {first['msg']}. Mend it.") from None
    known = {unit.id for unit in (*places.ward, *places.outside)}
    strays = {unit for old in places.old for unit in old.becomes if unit not in known}
    if strays or {ward.id for ward in places.ward} != set(WARDS):
        named = ", ".join(sorted(strays)) or "a ward"
        raise ContentError(f"{path.name}: {named} is missing or unknown: every id in “becomes” stands above it once.")
    return places
