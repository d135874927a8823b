"""`-p tests.covered`: which lines and branches of the product run, watched in every process of a run and put together.

SlipCover takes its marks out of lines that have run, so that a run costs hardly more than one without it; tracing each
line made the suite take more than twice as long.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
import slipcover

ROOT = Path(__file__).parents[1]
FLOORS = [str(ROOT / floor) for floor in ("bot", "handlers", "channels", "services", "domain", "storage", "sandbox")]
OMIT = [str(ROOT / "storage" / "migrations" / "*")]
FOLDER = "TREEM_COVERAGE_FOLDER"  # where workers leave what they saw

_SEEN = slipcover.Slipcover(branch=True, source=FLOORS, omit=OMIT)
slipcover.ImportManager(_SEEN, slipcover.FileMatcher(sources=FLOORS, omit=OMIT)).__enter__()  # before conftest imports


def pytest_configure() -> None:
    """The controller says where."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="treem-coverage-")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker leaves what it saw."""
    worker = getattr(session.config, "workerinput", None)
    if worker is not None:
        Path(os.environ[FOLDER], f"{worker['workerid']}.json").write_text(json.dumps(_SEEN.get_coverage()))


def pytest_terminal_summary() -> None:
    """The controller shows what all of them saw."""
    whole: Any = _SEEN.get_coverage()
    for file in sorted(Path(os.environ[FOLDER]).glob("*.json")):
        slipcover.merge_coverage(whole, json.loads(file.read_text()))
    slipcover.print_coverage(whole, outfile=sys.stdout, skip_covered=True)
