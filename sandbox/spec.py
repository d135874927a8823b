"""What the Bot API takes and gives: every request is checked against its description, botapi-spec.json."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.world import Refused

FILE = Path(__file__).with_name("botapi-spec.json")
WHOLE = re.compile(r"-?\d{1,19}")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
YES, NO = ("true", "1", "yes"), ("false", "0", "no", "")
ARRAY = "Array of "
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "file_id": "file_id not specified",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
}
EMPTY_MEANS_NONE = ("url",)  # setWebhook with an empty url removes the webhook
NAMED = {"inline_keyboard": "inline keyboard button", "keyboard": "keyboard button"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request (multipart/form-data)."""

    name: str
    content: bytes
    mime: str


class Wrong(ValueError):
    """A value that is not of the type the Bot API names; the words go into the refusal."""


@cache
def spec() -> dict[str, Any]:
    """The description: methods and types, by name."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def method_named(name: str) -> str | None:
    """A method's own name; like Telegram, it is found in any mix of capitals."""
    return next((known for known in spec()["methods"] if known.lower() == name.lower()), None)


def checked(method: str, given: Mapping[str, Any], uploads: Mapping[str, Upload]) -> dict[str, Any]:
    """The parameters of a call, read and typed. Raises Refused for one unknown, missing or of a wrong type."""
    fields = {field["name"]: field for field in spec()["methods"][method]["fields"]}
    taken = {name: value for name, value in given.items() if value not in ("", None)}
    attached = {value[9:] for value in _strings(taken) if value.startswith("attach://")}
    for name in [*taken, *(name for name in uploads if name not in attached)]:
        if name not in fields:
            raise Refused(400, f'Bad Request: unknown parameter "{name}" of {method}')
    values = {name: _read(fields[name], value) for name, value in taken.items()}
    values |= {name: _file(fields[name], upload) for name, upload in uploads.items() if name in fields}
    for name, field in fields.items():
        if field["required"] and name not in values and not (name in EMPTY_MEANS_NONE and name in given):
            raise Refused(400, f"Bad Request: {_missing(field)}")
    return values


def wrong_in(value: Any, kind: str) -> str:
    """What is wrong with a value the sandbox is about to give, measured by its type's name; empty when nothing is."""
    try:
        _check([kind], value)
    except Wrong as wrong:
        return str(wrong)
    return ""


def _strings(value: Any) -> list[str]:
    """Every string inside, also inside JSON that came as text."""
    match value:
        case str() if value.startswith(("[", "{")):
            try:
                return _strings(json.loads(value))
            except ValueError:
                return []
        case str():
            return [value]
        case dict() | list():
            inner = value.values() if isinstance(value, dict) else value
            return [found for each in inner for found in _strings(each)]
        case _:
            return []


def _missing(field: dict[str, Any]) -> str:
    name = field["name"]
    if "InputFile" in field["types"]:
        return f"there is no {name.replace('_', ' ')} in the request"
    return MISSING.get(name, f'parameter "{name}" is required')


def _read(field: dict[str, Any], value: Any) -> Any:
    """One parameter: text as in a form, or a JSON value as in a JSON body."""
    name, types = field["name"], field["types"]
    try:
        if isinstance(value, str):
            value = _from_text(types, value)
        _check(types, value)
    except json.JSONDecodeError:
        what = "reply keyboard markup" if name == "reply_markup" else name
        raise Refused(400, f"Bad Request: can't parse {what} JSON object") from None
    except Wrong as wrong:
        if name == "reply_markup" and not isinstance(value, dict):
            raise Refused(400, "Bad Request: object expected as reply markup") from None
        if _is_plain(types):
            raise Refused(400, f'Bad Request: parameter "{name}" must be of type {" or ".join(types)}') from None
        raise Refused(400, f"Bad Request: can't parse {_thing(name, types, value)}: {wrong}") from None
    if "one_of" in field and value not in field["one_of"]:
        raise Refused(400, f"Bad Request: wrong parameter {name} in request")
    return value


def _file(field: dict[str, Any], upload: Upload) -> Upload:
    if "InputFile" not in field["types"]:
        raise Refused(400, f'Bad Request: parameter "{field["name"]}" must not be a file')
    return upload


def _thing(name: str, types: list[str], value: Any) -> str:
    if name == "reply_markup" and isinstance(value, dict):
        return next((words for key, words in NAMED.items() if key in value), "reply keyboard markup")
    return "InputMedia" if name == "media" else _bare(types[0])


def _bare(kind: str) -> str:
    return kind.rpartition(ARRAY)[2]


def _is_plain(types: list[str]) -> bool:
    return all(kind in ("Integer", "String", "Float", "Boolean", "InputFile") for kind in types)


def _from_text(types: list[str], text: str) -> Any:
    if "Integer" in types and WHOLE.fullmatch(text):
        return int(text)
    if "Float" in types and NUMBER.fullmatch(text):
        return float(text)
    if "Boolean" in types and text.lower() in (*YES, *NO):
        return text.lower() in YES
    return text if _is_plain(types) else json.loads(text)


def _check(types: list[str], value: Any) -> None:
    """Raises Wrong when the value is of none of these types."""
    candidates = [kind for kind in types if _looks_like(kind, value)]
    if not candidates:
        raise Wrong(f"expected {' or '.join(dict.fromkeys(_spoken(kind) for kind in types))}")
    if isinstance(value, list):
        for each in value:
            _check([kind.removeprefix(ARRAY) for kind in candidates], each)
    elif isinstance(value, dict):
        _check_object(_best(candidates, value), value)


def _best(kinds: list[str], value: dict[str, Any]) -> dict[str, Any]:
    """Of several kinds of object the one meant: its fixed words are there, and the most of its fields."""
    types = spec()["types"]
    leaves = [types[each] for kind in kinds for each in types[kind].get("subtypes", [kind])]
    named = [leaf for leaf in leaves if all(value.get(f["name"]) == f["const"] for f in _fields(leaf) if "const" in f)]
    return max(named or leaves, key=lambda leaf: sum(f["name"] in value for f in _fields(leaf) if f["required"]))


def _fields(kind: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = kind.get("fields", [])
    return found


def _spoken(kind: str) -> str:
    return f"an Array of {_bare(kind)}" if kind.startswith(ARRAY) else kind


def _looks_like(kind: str, value: Any) -> bool:
    match kind:
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "String":
            return isinstance(value, str)
        case "Boolean":
            return isinstance(value, bool)
        case "True":
            return value is True
        case "InputFile":
            return isinstance(value, Upload)
        case _:
            return isinstance(value, list if kind.startswith(ARRAY) else dict)


def _check_object(kind: dict[str, Any], value: dict[str, Any]) -> None:
    fields = {field["name"]: field for field in _fields(kind)}
    for name, field in fields.items():
        if name not in value:
            if field["required"]:
                raise Wrong(f'can\'t find field "{name}"')
        elif not any(_looks_like(each, value[name]) for each in field["types"]):
            raise Wrong(f'field "{name}" must be of type {" or ".join(_spoken(each) for each in field["types"])}')
        elif value[name] != field.get("const", value[name]) or value[name] not in field.get("one_of", [value[name]]):
            raise Wrong(f'wrong "{name}" "{value[name]}"')
        else:
            _check(field["types"], value[name])
    for name in value:
        if name not in fields:
            raise Wrong(f'unknown field "{name}" of {kind["name"]}')
