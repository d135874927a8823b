"""Whatever the bot waits for: words of danger bring the numbers at once, ring or ask, and are never lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy import select

from domain.conversations import GUARDS, LONGEST_CRY, Dialog, Guard, may_be_a_cry
from domain.people import Role
from domain.triage import Level
from handlers.conversations import ANSWERS
from handlers.emergency import level_of
from sandbox import Phone
from sandbox.world import Message
from storage.database import Database
from storage.tables import DoubtRow, EntryRow
from tests.own import content
from tests.stories.test_desk import taken
from tests.stories.test_event_editor import begins, last
from tests.stories.test_signups import is_a, opens
from tests.town import Town, a_town, sees

CRY = "cứu tôi với, nó đang đánh em"
FOR_MANY = (
    "Chiều qua ở ngõ 12 có một bé trai 8 tuổi bị bố đánh chảy máu đầu, hàng xóm nghe tiếng khóc mà không ai gọi. "
    "Mong các gia đình nghe thấy thì gọi ngay 111."
)
WORRY = "bé hay khóc đêm, sợ người lạ"
NUMBERS = ("111", "113", "115")


def test_the_words_of_these_stories_are_heard_as_they_are_meant() -> None:
    heard = [level_of(words, content().triage) for words in (CRY, FOR_MANY, WORRY)]
    assert heard == [Level.URGENT, Level.URGENT, Level.CONCERN]
    assert may_be_a_cry(CRY) and not may_be_a_cry(FOR_MANY) and len(FOR_MANY) > LONGEST_CRY


async def as_staff(town: Town, name: str) -> Phone:
    return await town.staff(name, Role.OFFICER, "phuc-loi")


async def is_midway(town: Town, dialog: Dialog, about: int | None = 1) -> Phone:
    """Somebody of whom this is asked at the moment; a cry is heard before anything looks at what they answer."""
    phone = await town.resident(f"Mai {dialog}", "bo-de")
    person = await town.app.services.people.meet(phone.id)
    await town.app.services.people.begin(person, dialog, about)
    return phone


async def answers_about_a_case(town: Town) -> Phone:
    na = await town.resident("Na", "bo-de")
    await na.says("bố đánh em")
    await na.until(lambda: na.chat[-1].button("Không"))
    await na.taps("Không")
    town.passes(minutes=1)
    return na


async def writes_a_field(town: Town) -> Phone:
    minh = await as_staff(town, "Minh")
    await begins(minh, "Sự kiện khác", "thứ bảy tuần sau")
    await minh.until(lambda: last(minh).button("Mục đích"))
    await minh.taps("Mục đích", message=last(minh))
    await minh.until(lambda: last(minh).button("Quay lại"))
    town.passes(seconds=20)
    return minh


async def writes_an_announcement(town: Town) -> Phone:
    vy = await as_staff(town, "Vy")
    await vy.says("/thongbao")
    await vy.until(lambda: last(vy).button("Viết thông báo"))
    await vy.taps("Viết thông báo")
    await vy.until(lambda: sees(vy, "trong một tin nhắn"))
    return vy


async def tells_of_a_child(town: Town) -> Phone:
    await town.event("Vui Tết Trung thu", ward="phuc-loi", days=1)
    hoa = await as_staff(town, "Hoa")
    await opens(hoa, "Vui Tết Trung thu")
    await hoa.taps("Trẻ thất lạc")
    await hoa.until(lambda: sees(hoa, "113", "111"))
    return hoa


CRIES: dict[Dialog, Callable[[Town], Awaitable[Phone]]] = {
    Dialog.QUESTIONS: answers_about_a_case,
    Dialog.SIGNUP: lambda town: is_midway(town, Dialog.SIGNUP),
    Dialog.COLLECTOR: lambda town: is_midway(town, Dialog.COLLECTOR),
    Dialog.HOW_WAS_IT: lambda town: is_midway(town, Dialog.HOW_WAS_IT),
    Dialog.CERTIFICATE: lambda town: is_midway(town, Dialog.CERTIFICATE),
    Dialog.INVITE: lambda town: is_midway(town, Dialog.INVITE),
    Dialog.HOURS: lambda town: is_midway(town, Dialog.HOURS),
    Dialog.LEAVE: lambda town: is_midway(town, Dialog.LEAVE),
    Dialog.PICKUP: lambda town: is_midway(town, Dialog.PICKUP),
    Dialog.CHILDREN: lambda town: is_midway(town, Dialog.CHILDREN),
    Dialog.ADULT: lambda town: is_midway(town, Dialog.ADULT),
    Dialog.FAMILY: lambda town: is_midway(town, Dialog.FAMILY),
    Dialog.HEADCOUNT: lambda town: is_midway(town, Dialog.HEADCOUNT),
    Dialog.ANNOUNCEMENT_TIME: lambda town: is_midway(town, Dialog.ANNOUNCEMENT_TIME),
    Dialog.EVENT: writes_a_field,
    Dialog.ANNOUNCEMENT: writes_an_announcement,
}
AT_THE_DESK = {
    Dialog.LETTER: ("Nhắn lại", "tin nhắn tiếp theo", "Đã gửi"),
    Dialog.NOTE: ("Ghi chú", "viết ghi chú", "Đã ghi chú"),
    Dialog.REASON: ("Ai gửi?", "vì sao cần biết", "theo những gì bot biết"),
}
ELSEWHERE = {Dialog.LOST_CHILD, Dialog.ALBUM}  # told below; an album is a letter of several pictures


def test_no_conversation_is_without_its_guard_and_its_story() -> None:
    assert set(GUARDS) == set(Dialog), "what becomes of words of danger in the new conversation?"
    asked = {dialog for dialog, guard in GUARDS.items() if guard in (Guard.CRY, Guard.FIELD)} - {Dialog.QUESTIONS}
    assert set(ANSWERS) == asked, "who takes the answer of the new conversation?"
    assert set(CRIES) | set(AT_THE_DESK) | ELSEWHERE == set(Dialog), "the new conversation has no story here"
    rings = {dialog for dialog, guard in GUARDS.items() if guard is not Guard.PASSED_ON}
    assert set(CRIES) == rings


def alarms(phone: Phone) -> int:
    return sum("KHẨN" in m.text for m in phone.chat if m.from_bot)


def numbers(phone: Phone, after: int = 0) -> Message | None:
    """The first message of the bot with all three numbers, above this one."""
    shown = (m for m in phone.chat if m.from_bot and m.id > after and all(number in m.text for number in NUMBERS))
    return next(shown, None)


def offered(phone: Phone, after: int = 0) -> bool:
    """Whether the numbers stand there with the button that rings: nobody is told that somebody is being called."""
    shown = [m for m in phone.chat if m.from_bot and m.id > after and all(number in m.text for number in NUMBERS)]
    return any(m.button("Cần giúp ngay") for m in shown)


async def kept(town: Town) -> list[str]:
    """The words of all cases and of the gentle questions that are open."""
    async with town.app.database.reading() as tx:
        rows = [*(await tx.execute(select(EntryRow))).scalars(), *(await tx.execute(select(DoubtRow))).scalars()]
        return [row.content["text"] for row in rows]


async def is_through(phone: Phone) -> None:
    """One chat is handled in order: what was written before is done once the next thing is answered."""
    await phone.says("/trogiup")
    await phone.until(lambda: sees(phone, "/camnang"))


async def test_a_cry_in_the_middle_of_anything_brings_the_numbers_and_rings(database: Database) -> None:
    async with a_town(database) as town:
        desks = [await town.staff("Hạnh", Role.COORDINATOR), await town.staff("Tâm", Role.OFFICER, "bo-de")]
        for cries, (dialog, opened) in enumerate(CRIES.items(), 1):
            phone = await opened(town)
            before, rung = (phone.chat[-1].id if phone.chat else 0), sum(map(alarms, desks))
            await phone.says(CRY)
            await phone.until(lambda phone=phone, before=before: numbers(phone, before))
            if dialog is not Dialog.QUESTIONS:  # within ten quiet minutes it is the same case
                await desks[0].until(lambda rung=rung: sum(map(alarms, desks)) > rung)
            await is_through(phone)
            assert (await kept(town)).count(CRY) == cries, f"{dialog}: the words are in the case"
            _, talk = await town.app.services.people.arrives(phone.id)
            assert talk is None or talk.name is Dialog.QUESTIONS, f"{dialog}: what follows belongs to the case"
            assert dialog is not Dialog.ANNOUNCEMENT or any(m.button("Gửi ngay") for m in phone.chat)
            town.passes(minutes=1)


async def test_what_an_officer_passes_on_goes_on_and_the_numbers_stand_below(database: Database) -> None:
    async with a_town(database) as town:
        tu = await as_staff(town, "Tú")
        hanh, lan = await taken(town)
        for label, asked, done in AT_THE_DESK.values():
            await hanh.taps(label)
            await hanh.until(lambda asked=asked: sees(hanh, asked))
            if label == "Ai gửi?":
                await hanh.taps("Lý do khác")
                await hanh.until(lambda: sees(hanh, "vài chữ"))
            before = hanh.chat[-1].id
            await hanh.says(CRY)
            await hanh.until(lambda before=before: offered(hanh, before))
            await hanh.until(lambda done=done: any(done in m.text for m in hanh.chat if m.from_bot))
            town.passes(minutes=1)
        await lan.until(lambda: sees(lan, CRY))
        assert (await kept(town)).count(CRY) == 3
        hoa = await tells_of_a_child(town)
        await hoa.says(f"bé gái bị ngã chảy máu, lạc mẹ, {CRY}")
        await tu.until(lambda: sees(tu, "Trẻ thất lạc", CRY))
        await hoa.until(lambda: sees(hoa, "113", "115"))
        assert alarms(tu) == 0
        await hoa.taps("Cần giúp ngay")
        await tu.until(lambda: alarms(tu))
        await is_through(hoa)
        assert len([words for words in await kept(town) if "lạc mẹ" in words]) == 1, "it goes with the cry"


async def test_a_text_about_danger_for_families_is_asked_about_and_kept(database: Database) -> None:
    async with a_town(database) as town:
        vy, minh = await writes_an_announcement(town), await writes_a_field(town)
        tu = await as_staff(town, "Tú")
        await vy.says(FOR_MANY)
        await vy.until(lambda: last(vy).button("Đây chỉ là nội dung thông báo"))
        assert offered(vy)
        assert any(m.button("Gửi ngay") for m in vy.chat) and sees(vy, FOR_MANY)
        await minh.says(FOR_MANY)
        await minh.until(lambda: last(minh).button("Đây chỉ là câu trả lời"))
        assert offered(minh) and FOR_MANY in await kept(town)
        await vy.taps("Đây chỉ là nội dung thông báo")
        await minh.taps("Đây chỉ là câu trả lời")
        await minh.until(lambda: any("Mục đích: Chiều qua ở ngõ 12" in m.text for m in minh.chat))
        town.passes(minutes=20)
        await is_through(vy)
        assert FOR_MANY not in await kept(town)
        assert alarms(tu) == 0


async def test_worrying_words_can_be_the_answer_after_all(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", days=5)
        lan = await town.resident("Lan", "bo-de")
        await is_a(lan, "Cha mẹ")
        await opens(lan, "Vui Tết Trung thu")
        await lan.taps("Đăng ký")
        await lan.until(lambda: lan.chat[-1].button("Dưới 7"))
        await lan.taps("Dưới 7")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))
        await lan.says("Thỏ")
        await lan.until(lambda: sees(lan, "ban tổ chức cần biết"))
        town.passes(minutes=1)
        await lan.says(WORRY)
        await lan.until(lambda: lan.chat[-1].button("Đây chỉ là câu trả lời"))
        asked = lan.chat[-1]
        await lan.taps("Đây chỉ là câu trả lời", message=asked)
        await lan.until(lambda: lan.chat[-1].button("Cho ban tổ chức đọc"))
        town.passes(minutes=1)
        await lan.taps("Cho ban tổ chức đọc")
        await lan.until(lambda: lan.chat[-1].button("Đủ rồi"))
        town.passes(minutes=1)
        await lan.taps("Đủ rồi")
        await lan.until(lambda: sees(lan, "người giám hộ"))
        assert await kept(town) == []
        await lan.presses(f"1|db|{1}|as:signup", asked)  # an old tap changes nothing
        town.passes(minutes=1)
        await lan.taps("Đồng ý")
        await lan.until(lambda: sees(lan, "đăng ký xong"))


async def test_a_cry_in_pieces_is_heard_in_a_form(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", days=5)
        hanh, na = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await town.resident("Na", "bo-de")
        await is_a(na, "Cha mẹ")
        await opens(na, "Vui Tết Trung thu")
        await na.taps("Đăng ký")
        await na.until(lambda: na.chat[-1].button("Dưới 7"))
        await na.taps("Dưới 7")
        await na.until(lambda: sees(na, "Bé tên gì?"))
        await na.says("bố cầm")
        await na.until(lambda: sees(na, "ban tổ chức cần biết"))
        await na.says("con dao")
        await na.until(lambda: sees(na, "Gọi ngay", "111"))
        await hanh.until(lambda: alarms(hanh))
        await hanh.taps("Tôi nhận")
        for piece in ("bố cầm", "con dao"):
            await hanh.until(lambda piece=piece: any("✉" in m.text and piece in m.text for m in hanh.chat))
