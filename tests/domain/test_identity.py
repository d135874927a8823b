"""Who may ask who a sender is (product.md §4)."""

from __future__ import annotations

import pytest

from domain.identity import may_ask
from domain.people import Role, Staff

OFFICER = Staff(5, 1, "Hạnh", Role.OFFICER, "bo-de")


@pytest.mark.parametrize(
    ("staff", "ward", "holder", "closed", "may"),
    {
        "an officer of the ward": (OFFICER, "bo-de", None, False, True),
        "also while a colleague has it": (OFFICER, "bo-de", 6, False, True),
        "not of another ward": (OFFICER, "phuc-loi", 6, False, False),
        "not while no ward is known": (OFFICER, None, None, False, False),
        "of another ward with the case in hand": (OFFICER, "phuc-loi", 5, False, True),
        "not of a ward the sender keeps out": (OFFICER, "bo-de", None, True, False),
        "a coordinator": (Staff(7, 2, "Minh", Role.COORDINATOR, None), "bo-de", 5, True, True),
        "never an administrator": (Staff(8, 3, "Quý", Role.ADMIN, None), "bo-de", None, False, False),
        "never an editor": (Staff(9, 4, "Thu", Role.EDITOR, "bo-de"), "bo-de", None, False, False),
    }.values(),
    ids=str,
)
def test_who_may_ask(staff: Staff, ward: str | None, holder: int | None, closed: bool, may: bool) -> None:
    assert may_ask(staff, ward=ward, holder=holder, closed_to_ward=closed) is may
