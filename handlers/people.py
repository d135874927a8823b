"""Getting to know each other: the start, the ward, the language, one's own data, and leaving quickly."""

from __future__ import annotations

from channels import buttons, invite_cards
from channels.buttons import ChooseAudience, ChooseLanguage, ChooseWard, Erase
from channels.cards import HOME, Act, Card, ward_name, ward_rows
from domain.events import Event
from domain.news import Remove
from domain.outbox import Delivered, Lane, Notice
from domain.people import Audience
from domain.signups import Ticket
from domain.texts import Text
from handlers import menu
from handlers.context import BotContext

LANGUAGES = {"vi": Text("Vietnamese"), "en": Text("English")}
AUDIENCES = {
    Audience.PARENT: Text("👪 Parent"),
    Audience.CHILD: Text("🧒 Child"),
    Audience.CAREGIVER: Text("🤝 Caregiver"),
}


async def start(context: BotContext) -> None:
    """/start: a greeting, the keyboard, and who are you; nothing has to be answered."""
    if context.person.staff is not None:
        await context.show(invite_cards.linked_card(context.person.staff.name, menu.keyboard(context.person)))
        await context.services.drills.linked(context.person)
        return
    await context.show(
        Card(
            [
                Text("Hello! This is the bot for children and families in Bồ Đề, Long Biên, Phúc Lợi and Việt Hưng."),
                Text(
                    "Ask anything about caring for and protecting children, see events, or tap 🆘 when you need help now."
                ),
                Text("In danger: <b>111</b> (free, day and night), <b>113</b>, <b>115</b>. No name is needed."),
            ],
            keyboard=menu.keyboard(context.person),
        )
    )
    if context.person.audience is not None:
        return
    await context.say(
        Text("Who are you? (You may leave this out.)"), rows=[[Act(t, ChooseAudience(a)) for a, t in AUDIENCES.items()]]
    )


async def choose_audience(context: BotContext, button: ChooseAudience) -> None:
    """Cha mẹ, Trẻ em, Người chăm sóc."""
    if button.audience not in {a.value for a in Audience}:
        return await home(context)
    context.person = await context.services.people.choose_audience(context.person, Audience(button.audience))
    await context.change(
        Card([Text("Thank you. Which ward do you live in? (You may leave this out.)")], rows=[*ward_rows(), [HOME]])
    )
    return None


async def ward(context: BotContext) -> None:
    """/phuong: choose the ward."""
    mine = context.person.ward
    lines = [] if mine is None else [Text("Your ward now: {ward}.", ward=ward_name(mine))]
    await context.say(*lines, Text("Which ward do you live in? It is printed in VNeID."), rows=[*ward_rows(), [HOME]])


async def choose_ward(context: BotContext, button: ChooseWard) -> None:
    """One of the four wards."""
    context.person = await context.services.people.choose_ward(context.person, button.ward)
    await context.change(
        Card([Text("Noted: {ward}. You can change it with /phuong.", ward=ward_name(button.ward))], rows=[[HOME]])
    )


async def language(context: BotContext) -> None:
    """/ngonngu."""
    rows = [[Act(Text("Tiếng Việt"), ChooseLanguage("vi")), Act(Text("English"), ChooseLanguage("en"))]]
    await context.say(Text("Which language? Articles are in Vietnamese."), rows=rows)


async def choose_language(context: BotContext, button: ChooseLanguage) -> None:
    """Vietnamese or English."""
    context.person = await context.services.people.choose_language(context.person, button.language)
    await context.show(Card([Text("Good, we speak English now.")], keyboard=menu.keyboard(context.person)))


async def home(context: BotContext) -> None:
    """The menu again."""
    await context.show(
        Card(
            [Text("What would you like? You can also just write your question.")],
            keyboard=menu.keyboard(context.person),
        )
    )


async def help_me(context: BotContext) -> None:
    """/trogiup."""
    await context.show(
        Card(
            [
                Text("Just write your question, with or without diacritics."),
                Text("🆘 or /sos: you need help now. /camnang: handbook. /sukien: events. /cuatoi: your sign-ups."),
                Text(
                    "/phuong: ward. /ngonngu: language. /dulieu: what is kept about you. /xoa: delete it. /thoat: leave quickly."
                ),
                Text("The bot is not an official police report. In danger call 111, 113 or 115."),
            ],
            keyboard=menu.keyboard(context.person),
        )
    )


async def my_data(context: BotContext) -> None:
    """/dulieu: what we keep, and why. Reads the same with or without a case."""
    person = context.person
    audience = Text("not chosen") if person.audience is None else AUDIENCES[person.audience]
    ward_text = Text("not chosen") if person.ward is None else ward_name(person.ward)
    tickets = await context.services.signups.mine(person)
    heard = await context.services.broadcasts.subscriptions(person)
    await context.say(
        Text("<b>What the bot keeps about you</b>"),
        Text(
            "Who you are: {audience}. Ward: {ward}. Language: {language}.",
            audience=audience,
            ward=ward_text,
            language=LANGUAGES.get(person.language, person.language),
        ),
        Text(
            "Upcoming events you signed up for: {signups} (/cuatoi). Event news: {news}.",
            signups=len(tickets),
            news=Text("on") if heard else Text("off"),
        ),
        *(_signup(event, ticket) for event, ticket in tickets),
        *(Text("• News of events: {ward}", ward=ward_name(ward)) for ward, _ in heard),
        *(
            []
            if person.staff is None
            else [Text("• You work here; colleagues see you as {name}.", name=person.staff.name)]
        ),
        Text(
            "This profile holds no real name, phone number or address. It is deleted with /xoa, or after 24 months without use."
        ),
        Text(
            "Telegram keeps messages on its own servers abroad. Urgent messages are read only by people whose job is to help."
        ),
        *_who_runs_it(context),
        rows=[[Act(Text("🗑 Delete"), Erase())], [HOME]],
    )


def _signup(event: Event, ticket: Ticket) -> Text:
    """What one sign-up keeps: each child's nickname, age and needs, and the adult's name."""
    kept = [(c.nickname, ", ".join(filter(None, (c.age_band.value, c.needs)))) for c in ticket.children]
    children = "; ".join(f"{name} ({facts})" for name, facts in kept)
    if ticket.adult:
        return Text("• {event}: {children}; adult: {adult}", event=event.title, children=children, adult=ticket.adult)
    return Text("• {event}: {children}", event=event.title, children=children)


def _who_runs_it(context: BotContext) -> list[Text]:
    """Who answers for the data, as far as the operator has said so."""
    said = []
    if context.operator:
        said.append(Text("The bot is run by {operator}.", operator=context.operator))
    if context.privacy_contact:
        said.append(Text("Questions about your data: {contact}.", contact=context.privacy_contact))
    return said


async def erase(context: BotContext) -> None:
    """/xoa: asks once."""
    await context.say(
        Text("Delete your profile? It is done at once and cannot be undone."),
        rows=[[Act(Text("🗑 Yes, delete"), Erase())], [HOME]],
    )


async def erase_now(context: BotContext, button: Erase) -> None:
    """The second tap."""
    await context.services.people.erase(context.person)
    context.manners.asked.forget(context.person.id)
    context.manners.guesses.forget(context.person.id)
    await context.change(
        Card([Text("Deleted. You can go on using the bot without a profile. Help is always open: 111, or 🆘.")])
    )


async def leave(context: BotContext) -> None:
    """*Thoát nhanh*: the chat is emptied as far as 48 hours allow, and the keyboard becomes harmless."""
    people = context.services.people
    context.manners.asked.forget(context.person.id)
    context.manners.guesses.forget(context.person.id)
    messages = list(await people.leave(context.person))
    messages += [m for m in (context.theirs, *context.spoken) if m is not None and m not in messages]
    context.spoken.clear()
    context.left = True
    outcome = await context.telegram.remove(context.incoming.chat, messages)
    if isinstance(outcome, Delivered):
        await people.removed(context.person, messages)
    else:  # what Telegram would not take away now goes as soon as it can
        once = f"leave:{context.incoming.update_id}"
        await context.services.promises.write(Notice(context.person.id, Remove(tuple(messages)), Lane.REPLY, once))
    await context.show(
        Card(
            [
                Text("This screen is tidy now."),
                Text(
                    "What the bot cannot remove: messages older than 48 hours, the name of this chat, notifications already shown, screenshots. You can delete the whole chat yourself."
                ),
            ],
            keyboard=menu.HARMLESS,
        )
    )


async def leave_button(context: BotContext, button: buttons.Leave) -> None:
    """The button below a message."""
    await leave(context)


async def home_button(context: BotContext, button: buttons.Home) -> None:
    """Back to the menu."""
    await home(context)
