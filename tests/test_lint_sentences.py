"""Sentences an editor might write, each beside a neighbour that is right: the rules tell them apart."""

from __future__ import annotations

import unicodedata

import pytest

from bot.settings import CONTENT
from domain.clauses import paragraphs
from domain.guidance import Edition
from domain.lint import plain
from storage.content.lint import Lint, read_lint
from storage.content.screens import read_hotlines

LINT: Lint = read_lint(CONTENT, read_hotlines(CONTENT))
CHILD, PARENT = Edition.CHILD, Edition.PARENT


def refused_by(text: str, edition: Edition = PARENT) -> set[str]:
    """The rules that refuse something in these lines."""
    found = set()
    for paragraph in paragraphs(enumerate(text.splitlines(), 1)):
        words, _ = paragraph.read(plain)
        for rule in LINT.rules:
            if rule.concerns("safe-adults", edition, "") and rule.found_in(words, LINT.clauses, plain(paragraph.lead)):
                found.add(rule.id)
    return found


# rule, whom it is said to, what must not stand, what may
SENTENCES = [
    # a word that calms or denies something else frees nobody
    ("hua-giu-kin-voi-tre", CHILD, "Em đừng sợ, cô chú sẽ giữ bí mật cho em.", "Đừng sợ, cô chú nghe em."),
    ("so-cuu-sai", PARENT, "Nếu trẻ không thở thì dốc nước ngay.", "Trẻ không thở: đừng dốc nước."),
    ("so-cuu-sai", PARENT, "Đừng lo, cứ bôi kem đánh răng.", "Đừng lo, đừng bôi kem đánh răng."),
    ("so-cuu-sai", PARENT, "Trẻ không nặng; bôi nước mắm cho mát.", "Đừng bôi mỡ trăn, đắp đá, chườm nước đá."),
    ("hoa-giai", PARENT, "Nếu không nặng lắm thì hai nhà hoà giải.", "Nếu nặng hay nhẹ thì cũng đừng hoà giải."),
    ("hoa-giai", PARENT, "Không ai muốn to chuyện, hai bên hoà giải.", "Không ai được bắt con hoà giải."),
    ("hoa-giai", PARENT, "Đừng vội, hai nhà tự dàn xếp đã.", "Đừng tự dàn xếp, hoà giải."),
    ("bo-cu", PARENT, "Mang giấy cũ tới Sở LĐTBXH.", "Giấy của Sở LĐTBXH cũ vẫn dùng."),
    ("truc-ca-ngay", PARENT, "Cán bộ phường trực 24/7, không nghỉ.", "Cán bộ phường không trực 24/7."),
    ("loi-cua-tre", CHILD, "Em có lỗi vì không chạy.", "Em không có lỗi vì không chạy."),
    ("loi-cua-tre", CHILD, "Em không kể nên là lỗi của em.", "Em không kể thì cũng không phải lỗi của em."),
    ("tai-sao-con", PARENT, "Đừng mắng. Hỏi: “Tại sao con không kể?”", "Đừng mắng hay hỏi: “Tại sao con không kể?”"),
    ("tai-sao-con", PARENT, "Đừng mắng. “Nín đi. Tại sao con không kể?”", "Đừng nói: “Nín đi. Tại sao con không kể?”"),
    ("so-cuu-sai", PARENT, "Đừng ngần ngại bôi kem đánh răng.", "Đừng bao giờ bôi kem đánh răng."),
    ("so-cuu-sai", PARENT, "Tránh mất thời gian, dốc ngược trẻ.", "Tránh dốc ngược, xốc nước."),
    ("so-cuu-sai", PARENT, "Không chần chừ gây nôn cho trẻ.", "Không gây nôn cho trẻ."),
    ("hoa-giai", PARENT, "Không chỉ báo công an mà còn hoà giải.", "Không nên vì sợ tiếng mà hoà giải."),
    ("hoa-giai", PARENT, "Đừng quên hoà giải.", "Đừng nghe ai khuyên hoà giải."),
    ("quan-huyen", PARENT, "Trước đây hay bây giờ cứ nộp ở UBND quận.", "Trước đây nộp ở UBND quận, nay nộp ở phường."),
    ("truc-ca-ngay", PARENT, "Cán bộ không ngại trực 24/7.", "Cán bộ không thể trực 24/7."),
    ("tai-sao-con", PARENT, "Đừng chỉ mắng mà hãy hỏi tại sao con làm thế.", "Đừng mắng, đừng hỏi tại sao con làm."),
    # «why did you» is a reproach, «why one needs» explains
    ("tai-sao-con", CHILD, "Vì sao em để người ấy chạm vào?", "Vì sao em cần ngủ đủ?"),
    ("tai-sao-con", CHILD, "Vì sao em không nói ngay?", "Vì sao em không nên nói địa chỉ nhà?"),
    ("tai-sao-con", CHILD, "Vì sao em cần giấu bố mẹ?", "Vì sao em cần nói với bố mẹ?"),
    ("tai-sao-con", CHILD, "Vì sao em nên cứ im thế?", "Vì sao em nên đội mũ bảo hiểm?"),
    ("tai-sao-con", PARENT, "Hỏi: “Tại sao con cần cái đó?”", "Vì sao con cần được nghe?"),
    ("tai-sao-con", CHILD, "Vì sao con nên tha thứ cho chú ấy?", "Vì sao em phải đội mũ bảo hiểm?"),
    ("tai-sao-con", CHILD, "Vì sao em cần giữ bí mật?", "Vì sao em cần giữ kín mật khẩu?"),
    ("tai-sao-con", CHILD, "Vì sao em không nên kể cho ai?", "Vì sao em cần kể?"),
    ("tai-sao-con", CHILD, "Vì sao em không nên nói với mẹ?", "Vì sao em không nên giấu mẹ?"),
    ("tai-sao-con", CHILD, "Vì sao em phải nghe theo chú?", "Vì sao em được bảo vệ?"),
    ("con-nha-ngheo", PARENT, "Mời các em nhà khó.", "Con ở nhà khó ngủ."),
    ("con-nha-ngheo", PARENT, "Con nhà khó thì được quà.", "Em về nhà khó nói với mẹ."),
    ("con-nha-ngheo", PARENT, "Quà cho các em hoàn cảnh khó khăn.", "Con nhà khó tính, bé ở nhà khó chịu."),
    ("con-nha-ngheo", PARENT, "Dành cho các cháu con nhà nghèo.", "Cháu thuộc hộ nghèo được miễn phí."),
    ("con-nha-ngheo", PARENT, "Tặng quà học sinh nghèo.", "Không phân biệt nhà nghèo, ở trọ."),
    # every trap of the owner's paper
    ("bo-cu", PARENT, "Gọi Cục Trẻ em.", "Gọi Cục Bà mẹ và Trẻ em."),
    ("bo-cu", PARENT, "Bộ Lao động – Thương binh và Xã hội trả lời.", "Bộ luật Lao động có ghi."),
    ("bo-sap-xep-lai", PARENT, "Báo cho Bộ Thông tin và Truyền thông.", "Báo cho công an."),
    ("phuong-cu", PARENT, "UBND Sài Đồng cấp giấy.", "Nhà ở Sài Đồng cũ thì hỏi phường Phúc Lợi."),
    ("phuong-cu", PARENT, "Long Biên có 14 phường.", "Có 14 phường cũ, nay không còn 14 phường nữa."),
    ("quan-huyen", PARENT, "Hỏi quận.", "Hỏi phường."),
    ("quan-huyen", PARENT, "Trung tâm y tế quận tiêm cho bé.", "Trạm y tế phường tiêm cho bé."),
    ("quan-huyen", PARENT, "Chủ tịch UBND quận quyết định.", "Chủ tịch phường quyết định; cấp quận không còn."),
    ("so-111", PARENT, "Số 1900 1567 gọi miễn phí.", "Số 1900 mất cước."),
    ("so-111", PARENT, "111 có từ 2019.", "111 có từ 2017."),
    ("so-111", PARENT, "Gọi 111 của UNICEF.", "Gọi 111 của Bộ Y tế."),
    ("so-trong-cau", PARENT, "Trẻ em là người dưới 16 tuổi.", "Trẻ em là người {tre-em-duoi-tuoi}."),
    ("so-trong-cau", PARENT, "Phường có 12 giờ để lo.", "Phường can thiệp {han-phuong-12-gio}."),
    ("so-trong-cau", PARENT, "Phường có mười hai giờ.", "Con ngủ mười một, mười hai lần."),
    ("so-trong-cau", PARENT, "Mỗi tháng 540k.", "Đánh số k1, k2."),
    ("so-trong-cau", PARENT, "Nhân với hệ số 2,5.", "Nhân với hệ số của luật."),
    ("so-trong-cau", PARENT, "Bảo hiểm trả 80 %.", "Bảo hiểm trả {bhyt-muc-huong}."),
    ("so-trong-cau", PARENT, "Nộp trong 5 ngày làm việc.", "Nộp từ ngày 5/7."),
    ("so-trong-cau", PARENT, "Các em 16, 17 tuổi cũng hỏi được.", "Các em {tuoi-16-17} cũng hỏi được."),
    ("dong-y-mot-phia", PARENT, "Chỉ cần bố mẹ đồng ý.", "Cần cả con và bố mẹ đồng ý."),
    ("bao-trong-24-gio", PARENT, "Bạn phải báo trong 12 giờ.", "Bạn phải báo ngay."),
    ("bao-trong-24-gio", PARENT, "Chờ 24 giờ rồi hãy gọi.", "Đừng chờ 24 giờ rồi mới gọi."),
    ("bot-khong-nhan-to-giac", PARENT, "Bot nhận đơn tố giác.", "Bot không nhận đơn tố giác."),
    ("mau-don-cua-can-bo", PARENT, "Bạn điền Mẫu số 01.", "Cán bộ ghi Mẫu số 01."),
    ("van-ban-cu", PARENT, "Phường đạt mười lăm tiêu chí.", "Phường đạt 13 tiêu chí."),
    ("van-ban-cu", PARENT, "Luật Trẻ em sửa đổi 2025.", "Luật Trẻ em có thể được sửa."),
    ("ngay-va-thang", PARENT, "Tháng 5 là Tháng hành động.", "Tháng 6 là Tháng hành động."),
    ("ngay-va-thang", PARENT, "Ngày 1 tháng 6 là Ngày Trẻ em thế giới.", "Ngày 1 tháng 6 là Quốc tế Thiếu nhi."),
    ("ngay-am-lich", PARENT, "Trung thu là ngày 25/9.", "Trung thu là rằm tháng 8 âm lịch."),
    ("so-cuu-sai", PARENT, "Cho trẻ nôn ra.", "Đừng cho trẻ nôn ra."),
    ("so-cuu-sai", PARENT, "Hơ lửa cho ấm người.", "Không hơ lửa."),
    ("so-cuu-sai", PARENT, "Lấy tay móc dị vật.", "Đừng móc dị vật."),
    ("thieu-ghe-phat-tien", PARENT, "Không có ghế thì bị phạt tiền.", "Không có ghế thì bị {phat-thieu-ghe-tre-em}."),
    ("truc-ca-ngay", PARENT, "Phường luôn có người trực ngày đêm.", "111 luôn có người trực ngày đêm."),
    ("dong-y-khong-phai-co", PARENT, "Hai đứa tự nguyện thì không có tội.", "Hai đứa tự nguyện thì vẫn có thể là tội."),
    ("hoa-giai", PARENT, "Tổ trưởng đến giảng hoà.", "Tổ trưởng không đến giảng hoà."),
    ("nam-ngon-tay", PARENT, "Dạy con quy tắc bàn tay.", "Quy tắc bàn tay thì chưa đủ: phải tính cả người nhà."),
    ("dan-sai-dieu", PARENT, "Trẻ có quyền thông tin, Điều 14.", "Trẻ có quyền được biết thông tin, Điều 33."),
    ("dan-sai-dieu", PARENT, "Điều 6 có 14 khoản.", "Điều 6 có 15 khoản."),
    ("xin-phep-truoc-khi-bao", CHILD, "Em nhớ xin phép mẹ khi gọi 111.", "Em không cần xin phép mẹ khi gọi 111."),
    ("bao-lai-cho-bo-me", CHILD, "Cô chú sẽ nói lại với bố mẹ em.", "Cô chú không nói lại với bố mẹ em."),
    ("ten-nguoi-bao", PARENT, "Nói tên người báo ở cuộc họp.", "Đừng nói tên người báo."),
    ("dem-it-qua", PARENT, "Phường mình có 2 em bị xâm hại.", "Trẻ bị xâm hại có ở mọi nơi."),
    ("hua-ket-qua", PARENT, "Cán bộ sẽ đến ngay.", "Tin được gửi cho cán bộ ngay."),
    ("trang-cu-cua-quan", PARENT, "Xem longbien.hanoi.gov.vn nhé.", "Hỏi phường nhé."),
    # secrecy
    ("hua-giu-kin", PARENT, "Hứa với con là mẹ sẽ giữ bí mật.", "Đừng hứa với con là mẹ sẽ giữ bí mật."),
    ("hua-giu-kin-trong-loi-noi", PARENT, "“Không kể với ai đâu.”", "Đừng nói: “Mẹ giữ kín.”, “Không kể với ai đâu.”"),
    ("hua-giu-kin-voi-tre", CHILD, "Mọi điều em kể đều được giữ kín.", "Chuyện riêng của em phải được giữ kín."),
    ("hua-giu-kin-voi-tre", CHILD, "Bot giữ bí mật giúp em.", "Bí mật vui thì em giữ."),
    ("khong-dau", CHILD, "Co chu se giu bi mat cho em.", "Cô chú nghe em."),
    # why
    ("tai-sao-con", PARENT, "Hỏi: “Con làm thế tại sao?”", "Hỏi: “Con kể mẹ nghe nhé?”"),
    ("tai-sao-con", PARENT, "“Sao không nói với mẹ?”", "“Làm sao nói với mẹ bây giờ?”"),
    ("tai-sao-con", PARENT, "Tai sao con khong noi?", "Vì sao phải tiêm?"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "edition", "bad", "good"), SENTENCES, ids=[each[2] for each in SENTENCES])
def test_a_sentence_and_its_neighbour(rule: str, edition: Edition, bad: str, good: str) -> None:
    assert rule in refused_by(bad, edition)
    assert rule not in refused_by(good, edition), f"refuses: {good}"


# the same words, typed so that nobody sees the difference
DISGUISES = {
    "a space that does not break": "Gửi đơn tới Sở\u00a0Lao\u202fđộng.",
    "a space without a width": "Gửi đơn tới Sở\u200b Lao\u2060 động.",
    "a soft hyphen": "Gửi đơn tới S\u00adở Lao động.",
    "marks on their own": unicodedata.normalize("NFD", "Gửi đơn tới Sở Lao động."),
    "capitals": "GỬI ĐƠN TỚI SỞ LAO ĐỘNG.",
    "bold inside": "Gửi đơn tới S**ở Lao** động.",
    "two spaces": "Gửi đơn tới Sở  Lao   động.",
    "a line break": "Gửi đơn tới Sở\nLao động.",
    "a line break in an item": "- Gửi đơn tới Sở\n  Lao động.",
}


@pytest.mark.parametrize("text", DISGUISES.values(), ids=DISGUISES)
def test_no_disguise_helps(text: str) -> None:
    assert "bo-cu" in refused_by(text)


def test_two_paragraphs_and_two_items_are_not_one() -> None:
    assert "bo-cu" not in refused_by("Gửi đơn tới Sở\n\nLao động nhẹ thì được.")
    assert "bo-cu" not in refused_by("- Hỏi Sở\n- Lao động nhẹ thì được.")


def test_the_last_sentence_above_a_list_says_what_holds_for_it() -> None:
    assert "so-cuu-sai" not in refused_by("**Đừng làm:**\n- bôi kem đánh răng;\n- dốc nước.")
    assert "so-cuu-sai" not in refused_by("Đừng:\n+ bôi kem đánh răng;\n+ dốc nước.\n\nĐừng:\n1) dốc nước.")
    assert "so-cuu-sai" in refused_by("Đừng lo. Làm thế này:\n- bôi kem đánh răng.")
    assert "so-cuu-sai" in refused_by("Đừng rửa nước đá. Làm thế này:\n- bôi kem đánh răng.")
