"""The cheap look before an expression: it may be of no use, but it never says no where the expression says yes."""

from __future__ import annotations

import re
import sys
from functools import cache

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import CONTENT
from domain.beforehand import ODD, SURE, may_stand, must_hold
from domain.lint import Rule, pattern, plain
from storage.content import read_rules

EXPRESSIONS = {  # an expression, and what must stand where it is found
    r"\bhoà giải\b": ("hoà giải",),
    "hoà giải|giảng hoà": ("giảng hoà", "hoà giải"),
    "(giữ|để) (kín|bí mật)": ("bí mật", "kín"),
    r"bí( \S+){0,3} mật khẩu": (" mật khẩu",),
    "HOÀ Giải": ("hoà giải",),
    "(dốc)? ngược": (" ngược",),
    "(?:dốc ){2}": ("dốc ",),
    "(?>dốc)++n": ("dốc",),
    "abc(?!xyz)": ("abc",),
    "(?=xyzw)abc": ("abc",),
    "(?<=xyzw)abc": ("abc",),
    "(?<!xyzw)abc": ("abc",),
    "abc[đd]ef": ("abc",),
    "βγδabc": ("abc",),  # σ and ς are one to an expression
    "(dốc)?": (),
    "dốc|.": (),
    "dốc|": (),
    r"\d{2}": (),
    "a.b": (),
    # what the two libraries read in two ways
    "(?:dốc){e<=1}": (),
    "(?:dốc){e}": (),
    "dốc{,2}ngay": (),
    "(?x) d ố c": (),
    "(?i)abc": (),
    "(?V1)abc": (),
    "(?|abc|abd)": (),
    "abc[[a-z]--[b]]": (),
    r"\p{L}abc": (),
    r"(?P<n>abc)\1": (),
    r"abc\Kdef": (),
    r"\L<words>abc": (),
}


@pytest.mark.parametrize("source", EXPRESSIONS)
def test_what_must_stand(source: str) -> None:
    assert must_hold(source) == EXPRESSIONS[source]


def test_no_other_small_sign_is_equal_to_one_that_is_looked_for() -> None:
    """Every sign there is, asked of the library itself."""
    every = "".join(each for each in map(chr, range(sys.maxunicode + 1)) if each.lower() == each)
    for sign in SURE:
        equal = set(regex.findall(regex.escape(sign), every, regex.IGNORECASE)) - {sign}
        assert equal <= set(ODD), (sign, equal)


@cache
def rules() -> list[Rule]:
    return list(read_rules(CONTENT).rules)


def compiled() -> list[int]:
    """The rules whose expressions `re` can use, too: not those that look back over any number of signs."""
    return [n for n, rule in enumerate(rules()) if _compiles(rule.find.pattern)]


def _compiles(source: str) -> bool:
    try:
        re.compile(source)
    except re.error:
        return False
    return True


@settings(max_examples=100)
@given(st.sampled_from(compiled()).flatmap(lambda n: st.tuples(st.just(n), _texts(n))))
def test_where_a_rule_of_the_product_finds_something_the_cheap_look_says_so(drawn: tuple[int, str]) -> None:
    find, words = rules()[drawn[0]].find, plain(drawn[1])
    if find.search(words):
        assert may_stand(words, must_hold(find.pattern)), words


def _texts(number: int) -> st.SearchStrategy[str]:
    """Texts an expression finds something in, shouted or not."""
    found = st.from_regex(rules()[number].find.pattern)
    return st.one_of(found, found.map(str.upper))


def test_a_letter_that_is_equal_though_it_looks_otherwise_hides_nothing() -> None:
    rule = Rule("r", pattern("sao kín"), "", "")
    clauses = read_rules(CONTENT).clauses
    assert rule.found_in(plain("Vì ſao kín"), clauses) is not None
    assert rule.found_in(plain("Vì sao kín"), clauses) is not None
    assert rule.found_in(plain("SAO KÍN"), clauses) is not None


def test_most_rules_of_the_product_are_looked_for_cheaply() -> None:
    assert sum(bool(must_hold(rule.find.pattern)) for rule in rules()) >= 0.9 * len(rules())
