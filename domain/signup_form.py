"""The sign-up conversation: one question at a time; the state is the first unanswered one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from domain.conversations import Dialog
from domain.people import AgeBand
from domain.signups import LONGEST_NEEDS, MOST_CHILDREN, ChildEntry, clean, clean_nickname, may_be_pictured
from domain.texts import Refusal, Text

FORM = Dialog.SIGNUP
LIVES = timedelta(hours=1)  # after that a message is a message again, not a forgotten answer

Answers = Mapping[str, Any]


class Step(StrEnum):
    """What is asked. The age comes before anything else about a child (product.md §3).

    CLASH: they come to another event at the same time; `clashes` is its title.
    """

    CLASH = "clash"
    AGE = "age"
    NICKNAME = "nickname"
    NEEDS = "needs"
    AGREES = "agrees"
    MORE = "more"
    ADULT = "adult"
    CONSENT = "consent"
    PHOTO = "photo"  # below the consent, of its own; never asked for an answer


TYPED = frozenset({Step.NICKNAME, Step.NEEDS, Step.ADULT})
SKIPPABLE = frozenset({Step.NICKNAME, Step.NEEDS})
NOT_AN_ANSWER = Text("Please tap one of the buttons below the question.")
STALE = Text("This question is answered already. Please look at the last message.")


def open_step(answers: Answers, *, by_child: bool, accompanied: bool) -> Step:
    """The first question without an answer. A child is asked only for its age and what to call it."""
    if "clashes" in answers and "clash" not in answers:
        return Step.CLASH
    child = dict(answers.get("child", {}))
    for step in (Step.AGE, Step.NICKNAME) if by_child else (Step.AGE, Step.NICKNAME, Step.NEEDS, Step.AGREES):
        if step not in child and (step is not Step.AGREES or AgeBand(child["age"]).needs_own_consent):
            return step
    if not by_child and "more" not in answers:
        return Step.MORE
    if not accompanied and not by_child and "adult" not in answers:
        return Step.ADULT
    return Step.CONSENT


def answered(answers: Answers, step: Step, value: str | None) -> dict[str, Any]:
    """The answers with one more; `value` None: skipped. Raises Refusal for what cannot be kept."""
    new = dict(answers)
    child = dict(new.get("child", {}))
    match step:
        case Step.CLASH:
            return {**new, "clash": _choice(value, {"yes"})}
        case Step.AGE:
            child["age"] = _choice(value, {band.value for band in AgeBand})
        case Step.NICKNAME:
            child["nickname"] = "" if value is None else clean_nickname(value)
        case Step.NEEDS:
            child["needs"] = "" if value is None else _needs(value)
        case Step.AGREES:
            child["agrees"] = _choice(value, {"yes", "later"})
        case Step.MORE:
            return _more(new, child, _choice(value, {"yes", "no"}))
        case Step.ADULT:
            new["adult"] = clean_nickname(value or "")
        case Step.PHOTO:
            return {**new, "photo": _choice(value, {"yes", "no"})}
        case Step.CONSENT:
            raise Refusal(NOT_AN_ANSWER)
    return {**new, "child": child}


def entries(answers: Answers) -> list[ChildEntry]:
    """The children of the form, in the order they were named; an empty name where none was given."""
    told = [child for child in (*answers.get("before", []), answers.get("child", {})) if "age" in child]
    return [
        ChildEntry(
            child.get("nickname", ""),
            AgeBand(child["age"]),
            child.get("needs", ""),
            photo=answers.get("photo") == "yes" and may_be_pictured(AgeBand(child["age"])),
            agrees=child.get("agrees") == "yes",
        )
        for child in told
    ]


def _more(answers: dict[str, Any], child: dict[str, Any], value: str) -> dict[str, Any]:
    if value == "no":
        return {**answers, "child": child, "more": "no"}
    before = [*answers.get("before", []), child]
    if len(before) >= MOST_CHILDREN:
        raise Refusal(Text("One sign-up holds at most {most} children.", most=MOST_CHILDREN))
    return {**answers, "before": before, "child": {}}


def _choice(value: str | None, allowed: set[str]) -> str:
    if value not in allowed:
        raise Refusal(NOT_AN_ANSWER)
    return value or ""


def _needs(value: str) -> str:
    needs = clean(value)
    if len(needs) > LONGEST_NEEDS:
        raise Refusal(Text("Please describe the needs in at most {most} letters.", most=LONGEST_NEEDS))
    return needs
