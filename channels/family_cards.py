"""How a family's own sign-up looks from inside: who comes, the second adult, and what one hears of the other."""

from __future__ import annotations

import html

from channels import buttons, consent_buttons, consent_cards
from channels.cards import HOME, Act, Card, Row, card
from channels.event_words import child_line, ticket_line, when_of, where_of
from channels.family_buttons import SkipAdult
from domain.events import Event, Kind
from domain.news_families import ChildLeft, FamilyCancelled, GuardianJoined
from domain.signups import State, Ticket
from domain.texts import Text

WRITTEN = Text(
    "A children's forum needs the yes of mother, father or guardian in writing, on the form of Circular 29/2019. Please ask the organisers for that form and sign it; the consent sheet of the bot does not replace it."
)

WRONG_CHAT = Text("🔄 Sent to the wrong chat? Change the link")
OLD_ENDED = Text("The link before works no more. Please send the new one.")


def family_card(event: Event, ticket: Ticket, *, to_child: bool, own: bool = True) -> Card:
    """Who comes. One of several children can stay at home; a second adult can be invited, not by a child.

    `own`: they made the sign-up themselves, and not by another's link.
    """
    rows: list[Row] = []
    if len(ticket.children) > 1:
        rows += [
            [Act(Text("✖️ {name} is not coming", name=child.nickname), buttons.DropChild(child.id))]
            for child in ticket.children
        ]
    if not to_child and ticket.state is not State.INTEREST:
        rows.append([Act(Text("👪 Add a second adult"), buttons.InviteGuardian(event.id))])
    pictures = Act(Text("📷 Pictures"), consent_buttons.ShowPictures(ticket.id))
    keep = Act(Text("💾 Remember the children"), consent_buttons.ShowKeeping(ticket.id))
    rows.append([pictures, keep] if own and not to_child else [pictures])
    rows.append([Act(Text("📄 Consent sheet"), buttons.TakeConsentSheet(event.id))])
    rows.append([Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(event.id))])
    written = []
    if event.kind is Kind.FORUM:
        written = [WRITTEN, consent_cards.PAPER_THERE if ticket.written else consent_cards.PAPER_MISSING]
    return Card(
        [
            Text("👪 <b>{title}</b>", title=event.title),
            ticket_line(ticket),
            *(child_line(child) for child in ticket.children),
            *written,
            Text("To cancel is to take back your yes: the names are deleted, and the seats go to others."),
        ],
        rows=[*rows, [HOME]],
    )


def adult_card(event: Event) -> Card:
    """After a parent's yes by link, where children come without their family."""
    return Card(
        [
            Text("👤 Who is responsible for the child at <b>{title}</b>?", title=event.title),
            Text(
                "Type what the helpers may call you: a name is enough. Only the helpers of this event and the family see it; it is deleted 30 days after the event."
            ),
        ]
    )


def adult_again_card() -> Card:
    """What came was no name: a question, a sentence, a figure."""
    return Card(
        [
            Text(
                "This does not look like a name, so nothing was kept. Who is responsible for the child? A short name is enough. If you wanted to say something else, tap Skip and write it again."
            )
        ],
        rows=[[Act(Text("⏭ Skip"), SkipAdult())]],
    )


def left_card(event: int, seats: int | None) -> Card:
    """One child fewer; `seats` None: it was the last one."""
    if seats is None:
        return Card([Text("Cancelled. The seats are free for others, and the names are deleted.")], rows=[[HOME]])
    return Card(
        [
            Text(
                "Noted: one child fewer, its name is deleted. Your family is signed up for {seats} seats now.",
                seats=seats,
            )
        ],
        rows=[[Act(Text("👪 Who comes"), buttons.ShowFamily(event)), HOME]],
    )


def parent_link_card(url: str, event: int) -> Card:
    """For a child: what to send to its parents; where it went to somebody else, one tap ends it."""
    return Card(
        [
            Text("Please send this link to your mother, father or caregiver. They tap it on their own phone:"),
            html.escape(url, quote=False),
            Text(
                "It works once, for 48 hours. It shows nothing about you. Once they agreed they see the ticket and your name, and can cancel."
            ),
            Text("Did it go to the wrong chat? Tap below: a new link comes, and this one works no more."),
        ],
        rows=[[Act(WRONG_CHAT, buttons.ParentLinkAnew(event))]],
    )


def guardian_link_card(url: str, event: int) -> Card:
    """For a guardian: what to send to the other one."""
    return Card(
        [
            Text("Please send this link to the other adult of the family. They tap it on their own phone:"),
            html.escape(url, quote=False),
            Text(
                "It works once, for 48 hours, and shows nothing about the children. Once they joined they see the ticket, the children's names and notes, and can cancel."
            ),
            Text("Did it go to the wrong chat? Tap below: a new link comes, and this one works no more."),
        ],
        rows=[[Act(WRONG_CHAT, buttons.InviteGuardianAnew(event))]],
    )


def join_card(event: Event, token: str) -> Card:
    """What the second adult sees behind the link: the event and nothing about the children."""
    return Card(
        [
            Text("You are invited to look after a sign-up together: <b>{title}</b>.", title=event.title),
            when_of(event.starts_at, event.ends_at),
            Text("📍 {place} ({where})", place=event.place, where=where_of(event.ward)),
            Text(
                "You will see the ticket and the children's names, hear of changes, and can cancel. If you do not know who sent this, leave it."
            ),
        ],
        rows=[[Act(Text("✅ I look after the children, too"), buttons.JoinFamily(token))], [HOME]],
    )


@card.register
def _joined(news: GuardianJoined) -> Card:
    return Card(
        [Text("👪 <b>{title}</b>: the second adult sees the ticket now, and can cancel, too.", title=news.title)],
        rows=[[Act(Text("👪 Who comes"), buttons.ShowFamily(news.event))]],
    )


@card.register
def _cancelled(news: FamilyCancelled) -> Card:
    return Card(
        [Text("✖️ <b>{title}</b>: your family's sign-up was cancelled from the other phone.", title=news.title)],
        rows=[[Act(Text("👁 See the event"), buttons.ShowEvent(news.event))]],
    )


@card.register
def _child_left(news: ChildLeft) -> Card:
    return Card(
        [
            Text(
                "👪 <b>{title}</b>: the other adult noted that one child is not coming. Your family is signed up for {seats} seats now.",
                title=news.title,
                seats=news.seats,
            )
        ],
        rows=[[Act(Text("👪 Who comes"), buttons.ShowFamily(news.event))]],
    )
