"""How an editor sees what the bot does not know yet: counts, and phrases that many people used."""

from __future__ import annotations

from collections.abc import Iterable

from channels.cards import Card
from domain.guidance import Library
from domain.learning import ANSWERS, PASSED_OVER, Correction, Misses
from domain.texts import Text

LEVELS = {
    PASSED_OVER: Text("called for help right after words nobody heard danger in: {times}"),
    ANSWERS["help"]: Text("asked gently, needed help now: {times}"),
    ANSWERS["talk"]: Text("asked gently, wanted to talk: {times}"),
    ANSWERS["info"]: Text("asked gently, wanted only information: {times}"),
}


def misses_card(found: Misses, library: Library) -> Card:
    """This month and the last; never who asked, and words only of what five people asked."""
    said = [
        _part(
            Text("<b>Questions without an answer</b>, by the nearest topic"),
            (_line(_title(topic, library), times) for topic, times in found.unanswered),
        ),
        _part(
            Text("<b>The same question from at least five people</b>"),
            (_line(f"«{phrase}»", people) for phrase, people in found.phrases),
        ),
        _part(
            Text("<b>Taken for something else</b>"),
            (_line(_guess(each, library), times) for each, times in found.guesses),
        ),
        _part(
            Text("<b>Danger, heard or not</b>"),
            [
                Text(
                    "rang because of words: {cases}; “sent by mistake”: {back}; false alarm: {false}",
                    cases=found.rang.cases,
                    back=found.rang.taken_back,
                    false=found.rang.false_alarms,
                ),
                *(Text(LEVELS[each].source, times=times) for each, times in found.levels),
            ],
        ),
    ]
    return Card(
        [
            Text("🧭 <b>What the bot does not know yet</b> · this month and the last"),
            *(part for part in said if part is not None),
            Text("How to teach it stands in docs/adding.md: an article, a question, or a situation for the corpus."),
        ]
    )


def _part(head: Text, lines: Iterable[Text | str]) -> Text | None:
    said = head
    for line in lines:
        said = Text("{before}\n{line}", before=said, line=line)
    return None if said is head else said


def _line(name: Text | str, times: int) -> Text:
    return Text("{name}: {times}", name=name, times=times)


def _guess(each: Correction, library: Library) -> Text:
    return Text("{before} → {after}", before=_title(each.taken_for, library), after=_title(each.meant, library))


def _title(topic: str, library: Library) -> Text | str:
    return library.title(topic, None) or (Text("something else") if topic == "unknown" else topic)
