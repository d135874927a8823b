"""What whoever cries reads meanwhile: at once where minutes count, one tap away else, and never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from domain.guidance import Article, Danger, Library
from tests import own


def _article(slug: str, *dangers: Danger) -> Article:
    day = date(2026, 11, 20)
    return Article(slug, slug, None, (), (), day, day, {}, dangers)


ARTICLES = (
    _article("burns", Danger.ACCIDENT),
    _article("drowning", Danger.ACCIDENT),
    _article("lost", Danger.MISSING),
    _article("beaten", Danger.PHYSICAL_VIOLENCE),
)
LIBRARY = Library({each.slug: each for each in ARTICLES}, {}, (), (), ())


@pytest.mark.parametrize(
    ("named", "danger", "slugs"),
    [
        (["burns"], "accident_medical", ["burns"]),
        (["burns", "burns", "drowning"], "accident_medical", ["burns", "drowning"]),
        (["burns"], "physical_violence", ["burns"]),
        (["burns"], None, ["burns"]),
        (["lost"], "missing", ["lost"]),
        (["lost"], "physical_violence", []),
        ([], "accident_medical", []),
    ],
)
def test_first_aid_is_what_the_words_name(named: Sequence[str], danger: str | None, slugs: list[str]) -> None:
    assert [article.slug for article in LIBRARY.first_aid(named, danger)] == slugs


@pytest.mark.parametrize(
    ("danger", "slug"),
    [("physical_violence", "beaten"), ("missing", "lost"), ("accident_medical", None), ("neglect", None), (None, None)],
)
def test_beside_a_case(danger: str | None, slug: str | None) -> None:
    article = LIBRARY.beside_a_case(danger)
    assert (None if article is None else article.slug) == slug


SHELF = own.shelf()
TRIAGE = own.triage()


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("be nha toi bi bong nuoc soi thi so cuu the nao", ["burns-poisoning"]),
        ("bố đổ nước sôi vào người em", ["burns-poisoning"]),
        ("em vừa uống thuốc trừ cỏ", ["burns-poisoning"]),
        ("con nuốt pin cúc áo", ["burns-poisoning"]),
        ("em bé bị sặc sữa tím mặt", ["burns-poisoning"]),
        ("nhà hàng xóm cháy có trẻ con kẹt", ["burns-poisoning"]),
        ("cháu bị điện giật", ["burns-poisoning"]),
        ("con tôi rơi xuống ao, vớt lên không thở", ["drowning"]),
        ("cháu vừa được vớt từ ao lên, không thở", ["drowning"]),
        ("em con nuốt cục pin tròn rồi", ["burns-poisoning"]),
        ("be nha toi bi cho can vao mat", ["burns-poisoning"]),
        ("chó cắn dép tôi", []),
        ("em bi lac me o cho gia lam", ["lost-child"]),
        ("con tôi ngã từ tầng 3 xuống bất tỉnh", []),
        ("em bé bị rắn cắn sưng tím chân", []),
        ("bạn em bị ngất", []),
        ("cháu ngã đập đầu nôn liên tục, ngã cầu thang", []),
        ("em chơi bóng bị ngã", []),
        ("em bị học thêm nhiều quá", []),
    ],
)
def test_the_words_name_what_has_happened(words: str, slugs: list[str]) -> None:
    seen = SHELF.first_aid.seen(TRIAGE.written(words))
    assert list(dict.fromkeys(each.name for each in seen)) == slugs
