"""Event files: the examples can be read, and every bad line is told with its place and cure."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from domain.costs import FREE
from domain.events import Kind, must_publish_cost, unsaid
from domain.working_time import HANOI
from storage.content.around import event_gaps
from storage.event_files import BadEventFile, read

EXAMPLES = sorted((Path(__file__).parents[2] / "content/vi/events").glob("*.toml"))

GOOD = """\
kind = "mid_autumn"
title = "Vui Tết Trung thu"
ward = "long-bien"
starts = 2027-09-11T18:00:00
ends = 2027-09-11T20:30:00
place = "Sân"
purpose = "Vui"
programme = "Rước đèn"
form = "Ngoài trời"
in_charge = "Đoàn phường"
seats = 120
accompanied = true
"""


def problems_of(folder: Path, words: str | bytes) -> list[tuple[int, str]]:
    file = folder / "su-kien.toml"
    file.write_bytes(words if isinstance(words, bytes) else words.encode())
    with pytest.raises(BadEventFile) as bad:
        read(file)
    assert {problem.file for problem in bad.value.problems} == {"su-kien.toml"}
    return [(p.line, p.text.source.format(**p.text.params)) for p in bad.value.problems]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_examples_can_be_published(file: Path) -> None:
    found = read(file)
    plan = found.plan
    assert found.slug == file.stem
    assert unsaid(plan) is None
    assert "ví dụ" in plan.place


@pytest.mark.parametrize(
    ("said", "cost"),
    [("", ""), ('cost = "Miễn phí"\n', FREE), ('cost = "20.000 đồng tiền ăn"\n', "20.000 đồng tiền ăn")],
    ids=["an old file", "free", "money"],
)
def test_what_an_event_costs_may_be_said_and_is_missed(tmp_path: Path, said: str, cost: str) -> None:
    file = tmp_path / "trung-thu.toml"
    file.write_text(GOOD + said)
    assert read(file).plan.cost == cost
    gaps = [(gap.file, gap.line) for gap in event_gaps(file)]
    assert gaps == ([] if cost else [("trung-thu.toml", 1)])


@pytest.mark.parametrize(
    ("kind", "accompanied", "by_law"),
    [("mid_autumn", "true", False), ("mid_autumn", "false", True), ("forum", "true", False), ("forum", "false", False)],
)
def test_the_law_on_money_is_named_only_where_it_holds(
    tmp_path: Path, kind: str, accompanied: str, by_law: bool
) -> None:
    """Thông tư 27/2022 speaks of children without their parents, and leaves the Children's forum out."""
    file = tmp_path / "su-kien.toml"
    file.write_text(
        GOOD.replace('"mid_autumn"', f'"{kind}"').replace("accompanied = true", f"accompanied = {accompanied}")
    )
    (gap,) = event_gaps(file)
    assert ("Circular 27/2022" in gap.says.source) is by_law
    plan = read(file).plan
    assert must_publish_cost(plan.kind, accompanied=plan.accompanied) is by_law


def test_there_is_an_example_for_every_fixed_day() -> None:
    assert {read(file).plan.kind for file in EXAMPLES} == {Kind.JUNE1, Kind.ACTION_MONTH, Kind.MID_AUTUMN}


def test_times_without_a_zone_are_hanoi_time(tmp_path: Path) -> None:
    file = tmp_path / "trung-thu.toml"
    file.write_text("\ufeff" + GOOD.replace("20:30:00", "13:30:00Z") + "map = [21.03, 105.88]\n")
    plan = read(file).plan
    assert plan.starts_at.tzinfo is HANOI
    assert plan.length == timedelta(hours=2, minutes=30)
    assert plan.point == (21.03, 105.88)


def test_what_else_an_event_can_say(tmp_path: Path) -> None:
    file = tmp_path / "trung-thu.toml"
    file.write_text(GOOD + 'ages = [6, 11]\nquota = 10\nfood = "Bánh, sữa"\nhealth = "Có y tế"\n')
    plan = read(file).plan
    assert (plan.ages, plan.quota, plan.open_seats, plan.food, plan.health) == (
        (6, 11),
        10,
        110,
        "Bánh, sữa",
        "Có y tế",
    )


BAD = {
    "kind": ('kind = "mid_autumn"', 'kind = "trung-thu"', 1, "must be one of: june1, action_month"),
    "ward": ('"long-bien"', '"gia-lam"', 3, "There is no ward “gia-lam”; the wards are bo-de"),
    "31 September": ("2027-09-11T18", "2027-09-31T18", 4, "There is no such date or time"),
    "25 o'clock": ("T20:30", "T25:30", 5, "There is no such date or time"),
    "a date as words": ("2027-09-11T18:00:00", '"11/9/2027"', 4, "is not right. Write it like: starts ="),
    "a bare date": ("2027-09-11T18:00:00", "2027-09-11", 4, "is not right. Write it like: starts ="),
    "a number as date": ("2027-09-11T18:00:00", "20270911", 4, "is not right. Write it like: starts ="),
    "ends first": ("T20:30", "T17:30", 5, "ends before it starts"),
    "a year too long": ("ends = 2027", "ends = 2028", 5, "would last 366 days"),
    "another month": ("2027-09-11", "2027-10-11", 4, "In 2027 this day is 2027-09-15"),
    "negative seats": ("seats = 120", "seats = -1", 11, "from 1 to 10000"),
    "no seats": ("seats = 120", "seats = 0", 11, "leave the seats out"),
    "seats as words": ("seats = 120", 'seats = "nhiều"', 11, "Write it like: seats = 120"),
    "half a seat": ("seats = 120", "seats = 1.5", 11, "Write it like: seats = 120"),
    "yes as words": ("accompanied = true", 'accompanied = "có"', 12, "Write it like: accompanied = true"),
    "empty": ('place = "Sân"', 'place = "  "', 6, "“place” is empty"),
    "missing": ('place = "Sân"\n', "", 1, "“place” is missing. Add a line like: place ="),
    "misspelt": ("seats = 120", "seat = 120", 11, "Did you mean “seats”?"),
    "unknown": ("seats = 120", "xyzzy = 120", 11, "An event has: kind, title"),
    "too long": ('"Sân"', '"' + "x" * 301 + '"', 6, "at most 300 letters"),
    "twice": ("seats = 120", "seats = 120\nseats = 3", 12, "a second time"),
    "no quotes": ('title = "Vui Tết Trung thu"', "title = Vui Tết", 2, "Write it like: title ="),
    "map": ("accompanied = true", "accompanied = true\nmap = [105.88, 21.03]", 13, "latitude, then longitude"),
    "half a map": ("accompanied = true", "accompanied = true\nmap = [21.03]", 13, "Write it like: map ="),
    "one age": ("accompanied = true", "accompanied = true\nages = [6]", 13, "Write it like: ages = [6, 11]"),
    "older first": ("accompanied = true", "accompanied = true\nages = [11, 6]", 13, "the younger one first"),
    "grown-ups": ("accompanied = true", "accompanied = true\nages = [16, 60]", 13, "from 0 to 17"),
    "a negative quota": ("accompanied = true", "accompanied = true\nquota = -1", 13, "Write it like: quota = 10"),
    "more held back than there are": ("accompanied = true", "accompanied = true\nquota = 121", 13, "smaller number"),
    "food without words": ("accompanied = true", 'accompanied = true\nfood = ""', 13, "“food” is empty"),
    "a sum of nobody knows what": ("accompanied = true", 'accompanied = true\ncost = "50.000"', 13, "for what"),
    "a sum with its unit": ("accompanied = true", 'accompanied = true\ncost = "50.000 đồng"', 13, "for what"),
    "audience": ("accompanied = true", 'accompanied = true\naudience = "me"', 13, "must be one of: parent"),
}


@pytest.mark.parametrize(("old", "new", "line", "says"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_told_with_its_cure(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    found = problems_of(tmp_path, GOOD.replace(old, new))
    assert len(found) == 1
    assert found[0][0] == line
    assert says in found[0][1]


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    words = GOOD.replace('"long-bien"', '"gia-lam"').replace("T20:30", "T17:30").replace("120", "-1")
    found = problems_of(tmp_path, words.replace('"mid_autumn"', '"party"').replace('form = "Ngoài trời"\n', ""))
    assert [line for line, _ in found] == [1, 1, 3, 5, 10]


@pytest.mark.parametrize(
    ("words", "says"),
    [(b"\xff\xfe", "UTF-8"), (b"x" * 200_000, "too large"), (b"", "is missing")],
    ids=["encoding", "size", "empty"],
)
def test_what_is_no_event_file_at_all(tmp_path: Path, words: bytes, says: str) -> None:
    assert says in problems_of(tmp_path, words)[0][1]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadEventFile, match="cannot be read"):
        read(tmp_path / "nothing.toml")
