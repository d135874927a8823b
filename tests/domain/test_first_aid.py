"""What whoever cries reads meanwhile: at once where minutes count, one tap away else, and never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from domain.guidance import Article, Danger, Library


def _article(slug: str, *dangers: Danger) -> Article:
    day = date(2026, 11, 20)
    return Article(slug, slug, None, (), (), day, day, {}, dangers)


ARTICLES = (
    _article("burns", Danger.ACCIDENT),
    _article("drowning", Danger.ACCIDENT),
    _article("lost", Danger.MISSING),
    _article("beaten", Danger.PHYSICAL_VIOLENCE),
    _article("schooling"),
)
LIBRARY = Library({each.slug: each for each in ARTICLES}, {}, (), (), ())


@pytest.mark.parametrize(
    ("danger", "topics", "slugs", "named"),
    [
        ("accident_medical", ["drowning", "burns"], ["drowning"], True),
        ("accident_medical", ["schooling", "burns"], ["burns"], True),
        ("accident_medical", ["signup", "beaten"], ["burns", "drowning"], False),
        ("accident_medical", [], ["burns", "drowning"], False),
        ("missing", ["lost"], ["lost"], True),
        ("missing", ["burns"], ["lost"], False),
        ("physical_violence", ["burns", "drowning"], [], False),
        ("other", ["burns"], [], False),
        (None, ["burns"], [], False),
    ],
)
def test_until_help_comes(danger: str | None, topics: Sequence[str], slugs: list[str], *, named: bool) -> None:
    articles, is_named = LIBRARY.until_help_comes(danger, topics)
    assert ([article.slug for article in articles], is_named) == (slugs, named)


@pytest.mark.parametrize(
    ("danger", "slug"),
    [("physical_violence", "beaten"), ("accident_medical", None), ("missing", None), ("neglect", None), (None, None)],
)
def test_beside_a_case(danger: str | None, slug: str | None) -> None:
    article = LIBRARY.beside_a_case(danger)
    assert (None if article is None else article.slug) == slug
