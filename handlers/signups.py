"""Signing up: one question at a time, then the consent, the ticket, and giving it back with one tap."""

from __future__ import annotations

from dataclasses import replace

from channels import family_cards, signup_cards
from channels.buttons import (
    AgreeByLink,
    AnswerForm,
    CancelSignup,
    ChildAgrees,
    ParentLink,
    ParentLinkAnew,
    ShowTicket,
    SignUp,
    SignUpAs,
    TakeSeats,
)
from channels.cards import HOME, Act, Card
from channels.consent_buttons import ShowPictures
from channels.editing_buttons import SignUpKept
from channels.family_buttons import NameAdult, SkipAdult
from domain.ages import age_of
from domain.broadcasts import Topic
from domain.conversations import Dialog
from domain.people import Audience
from domain.signup_form import NOT_AN_ANSWER, TYPED, Step
from domain.signups import ChildEntry, NoRoom, OutsideAges, State, seats_needed
from domain.texts import Refusal, Text
from handlers.context import BotContext
from services.parent_links import ASK_AGAIN
from services.signup_form import Asked

LINK = "dongy_"


async def begin(context: BotContext, button: SignUp) -> None:
    """*Đăng ký*."""
    if context.person.audience is None:
        await context.show(signup_cards.who_card(button.event))
        return
    await _ask(context, await context.services.signup_form.start(context.person, button.event))


async def begin_invited(context: BotContext, button: SignUpKept) -> None:
    """*Đăng ký* on an invitation."""
    await context.services.kept_seats.about(context.person, button.token)
    await _ask(context, await context.services.signup_form.start(context.person, button.event, button.token))


async def begin_as(context: BotContext, button: SignUpAs) -> None:
    """Who they are first: a child and a parent are asked different things."""
    if button.audience not in {a.value for a in Audience}:
        raise Refusal(NOT_AN_ANSWER)
    context.person = await context.services.people.choose_audience(context.person, Audience(button.audience))
    await _ask(context, await context.services.signup_form.start(context.person, button.event))


async def answer(context: BotContext, button: AnswerForm) -> None:
    """An answer by button."""
    if button.question == Step.CONSENT:
        await _decide(context, button.answer)
        return
    asked = await _answered(context, button.question, button.answer)
    if asked is None:
        return
    if button.question == Step.PHOTO:
        await context.change(_card(context, asked))  # the same card, with the other choice
        return
    await _ask(context, asked)


async def typed(context: BotContext) -> bool:
    """Words while a form waits for words belong to it. True when they were its answer."""
    content = context.incoming.content
    if context.incoming.edited or content is None or content.kind != "text":
        return False
    form = context.services.signup_form
    asked = await form.current(context.person)
    said = None if asked is None else _said(asked.step, content.text)
    if asked is None or said is None:
        return False
    if (next_one := await _answered(context, asked.step.value, said)) is not None:
        await _ask(context, next_one)
    return True


def _said(step: Step, typed: str) -> str | None:
    """The answer in these words; None where they are none, but perhaps a question."""
    if step in TYPED:
        return typed
    age = age_of(typed) if step in (Step.AGE, Step.YEARS) else None
    return None if age is None else str(age)


async def _answered(context: BotContext, step: str, value: str | None) -> Asked | None:
    """What is asked next; None: the event is not for this age, and what is was shown."""
    form = context.services.signup_form
    try:
        return await form.answer(context.person, step, value, context.incoming.update_id)
    except OutsideAges as outside:
        asked, known = (
            await form.current(context.person),
            await context.services.events.list_upcoming(context.person.ward),
        )
        others = [each.event for each in known if outside.fits(each.event)]
        await context.show(
            signup_cards.other_age_card(outside.event, others, more=asked is not None and asked.number > 1)
        )
        return None


async def cancel(context: BotContext, button: CancelSignup) -> None:
    """One tap, at any time."""
    match await context.services.signups.cancel(context.person, button.event, context.incoming.update_id):
        case None:
            said = Text("You are not signed up for this event.")
        case State.WAITING | State.INTEREST:
            said = Text("Cancelled. You no longer wait for this event, and the names are deleted.")
        case _:
            said = Text("Cancelled. The seats are free for others, and the names are deleted.")
    await context.say(said, rows=[[HOME]])


async def take_seats(context: BotContext, button: TakeSeats) -> None:
    """*Nhận chỗ*; the ticket comes by itself."""
    await context.services.waiting.accept(context.person, button.signup, context.incoming.update_id)
    await context.toast(Text("Good, the seats are yours."))


async def show_ticket(context: BotContext, button: ShowTicket) -> None:
    """*Vé*: it comes once more."""
    await context.services.tickets.show(context.person, button.event, context.incoming.update_id)
    await context.toast(Text("The ticket follows below."))


async def child_agrees(context: BotContext, button: ChildAgrees) -> None:
    """The child's own yes on the parent's phone; the ticket comes by itself."""
    await context.services.signups.consent(context.person, button.child, context.incoming.update_id)
    await context.toast(Text("Great, see you there!"))


async def parent_link(context: BotContext, button: ParentLink) -> None:
    """A link for the parent of a child who signed up alone."""
    await _link(context, button.event, await context.services.parent_links.make(context.person, button.event))


async def parent_link_anew(context: BotContext, button: ParentLinkAnew) -> None:
    """*Gửi nhầm*: another link for the parent."""
    await _link(context, button.event, await context.services.parent_links.replace(context.person, button.event))
    await context.toast(family_cards.OLD_ENDED)


async def _link(context: BotContext, event: int, token: str) -> None:
    url = f"https://t.me/{context.bot_name}?start={LINK}{token}"
    await context.show(family_cards.parent_link_card(url, event))


async def open_link(context: BotContext) -> bool:
    """/start behind a parent's link. True when it was one."""
    if not context.incoming.argument.startswith(LINK):
        return False
    token = context.incoming.argument.removeprefix(LINK)
    event = await context.services.parent_links.about(context.person, token)
    left = (await context.services.events.get(context.person, event.id)).left or 0
    waits = left < seats_needed(1, accompanied=event.accompanied)
    await context.show(signup_cards.parent_consent_card(event, token, waits=waits))
    return True


async def agree_by_link(context: BotContext, button: AgreeByLink) -> None:
    """The parent's yes."""
    ticket = await context.services.parent_links.agree(context.person, button.token, context.incoming.update_id)
    said = Text("Thank you. The child gets the ticket in their own chat.")
    if ticket.state is State.WAITING:
        said = Text(
            "Thank you. There are not enough free seats now: the child is number {rank} in the waiting list.",
            rank=ticket.rank,
        )
    pictures = Act(Text("📷 May the child be pictured?"), ShowPictures(ticket.id))
    if ticket.adult_seat:
        await context.say(said, rows=[[pictures], [HOME]])
        return
    await context.say(said, rows=[[pictures], [Act(Text("👤 Who is responsible"), NameAdult(ticket.id))], [HOME]])
    if await context.services.parent_links.asks_adult(context.person, ticket.id):
        event = (await context.services.events.get(context.person, ticket.event)).event
        await context.show(family_cards.adult_card(event))


async def ask_adult(context: BotContext, button: NameAdult) -> None:
    """*Ai chịu trách nhiệm*: what is typed next is a name."""
    event = await context.services.parent_links.ask_adult(context.person, button.signup)
    await context.show(family_cards.adult_card(event))


async def skip_adult(context: BotContext, button: SkipAdult) -> None:
    """*Bỏ qua*."""
    await context.services.parent_links.skip_adult(context.person)
    await context.change(Card([Text("All right. The helpers ask at the door who is responsible.")], rows=[[HOME]]))


async def names_adult(context: BotContext) -> bool:
    """The name, where it was asked for."""
    content, talk = context.incoming.content, context.talk
    if context.incoming.edited or content is None or content.kind != "text" or talk is None:
        return False
    if talk.name is not Dialog.ADULT:
        return False
    update = context.incoming.update_id
    name = await context.services.parent_links.name_adult(context.person, content.text, update)
    if name == ASK_AGAIN:
        await context.show(family_cards.adult_again_card())
    elif name is not None:
        await context.say(Text("Thank you, {name}. The helpers know whom to turn to.", name=name), rows=[[HOME]])
    return name is not None


async def mine(context: BotContext) -> None:
    """/cuatoi."""
    tickets = await context.services.signups.mine(context.person)
    heard = await context.services.broadcasts.subscriptions(context.person)
    agreed = await context.services.guardians.agreed_to(context.person)
    kept = await context.services.kept_children.of(context.person)
    wards = [ward for ward, topic in heard if topic is Topic.EVENTS]
    await context.show(signup_cards.mine_card(tickets, wards, agreed, kept, person=context.person.id))


async def _decide(context: BotContext, answer: str | None) -> None:
    """`yes` was tapped below free seats, `wait` below the waiting list; all else is a no."""
    form, signups = context.services.signup_form, context.services.signups
    asked = await form.current(context.person)
    if answer not in ("yes", "wait"):
        await form.close(context.person)
        await context.say(Text("All right, nobody was signed up and nothing was kept."), rows=[[HOME]])
        return
    if asked is None or asked.step is not Step.CONSENT:
        raise Refusal(Text("This form is closed. Please open the event and sign up again."))
    told = (context.person, asked.event.id, _children(context, asked), context.incoming.update_id)
    try:
        if answer == "wait":
            await signups.join(*told, adult=asked.adult or None)
        else:
            await signups.sign_up(*told, adult=asked.adult or None, kept=asked.kept)
    except NoRoom:  # full since the card was shown: the same card says so now, and a second yes joins the list
        if answer == "wait" or (full := await form.current(context.person)) is None:
            await form.close(context.person)
            raise
        await _ask(context, full)
        return
    except Refusal:  # the family starts anew; after any other fault the form is still there for the next try
        await form.close(context.person)
        raise
    await form.close(context.person)


def _children(context: BotContext, asked: Asked) -> list[ChildEntry]:
    """Who was given no name is called by number, in the reader's words."""
    called = [
        each.nickname or context.telegram.say(Text("Child {number}", number=number), context.voice)
        for number, each in enumerate(asked.children, 1)
    ]
    return [replace(each, nickname=name) for each, name in zip(asked.children, called, strict=True)]


async def _ask(context: BotContext, asked: Asked) -> None:
    await context.show(_card(context, asked))


def _card(context: BotContext, asked: Asked) -> Card:
    return signup_cards.question_card(
        asked.event,
        asked.step,
        asked.number,
        _children(context, asked),
        to_child=context.person.is_child,
        adult=asked.adult,
        waits=asked.waits,
        clashes=asked.clashes,
        kept=asked.known,
        called=asked.called,
        note=asked.note,
    )
