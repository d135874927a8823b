"""Getting to know each other: the start, the language, and leaving quickly."""

from __future__ import annotations

from channels import buttons, invite_cards
from channels.buttons import Browse, ChooseAudience, ChooseLanguage, Subscribe
from channels.cards import AUDIENCES, HOME, Act, Card, ward_rows
from domain.news import Remove
from domain.outbox import Delivered, Lane, Notice
from domain.people import Audience
from domain.texts import Text
from handlers import menu
from handlers.context import BotContext


async def start(context: BotContext) -> None:
    """/start: a greeting, the keyboard, and who are you; nothing has to be answered."""
    if context.person.staff is not None:
        await context.show(invite_cards.linked_card(context.person.staff.name, menu.keyboard(context.person)))
        await context.services.drills.linked(context.person)
        await _news_again(context)
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
    await _news_again(context)
    if context.person.audience is not None:
        return
    await context.say(
        Text("Who are you? (You may leave this out.)"), rows=[[Act(t, ChooseAudience(a)) for a, t in AUDIENCES.items()]]
    )


async def _news_again(context: BotContext) -> None:
    """Whoever had blocked us hears that nothing comes by itself any more, and may ask for it anew."""
    if not context.person.came_back or context.person.ward is None:
        return
    said = Text(
        "While the bot was blocked, news of events was switched off. Nothing comes by itself unless you want it."
    )
    await context.say(said, rows=[[Act(Text("🔔 Tell me of new events"), Subscribe(1))]])


async def choose_audience(context: BotContext, button: ChooseAudience) -> None:
    """Cha mẹ, Trẻ em, Người chăm sóc."""
    if button.audience not in {a.value for a in Audience}:
        return await home(context)
    context.person = await context.services.people.choose_audience(context.person, Audience(button.audience))
    own = [[Act(Text("📖 Handbook"), Browse(None))]] if context.person.is_child else []
    asks = Text("Thank you. Which ward do you live in? (You may leave this out.)")
    await context.change(Card([asks], rows=[*ward_rows(), *own, [HOME]]))
    return None


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


async def leave(context: BotContext) -> None:
    """*Thoát nhanh*: the chat is emptied as far as 48 hours allow, and the keyboard becomes harmless."""
    people = context.services.people
    context.manners.forget(context.person.id)
    messages = list(await people.leave(context.person))
    messages += [m for m in (context.theirs, _tapped(context), *context.spoken) if m is not None and m not in messages]
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
                await _how_tidy(context),
                Text(
                    "What the bot cannot remove: messages older than 48 hours, the name of this chat, notifications already shown, screenshots. You can delete the whole chat yourself."
                ),
            ],
            keyboard=menu.HARMLESS,
        )
    )


def _tapped(context: BotContext) -> int | None:
    """The message whose button was tapped; a restore may have lost its number. None where it cannot go any more."""
    incoming = context.incoming
    return None if incoming.query is None or incoming.group or incoming.old else incoming.message


async def _how_tidy(context: BotContext) -> Text:
    """The truth also where a restore has lost the numbers of messages that stand here."""
    lost = await context.services.lost_times.of_late(context.incoming.received_at)
    if lost is None:
        return Text("This screen is tidy now.")
    return Text(
        "The bot removed what it still knows. Messages from {since:day} to {until:day} may still stand here: please delete the whole chat yourself.",
        since=lost[0],
        until=lost[1],
    )


async def leave_button(context: BotContext, button: buttons.Leave) -> None:
    """The button below a message."""
    await leave(context)
