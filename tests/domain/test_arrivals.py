"""A ticket's code as somebody types it at the door: understood in any spelling, and words stay words."""

from __future__ import annotations

import pytest

from domain.arrivals import typed_code

TYPED = [
    ("VE-4K7MPR", "VE-4K7MPR"),
    ("ve-4k7mpr", "VE-4K7MPR"),
    ("ve 4k7mpr ", "VE-4K7MPR"),
    ("VE – 4K7MPR", "VE-4K7MPR"),
    ("VE4K7MPR", "VE-4K7MPR"),
    ("4k7mpr", "VE-4K7MPR"),
    ("VE-ABCDEF", "VE-ABCDEF"),
    ("VE-4K7MP", ""),
    ("VE-4K7MPR2", ""),
    ("ve 4O7MPR", ""),
    ("VE-0K7MPL", ""),
    ("ve truong", None),
    ("ve nha", None),
    ("về nhà", None),
    ("4821", None),
    ("2026", None),
    ("0912345678", None),
    ("12thang", None),
    ("lop3a", None),
    ("VE-4K7MPR là vé của tôi", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "code"), TYPED, ids=[typed or "nothing" for typed, _ in TYPED])
def test_a_code_is_read_as_it_is_typed(typed: str, code: str | None) -> None:
    assert typed_code(typed) == code
