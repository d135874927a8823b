"""The ward somebody lives in: /phuong, by today's name or by the old one, tapped or typed."""

from __future__ import annotations

from channels import place_cards
from channels.buttons import AskWard, ChooseOldName, ChooseWard, ListOldNames
from channels.cards import HOME, Card, ward_name, ward_rows
from domain.dialogs import UNKNOWN
from domain.people import Forged
from domain.places import Meaning
from domain.texts import Text
from domain.wards import OUTSIDE
from handlers.context import BotContext

SHORTEST_GUESS = 4  # signs: two letters in a chat may be anything


async def ward(context: BotContext) -> None:
    """/phuong: choose the ward."""
    await context.show(_ask(context))


async def ask_again(context: BotContext, button: AskWard) -> None:
    """It was none of those an old name can mean."""
    await context.change(_ask(context))


async def choose_ward(context: BotContext, button: ChooseWard) -> None:
    """One of the four wards, a place outside them, or not known: then nothing changes."""
    said = {OUTSIDE: place_cards.OUTSIDE_HELP, UNKNOWN: _without(context)}.get(button.ward)
    if said is not None:
        await context.change(Card([said, *_now(context)], rows=[[HOME]]))
        return
    context.person = await context.services.people.choose_ward(context.person, button.ward)
    await context.change(
        Card([Text("Noted: {ward}. You can change it with /phuong.", ward=ward_name(button.ward))], rows=[[HOME]])
    )


async def old_names(context: BotContext, button: ListOldNames) -> None:
    """All names that were."""
    await context.change(place_cards.old_names_card(context.places.old))


async def choose_old_name(context: BotContext, button: ChooseOldName) -> None:
    """One of them: its ward of today, or the one question where it was divided."""
    old = context.places.old_ward(button.old)
    if old is None:
        raise Forged(Text("This button is too old. Please open the menu with /start."))
    ward = context.places.answer(old.becomes)
    if ward is None:
        await context.change(place_cards.own_card(Meaning(old.becomes, (old,)), context.places))
    else:
        await choose_ward(context, ChooseWard(ward))


async def typed(context: BotContext, said: str) -> bool:
    """A name of a ward and nothing else. True when it was one; who names several, or asks, wants to know something."""
    meant = context.places.meant(said)
    if not meant.alone or len(meant.old) > 1 or "?" in said:
        return False
    await context.show(place_cards.own_card(meant, context.places))
    return True


async def guessed(context: BotContext, said: str) -> bool:
    """Nothing answers this, but it is nearly the name of a ward and nothing else. True when it was."""
    meant = context.places.guessed(said)
    if len(said.strip()) < SHORTEST_GUESS or not meant.units:
        return False
    await context.show(place_cards.own_card(meant, context.places, guessed=True))
    return True


async def named_in(context: BotContext, said: str) -> None:
    """Below the article about old and new wards: the one they named."""
    meant = context.places.meant(said)
    if meant.old:
        await context.show(place_cards.own_card(meant, context.places))


def _ask(context: BotContext) -> Card:
    asked = Text("Which ward do you live in? It is printed in VNeID. You can also write its old name.")
    return Card([*_now(context), asked], rows=[*ward_rows(), [HOME]])


def _now(context: BotContext) -> list[Text]:
    mine = context.person.ward
    return [] if mine is None else [Text("Your ward now: {ward}.", ward=ward_name(mine))]


def _without(context: BotContext) -> Text:
    if context.person.ward is not None:
        return Text("That is all right.")
    return Text(
        "That is all right, everything here works without it. An urgent message then rings whoever is there for all four wards."
    )
