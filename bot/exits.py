"""Exit codes of the `treem` command, and the one sentence with which it stops."""

from __future__ import annotations

import sys

OK, SAID_NO, WRONG_USAGE, UNAVAILABLE = 0, 1, 2, 69


class Stop(Exception):
    """A command ends here: one sentence for the operator on standard error, and the exit code."""

    def __init__(self, sentence: str, code: int = SAID_NO) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def say(sentence: str) -> None:
    """One line for the operator on standard output."""
    sys.stdout.write(f"{sentence}\n")
