"""At the door of an event: a ticket's link, the card of a family, the list, and who is not photographed."""

from __future__ import annotations

from channels import arrival_cards
from channels.buttons import (
    AgreesAtDoor,
    Came,
    CameOnList,
    DoorList,
    ListNoPhotos,
    NotCome,
    OpenFamily,
    TurnDoorList,
)
from domain.arrivals import code_in
from domain.texts import Text
from handlers.context import BotContext

WRITTEN = Text("✅ Written down.")


async def open_link(context: BotContext) -> bool:
    """/start behind the QR of a ticket. True when it was one."""
    code = code_in(context.incoming.argument)
    if code is None:
        return False
    await context.show(arrival_cards.family_card(await context.services.arrivals.scan(context.person, code)))
    return True


async def open_family(context: BotContext, button: OpenFamily) -> None:
    """A line of the list, with everything to know."""
    await context.show(arrival_cards.family_card(await context.services.arrivals.look(context.person, button.signup)))


async def came(context: BotContext, button: Came) -> None:
    """*Đã đến*, on the card of a family."""
    visit = await context.services.arrivals.welcome(
        context.person, button.signup, button.child, context.incoming.update_id
    )
    await context.toast(WRITTEN)
    await context.change(arrival_cards.family_card(visit))


async def came_on_list(context: BotContext, button: CameOnList) -> None:
    """The same from the list; the page shows it."""
    visit = await context.services.arrivals.welcome(context.person, button.signup, None, context.incoming.update_id)
    await context.toast(WRITTEN)
    page = await context.services.arrivals.page(context.person, visit.event.id, button.page)
    await context.turn(arrival_cards.page_card(page))


async def not_come(context: BotContext, button: NotCome) -> None:
    """*Ghi nhầm*."""
    visit = await context.services.arrivals.undo(context.person, button.signup, context.incoming.update_id)
    await context.change(arrival_cards.family_card(visit))


async def agrees(context: BotContext, button: AgreesAtDoor) -> None:
    """The child said yes to whoever stands at the door."""
    visit = await context.services.arrivals.agrees(context.person, button.child, context.incoming.update_id)
    await context.change(arrival_cards.family_card(visit))


async def door_list(context: BotContext, button: DoorList) -> None:
    """Who is signed up, from the first page on."""
    await context.show(arrival_cards.page_card(await context.services.arrivals.page(context.person, button.event, 1)))


async def turn(context: BotContext, button: TurnDoorList) -> None:
    """Another page, where it stands."""
    page = await context.services.arrivals.page(context.person, button.event, button.page)
    await context.turn(arrival_cards.page_card(page))


async def no_photos(context: BotContext, button: ListNoPhotos) -> None:
    """Whom nobody may take a picture of."""
    event, children = await context.services.arrivals.no_photos(context.person, button.event)
    for one in arrival_cards.no_photos_cards(event, children):
        await context.show(one)
