"""The house as drawn: floors that exist, files one can read in one go, packages that are ours, documents that match."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("bot", "handlers", "channels", "services", "storage", "domain", "sandbox")
LONGEST = 350  # lines; most files stay below 200
NAMES = (
    "“Tiếng Việt”",
    '"Tiếng Việt"',
    "in Bồ Đề, Long Biên, Phúc Lợi and Việt Hưng",
)  # proper names in English sentences
OURS = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "migrations/versions" not in str(path)]


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_go_and_says_what_it_is(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    name = str(path.relative_to(ROOT))
    assert len(words.splitlines()) <= LONGEST, f"{name} is crowded: split it by topic"
    assert not words or words.startswith('"""'), f"{name} does not say in one sentence what it is"


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_is_ours_and_not_a_package_of_the_same_name(floor: str) -> None:
    assert Path(str(importlib.import_module(floor).__file__)).is_relative_to(ROOT)


def test_no_two_buttons_share_a_verb() -> None:
    files = (ROOT / "channels").glob("*.py")
    verbs = sorted(verb for path in files for verb in re.findall(r'\bverb="(\w+)"', path.read_text(encoding="utf-8")))
    assert verbs == sorted(set(verbs)), "the second one would answer for the first"


def test_the_readme_stays_short_and_names_only_what_exists() -> None:
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(words.splitlines()) <= 120
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", words)) <= targets
    for path in re.findall(r"`((?:docs|content|tests|sandbox|bot)/[\w./-]+)`", words):
        assert (ROOT / path).exists(), f"the README speaks of {path}"


SHARED = {
    "asked",
    "context",
    "incoming",
    "manners",
    "menu",
    "use_cases",
}  # what every handler has in its hands; features are routed by words.py, and conversations.py where something waits
ROUTERS = ("__init__", "words", "conversations")
LISTENERS = [path for path in (ROOT / "handlers").glob("*.py") if path.stem not in ROUTERS]


@pytest.mark.parametrize("path", LISTENERS, ids=lambda path: path.stem)
def test_a_handler_does_not_call_another_features_handler(path: Path) -> None:
    lines = re.findall(r"^ *(?:from|import) (handlers\b.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    named = {name.strip() for line in lines for name in _named_in(line)}
    assert named <= SHARED, f"{path.name} reaches into {', '.join(sorted(named - SHARED))}: let words.py route it"


def _named_in(line: str) -> list[str]:
    """The modules of handlers/ in `handlers.menu import Labels`, `handlers import cases, menu`, `handlers.cases`."""
    module, _, names = line.partition(" import ")
    return names.split(",") if module == "handlers" else [module.split(".")[1]]


def test_every_vietnamese_sentence_lives_in_content() -> None:
    allowed = {"domain/news.py", "channels/cards.py"}
    marks = re.compile(r'"[^"\n]*[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ][^"\n]* [^"\n]*"')
    strays = []
    for path in OURS:
        name = str(path.relative_to(ROOT))
        if name.startswith(("handlers/", "services/", "domain/", "channels/")) and name not in allowed:
            code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))
            strays += [f"{name}: {found}" for found in marks.findall(code)]
    assert [stray for stray in strays if not any(name in stray for name in NAMES)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "storage").glob("*.py")), ids=lambda path: path.stem)
def test_a_lock_stands_in_nobodys_way_who_only_points_at_the_row(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    locks = re.findall(r"with_for_update[=(]", words)
    assert len(locks) == len(re.findall(r'with_for_update(?:=\{"key_share": True\}|\(key_share=True)', words)), (
        f"{path.name} takes a whole FOR UPDATE: a foreign key's check waits for it, out of the order everybody locks in"
    )
