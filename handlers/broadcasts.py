"""/thongbao: staff write an announcement, look at it, choose for whom it is, send it off and watch it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from channels import broadcast_cards, cards, wording_cards
from channels.buttons import (
    Announce,
    ApproveAnnouncement,
    AskNarrow,
    DiscardAnnouncement,
    ListAnnouncements,
    Narrow,
    OpenAnnouncement,
    PauseAnnouncement,
    PreviewAnnouncement,
    ResumeAnnouncement,
    SendAnnouncement,
    StopAnnouncement,
    SubscribeTo,
    WriteAnnouncement,
)
from channels.cards import HOME
from domain.broadcasts import Progress, State, Topic, check_choice, moments
from domain.conversations import Dialog
from domain.news_events import EventAnnounced
from domain.people import EVENT_ROLES, require_staff
from domain.texts import Refusal, Text
from domain.working_time import HANOI
from handlers.context import BotContext
from services.broadcast_drafts import Opened, Seen
from services.broadcasts import ChangedSince

WRITING, TIMING = Dialog.ANNOUNCEMENT, Dialog.ANNOUNCEMENT_TIME
LASTS = timedelta(minutes=30)  # after that a message is a message again, not a forgotten announcement
NO_SUCH_TIME = Text("Please tap one of the times below the announcement.")


async def overview(context: BotContext) -> None:
    """/thongbao."""
    await context.show(broadcast_cards.list_card(await context.services.broadcast_drafts.newest(context.person)))


async def overview_button(context: BotContext, button: ListAnnouncements) -> None:
    """Back to the list; nothing is written any more."""
    require_staff(context.person, EVENT_ROLES)
    if await _is_writing(context):
        await context.services.people.finish(context.person)
    await overview(context)


async def write(context: BotContext, button: WriteAnnouncement) -> None:
    """Their next message is the announcement."""
    require_staff(context.person, EVENT_ROLES)
    await context.services.people.begin(context.person, WRITING, None)
    await context.show(broadcast_cards.ask_words_card())


async def typed(context: BotContext) -> bool:
    """Words, or a picture with words, after *Viết thông báo*. They are kept as a draft and go nowhere by themselves."""
    content, staff = context.incoming.content, context.person.staff
    if staff is None or content is None or context.incoming.edited or not await _is_writing(context):
        return False
    if content.kind not in ("text", "photo") or (content.kind == "photo" and context.incoming.album is not None):
        raise Refusal(Text("An announcement is text, or one picture with text below it. Please send it so."))
    picture = content.file_id if content.kind == "photo" else None
    drafts = context.services.broadcast_drafts
    draft = await drafts.write(context.person, content.text, picture, context.incoming.update_id)
    await context.services.people.finish(context.person)
    await _show(context, draft)
    return True


async def typed_time(context: BotContext) -> bool:
    """A time that was typed after *Hẹn giờ*: nothing leaves before what was understood is tapped. True: it was one."""
    announcement = _is_timing(context)
    if announcement is None or context.person.staff is None or not context.incoming.text.strip():
        return False
    drafts = context.services.broadcast_drafts
    found = await drafts.moments(context.person, announcement, context.incoming.text)
    opened = await drafts.open(context.person, announcement)
    await context.services.people.finish(context.person)
    await context.show(_moments(opened, found))
    return True


async def announce(context: BotContext, button: Announce) -> None:
    """The announcement of an event: first as families will see it, nothing sent; later how far it is."""
    await _show(context, await context.services.broadcast_drafts.about(context.person, button.event))


async def open_one(context: BotContext, button: OpenAnnouncement) -> None:
    """One announcement where it was tapped: what can still be chosen, or how far it is."""
    opened = await context.services.broadcast_drafts.open(context.person, button.announcement)
    if _is_timing(context) is not None:
        await context.services.people.finish(context.person)
    await context.turn(await _card(context, opened))


async def preview(context: BotContext, button: PreviewAnnouncement) -> None:
    """Exactly as families see it; below it, what should not stand there while it can still be mended."""
    opened = await context.services.broadcast_drafts.open(context.person, button.announcement)
    await context.show(cards.card(opened.news))
    if found := await _found(context, opened):
        await context.say(*wording_cards.said(found))


async def ask_narrow(context: BotContext, button: AskNarrow) -> None:
    """The choices of one thing."""
    opened = await context.services.broadcast_drafts.open(context.person, button.announcement)
    if not opened.is_draft:
        await context.turn(await _card(context, opened))
    elif button.what == "when":
        await context.services.people.begin(context.person, TIMING, button.announcement)
        await context.turn(_moments(opened, list(moments(context.incoming.received_at))))
    else:
        check_choice(button.what)
        await context.turn(broadcast_cards.choices_card(button.announcement, button.what, opened.reach))


async def narrow(context: BotContext, button: Narrow) -> None:
    """For whom it is; wards and ages can be several, so their choices stay open."""
    drafts = context.services.broadcast_drafts
    opened = await drafts.narrow(context.person, button.announcement, button.what, button.value)
    if button.what in ("ward", "age"):
        await context.turn(broadcast_cards.choices_card(button.announcement, button.what, opened.reach))
    else:
        await context.turn(await _card(context, opened))


async def send(context: BotContext, button: SendAnnouncement) -> None:
    """Sent off as it was seen; the message with the button becomes its progress."""
    at = None if button.at is None else _moment(button.at)
    drafts, seen = context.services.broadcast_drafts, Seen(button.seen or "", button.estimate or 0)
    try:
        shown = await drafts.send(context.person, button.announcement, at, seen)
    except ChangedSince as changed:
        await _look_again(context, button.announcement, changed)
        return
    if _is_timing(context) is not None:
        await context.services.people.finish(context.person)
    await _progress(context, shown)
    stands = context.spoken[-1] if context.spoken else context.incoming.message
    if stands is not None:
        await context.services.broadcasts.stands(context.person, shown.id, stands)


async def discard(context: BotContext, button: DiscardAnnouncement) -> None:
    """A draft is gone."""
    await context.services.broadcast_drafts.discard(context.person, button.announcement)
    await context.say(Text("Thrown away. Nothing was sent."), rows=[[HOME]])


async def approve(context: BotContext, button: ApproveAnnouncement) -> None:
    """The second person's yes, to what they saw."""
    try:
        shown = await context.services.broadcasts.approve(context.person, button.announcement, button.seen or "")
    except ChangedSince as changed:
        await _look_again(context, button.announcement, changed)
        return
    await _progress(context, shown)


async def pause(context: BotContext, button: PauseAnnouncement) -> None:
    """What has not left waits."""
    await _progress(context, await context.services.broadcasts.pause(context.person, button.announcement))


async def go_on(context: BotContext, button: ResumeAnnouncement) -> None:
    """It leaves again."""
    await _progress(context, await context.services.broadcasts.go_on(context.person, button.announcement))


async def stop(context: BotContext, button: StopAnnouncement) -> None:
    """Nothing more is sent."""
    await _progress(context, await context.services.broadcasts.stop(context.person, button.announcement))


# --- families ---


async def subscribe_to(context: BotContext, button: SubscribeTo) -> None:
    """Other news for families, in one's own ward, on or off."""
    if button.topic not in {topic.value for topic in Topic}:
        raise Refusal(Text("This button is too old. Please open the menu with /start."))
    broadcasts, person, topic = context.services.broadcasts, context.person, Topic(button.topic)
    if not button.on:
        await broadcasts.unsubscribe(person, topic=topic)
        await context.say(Text("All right, such news no longer comes by itself."), rows=[[HOME]])
        return
    if person.ward is None:
        raise Refusal(Text("Please choose your ward first, with /phuong."))
    await broadcasts.subscribe(person, person.ward, topic)
    await context.say(Text("Good. News for families of your ward comes here, each once."), rows=[[HOME]])


# --- what they share ---


async def _is_writing(context: BotContext) -> bool:
    talk = context.talk
    return talk is not None and talk.name is WRITING and context.incoming.received_at - talk.since < LASTS


def _is_timing(context: BotContext) -> int | None:
    """The announcement whose time is asked."""
    talk = context.talk
    waits = talk is not None and talk.name is TIMING and context.incoming.received_at - talk.since < LASTS
    return talk.about if talk is not None and waits else None


async def _show(context: BotContext, opened: Opened) -> None:
    if opened.is_draft:
        await context.show(cards.card(opened.news))
    await context.show(await _card(context, opened))


async def _look_again(context: BotContext, announcement: int, changed: ChangedSince) -> None:
    """What families would read now, with buttons that mean this."""
    opened = await context.services.broadcast_drafts.open(context.person, announcement)
    await context.say(changed.text)
    await context.show(cards.card(opened.news))
    await context.show(await _card(context, opened))


async def _progress(context: BotContext, shown: Progress) -> None:
    await context.change(broadcast_cards.progress_card(shown))


async def _card(context: BotContext, opened: Opened) -> cards.Card:
    p = opened.progress
    if opened.is_draft:
        ages = opened.news.ages if isinstance(opened.news, EventAnnounced) else None
        reached = (opened.reach, opened.estimate, opened.seen)
        draft = broadcast_cards.draft_card(p.id, *reached, free=p.event is None, ages=ages)
        return wording_cards.reminded(draft, await _found(context, opened))
    agrees = p.state is State.WAITING and not opened.mine
    return broadcast_cards.progress_card(p, agrees_to=opened.seen if agrees else None)


async def _found(context: BotContext, opened: Opened) -> Sequence[Text]:
    if opened.progress.state not in (State.DRAFT, State.WAITING):
        return []
    return await context.services.wording.of_announcement(opened.news, opened.reach)


def _moments(opened: Opened, found: Sequence[datetime]) -> cards.Card:
    return broadcast_cards.moments_card(opened.progress.id, found, opened.seen, opened.estimate)


def _moment(written: str) -> datetime:
    try:
        return datetime.strptime(written, "%Y%m%dT%H%M").replace(tzinfo=HANOI)
    except ValueError:
        raise Refusal(NO_SUCH_TIME) from None
