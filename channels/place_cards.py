"""Where it is: today's wards as buttons, and the one question an old name leads to whose land was divided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from channels import buttons
from channels.buttons import Button
from channels.cards import HOME, WARD_NAMES, Act, Card, Row, ward_name
from domain.dialogs import UNKNOWN, WARD
from domain.places import Meaning, OldWard, Places, Ward
from domain.texts import Text
from domain.wards import OUTSIDE

NOT_SURE = Text("I am not sure")
OLD_NAME = Text("🕰 I only know the old name")
ANOTHER = Text("Another place")
WHAT_BEFORE = Text("What was it called before July 2025?")


@dataclass(frozen=True, slots=True)
class Choice:
    """A question about a place and its answers."""

    words: tuple[Text, ...]
    rows: tuple[Row, ...]


def place_rows(case: int) -> list[list[Act]]:
    """The four wards as answers of a case, the two answers that are no ward, and the way over an old name."""
    make = _of_case(case)
    return [
        *_pairs([Act(Text(name), make(ward)) for ward, name in WARD_NAMES.items()]),
        [Act(Text("Somewhere else"), make(OUTSIDE)), Act(NOT_SURE, make(UNKNOWN))],
        [Act(OLD_NAME, buttons.AskOldName(case))],
    ]


def case_choice(case: int, meant: Meaning, places: Places, *, guessed: bool = False) -> Choice:
    """Which ward of today a name of a case means; `guessed`: the name itself is not sure."""
    rows = _choices(meant, places, _of_case(case), buttons.AskAllWards(case))
    return Choice(_asked(meant, places, guessed=guessed), rows)


def old_names_of_case(case: int, old: Sequence[OldWard]) -> list[list[Act]]:
    """The old names as buttons of a case."""
    return _threes([Act(Text(each.name), buttons.PlaceByOldName(case, each.id)) for each in old])


def old_names_card(old: Sequence[OldWard]) -> Card:
    """The old names, for whoever tells where they live."""
    rows = _threes([Act(Text(each.name), buttons.ChooseOldName(each.id)) for each in old])
    return Card([WHAT_BEFORE], rows=[*rows, [HOME]])


def own_card(meant: Meaning, places: Places, *, guessed: bool = False) -> Card:
    """A name somebody typed by itself: which ward it is today. Nothing is kept before they tap one."""
    answer = places.answer(meant.units)
    if answer is None or guessed:
        words, rows = (
            _asked(meant, places, guessed=guessed),
            _choices(meant, places, buttons.ChooseWard, buttons.AskWard()),
        )
        return Card(words, rows=[*rows, [HOME]])
    if answer == OUTSIDE:
        names = ", ".join(each.full_name for each in places.choices(meant.units)[1]) or _names(meant, places)
        return Card([Text("{unit} lies outside our four wards.", unit=_opening(names)), OUTSIDE_HELP], rows=[[HOME]])
    said = [Text("{old} is {ward} today.", old=_opening(each.full_name), ward=ward_name(answer)) for each in meant.old]
    yours = Text("Do you live there? Then tap it, and it is noted.")
    return Card([*said, yours], rows=[[Act(Text(WARD_NAMES[answer]), buttons.ChooseWard(answer))], [HOME]])


OUTSIDE_HELP = Text(
    "You can use everything here all the same. <b>111</b> helps everywhere in the country, day and night."
)


def _asked(meant: Meaning, places: Places, *, guessed: bool) -> tuple[Text, ...]:
    names = _names(meant, places)
    where = [
        Text("• {unit}: {part}", unit=unit.full_name, part=part)
        for old in meant.old
        for named, part in old.hints
        if (unit := places.unit(named)) is not None
    ]
    if guessed:
        first = Text("Do you mean {names}? Then which one is it today?", names=names)
    elif meant.old:
        first = Text("{old} was divided. Which one is it today?", old=_opening(names))
    else:
        first = Text("That name can mean more than one ward today. Which one is it?")
    return (first, *where, Text("It is printed in VNeID. Not knowing is all right."))


def _opening(names: str) -> str:
    """As a sentence begins: `Phường Ngọc Lâm`."""
    return names[:1].upper() + names[1:]


def _names(meant: Meaning, places: Places) -> str:
    today = (unit for unit in map(places.unit, meant.units) if unit is not None)
    named: Sequence[OldWard | Ward] = meant.old or tuple(today)
    return ", ".join(each.full_name for each in named)


def _choices(meant: Meaning, places: Places, make: Callable[[str], Button], another: Button) -> tuple[Row, ...]:
    ours, outside = places.choices(meant.units)
    acts = [Act(Text(each.name), make(each.id)) for each in ours]
    acts += [Act(Text("{title}", title=each.full_name), make(OUTSIDE)) for each in outside]
    return (*_pairs(acts), [Act(ANOTHER, another), Act(NOT_SURE, make(UNKNOWN))])


def _of_case(case: int) -> Callable[[str], Button]:
    return lambda value: buttons.AnswerQuestion(case, WARD, value)


def _pairs(acts: Sequence[Act]) -> list[list[Act]]:
    return [list(acts[i : i + 2]) for i in range(0, len(acts), 2)]


def _threes(acts: Sequence[Act]) -> list[list[Act]]:
    return [list(acts[i : i + 3]) for i in range(0, len(acts), 3)]
