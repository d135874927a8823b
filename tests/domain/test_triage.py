"""What is heard as danger (labelling.md): a small table in the words people type."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.triage import Level
from domain.vietnamese import fold, marked_tokens, tokens
from tests import own

TRIAGE = own.triage()

HEARD = [
    ("chồng tôi đang đánh con", Level.URGENT),
    ("chong toi dang danh con", Level.URGENT),
    ("CHỒNG TÔI ĐANG ĐÁNH CON", Level.URGENT),
    ("bố đánh em", Level.URGENT),
    ("bo danh em", Level.URGENT),
    ("chú sờ em", Level.URGENT),
    ("em bị bán sang bên kia", Level.URGENT),
    ("em bi ban roi", Level.URGENT),
    ("cứu em với", Level.URGENT),
    ("con tôi bị bạn bắt nạt", Level.CONCERN),
    ("em sợ về nhà", Level.CONCERN),
    ("bố đánh đàn hay lắm", Level.NONE),
    ("dạy con đánh răng", Level.NONE),
    ("trung thu năm nay ở đâu", Level.NONE),
    ("", Level.NONE),
    ("cứuuu em vớiiii", Level.URGENT),
    ("cứu em, em ở phường Ngọc Lâm", Level.URGENT),
    ("cứu em với 12", Level.URGENT),
    ("cứu với ở 12 ngõ 5", Level.URGENT),
    ("cần giúp ngay ở 12 ngõ 5", Level.URGENT),
    ("SOS ở 12 ngõ 5", Level.URGENT),
    ("chào\ncứu em với", Level.URGENT),
    ("SOS!!!", Level.URGENT),
    ("cứu em bài toán này với", Level.NONE),
    ("cứu con mèo ở trên cây", Level.NONE),
    ("chú hay vào phòng em lúc tắt đèn", Level.URGENT),
    ("boos ddanhs em", Level.URGENT),
    ("nó bảo nó sẽ không đến lớp nữa, cho em hết bút", Level.URGENT),
    ("buổi tập huấn phòng chống bạo lực mấy giờ", Level.NONE),
    ("mệt chết đi được", Level.NONE),
    ("Tú", Level.NONE),
    ("T3 18h-22h; CN 8-12", Level.NONE),
    ("em ở nhà bà ngoại", Level.NONE),
    ("thứ bảy tuần này", Level.NONE),
    ("chu nhat nay", Level.NONE),
    ("từ 18h30 đến 20h thứ Tư 2/12", Level.NONE),
    ("bé tám tuổi ạ", Level.NONE),
    ("hàng xóm đánh con nhỏ ở phường Ngọc Lâm, cứu với", Level.URGENT),
    ("hang xom danh con nho o phuong Ngọc Lâm, cuu voi", Level.URGENT),
    ("cháu bé nhà bên bị đánh tím người, báo phường Bồ Đề ở đâu", Level.URGENT),
    ("con gái tôi mất tích từ chiều ở Ngọc Thuỵ, báo ai", Level.URGENT),
    ("bố đánh em, gọi ai bây giờ", Level.URGENT),
    ("cho em hỏi Trung thu ở phường mấy giờ, với lại tối qua chú lại vào giường em", Level.URGENT),
    ("em bị bố đánh thì gọi số nào ạ", Level.URGENT),
    ("con bị bố đánh thức dậy sớm", Level.NONE),
    ("con bị bố đánh dậy sớm", Level.URGENT),
    ("bố đánh bài thua rồi đánh em", Level.URGENT),
    ("muốn báo tin trẻ bị hại thì báo ở đâu", Level.NONE),
    ("thủ tục nhập học lớp 1 ở phường Bồ Đề", Level.NONE),
    ("🆘", Level.URGENT),
    ("🆘" * 20, Level.URGENT),
    ("🆘🆘🆘 nhanh với ạ", Level.URGENT),
    ("🆘 ở 12 ngõ 5", Level.URGENT),
    ("cứu tôi " + "🆘" * 12, Level.URGENT),
    ("giúp mình với 🆘\ufe0f 🆘\ufe0f 🆘\ufe0f", Level.URGENT),
    ("🆘 cứu em bài toán", Level.NONE),
]


@pytest.mark.parametrize(("words", "level"), HEARD, ids=[words or "nothing" for words, _ in HEARD])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_message_is_heard_as(words: str, level: Level, form: str) -> None:
    assert TRIAGE.read(unicodedata.normalize(form, words)).level is level


@given(st.text(max_size=200))
def test_any_text_is_read_and_its_words_line_up(text: str) -> None:
    TRIAGE.read(text)
    if len(marked_tokens(text)) == len(tokens(text)):
        assert [fold(word) for word in marked_tokens(text)] == list(tokens(text))


ASKED = [
    ("khai sinh cho con ở đâu", "birth-registration"),
    ("dau hieu tre bi xam hai", "sexual-abuse"),
    ("dạy con bơi từ mấy tuổi", "drowning"),
    ("đăng ký trung thu cho bé thế nào", "signup"),
]


@pytest.mark.parametrize(("question", "topic"), ASKED, ids=[topic for _, topic in ASKED])
def test_a_question_is_about(question: str, topic: str) -> None:
    assert TRIAGE.topics(question)[0] == topic


TOLD = [
    ("con tôi bỏ nhà đi từ sáng rồi", "lost-child"),
    ("hàng xóm đánh thằng bé tím hết lưng", "physical-abuse"),
    ("bố cầm dao đuổi mẹ", "domestic-violence"),
    ("em buồn lắm, tối nào cũng khóc", "mental-health"),
    ("con vừa rơi xuống ao, vớt lên không thở", "drowning"),
]


@pytest.mark.parametrize(("words", "topic"), TOLD, ids=[topic for _, topic in TOLD])
def test_who_tells_and_asks_nothing_is_shown_what_it_is_about(words: str, topic: str) -> None:
    assert TRIAGE.topics(words)[0] == TRIAGE.choices(words)[0] == topic


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("nhà bên hay chửi con, báo phường thì báo ai", "how-to-report"),
        ("bố mẹ em hay cãi nhau, em gọi 111 được không ạ", "hotline-111"),
    ],
)
def test_who_clearly_asks_where_to_turn_is_told_that_whatever_else_they_tell(words: str, topic: str) -> None:
    assert TRIAGE.read(words).told
    assert TRIAGE.choices(words) == (topic,)


@pytest.mark.parametrize("words", ["tôi thấy có gì đó không ổn", "tôi lo cho nhà bên kia lắm"])
def test_a_worry_of_no_kind_is_led_to_no_article_by_guessing(words: str) -> None:
    assert TRIAGE.read(words).level is Level.CONCERN
    assert TRIAGE.choices(words) == ()


@pytest.mark.parametrize("words", ["", "mẹ ơi", "em ơi", "12", "😀", "nấu phở bò thế nào", "giá vàng hôm nay"])
def test_what_is_no_question_of_ours_has_no_topic(words: str) -> None:
    assert TRIAGE.topics(words) == ()


@pytest.mark.parametrize(
    ("words", "tells"),
    [
        ("dị ứng tôm", True),
        ("chau bi hen suyen", True),
        ("cháu bị động kinh", True),
        ("bé tự kỷ, sợ chỗ đông người", True),
        ("con bị hen, bố đánh con", False),
        ("cháu bị dị ứng, cháu sợ bố", False),
        ("con đang co giật", False),
        ("bé bị hen, tím tái rồi", False),
        ("be bi hen kho tho qua", False),
        ("cháu bị động kinh đang co giật", False),
        ("bé bị hen, khi khó thở thì xịt thuốc", True),
        ("bị hen, khó thở từng cơn", False),
        ("bé dị ứng, lỡ ăn tôm đang khó thở tím môi", False),
        ("bé bị hen đang khó thở nếu không cấp cứu chắc chết", False),
        ("cháu bị hen, nếu khó thở thì cô xịt 2 nhát", True),
        ("bé động kinh, hồi nãy co giật", False),
        ("bé bị tim bẩm sinh, khi nãy tím tái", False),
        ("bé động kinh, hay bị co giật khi sốt", True),
        ("bé uống nhầm thuốc tẩy", False),
        ("", False),
    ],
)
def test_a_condition_is_told_from_what_has_just_happened(words: str, tells: bool) -> None:
    assert TRIAGE.tells_of_health(words) is tells


@pytest.mark.parametrize(
    ("words", "is_answer"),
    [("ngày mai lúc 19h30", True), ("bé tám tuổi", True), ("12/9", True), ("tối nay em nhảy", False), ("", False)],
)
def test_days_hours_and_ages_are_answers_and_nothing_more(words: str, is_answer: bool) -> None:
    assert TRIAGE.is_mere_answer(words) is is_answer


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("bố hay đánh em thì em phải làm gì ạ", Level.CONCERN),
        ("làm thế nào để không bị bố đánh nữa ạ", Level.CONCERN),
        ("bo me nhot con trong nha co pham luat khong", Level.CONCERN),
        ("thầy giáo sờ người em thì có phải là xâm hại không ạ", Level.CONCERN),
        ("có thai ở tuổi 14 thì phải làm gì ạ", Level.CONCERN),
        ("có cách nào chết mà không đau không ạ", Level.CONCERN),
        ("làm sao để hết muốn chết ạ", Level.CONCERN),
        ("em bị bắt đi ăn xin thì làm thế nào", Level.CONCERN),
        ("to bi xam hai thi bao ai", Level.CONCERN),
        ("em sợ bố thì gọi số nào", Level.CONCERN),
        ("trẻ bị bố đánh thì báo ai", Level.NONE),
        ("con bị sâu răng thì khám ở đâu", Level.NONE),
        ("bố đánh thức con dậy sớm thế", Level.NONE),
        ("truyện kể ông lão đuổi con chó", Level.NONE),
        ("mẹ ép nước cam, ngon lắm ạ", Level.NONE),
    ],
)
def test_who_only_asks_about_what_is_done_to_them_is_asked_about(words: str, level: Level) -> None:
    assert TRIAGE.read(words).level is level
