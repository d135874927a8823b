"""How invitations to work here look."""

from __future__ import annotations

from collections.abc import Sequence

from channels import buttons
from channels.cards import HOME, WARD_NAMES, Act, Card, Row, card, ward_name
from domain.invites import RUNGS, Offer, Pending
from domain.news_drills import InviteUsed
from domain.people import Role
from domain.texts import Text

ROLES = {
    Role.OFFICER: Text("officer"),
    Role.COORDINATOR: Text("coordinator"),
    Role.EDITOR: Text("editor"),
    Role.ADMIN: Text("administrator"),
}


def overview_card(pending: Sequence[Pending]) -> Card:
    """/moi: whom to invite, and the invitations that still wait."""
    paragraphs: list[Text | str] = [Text("<b>Invite a colleague</b>. As what? The link works once, for 48 hours.")]
    rows: list[Row] = [[Act(label, buttons.Invite(role.value, None, None))] for role, label in ROLES.items()]
    for each in pending[:10]:
        paragraphs.append(Text("✉️ {offer}, until {until:day}", offer=_offered(each.offer), until=each.until))
        rows.append([Act(Text("✖️ Take back: {offer}", offer=_offered(each.offer)), buttons.RevokeInvite(each.id))])
    return Card(paragraphs, rows=rows)


def next_choice_card(role: str, ward: str | None) -> Card:
    """An officer's ward, then the rung."""
    if ward is None:
        acts = [Act(Text(name), buttons.Invite(role, each, None)) for each, name in WARD_NAMES.items()]
        return Card([Text("For which ward?")], rows=[acts[:2], acts[2:]])
    rungs = [Act(Text("rung {rung}", rung=rung), buttons.Invite(role, ward, rung)) for rung in RUNGS]
    return Card([Text("On which rung? Rung 1 is rung first.")], rows=[rungs])


def link_card(offer: Offer, url: str) -> Card:
    """The link, to be passed on."""
    return Card(
        [
            Text("✉️ For your new colleague: {offer}.", offer=_offered(offer)),
            url,
            Text(
                "Send it to this one person only. Who opens it first has it; after 48 hours it ends. /moi takes it back."
            ),
        ],
        protected=False,
    )


def opened_card(offer: Offer) -> Card:
    """Behind the link: what is offered, and the question for a name."""
    return Card(
        [
            Text("You are invited to work with this bot as {offer}.", offer=_offered(offer)),
            Text("Which name shall colleagues see? Please write it now. Families never see it."),
        ],
        rows=[[HOME]],
    )


def linked_card(name: str, keyboard: Sequence[Sequence[Text]]) -> Card:
    """Somebody who works here has pressed START, or accepted an invitation."""
    return Card(
        [
            Text("Hello {name}. You are now linked: alerts come to this chat.", name=name),
            Text("Please switch sound on for this chat. /vuviec shows the cases, /truc who is on duty."),
        ],
        keyboard=keyboard,
    )


@card.register
def _used(news: InviteUsed) -> Card:
    offered = Offer(Role(news.role), news.ward)
    return Card(
        [
            Text("🤝 {name} has accepted your invitation: {offer}.", name=news.name, offer=_offered(offered)),
            Text("Not the person you meant? Please have them removed at once: treem staff remove."),
        ]
    )


def _offered(offer: Offer) -> Text:
    role = ROLES[offer.role]
    if offer.ward is None:
        return role
    return Text("{role} · {ward}", role=role, ward=ward_name(offer.ward))
