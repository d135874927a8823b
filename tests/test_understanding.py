"""How well danger and topics are heard where nothing was learned from: the figures of docs/understanding.md."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import CONTENT
from domain.reader import NONE, URGENT
from domain.vietnamese import fold
from storage.understanding import learned_from, read_phrases
from tests import learned, own
from training.corpus import Message, Question, digest, is_calm, is_test
from training.exam import FULL, exam_messages, exam_questions
from training.figures import shares, told
from training.styles import STYLES, beside

pytestmark = pytest.mark.xdist_group("understanding")  # one worker reads the corpus, for all of them
TRIAGE = own.triage()


@cache
def heard() -> list[tuple[Message, str]]:
    """Every message of the test, and the level it is heard at."""
    return [(m, TRIAGE.read(m.text).level.value) for m in learned.told() if is_test(m.event)]


@cache
def asked() -> list[tuple[Question, Sequence[str]]]:
    """Every question of the test, and the topics found."""
    return [(q, TRIAGE.topics(q.text)) for q in learned.asked() if is_test(q.text)]


def test_the_model_learned_from_this_very_corpus() -> None:
    assert learned_from(CONTENT) == digest(), "the corpus has changed: run `make train`"


@pytest.mark.long
def test_danger_is_heard_as_well_as_it_was() -> None:
    found = shares(heard())
    assert found["urgent: heard"] >= 0.93
    assert found["urgent: as none"] <= 0.0125
    assert found["concern: as none"] <= 0.02
    assert found["none: false alarm"] <= 0.07
    assert found["none: asked about"] <= 0.25  # the price of the second line (docs/decisions/0035)


@cache
def examined() -> list[tuple[Message, str]]:
    """Every message of the exam, and the level it is heard at."""
    return [(m, TRIAGE.read(m.text).level.value) for m in exam_messages()]


def test_the_exam_of_others_is_passed() -> None:
    found = shares(examined())
    assert len(examined()) > 2000
    assert found["urgent: heard"] >= 0.975
    assert found["urgent: as none"] <= 0.005
    assert found["concern: as none"] <= 0.02
    assert found["none: false alarm"] <= 0.03
    assert found["none: asked about"] <= 0.18


@pytest.mark.long
@pytest.mark.parametrize("style", sorted({m.style for m in exam_messages()} - {FULL}))
def test_in_the_exam_no_style_is_heard_worse_than_full_diacritics(style: str) -> None:
    """Four points are allowed; of few messages one more may be missed."""
    full = shares([(m, level) for m, level in examined() if m.style == FULL])
    urgent = [level for m, level in examined() if m.style == style and m.level == URGENT]
    assert len(urgent) - urgent.count(URGENT) <= 1 + (1.04 - full["urgent: heard"]) * len(urgent)


def test_questions_of_the_exam_find_their_topics() -> None:
    found = [(q.topics[0], TRIAGE.topics(q.text)) for q in exam_questions()]
    within = [(topic, topics) for topic, topics in found if topic != NONE]
    assert sum(topic in topics[:1] for topic, topics in within) >= 0.955 * len(within)
    assert sum(topic in topics for topic, topics in within) >= 0.985 * len(within)
    assert sum(not topics for _, topics in within) <= 0.01 * len(within)
    beyond = [topics for topic, topics in found if topic == NONE]
    assert sum(not topics for topics in beyond) >= 0.94 * len(beyond)


@pytest.mark.long
def test_who_tells_of_danger_is_shown_what_it_is_about() -> None:
    """They ask nothing, and the topics were learned from questions; `choices` is what people are shown."""
    for finds, three in ((TRIAGE.topics, 0.93), (TRIAGE.choices, 0.9)):
        found = told(examined(), finds)
        assert sum(bool(topics) and topics[0] in fitting for fitting, topics in found) >= 0.89 * len(found)
        assert sum(not set(fitting).isdisjoint(topics) for fitting, topics in found) >= three * len(found)


def test_what_is_told_is_led_to_an_article_for_that_very_danger() -> None:
    phrases, articles = read_phrases(CONTENT), own.library().articles
    assert set(phrases.topics) >= set(phrases.urgent)
    for category, topics in phrases.topics.items():
        assert category in articles[topics[0]].dangers
        assert set(topics) | set(phrases.worried.get(category, ())) <= set(articles)


@pytest.mark.long
def test_nothing_of_the_exam_stands_in_the_corpus() -> None:
    known = {fold(each.text) for each in (*learned.told(), *learned.asked())}
    assert not [each.text for each in (*exam_messages(), *exam_questions()) if fold(each.text) in known]


def test_topics_are_found_as_well_as_they_were() -> None:
    within = [(q, found) for q, found in asked() if NONE not in q.topics]
    assert sum(bool(f) and f[0] in q.topics for q, f in within) >= 0.84 * len(within)
    assert sum(any(slug in q.topics for slug in f) for q, f in within) >= 0.93 * len(within)
    assert sum(not f for _, f in within) <= 0.04 * len(within)
    beyond = [found for q, found in asked() if NONE in q.topics]
    assert sum(not f for f in beyond) >= 0.87 * len(beyond)


FAMILIES = {  # what families ask, and which article of the library fits
    "con tôi tự kỷ 5 tuổi, mệt quá tôi hay đánh mắng con rồi lại thấy có lỗi": {"caregiver-stress", "disability"},
    "chồng đánh vợ trước mặt con, có nên bỏ đi không": {"domestic-violence"},
    "cháu gái 11 tuổi bố mẹ ly hôn, nghiện game, không ai chăm": {"neglect", "online-safety"},
    "con bị bạn đánh ở trường thì làm gì": {"bullying-school"},
    "đánh đòn con mình có phạm luật không": {"physical-abuse"},
    "những hành vi nào với trẻ em bị cấm": {"children-rights"},
    "bao nhiêu tuổi thì gọi là trẻ em": {"children-rights"},
    "trẻ 8 tuổi chưa có giấy khai sinh thì làm thế nào": {"birth-registration"},
    "học sinh bị cô lập, xúc phạm ở lớp mà cô giáo không biết": {"bullying-school"},
    "thế này có phải là bạo lực không": {"physical-abuse", "emotional-abuse"},
    "nghi con bị xâm hại thì làm sao": {"sexual-abuse"},
    "con kể bị bạn sờ thì phải nói gì với con": {"disclosure-response"},
    "tôi lỡ đánh con thì làm sao": {"physical-abuse", "caregiver-stress"},
    "hàng xóm hay hành hạ cháu, muốn báo giấu tên": {"how-to-report"},
    "trường không xử lý vụ bắt nạt thì làm gì": {"bullying-school"},
    "con bị doạ tung ảnh lên mạng thì làm gì": {"online-grooming"},
    "con nói muốn chết thì bố mẹ làm gì": {"self-harm"},
    "con bỏ nhà đi thì làm gì": {"lost-child"},
    "con bị bỏng thì sơ cứu thế nào": {"burns-poisoning"},
    "con uống nhầm thuốc tẩy thì làm gì": {"burns-poisoning"},
    "cứu trẻ đuối nước thế nào": {"drowning"},
    "trẻ mồ côi được trợ cấp gì": {"social-assistance"},
    "trẻ khuyết tật được hưởng trợ cấp gì": {"social-assistance", "disability"},
    "1/6 phường có gì cho các cháu": {"events-june1"},
    "trung thu đăng ký thế nào, có mất tiền không": {"events-mid-autumn", "signup"},
    "giờ nhà mình thuộc phường nào": {"wards-merger"},
    "cơ sở giữ trẻ này có phép không": {"facilities"},
}


@pytest.mark.parametrize("asked", FAMILIES)
def test_what_families_ask_gets_a_fitting_article(asked: str) -> None:
    found = TRIAGE.topics(asked)
    assert FAMILIES[asked].intersection(found[:2]), found


@pytest.mark.long
def test_who_only_asks_is_answered_and_wakes_nobody() -> None:
    levels = [TRIAGE.read(q.text).level.value for q, _ in asked() if is_calm(q)]
    assert levels.count("urgent") <= 0.015 * len(levels)
    assert levels.count("concern") <= 0.125 * len(levels)


@pytest.mark.long
def test_danger_is_heard_beside_a_question() -> None:
    together = beside([q.text for q, _ in asked() if is_calm(q)])
    found = shares([(m, TRIAGE.read(together(m.text, 1)).level.value) for m, _ in heard() if m.level == "urgent"])
    assert found["urgent: heard"] >= 0.86
    assert found["urgent: as none"] <= 0.025


@pytest.mark.long
@pytest.mark.parametrize("way", STYLES)
def test_no_way_of_typing_is_heard_much_worse(way: str) -> None:
    full = [m for m, _ in heard() if m.style == "full"]
    clean = shares([(m, level) for m, level in heard() if m.style == "full"])
    typed = shares([(m, TRIAGE.read(STYLES[way](m.text, 1)).level.value) for m in full])
    assert typed["urgent: heard"] >= clean["urgent: heard"] - 0.04
    assert typed["urgent: as none"] <= clean["urgent: as none"] + 0.02


@given(st.text(max_size=300))
def test_letters_and_marks_apart_are_heard_alike(text: str) -> None:
    apart, together = (TRIAGE.read(unicodedata.normalize(form, text)) for form in ("NFD", "NFC"))
    assert apart == together


@given(
    st.lists(st.sampled_from(["cứu", "em", "🆘", "\u200b", "a" * 400, "\n", "đ", "0", "\U0010ffff", " "]), max_size=900)
)
def test_no_text_stalls_it(parts: list[str]) -> None:
    text = "".join(parts)[:4096]
    TRIAGE.read(text)
    TRIAGE.topics(text)
