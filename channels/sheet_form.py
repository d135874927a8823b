"""The information sheet as a form: the steps of Nghị định 56/2017 in order; what is not known is an empty box."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from channels.cards import Card, ward_name
from channels.desk_cards import KINDS
from channels.legal_cards import DONE
from domain.dialogs import WARD, WHEN, question
from domain.legal_clocks import Kind, LegalClock, Mark
from domain.sheet import Known, Sheet
from domain.texts import Text

Words = Text | str


@dataclass(frozen=True, slots=True)
class Box:
    """One line of the form. No value: an empty box, for the officer to write into."""

    label: Text
    value: Words | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One step: its title, where the law asks for it, its boxes."""

    title: Text
    boxes: tuple[Box, ...]


STEPS = {
    "opened": Text("the message came in"),
    "rung": Text("those on duty were rung"),
    "rung_holder": Text("the holder was rung again"),
    "rung_unreachable": Text("somebody could not be reached: the next were rung"),
    "nobody_on_duty": Text("nobody was on duty: all wards were rung"),
    "told_nobody": Text("the sender was told that nobody had it yet"),
    "taken": Text("took the case"),
    "answered_ring": Text("answered the ring"),
    "wrote": Text("wrote to the sender"),
    "struck": Text("took a message back"),
    "noted": Text("wrote a note for colleagues"),
    "read": Text("read the words again"),
    "media_shown": Text("opened a file of the sender"),
    "media_removed": Text("removed a file as sensitive"),
    "offered": Text("asked a colleague to take it over"),
    "declined": Text("could not take it over"),
    "placed": Text("the place became known"),
    "place_unsure": Text("the sender was not sure of the place after all"),
    "retracted": Text("the sender said it was a mistake"),
    "ward_avoided": Text("the sender asked for officers of another ward"),
    "restored": Text("data was restored from a backup: it was rung from the start"),
    "fell_back": Text("no first step in time: the others were rung"),
    "limit_passed": Text("a legal limit passed"),
    "split": Text("the case was split in two"),
    "split_off": Text("it was split from another case"),
    "sheet_made": Text("made an information sheet"),
    "identity_read": Text("read who the sender is"),
}
ORIGINS = {
    "words": Text("Telegram bot, a written message"),
    "button": Text("Telegram bot, the button “Need help now”"),
    "command": Text("Telegram bot, the command /sos"),
    "talk": Text("Telegram bot, wants to talk"),
    "ask": Text("Telegram bot, a question to the ward"),
    "unanswered": Text("Telegram bot, a worrying message; our question was not answered"),
}


def caption(news: Sheet, known: Known) -> Card:
    """What stands below the file. Not protected: a protected file can be neither printed nor filled in."""
    return Card(
        [
            Text("📄 {code}: information sheet, made at {at}.", code=news.code, at=known.made_at),
            Text("Empty boxes are what the bot does not know; nothing in it is guessed."),
            Text(
                "The file can be saved and printed: please guard it like the paper file. The bot takes this message away when the case closes; a copy you saved is yours to delete."
            ),
        ]
    )


def parts(code: str, known: Known) -> tuple[Part, ...]:
    """The whole form. Nothing is guessed: a ward somebody merely chose is not the place where it happened."""
    clocks, answers = {clock.kind: clock for clock in known.clocks}, dict(known.answers)
    act, plan, approval = (clocks.get(kind) for kind in Kind)
    return (
        _report(code, known),
        _child(answers),
        Part(
            Text("3. Passed on to the ward where it happened (Article 26)"),
            _empty(Text("From which body"), Text("To whom, when")),
        ),
        Part(
            Text("4. First assessment of the risk (Article 26)"),
            (
                Box(Text("Assessed: not urgent"), _when(act, Mark.ASSESSED)),
                *_empty(Text("Who assessed, when"), Text("Level of risk"), Text("Is the child safe now")),
            ),
        ),
        Part(
            Text("5. Urgent intervention (Articles 26, 31)"),
            (
                Box(Text("Limit: 12 hours"), _due(act)),
                Box(Text("Urgent measures taken"), _when(act, Mark.MEASURES)),
                *_empty(Text("Which measures, by whom"), Text("Evidence kept"), Text("Safe place for the child")),
            ),
        ),
        Part(
            Text("6. Full assessment (Article 27)"),
            _empty(
                *(Text("Body and health"), Text("Mind and feelings"), Text("Family"), Text("Risk factors")),
                *(Text("Schooling"), Text("Community"), Text("Needs"), Text("Views of the child")),
                Text("Views of parents or caregiver (not if they do the harm)"),
            ),
        ),
        Part(Text("7. Meeting (Article 27)"), _empty(Text("Chaired by, when"), Text("Conclusion"))),
        Part(
            Text("8. Support plan (Article 28)"),
            (
                Box(Text("Limit: 5 working days"), _due(plan)),
                Box(Text("Plan done"), _when(plan, Mark.PLAN_DONE)),
                *_empty(Text("Services"), Text("Who does it"), Text("Facility"), Text("Budget")),
            ),
        ),
        Part(
            Text("9. Approval (Article 28)"),
            (
                Box(Text("Limit: 2 working days"), _due(approval)),
                Box(Text("Plan approved"), _when(approval, Mark.APPROVED)),
                *_empty(Text("Number of the decision, signed by")),
            ),
        ),
        Part(Text("10. Carrying it out (Article 29)"), _empty(Text("What was done, when"), Text("Difficulties"))),
        Part(Text("11. Review (Article 30)"), _empty(Text("Result"), Text("End or go on"))),
        Part(Text("12. Filing (Article 30)"), _empty(Text("Number of the file"), Text("Entered in the database"))),
    )


def steps(known: Known) -> Iterator[tuple[datetime, Text, str]]:
    """What was done, when, and by which colleague; what only the machine notes is left out."""
    for step in known.steps:
        words = STEPS.get(step.verb)
        for beginning, made in (("marked_", Text("marked: {what}")), ("unmarked_", Text("took back: {what}"))):
            mark = step.verb.removeprefix(beginning)
            if step.verb.startswith(beginning) and mark in set(Mark):
                words = Text(made.source, what=DONE[Mark(mark)])
        if words is not None:
            yield step.at, words, step.by


def said(known: Known) -> Iterator[tuple[datetime, Text, Words]]:
    """The conversation word for word: when, who, what; a file only as what it is."""
    for each in known.said:
        who = Text("officer in charge") if each.staff else Text("sender")
        kind = None if each.kind == "text" else KINDS.get(each.kind, KINDS["other"])
        if kind is None or not each.words:
            yield each.at, who, each.words if kind is None else kind
        else:
            yield each.at, who, Text("{kind}: {words}", kind=kind, words=each.words)


def moment(at: datetime) -> Text:
    """20:14, Thứ Sáu, 25/9/2026."""
    return Text("{at}, {day:long}", at=at, day=at)


def _report(code: str, known: Known) -> Part:
    place = ward_name(known.ward) if known.place_known and known.ward is not None else None
    handled = None if known.ward is None else ward_name(known.ward)
    return Part(
        Text("1. Report (Article 25)"),
        (
            Box(Text("Code"), code),
            Box(Text("Received at"), moment(known.received_at)),
            Box(Text("How it came in"), ORIGINS.get(known.origin)),
            Box(Text("Where it happened"), place),
            Box(Text("Ward that has it now"), handled),
            Box(Text("Officer in charge"), known.holder or None),
            Box(Text("Taken at"), None if known.taken_at is None else moment(known.taken_at)),
            *_empty(Text("Reporter: name, telephone (may stay empty)"), Text("Relation to the child")),
        ),
    )


def _child(answers: Mapping[str, str]) -> Part:
    return Part(
        Text("2. The child and what happened (Article 25)"),
        (
            *_empty(Text("Name or what the child is called"), Text("Sex"), Text("Date of birth")),
            Box(Text("Age, as the sender said"), _answer(answers, "age")),
            *_empty(Text("Where the child is now"), Text("Residence"), Text("Parents or caregiver, how to reach them")),
            *_empty(Text("Kind of harm"), Text("When it happened"), Text("Who is supposed to have done it")),
            Box(Text("Somebody needs a doctor"), _answer(answers, "hurt")),
            Box(Text("That person is near"), _answer(answers, "near")),
            Box(Text("Other children there"), _answer(answers, "others")),
            Box(Text("What would help"), _answer(answers, "help")),
            Box(Text("Can write safely"), _answer(answers, "safe")),
            Box(Text("Somebody else sees the phone"), _answer(answers, "seen")),
            Box(Text("May be written to first"), _answer(answers, WHEN)),
        ),
    )


def _empty(*labels: Text) -> tuple[Box, ...]:
    return tuple(Box(label) for label in labels)


def _answer(answers: Mapping[str, str], name: str) -> Text | None:
    value, asked = answers.get(name), question(name)
    if not value or asked is None or name == WARD:
        return None
    known = {choice.value: choice.label for choice in asked.choices}
    if value not in known and name == WHEN:
        return Text("{hours} o’clock", hours=value)
    return known.get(value)


def _due(clock: LegalClock | None) -> Text | None:
    return None if clock is None else moment(clock.due_at)


def _when(clock: LegalClock | None, mark: Mark) -> Text | None:
    met = clock is not None and clock.met_at is not None and clock.met_by is mark
    return moment(clock.met_at) if met and clock is not None and clock.met_at is not None else None
