"""Reads what the bot knows about danger and topics from content/vi/understanding; training writes the model there."""

from __future__ import annotations

import json
import tomllib
import zipfile
from array import array
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from domain.linear import Keys, Linear
from domain.reader import Model, Reader, Thresholds
from domain.triage import Phrases, Triage

FOLDER = "understanding"
MODEL = "model.zip"
MACHINES = {"level": "level", "apart": "apart", "category": "level", "topics": "topics"}  # and whose rows it looks at
DIGITS = 9  # what stands behind differs with the number of cores that added it up
TABLES = ("urgent", "topics", "worried")
LISTS = (
    *("cry", "address", "times", "conditions", "acute", "sometimes", "now", "who", "does", "whom", "suffers"),
    *("worrying", "harmless", "general", "asking"),
)
STAMP = (1980, 1, 1, 0, 0, 0)  # the same corpus gives the same file, whenever it was written


class ContentError(Exception):
    """Content that cannot be used; the message names the file, the line and the cure."""


def read_phrases(content: Path) -> Phrases:
    """The phrases that are heard by themselves. Raises ContentError when the file is missing or spoiled."""
    found = _toml(content / FOLDER / "danger.toml")
    try:
        words: dict[str, Any] = {name: _lists(name, found[name]) for name in TABLES}
        words |= {name: _list(name, found[name]) for name in LISTS}
        return Phrases(**words)
    except KeyError as error:
        raise ContentError(f"danger.toml: the list {error} is missing. Add it, even if it is empty.") from None


def _lists(name: str, found: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(found, Mapping):
        raise ContentError(f"danger.toml: `{name}` is no table. Write [{name}] and below it a list for each category.")
    return {kind: _list(f"{name}.{kind}", many) for kind, many in found.items()}


def _list(name: str, found: Any) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ContentError(f"danger.toml: `{name}` is no list of words. Write them in quotes between [ and ].")
    return tuple(found)


def read_concepts(content: Path) -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """The thesaurus: phrases by concept, and the names of those that are harm. Raises ContentError."""
    found = _toml(content / FOLDER / "concepts.toml")
    try:
        phrases = {name: tuple(concept["phrases"]) for name, concept in found.items()}
        return phrases, tuple(name for name, concept in found.items() if concept.get("harm", False))
    except (KeyError, TypeError):
        raise ContentError("concepts.toml: every [concept] needs a list `phrases`. Add it.") from None


def read_model(content: Path) -> Model:
    """What training wrote. Raises ContentError when it is missing or spoiled."""
    path = content / FOLDER / MODEL
    try:
        with zipfile.ZipFile(path) as file:
            about = json.loads(file.read("about.json"))
            rows = {name: Keys(_numbers(file, "I", f"{name}.keys")) for name in sorted(set(MACHINES.values()))}
            machines = {name: _machine(file, name, about[name], rows[whose]) for name, whose in MACHINES.items()}
            concepts, words = (json.loads(file.read(name)) for name in ("concepts.json", "words.json"))
        return Model(
            **machines,
            words=words,
            concepts=concepts,
            harm=tuple(about["harm"]),
            sharpness=about["sharpness"],
            thresholds=Thresholds(**about["thresholds"]),
        )
    except FileNotFoundError:
        raise ContentError(f"{path.name} is missing: put it back, or build it with `make train`.") from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
        raise ContentError(
            f"{path.name} is not a model this version can read: build it anew with `make train`."
        ) from None


def learned_from(content: Path) -> str:
    """The digest of the corpus from which the model was trained."""
    with zipfile.ZipFile(content / FOLDER / MODEL) as file:
        return str(json.loads(file.read("about.json"))["corpus"])


def read_triage(content: Path) -> Triage:
    """Everything that hears danger, put together. Raises ContentError."""
    return Triage(read_phrases(content), Reader(read_model(content)))


def write_model(content: Path, model: Model, corpus: str) -> None:
    """Writes it beside the corpus, whose digest it carries; the same model gives the same bytes."""
    about: dict[str, Any] = {
        "corpus": corpus,
        "harm": model.harm,
        "sharpness": [[round(weight, DIGITS) for weight in row] for row in model.sharpness],
        "thresholds": {name: round(value, DIGITS) for name, value in asdict(model.thresholds).items()},
    }
    parts: dict[str, bytes] = {}
    for name, whose in MACHINES.items():
        machine: Linear = getattr(model, name)
        about[name] = {"answers": machine.answers, "unit": machine.unit, "bias": machine.bias}
        if name == whose:
            parts[f"{name}.keys"] = machine.rows.all.tobytes()
        parts[f"{name}.rarity"] = array("f", machine.rarity).tobytes()
        parts[f"{name}.weights"] = machine.weights.tobytes()
    parts["words.json"] = json.dumps(model.words).encode()
    parts["concepts.json"] = json.dumps(model.concepts, ensure_ascii=False).encode()
    parts["about.json"] = json.dumps(about, indent=1).encode()
    with zipfile.ZipFile(content / FOLDER / MODEL, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in sorted(parts.items()):
            file.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)


def _machine(file: zipfile.ZipFile, name: str, about: Mapping[str, Any], rows: Keys) -> Linear:
    rarity, weights = _numbers(file, "f", f"{name}.rarity"), _numbers(file, "b", f"{name}.weights")
    if not len(rows) == len(rarity) == len(weights) / len(about["answers"]):
        raise ValueError(name)
    return Linear(tuple(about["answers"]), rows, rarity, weights, about["unit"], tuple(about["bias"]))


def _numbers(file: zipfile.ZipFile, kind: str, part: str) -> array[Any]:
    numbers: array[Any] = array(kind)
    numbers.frombytes(file.read(part))
    return numbers


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(f"{path.name} is missing: put back content/vi/understanding/{path.name}.") from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}. Mend that line.") from None
