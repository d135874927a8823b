"""The same words as other people would type them: each way changes how it looks and not what it says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.features import written
from domain.spelling import SHORT
from domain.vietnamese import has_marks
from training.styles import STYLES, decomposed, plain, teencode, telex, typos, vni

SAID = "Bố đánh em đau lắm, em không dám về nhà với bố nữa"


def test_each_way_looks_as_it_should() -> None:
    assert plain(SAID) == "Bo danh em dau lam, em khong dam ve nha voi bo nua"
    assert telex(SAID, share=1) == "Boos ddanhs em ddau lawms, em khoong dams veef nhaf vowis boos nuwax"
    assert vni(SAID, share=1) == "Bo61 d9anh1 em d9au la8m1, em kho6ng dam1 ve62 nha2 vo7i1 bo61 nu7a4"
    assert decomposed(SAID) == unicodedata.normalize("NFD", SAID)
    assert teencode("không biết", share=1).split()[0] in SHORT["khong"]


@pytest.mark.parametrize("way", ["plain", "telex", "vni", "nfd"])
def test_the_keyboard_changes_no_word(way: str) -> None:
    assert written(STYLES[way](SAID, 1)).words == written(SAID).words


@pytest.mark.parametrize("way", STYLES)
def test_the_same_seed_gives_the_same_line(way: str) -> None:
    assert STYLES[way](SAID, 7) == STYLES[way](SAID, 7)


def test_another_seed_slips_elsewhere() -> None:
    assert len({typos(SAID, seed) for seed in range(20)}) > 5


@given(st.text(max_size=200), st.integers(0, 9))
def test_any_text_can_be_typed_any_way(text: str, seed: int) -> None:
    for way in STYLES.values():
        way(text, seed)
    assert not has_marks(plain(text))
