"""Every button we can write is known again when it is tapped; what could not be is never written."""

from __future__ import annotations

from dataclasses import fields

import pytest

from channels import buttons, callbacks

KINDS = sorted(callbacks.Button.known.values(), key=lambda kind: kind.verb)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_written_is_read_again(kind: type[buttons.Button]) -> None:
    full = kind(**{f.name: 7 if str(f.type).startswith("int") else "bo-de" for f in fields(kind)})
    bare = kind(**{f.name: None if "None" in str(f.type) else getattr(full, f.name) for f in fields(kind)})
    assert [callbacks.read(callbacks.write(button)) for button in (full, bare)] == [full, bare]


def test_an_empty_word_that_would_be_too_old_when_it_is_tapped_is_not_written() -> None:
    with pytest.raises(ValueError, match="known again"):
        callbacks.write(buttons.ShowTopic(""))


def test_a_button_of_a_version_that_said_less_is_known_and_one_that_says_too_much_is_not() -> None:
    assert callbacks.read("1|ap|7") == buttons.ApproveAnnouncement(7)
    assert callbacks.read("1|bz|7|20270911T1930") == buttons.SendAnnouncement(7, "20270911T1930")
    assert [callbacks.read(data) for data in ("1|ap", "1|bz|7", "1|ap|7|a|b")] == [None, None, None]
