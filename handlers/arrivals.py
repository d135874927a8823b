"""At the door of an event: a ticket's link, the card of a family, the list, and who goes home with whom."""

from __future__ import annotations

from channels import arrival_cards, day_cards
from channels.buttons import (
    AgreesAtDoor,
    AskPickup,
    AskPickupOf,
    Came,
    CameOnList,
    DoorList,
    ForgetCollectors,
    GoHomeOf,
    GoHomeWith,
    IsBack,
    ListNoPhotos,
    MakeDoorPaper,
    NameCollectors,
    NotCome,
    OpenFamily,
    PickOne,
    TellLostChild,
    TurnDoorList,
)
from channels.cards import HOME, SOS
from channels.day_buttons import FindFamily, StopFinding
from domain.arrivals import ASKING_CODE, NAMING, NoTicket, code_in, typed_code
from domain.finding import FINDING
from domain.texts import Refusal, Text
from handlers.context import BotContext

WRITTEN = Text("✅ Written down.")
SLOWLY = Text("Several codes were wrong. Please look the family up in the list for the door; codes work again later.")


async def open_link(context: BotContext) -> bool:
    """/start behind the QR of a ticket. True when it was one."""
    code = code_in(context.incoming.argument)
    if code is not None:
        await _find(context, code)
    return code is not None


async def by_code(context: BotContext) -> bool:
    """A ticket's code typed by hand, where its QR cannot be read. True when the text was one, right or not."""
    text = context.incoming.text
    if context.incoming.edited or (context.person.staff is None and not text.strip().upper().startswith("VE")):
        return False  # «thang6» of a mother asks about June
    looks = context.talk is not None and context.talk.name is FINDING
    if looks and not text.strip().upper().startswith("VE-"):
        return False  # a nickname may look like a code
    code = typed_code(text)
    if code is not None:
        await _find(context, code, typed=True)
    return code is not None


async def _find(context: BotContext, code: str, *, typed: bool = False) -> None:
    """The family of a ticket. Whoever gave many wrong codes waits a while: codes are not to be tried out."""
    tries, now = context.manners.codes, context.incoming.received_at
    if tries.rests(context.person.id, now):
        raise Refusal(SLOWLY)
    try:
        visit = await context.services.arrivals.scan(context.person, code, typed=typed)
    except NoTicket:
        tries.missed(context.person.id, now)
        raise
    await context.show(arrival_cards.family_card(visit))


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


async def find_family(context: BotContext, button: FindFamily) -> None:
    """*Tìm*: what is typed next is looked for."""
    event = await context.services.arrivals.begin_finding(context.person, button.event)
    await context.show(arrival_cards.find_card(event))


async def stop_finding(context: BotContext, button: StopFinding) -> None:
    """The list again."""
    await context.services.arrivals.stop_finding(context.person)
    page = await context.services.arrivals.page(context.person, button.event, 1)
    await context.show(arrival_cards.page_card(page))


async def looks_for(context: BotContext) -> bool:
    """Words while somebody looks for a family."""
    content, talk = context.incoming.content, context.talk
    if context.incoming.edited or content is None or content.kind != "text" or talk is None or talk.name is not FINDING:
        return False
    found = await context.services.arrivals.find(context.person, content.text)
    if found is not None:
        await context.show(arrival_cards.found_card(found))
    return found is not None


async def make_paper(context: BotContext, button: MakeDoorPaper) -> None:
    """The list as a file."""
    await context.services.door_papers.ask(context.person, button.event, button.kind, context.incoming.update_id)
    await context.toast(Text("The file follows below."))


async def no_photos(context: BotContext, button: ListNoPhotos) -> None:
    """Whom nobody may take a picture of."""
    event, children = await context.services.arrivals.no_photos(context.person, button.event)
    for one in arrival_cards.no_photos_cards(event, children):
        await context.show(one)


# --- going home ---


async def ask_pickup(context: BotContext, button: AskPickup) -> None:
    """*Đón về*: what is typed next is the code."""
    code = (await context.services.pickups.ask_code(context.person, button.signup)).ticket.code
    await context.say(
        Text("Please type the 4 digits that whoever takes home the children of {code} tells you.", code=code)
    )


async def pick_one(context: BotContext, button: PickOne) -> None:
    """*Chỉ đón một bé*: which one; then how."""
    visit = await context.services.pickups.here(context.person, button.signup)
    await context.change(arrival_cards.pick_one_card(visit, button.child))


async def ask_pickup_of(context: BotContext, button: AskPickupOf) -> None:
    """What is typed next is the code, and this child goes home."""
    visit = await context.services.pickups.ask_code(context.person, button.signup, button.child)
    name = next(guest.child.nickname for guest in visit.here if guest.child.id == button.child)
    await context.say(Text("Please type the 4 digits that whoever takes home {name} tells you.", name=name))


async def go_home_of(context: BotContext, button: GoHomeOf) -> None:
    """One child goes home with somebody the family named; the others stay."""
    visit = await context.services.pickups.go_home_with(
        context.person, button.signup, button.collector, context.incoming.update_id, button.child
    )
    await context.toast(WRITTEN)
    await context.change(arrival_cards.family_card(visit))


async def go_home_with(context: BotContext, button: GoHomeWith) -> None:
    """They go home with somebody the family named."""
    visit = await context.services.pickups.go_home_with(
        context.person, button.signup, button.collector, context.incoming.update_id
    )
    await context.toast(WRITTEN)
    await context.change(arrival_cards.family_card(visit))


async def name_collectors(context: BotContext, button: NameCollectors) -> None:
    """*Ai đón bé về*."""
    names = await context.services.pickups.begin_naming(context.person, button.event)
    await context.show(day_cards.collectors_card(button.event, names))


async def forget_collectors(context: BotContext, button: ForgetCollectors) -> None:
    """The names go."""
    await context.services.pickups.forget_names(context.person, button.event)
    await context.say(Text("Deleted. Only whoever says the right code can take the children home now."), rows=[[HOME]])


async def typed(context: BotContext) -> bool:
    """A code that staff were told, or a name a parent gives. True when it was one."""
    content, pickups = context.incoming.content, context.services.pickups
    if context.incoming.edited or content is None or content.kind != "text":
        return False
    talk = context.talk
    if talk is None or talk.name not in (ASKING_CODE, NAMING):
        return False
    if talk.name is NAMING:
        names = await pickups.name(context.person, content.text, context.incoming.update_id)
        if names is not None and talk.about is not None:
            await context.show(day_cards.collectors_card(talk.about, names))
        return names is not None
    tried = await pickups.try_code(context.person, content.text, context.incoming.update_id)
    if tried is None:
        return False
    if tried.visit is not None:
        await context.show(arrival_cards.family_card(tried.visit))
    elif tried.told:
        await context.say(
            Text(
                "This code is wrong, too. Whoever is in charge is being told. The children stay with you until the family is sure."
            )
        )
    else:
        await context.say(
            Text(
                "This code is wrong. Please ask once more and type it again. Until it is right the child stays with you."
            )
        )
    return True


# --- a child nobody is with ---


async def tell_lost_child(context: BotContext, button: TellLostChild) -> None:
    """*Trẻ thất lạc*: what is typed next goes to everybody who works there."""
    await context.services.lost_children.begin(context.person, button.event)
    await context.say(
        Text(
            "🧒 Stay with the child. Write where you are and what the child looks like: it goes to all staff of this event at once."
        ),
        Text("Afraid for the child? Call <b>113</b> or <b>111</b>, or tap 🆘."),
        rows=[[SOS]],
    )


async def tells_lost_child(context: BotContext) -> bool:
    """Whether these words are about a child at an event; then everybody who works there has them."""
    content = context.incoming.content
    if context.person.staff is None or context.incoming.edited or content is None or content.kind != "text":
        return False
    return await context.services.lost_children.tell(context.person, content.text, context.incoming.update_id)


async def is_back(context: BotContext, button: IsBack) -> None:
    """The child is with its family."""
    await context.services.lost_children.is_back(context.person, button.event, button.alarm)
    await context.toast(Text("Good. Everybody hears it."))
