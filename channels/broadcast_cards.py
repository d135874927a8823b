"""How announcements look: to families, and to the staff who write, agree to and watch them."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime

from channels import buttons
from channels.cards import AUDIENCES, HOME, SOS, WARD_NAMES, Act, Card, Row, card, ward_name
from channels.event_words import BANDS, ages_line, cost_lines, cut_at_word, icon, when_of, where_of
from domain.broadcasts import Progress, Reach, State, Topic, needs_second
from domain.events import listed
from domain.news_events import AnnouncementShown, AnnouncementWaits, EventAnnounced, FamilyNews
from domain.people import Audience
from domain.texts import Text
from domain.wards import WARDS
from domain.working_time import HANOI

Choice = tuple[str | None, Text | str, bool]  # what is kept, how it is called, whether it is chosen
CELLS = 12
TOPICS = {Topic.EVENTS: Text("events for children"), Topic.NEWS: Text("other news for families")}
ICONS = {
    State.DRAFT: "📝",
    State.WAITING: "⏳",
    State.RUNNING: "📣",
    State.PAUSED: "⏸",
    State.STOPPED: "✋",
    State.DONE: "✅",
}


# --- to families ---


@card.register
def _announced(news: EventAnnounced) -> Card:
    rows: list[Row] = [[Act(Text("👁 See the event"), buttons.ShowEvent(news.event))]]
    if news.signup:
        rows.append([Act(Text("✍️ Sign up"), buttons.SignUp(news.event))])
    rows.append([Act(Text("🔕 No more news of events"), buttons.Subscribe(0))])
    return Card(
        [
            Text("{icon} <b>{title}</b>", icon=icon(news.kind), title=news.title),
            when_of(news.starts_at, news.ends_at),
            Text("📍 {place} ({where})", place=news.place, where=where_of(news.ward)),
            *cost_lines(news.cost),
            *([] if news.ages is None else [ages_line(news.ages)]),
        ],
        rows=rows,
        silent=True,
    )


@card.register
def _family_news(news: FamilyNews) -> Card:
    off = (
        Act(Text("🔕 No more news of events"), buttons.Subscribe(0))
        if news.topic == Topic.EVENTS
        else Act(Text("🔕 No more other news"), buttons.SubscribeTo(news.topic, 0))
    )
    return Card(
        [Text("📣 <b>News for families</b>"), html.escape(news.words, quote=False)],
        rows=[[off], [HOME]],
        silent=True,
        file=None if news.picture is None else ("photo", news.picture),
    )


# --- to staff ---


def list_card(shown: Sequence[Progress]) -> Card:
    """/thongbao."""
    said: list[Text | str] = [Text("📣 <b>Announcements</b>")]
    if not shown:
        said.append(Text("Nothing was announced yet."))
    said.append(Text("To announce an event, open it in /sukien and tap “Tell the families”."))
    rows: list[Row] = [
        [
            Act(
                Text(
                    "{icon} {heading} · {at:date}", icon=ICONS[p.state], heading=cut_at_word(p.heading, 36), at=_day(p)
                ),
                buttons.OpenAnnouncement(p.id),
            )
        ]
        for p in shown
    ]
    return Card(said, rows=[[Act(Text("✏️ Write an announcement"), buttons.WriteAnnouncement())], *rows, [HOME]])


def ask_words_card() -> Card:
    """The next message is an announcement's words."""
    return Card(
        [
            Text("✏️ Write the announcement now, in one message. One picture may come with it."),
            Text("Nothing is sent yet: you see it first as families will see it, and choose for whom it is."),
            Text("If you or a child need help, tap “Need help now”; it rings at once."),
        ],
        rows=[[SOS], [Act(Text("✖️ Not now"), buttons.ListAnnouncements())]],
    )


def draft_card(
    announcement: int, reach: Reach, estimate: int, seen: str, *, free: bool, ages: tuple[int, int] | None = None
) -> Card:
    """Below the preview: for whom it is, how many those are, and what can be done with what was `seen`.

    `ages`: those of its event.
    """
    said: list[Text | str] = [
        Text("📝 <b>Not sent yet.</b> Above you see what families will see."),
        for_whom(reach, ages),
        Text("👪 About {count} families hear it.", count=estimate),
    ]
    if needs_second(estimate):
        said.append(Text("So many need the yes of a second person; nothing leaves before."))
    rows: list[Row] = []
    if free:
        rows += [
            [
                Act(Text("📍 Where"), buttons.AskNarrow(announcement, "ward")),
                Act(Text("👪 For whom"), buttons.AskNarrow(announcement, "audience")),
            ],
            [
                Act(Text("🧒 Age of the children"), buttons.AskNarrow(announcement, "age")),
                Act(Text("🏷 About what"), buttons.AskNarrow(announcement, "topic")),
            ],
        ]
    rows += [
        [
            Act(Text("▶️ Send it now"), buttons.SendAnnouncement(announcement, None, seen, estimate)),
            Act(Text("🕗 At a time"), buttons.AskNarrow(announcement, "when")),
        ],
        [Act(Text("🗑 Throw it away"), buttons.DiscardAnnouncement(announcement))],
    ]
    return Card(said, rows=rows)


def choices_card(announcement: int, what: str, reach: Reach) -> Card:
    """The choices of one thing, what is chosen marked."""
    asked = {
        "ward": Text("📍 Families of which wards? Tap as many as you want."),
        "audience": Text("👪 Whom does it concern? Who has not said who they are hears it, too."),
        "age": Text(
            "🧒 Children of what ages? Tap as many as you want. Families whose children's age is not known hear it, too."
        ),
        "topic": Text("🏷 What is it about? Only who wants to hear of that hears it."),
    }[what]
    table: dict[str, list[Choice]] = {
        "ward": [
            *((ward, WARD_NAMES[ward], ward in reach.wards) for ward in WARDS),
            (None, Text("all four wards"), not reach.wards),
        ],
        "audience": [
            *((a.value, AUDIENCES[a], reach.audience is a) for a in Audience),
            (None, Text("everybody"), reach.audience is None),
        ],
        "age": [
            *((band.value, label, band in reach.age_bands) for band, label in BANDS.items()),
            (None, Text("any age"), not reach.age_bands),
        ],
        "topic": [(topic.value, label, reach.topic is topic) for topic, label in TOPICS.items()],
    }
    acts = [
        Act(Text("{mark}{name}", mark="✔️ " if chosen else "", name=name), buttons.Narrow(announcement, what, value))
        for value, name, chosen in table[what]
    ]
    rows: list[Row] = [acts[at : at + 2] for at in range(0, len(acts), 2)]
    return Card([asked], rows=[*rows, [_back(announcement)]])


def moments_card(announcement: int, moments: Sequence[datetime], seen: str, estimate: int) -> Card:
    """When to send what was `seen`."""
    written = [f"{at.astimezone(HANOI):%Y%m%dT%H%M}" for at in moments]
    acts = [
        Act(Text("{at:day}", at=at), buttons.SendAnnouncement(announcement, each, seen, estimate))
        for at, each in zip(moments, written, strict=True)
    ]
    rows: list[Row] = [acts[at : at + 2] for at in range(0, len(acts), 2)]
    asked = [
        Text("🕗 When should it leave?"),
        Text("Tap a time, or write one your way: 20/9 at 8 in the morning, tomorrow 19h30."),
    ]
    return Card(asked, rows=[*rows, [_back(announcement)]])


def progress_card(p: Progress, *, agrees_to: str | None = None) -> Card:
    """How far it is; the message changes by itself on the phone of whoever asked for it.

    `agrees_to`: what its reader may agree to as the second person (domain/announcement_faces.py).
    """
    said: list[Text | str] = [
        Text("{icon} <b>{heading}</b>", icon=ICONS[p.state], heading=p.heading),
        Text("{bar} {count} of {whole}", bar=bar(p), count=p.settled, whole=p.whole),
        _state(p),
    ]
    if p.settled:
        said.append(
            Text(
                "Sent: {sent} · blocked the bot: {blocked} · failed: {failed} · skipped: {skipped}",
                sent=p.sent,
                blocked=p.blocked,
                failed=p.failed,
                skipped=p.skipped,
            )
        )
    return Card(said, rows=[*_deeds(p, agrees_to), [Act(Text("👁 See it"), buttons.PreviewAnnouncement(p.id))]])


def bar(p: Progress) -> str:
    """▓▓▓░░."""
    full = CELLS if p.state is State.DONE else CELLS * p.settled // max(1, p.whole)
    return "▓" * full + "░" * (CELLS - full)


def for_whom(reach: Reach, ages: tuple[int, int] | None = None) -> Text:
    """Whom it is for, in words; `ages` are those of an event."""
    where: Text | str = Text("all four wards") if not reach.wards else ward_name(reach.wards[0])
    for ward in reach.wards[1:]:
        where = Text("{before}; {next}", before=where, next=ward_name(ward))
    return Text(
        "📍 {where} · {who} · {ages} · {topic}",
        where=where,
        who=Text("everybody") if reach.audience is None else AUDIENCES[reach.audience],
        ages=_ages(reach) if ages is None else Text("{a}–{b} years", a=ages[0], b=ages[1]),
        topic=TOPICS[reach.topic],
    )


def _ages(reach: Reach) -> Text:
    return listed([BANDS[band] for band in reach.age_bands]) if reach.age_bands else Text("any age")


def _state(p: Progress) -> Text:
    match p.state:
        case State.WAITING if p.again:
            return Text("The event was changed after the yes. Nothing more leaves before a second person agrees again.")
        case State.WAITING:
            return Text("Waits for the yes of a second person. Nothing leaves before.")
        case State.PAUSED:
            return Text("Paused: nothing leaves until somebody lets it go on.")
        case State.STOPPED:
            return Text("Stopped: nothing more is sent.")
        case State.DONE if p.begun_at is not None and p.ended_at is not None:
            return Text("Done: from {begun:day} to {ended:day}.", begun=p.begun_at, ended=p.ended_at)
        case State.DONE:
            return Text("Done.")
    if p.begun_at is None and p.due_at is not None:
        return Text("Leaves at {at:day}.", at=p.due_at)
    if p.quiet_until is not None:
        return Text("It is night: it goes on at {at:day}.", at=p.quiet_until)
    if p.begun_at is None:
        return Text("Begins in a moment.")
    return Text("Begun {begun:day}, done at about {ends}.", begun=p.begun_at, ends=p.ends_at)


def _deeds(p: Progress, agrees_to: str | None) -> list[Row]:
    stop = Act(Text("✋ Stop it"), buttons.StopAnnouncement(p.id))
    match p.state:
        case State.WAITING if agrees_to is not None:
            return [[Act(Text("✅ I agree"), buttons.ApproveAnnouncement(p.id, agrees_to)), stop]]
        case State.WAITING:
            return [[stop], [_refresh(p)]]
        case State.RUNNING:
            return [[Act(Text("⏸ Pause"), buttons.PauseAnnouncement(p.id)), stop], [_refresh(p)]]
        case State.PAUSED:
            return [[Act(Text("▶️ Send on"), buttons.ResumeAnnouncement(p.id)), stop]]
    return []


def _refresh(p: Progress) -> Act:
    return Act(Text("🔄 How far is it?"), buttons.OpenAnnouncement(p.id))


def _back(announcement: int) -> Act:
    return Act(Text("↩️ Back"), buttons.OpenAnnouncement(announcement))


def _day(p: Progress) -> datetime | None:
    return p.begun_at or p.due_at or p.made_at


@card.register
def _shown(news: AnnouncementShown) -> Card:
    return progress_card(news.progress)


@card.register
def _waits(news: AnnouncementWaits) -> Card:
    asked = Text("An announcement this large needs a second person. Do you agree?")
    if news.again:
        asked = Text(
            "What families read was changed after the first yes, so nothing more leaves. Do you agree to this?"
        )
    return Card(
        [
            Text(
                "📣 {name} wants to tell {families} families of <b>{title}</b>.",
                name=news.by or Text("The operator"),
                families=news.expected,
                title=news.title,
            ),
            asked,
        ],
        rows=[
            [Act(Text("👁 See it"), buttons.PreviewAnnouncement(news.announcement))],
            [
                Act(Text("✅ I agree"), buttons.ApproveAnnouncement(news.announcement, news.seen)),
                Act(Text("✋ Stop it"), buttons.StopAnnouncement(news.announcement)),
            ],
        ],
        silent=True,
    )
