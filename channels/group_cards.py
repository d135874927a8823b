"""How duty groups look: what stands in a group, and the screens of those who look after them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from channels import buttons
from channels.cards import HOME, WARD_NAMES, Act, Card, Row, ToPrivate, card, ward_name
from channels.legal_cards import span
from domain.cases import State
from domain.duty_groups import DutyGroup, rounded
from domain.news_groups import GroupAlert, GroupGone, GroupOff, GroupSet, GroupSilenced
from domain.texts import Text

Titled = tuple[DutyGroup, str | None]  # a group, and what Telegram calls it now

# --- in the group ---


@card.register
def _set(news: GroupSet) -> Card:
    return Card(
        [
            Text("👥 This group now hears of alerts: {ward}.", ward=wards_of(news.ward)),
            Text(
                "Only the code, the ward and the time stand here. Please never write about a child in a group: "
                "everything about a case is said in the private chat with the bot."
            ),
        ]
    )


@card.register
def _off(news: GroupOff) -> Card:
    return Card([Text("👥 This group no longer hears of alerts.")])


@card.register
def _alert(news: GroupAlert) -> Card:
    head = Text("🔔 <b>Alert</b> · <code>{code}</code> · {ward}", code=news.code, ward=ward_name(news.ward))
    paragraphs: list[Text | str] = [head, Text("Received at {at:day}.", at=news.opened_at)]
    match news.state:
        case State.OPEN:
            paragraphs[1] = _age(news.opened_at, news.drawn_at)
            paragraphs.append(Text("State: nobody has it yet"))
        case State.TAKEN:
            paragraphs.append(Text("State: an officer has it"))
        case State.WAITING:
            paragraphs.append(Text("State: no longer rings, it waits on the duty list"))
        case _:
            paragraphs.append(Text("State: closed"))
    rows: list[Row] = [[ToPrivate(Text("Open in the private chat"), news.code)]] if news.state != State.CLOSED else []
    return Card(paragraphs, rows=rows, protected=True, silent=news.state != State.OPEN)


def _age(since: datetime, at: datetime) -> Text:
    age = rounded(at - since)
    if age < timedelta(minutes=5):
        return Text("Received at {since:day}; at {at} that was less than five minutes ago.", since=since, at=at)
    return Text("Received at {since:day}; at {at} that was more than {age} ago.", since=since, at=at, age=span(age))


@card.register
def _silenced(news: GroupSilenced) -> Card:
    return Card([Text("↪️ <code>{code}</code>: no longer shown here since {at}.", code=news.code, at=news.at)])


# --- in the private chat ---


@card.register
def _gone(news: GroupGone) -> Card:
    return Card(
        [
            Text(
                "👥 The bot can no longer write to a duty group ({ward}). It was taken off.", ward=wards_of(news.ward)
            ),
            Text("Alerts still ring for everybody on duty. To have the group back: add the bot, type /truc in it."),
        ]
    )


def choose_card(group: DutyGroup, title: str | None) -> Card:
    """Behind the link of a group, and from the list: of which ward shall it hear?"""
    wards = [Act(Text(name), buttons.AskDutyGroup(group.id, ward)) for ward, name in WARD_NAMES.items()]
    rows: list[Row] = [wards[:2], wards[2:], [Act(Text("All four wards"), buttons.AskDutyGroup(group.id, None))]]
    if group.is_on:
        now = Text("Now it hears of alerts: {ward}.", ward=wards_of(group.ward))
        rows.append([Act(Text("✖️ No more alerts for this group"), buttons.DropDutyGroup(group.id))])
    else:
        now = Text("It hears of nothing yet.")
    return Card([_title(title), now, Text("Of which ward’s alerts shall it hear?")], rows=[*rows, [HOME]])


def ask_card(group: DutyGroup, title: str | None, ward: str | None) -> Card:
    """A ward was chosen: what that means, and the second tap."""
    return Card(
        [
            _title(title),
            Text("It would hear of alerts: {ward}.", ward=wards_of(ward)),
            Text(
                "Everybody in this group will see code, ward, time and state of each alert. Please look at its members "
                "first: only people on duty belong there. It rings nobody instead of the people on the roster."
            ),
        ],
        rows=[
            [Act(Text("✅ Yes, this group"), buttons.KeepDutyGroup(group.id, ward))],
            [Act(Text("✖️ Another ward"), buttons.ShowDutyGroup(group.id))],
        ],
    )


def kept_card(title: str | None, ward: str | None) -> Card:
    """It is done."""
    return Card([_title(title), Text("From now on it hears of alerts: {ward}.", ward=wards_of(ward))])


def dropped_card(title: str | None) -> Card:
    """It is over."""
    return Card([_title(title), Text("From now on it hears of no alerts. You can remove the bot from it.")])


def list_card(groups: Sequence[Titled]) -> Card:
    """Which groups hear of alerts, and how one more does."""
    lines = [
        Text("👥 {title}: {ward}", title=title or Text("a group without a title"), ward=wards_of(group.ward))
        for group, title in groups
    ]
    rows: list[Row] = [
        [Act(Text("{title}", title=title or wards_of(group.ward)), buttons.ShowDutyGroup(group.id))]
        for group, title in groups
    ]
    how = Text("One more: add the bot to the group, type /truc in it yourself, and tap the button that comes.")
    return Card([Text("<b>Duty groups</b>"), *(lines or [Text("No group hears of alerts.")]), how], rows=rows)


def wards_of(ward: str | None) -> Text:
    """The ward a group hears of."""
    return Text("all four wards") if ward is None else ward_name(ward)


def _title(title: str | None) -> Text:
    return Text("👥 <b>{title}</b>", title=title or Text("a group without a title"))
