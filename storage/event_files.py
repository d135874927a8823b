"""Reads the file of `treem events add FILE.toml`: all its problems at once, each with its line and cure."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.costs import cost_of
from domain.enclosures import Enclosure, Kind
from domain.events import Kind as EventKind
from domain.events import Plan, in_hanoi, problems
from domain.people import Audience
from domain.texts import Text
from domain.wards import WARDS
from domain.working_time import HANOI
from storage.content.enclosures import unseen

ALL_WARDS = "all"
LONGEST_FILE = 100_000

_EXAMPLES = {
    "kind": 'kind = "mid_autumn"',
    "title": 'title = "Vui Tết Trung thu"',
    "ward": 'ward = "long-bien"',
    "starts": "starts = 2027-09-11T18:00:00",
    "ends": "ends = 2027-09-11T20:30:00",
    "place": 'place = "Sân nhà văn hoá phường"',
    "purpose": 'purpose = "Các em vui Trung thu an toàn"',
    "programme": 'programme = "18:00 múa lân; 19:00 rước đèn; 20:30 ra về"',
    "form": 'form = "Ngoài trời, đi cùng gia đình"',
    "in_charge": 'in_charge = "Đoàn Thanh niên phường"',
    "cost": 'cost = "Miễn phí"',
    "seats": "seats = 120",
    "accompanied": "accompanied = true",
    "audience": 'audience = "parent"',
    "map": "map = [21.0375, 105.8897]",
    "ages": "ages = [6, 11]",
    "quota": "quota = 10",
    "food": 'food = "Có bánh Trung thu, sữa; bé dị ứng xin báo trước"',
    "health": 'health = "Có cán bộ y tế trực"',
    "picture": 'picture = "den-ong-sao.png"',
}
LARGEST_PICTURE = 2 * 1024 * 1024  # bytes
PICTURES = ("PNG", "JPEG")
_CHOICES = {
    "kind": tuple(EventKind),
    "ward": (*WARDS, ALL_WARDS),
    "audience": tuple(Audience),
}
_FIELDS = {"starts_at": "starts", "ends_at": "ends"}  # a field of the plan under its key in the file

_Said = Annotated[str, Field(min_length=1, max_length=300)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)

    kind: Annotated[EventKind, Field(strict=False)]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    ward: _Said
    starts: datetime
    ends: datetime
    place: _Said
    purpose: Annotated[str, Field(min_length=1, max_length=600)]
    programme: Annotated[str, Field(min_length=1, max_length=1500)]
    form: _Said
    in_charge: _Said
    cost: _Said = ""
    seats: int | None = None
    accompanied: bool
    audience: Annotated[Audience | None, Field(strict=False)] = None
    map: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    ages: Annotated[list[int], Field(min_length=2, max_length=2)] | None = None
    quota: Annotated[int, Field(ge=0)] = 0
    food: _Said = ""
    health: _Said = ""
    picture: _Said | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that has to be put right: where, and a sentence that says how."""

    file: str
    line: int
    text: Text


class BadEventFile(Exception):
    """A file that cannot become an event; `problems` holds everything that is wrong with it."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.file}:{p.line}: {p.text.source}" for p in found))
        self.problems = tuple(sorted(found, key=lambda p: p.line))


@dataclass(frozen=True, slots=True)
class EventFile:
    """The event's lasting name (the file's own), what it says, and the picture beside the file, if it names one."""

    slug: str
    plan: Plan
    picture: Enclosure | None = None


def read(path: Path) -> EventFile:
    """What a file says, with the picture it names. Raises BadEventFile.

    Times without a zone are Hà Nội time.
    """
    name = path.name
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise BadEventFile([Problem(name, 1, Text("This file is too large for an event."))])
        words = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadEventFile([Problem(name, 1, Text("Please save this file as UTF-8."))]) from None
    except OSError:
        raise BadEventFile([Problem(name, 1, Text("This file cannot be read. Please check its name."))]) from None
    try:
        raw = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        raise BadEventFile([_not_toml(name, words, str(error))]) from None
    lines = _lines(words)
    try:
        file, found, unsure = _File.model_validate(raw), [], set()
    except ValidationError as error:
        found = [_problem(name, lines, each) for each in error.errors()]
        unsure = {str(each["loc"][0]) for each in error.errors()}
        file = _File.model_validate({k: v for k, v in raw.items() if k not in unsure} | _stand_in(unsure))
    plan = _plan(file)
    for field, text in (*problems(plan), *_off_the_map(plan)):
        key = _FIELDS.get(field, field)
        if not unsure & ({key, "starts", "ends"} if key in ("starts", "ends") else {key}):
            found.append(Problem(name, lines.get(key, 1), text))
    picture = None if file.picture is None or "picture" in unsure else _picture(path.parent, file.picture)
    if isinstance(picture, Text):
        found.append(Problem(name, lines.get("picture", 1), picture))
    if found or isinstance(picture, Text):
        raise BadEventFile(found)
    return EventFile(path.stem, plan, picture)


def _picture(folder: Path, name: str) -> Enclosure | Text:
    """The picture beside an event's file, or why it cannot be shown, and the cure."""
    if Path(name).name != name:
        return Text("The picture “{name}” must lie beside this file. Write its name alone.", name=name)
    try:
        content = (folder / name).read_bytes()
    except OSError:
        return Text("There is no picture “{name}” beside this file that can be read. Put it there.", name=name)
    if len(content) > LARGEST_PICTURE:
        most, size = LARGEST_PICTURE // 1024, len(content) // 1024 + 1
        return Text("The picture “{name}” has {size} KB; at most {most} fit.", name=name, size=size, most=most)
    if (wrong := unseen(content, PICTURES)) is not None:
        return Text("The picture “{name}” {wrong}", name=name, wrong=wrong)
    return Enclosure(Kind.PICTURE, folder / name, sha256(content).hexdigest(), content)


def _stand_in(keys: set[str]) -> dict[str, Any]:
    """Good values for what is not right, so that the rest of a file is still looked at."""
    good = tomllib.loads("\n".join(_EXAMPLES.values())) | {"kind": EventKind.OTHER.value}
    return {key: value for key, value in good.items() if key in keys}


def _plan(file: _File) -> Plan:
    return Plan(
        kind=file.kind,
        title=file.title,
        ward=None if file.ward == ALL_WARDS else file.ward,
        starts_at=_aware(file.starts),
        ends_at=_aware(file.ends),
        place=file.place,
        purpose=file.purpose,
        programme=file.programme,
        form=file.form,
        in_charge=file.in_charge,
        seats=file.seats,
        accompanied=file.accompanied,
        audience=file.audience,
        point=None if file.map is None else (file.map[0], file.map[1]),
        ages=None if file.ages is None else (file.ages[0], file.ages[1]),
        quota=file.quota,
        food=file.food,
        health=file.health,
        cost=cost_of(file.cost),
    )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=HANOI)


def _off_the_map(plan: Plan) -> list[tuple[str, Text]]:
    """Latitude and longitude in the wrong order, or a place far from Hà Nội."""
    if plan.point is None or in_hanoi(plan.point):
        return []
    text = Text(
        "The map point is not in Hà Nội. Write latitude, then longitude, like: {example}", example=_EXAMPLES["map"]
    )
    return [("map", text)]


def _lines(words: str) -> dict[str, int]:
    """On which line each key stands, first one wins."""
    found: dict[str, int] = {}
    for number, line in enumerate(words.splitlines(), 1):
        key = re.match(r"""\s*\[*["']?([\w-]+)["']?\s*[=.\]]""", line)
        if key:
            found.setdefault(key[1], number)
    return found


def _not_toml(name: str, words: str, message: str) -> Problem:
    where = re.search(r"at line (\d+)", message)
    number = int(where[1]) if where else max(1, len(words.splitlines()))
    line = (words.splitlines() or [""])[min(number, len(words.splitlines() or [""])) - 1]
    key = re.match(r"\s*([\w-]+)\s*=", line)
    example = _EXAMPLES.get(key[1]) if key else None
    if "date" in message.lower() or (key and key[1] in ("starts", "ends")):
        example = example or _EXAMPLES["starts"]
        return Problem(name, number, Text("There is no such date or time. Write it like: {example}", example=example))
    if "overwrite" in message.lower():
        return Problem(name, number, Text("This line says the same key a second time. Please keep one of the two."))
    return Problem(
        name,
        number,
        Text("This line is not understood. Write it like: {example}", example=example or _EXAMPLES["title"]),
    )


def _problem(name: str, lines: dict[str, int], error: Any) -> Problem:
    key = str(error["loc"][0])
    return Problem(name, lines.get(key, 1), _sentence(key, error))


def _sentence(key: str, error: Any) -> Text:
    example = _EXAMPLES.get(key, "")
    match error["type"]:
        case "missing":
            return Text("“{key}” is missing. Add a line like: {example}", key=key, example=example)
        case "extra_forbidden":
            near = difflib.get_close_matches(key, _EXAMPLES, 1)
            if near:
                return Text("There is no “{key}”. Did you mean “{near}”?", key=key, near=near[0])
            return Text("There is no “{key}”. An event has: {keys}.", key=key, keys=", ".join(_EXAMPLES))
        case "string_too_short":
            return Text("“{key}” is empty. Write it like: {example}", key=key, example=example)
        case "string_too_long":
            return Text("“{key}” is too long: at most {most} letters.", key=key, most=error["ctx"]["max_length"])
        case "enum":
            choices = ", ".join(_CHOICES[key])
            return Text("“{key}” must be one of: {choices}.", key=key, choices=choices)
        case _:
            return Text("“{key}” is not right. Write it like: {example}", key=key, example=example)
