"""`make fuzz`: random texts through everything that reads what strangers type, steered by coverage (atheris).

Stops at the first text that raises, reads differently a second time, or takes longer than a second; the text stands
in a file beside.
"""

from __future__ import annotations

import html
import sys
import unicodedata

import atheris

with atheris.instrument_imports(include=["domain", "channels"]):
    from bot.settings import CONTENT
    from channels import callbacks
    from channels.markdown import to_html
    from channels.parts import parts, plain, units
    from domain.learning import phrase_of
    from domain.recontact import hours_in
    from domain.vietnamese import fold
    from storage.understanding import read_triage

LONGEST = 4_096  # signs: Telegram's limit
TRIAGE = read_triage(CONTENT)


def reads(data: bytes) -> None:
    """One text, through every reader."""
    text = data.decode("utf-8", "ignore")[:LONGEST]
    heard = TRIAGE.read(text)
    assert heard == TRIAGE.read(text), "it reads differently a second time"
    assert heard == TRIAGE.read(unicodedata.normalize("NFD", text)), "it reads differently with its marks apart"
    assert len(TRIAGE.topics(text)) <= 3
    assert fold(fold(text)) == fold(text)
    button = callbacks.read(text)
    assert button is None or callbacks.read(callbacks.write(button)) == button
    to_html(text)
    assert all(units(plain(part)) <= LONGEST for part in parts(html.escape(text)))
    phrase_of(text)
    hours_in(text)


if __name__ == "__main__":
    atheris.Setup([*sys.argv, f"-max_len={LONGEST * 4}", "-timeout=1"], reads)
    atheris.Fuzz()
