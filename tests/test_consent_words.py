"""What a yes was given to can be read years later: every version keeps its words; today's are those that are shown."""

from __future__ import annotations

import tomllib

from bot.settings import CONTENT
from channels.consent_words import CURRENT
from channels.texts import Voice
from domain.signups import WORDING
from tests import own

BEFORE_THESE = ("2026-11", "2026-11-29")  # versions of the time when that was not asked yet
KEPT = tomllib.loads((CONTENT / "consents.toml").read_text("utf-8"))["wording"]


def test_todays_words_are_those_of_todays_version() -> None:
    catalogue = own.catalogue()
    shown = {of: catalogue.say(text, Voice("vi", of == "signup_child")) for of, text in CURRENT.items()}
    kept = {each["of"]: each["words"] for each in KEPT if each["version"] == WORDING}
    assert kept == shown, "other words are a new version: WORDING in domain/signups.py, and its words here"


def test_a_version_says_each_thing_once() -> None:
    named = [(each["version"], each["of"]) for each in KEPT]
    assert sorted(set(named)) == sorted(named)
    for version in {each["version"] for each in KEPT}:
        asked = set(CURRENT) - ({"child_photo", "keep", "child_keep"} if version in BEFORE_THESE else set())
        assert {of for number, of in named if number == version} == asked
