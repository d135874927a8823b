"""The only spelling of callback data: at most 64 bytes, versioned, works next month, forged ones are harmless."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import ClassVar

VERSION = "1"
SEPARATOR = "|"
LONGEST = 64


class Button:
    """Base of everything a button can mean; subclasses name their two-letter verb."""

    __slots__ = ()
    verb: ClassVar[str]
    known: ClassVar[dict[str, type[Button]]] = {}

    def __init_subclass__(cls, verb: str = "", **rest: object) -> None:
        if verb:
            cls.verb = verb
        Button.known[cls.verb] = cls  # slots=True makes the dataclass twice; the finished one wins


def write(button: Button) -> str:
    """Callback data of a button, like `1|tk|42`."""
    values = ["" if (value := getattr(button, f.name)) is None else str(value) for f in _fields(type(button))]
    data = SEPARATOR.join([VERSION, button.verb, *values])
    if len(data.encode()) > LONGEST:
        raise ValueError(f"{type(button).__name__} does not fit into {LONGEST} bytes")
    if read(data) != button:
        raise ValueError(f"{type(button).__name__} would not be known again: {data.count(SEPARATOR)} fields")
    return data


def read(data: str) -> Button | None:
    """The button behind callback data, or None for one we never made (forged, or of a version long gone)."""
    version, _, rest = data.partition(SEPARATOR)
    verb, *values = rest.split(SEPARATOR)
    kind = Button.known.get(verb)
    if version != VERSION or kind is None:
        return None
    known = _fields(kind)
    needed = sum(f.default is MISSING for f in known)  # what has a default was not on buttons of earlier versions
    if not needed <= len(values) <= len(known):
        return None
    try:
        return kind(**{f.name: _value(str(f.type), value) for f, value in zip(known, values, strict=False)})
    except ValueError:
        return None


def numbers_of(kind: type[Button]) -> frozenset[str]:
    """The names of what a button carries as a number."""
    return frozenset(f.name for f in _fields(kind) if _is_number(str(f.type)))


def _fields(kind: type[Button]) -> tuple[Field[object], ...]:
    return fields(kind)  # type: ignore[arg-type]  # every subclass is a dataclass


def _is_number(kind: str) -> bool:
    return kind.startswith("int")


def _value(kind: str, value: str) -> int | str | None:
    if value == "":
        if "None" not in kind:
            raise ValueError("a value is missing")
        return None
    if not _is_number(kind):
        return value
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise ValueError("not a number of ours")
    return int(value)
