"""The sign-up conversation: one question at a time; the state is the first unanswered one. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.ages import band_of
from domain.conversations import DAY, LASTS, Dialog
from domain.events import Event
from domain.keeping import KeptChild
from domain.people import AgeBand
from domain.signups import LONGEST_NEEDS, MOST_CHILDREN, ChildEntry, check_age, clean, clean_nickname
from domain.texts import Refusal, Text

FORM = Dialog.SIGNUP
LIVES = LASTS[FORM] or DAY  # after that a message is a message again, not a forgotten answer

Answers = Mapping[str, Any]


class Step(StrEnum):
    """What is asked. The age comes before anything else about a child (product.md §3).

    YEARS: where an age group was tapped of which only some are meant. The years are looked at and not kept.
    CLASH: they come to another event at the same time; `clashes` is its title. WHO: which of those kept.
    """

    CLASH = "clash"
    WHO = "who"
    AGE = "age"
    YEARS = "years"
    NICKNAME = "nickname"
    NEEDS = "needs"
    NEEDS_YES = "needs_yes"  # a health note is a consent of its own
    AGREES = "agrees"
    MORE = "more"
    ADULT = "adult"
    CONSENT = "consent"
    PHOTO = "photo"  # below the consent, of its own; never asked for an answer


BY_CHILD = (Step.AGE, Step.YEARS, Step.NICKNAME)
BY_PARENT = (Step.AGE, Step.YEARS, Step.NICKNAME, Step.NEEDS, Step.NEEDS_YES, Step.AGREES)
NEW = "new"
ASKED = "?"  # of the years: the age group alone does not say whether the event is for this child
TOO_OLD = Text("Seats are for children under 18. How old is the child?")
TYPED = frozenset({Step.NICKNAME, Step.NEEDS, Step.ADULT})
SKIPPABLE = frozenset({Step.NICKNAME, Step.NEEDS})
NOT_AN_ANSWER = Text("Please tap one of the buttons below the question.")
STALE = Text("This question is answered already. Please look at the last message.")


def open_step(answers: Answers, *, by_child: bool, accompanied: bool) -> Step:
    """The first question without an answer. A child is asked only for its age and what to call it."""
    if "clashes" in answers and "clash" not in answers:
        return Step.CLASH
    child = dict(answers.get("child", {}))
    if not by_child and not child and offered(answers):
        return Step.WHO
    for step in BY_CHILD if by_child else BY_PARENT:
        if step not in child and _is_asked(step, child):
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
        case Step.WHO:
            child = _who(new, value)
        case Step.AGE | Step.YEARS:
            child |= {"age": _band(step, value).value, "asks_years": ""}
        case Step.NICKNAME:
            child["nickname"] = "" if value is None else clean_nickname(value)
        case Step.NEEDS:
            child["needs"] = "" if value is None else _needs(value)
        case Step.NEEDS_YES:
            child["needs_yes"] = _choice(value, {"yes", "no"})
            child["needs"] = child["needs"] if value == "yes" else ""
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


def years_said(step: Step, value: str | None) -> int | None:
    """The years in an answer to how old a child is; None for an age group, and for an answer to anything else."""
    is_age = step in (Step.AGE, Step.YEARS) and value is not None
    return int(value or "") if is_age and re.fullmatch(r"[0-9]{1,3}", value or "") else None


def fitted(answers: Answers, event: Event, years: int | None) -> dict[str, Any]:
    """The same after the age of a child was said, in years if it was: are they asked? Raises OutsideAges."""
    child = dict(answers.get("child", {}))
    if "age" not in child:
        return dict(answers)
    band = AgeBand(child["age"])
    check_age(event, band, years)
    child["asks_years"] = ASKED if years is None and not event.welcomes_all(band) else ""
    return {**answers, "child": child}


def without_this_child(answers: Answers) -> dict[str, Any]:
    """The children before this one come, and it does not. Raises Refusal where there are none."""
    *before, last = answers.get("before") or [{}]
    if not last:
        raise Refusal(STALE)
    return {**answers, "before": before, "child": last, "more": "no"}


def entries(answers: Answers) -> list[ChildEntry]:
    """The children of the form, in the order they were named; an empty name where none was given."""
    told = [child for child in (*answers.get("before", []), answers.get("child", {})) if "age" in child]
    return [
        ChildEntry(
            child.get("nickname", ""),
            AgeBand(child["age"]),
            child.get("needs", "") if child.get("needs_yes") == "yes" else "",
            photo=answers.get("photo") == "yes",
            agrees=child.get("agrees") == "yes",
        )
        for child in told
    ]


def told_so_far(answers: Answers) -> list[tuple[str, str, str]]:
    """Nickname, age and note about health of every child of the form, as far as they were told; agreed to or not."""
    told = (*answers.get("before", []), answers.get("child", {}))
    facts = [tuple(str(child.get(key) or "") for key in ("nickname", "age", "needs")) for child in told]
    return [(name, age, needs) for name, age, needs in facts if name or age or needs]


def remembered(kept: Sequence[KeptChild], now: datetime) -> list[dict[str, Any]]:
    """The children that are kept, as a form begins with them; one whose age was said long ago is asked for it again."""
    return [
        {"id": str(each.child), "nickname": each.nickname}
        | ({"age": each.age_band.value} if each.knows_age(now) else {})
        for each in kept
    ]


def offered(answers: Answers) -> list[Mapping[str, Any]]:
    """Those who are not in the form yet."""
    taken = {child.get("who") for child in answers.get("before", [])}
    return [each for each in answers.get("known", []) if each["id"] not in taken]


def _is_asked(step: Step, child: Mapping[str, Any]) -> bool:
    match step:
        case Step.YEARS:
            return child.get("asks_years") == ASKED
        case Step.NEEDS_YES:
            return bool(child["needs"])
        case Step.AGREES:
            return AgeBand(child["age"]).needs_own_consent
        case _:
            return True


def _who(answers: Answers, value: str | None) -> dict[str, Any]:
    known = {each["id"]: each for each in offered(answers)}
    who = _choice(value, {NEW, *known})
    said = {key: known[who][key] for key in ("nickname", "age") if key in known[who]} if who in known else {}
    return {"who": who, **said}


def _more(answers: dict[str, Any], child: dict[str, Any], value: str) -> dict[str, Any]:
    if value == "no":
        return {**answers, "child": child, "more": "no"}
    before = [*answers.get("before", []), child]
    if len(before) >= MOST_CHILDREN:
        raise Refusal(Text("One sign-up holds at most {most} children.", most=MOST_CHILDREN))
    return {**answers, "before": before, "child": {}}


def _band(step: Step, value: str | None) -> AgeBand:
    """The age group of an age, tapped or in years. Raises Refusal."""
    years = years_said(step, value)
    if years is None:
        return AgeBand(_choice(value, set() if step is Step.YEARS else {band.value for band in AgeBand}))
    if (band := band_of(years)) is None:
        raise Refusal(TOO_OLD)
    return band


def _choice(value: str | None, allowed: set[str]) -> str:
    if value not in allowed:
        raise Refusal(NOT_AN_ANSWER)
    return value or ""


def _needs(value: str) -> str:
    needs = clean(value)
    if len(needs) > LONGEST_NEEDS:
        raise Refusal(Text("Please describe the needs in at most {most} letters.", most=LONGEST_NEEDS))
    return needs
