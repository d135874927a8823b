"""How a family at the door, the list for the door and the list about pictures look. For staff of the event alone."""

from __future__ import annotations

from collections.abc import Sequence

from channels import buttons, consent_buttons
from channels.cards import Act, Card, Row
from channels.day_buttons import FindFamily, StopFinding
from channels.event_words import BANDS, cut_at_word
from domain.arrivals import Guest, Page, Visit
from domain.door_papers import PRINT, READ, SHEET
from domain.events import Event, State
from domain.finding import Found
from domain.texts import Text

NAMES_A_MESSAGE = 60
ASK_THE_NAME = Text(
    "👥 Before a child goes with somebody named below: ask for that person’s name, do not say it first."
)
BROKEN_OFF = Text("❌ The event was cancelled. Who came stays in this list: write down each child that goes home.")
PAPERS = {READ: Text("📄 PDF"), PRINT: Text("🖨 To print"), SHEET: Text("📊 Excel")}


def family_card(visit: Visit) -> Card:
    """A family: who comes, what to know of them, whose yes is missing, and one tap for each thing that happens."""
    paragraphs: list[Text | str] = [
        Text("🎟 <code>{code}</code> · <b>{title}</b>", code=visit.ticket.code, title=visit.event.title),
        _who(visit),
        *(_guest(guest) for guest in visit.guests),
    ]
    if visit.waits_for_paper:
        paragraphs.append(Text("⏳ The sheet a parent signed is missing: please ask for it."))
    if visit.ticket.adult:
        paragraphs.append(Text("Responsible adult: {name}", name=visit.ticket.adult))
    elif not visit.event.accompanied:
        paragraphs.append(Text("👤 No responsible adult is named yet: please ask who it is."))
    if visit.here and visit.collectors and not visit.event.accompanied:
        paragraphs.append(ASK_THE_NAME)
    return Card(paragraphs, rows=_taps(visit), protected=True)


def pick_one_card(visit: Visit, chosen: int | None) -> Card:
    """Only one of the children goes home: which one (`chosen`: a child's number), then by the code or with whom."""
    signup = visit.ticket.id
    back: Row = [Act(Text("↩️ Back"), buttons.OpenFamily(signup))]
    guest = next((each for each in visit.here if each.child.id == chosen), None)
    if guest is None:
        which = [
            [Act(Text("👋 {name}", name=each.child.nickname), buttons.PickOne(signup, each.child.id))]
            for each in visit.here
        ]
        return Card([Text("Which child goes home? The others stay with you.")], rows=[*which, back], protected=True)
    child = guest.child.id
    rows: list[Row] = [[Act(Text("👋 Taken home, with the code"), buttons.AskPickupOf(signup, child))]]
    rows += [
        [Act(Text("👋 Taken home by {name}", name=name), buttons.GoHomeOf(signup, child, number))]
        for number, name in visit.collectors
    ]
    paragraphs = [Text("Who takes {name} home?", name=guest.child.nickname)]
    return Card([*paragraphs, *([ASK_THE_NAME] if visit.collectors else [])], rows=[*rows, back], protected=True)


def page_card(page: Page) -> Card:
    """A page of the list: a tap writes a family down, or opens it where there is more to decide."""
    paragraphs: list[Text | str] = [
        Text(
            "🧾 <b>{title}</b>: {families} families, {children} children, {came} have come",
            title=page.event.title,
            families=page.families,
            children=page.children,
            came=page.came,
        ),
        *([BROKEN_OFF] if page.event.state is State.CANCELLED else []),
        *(_family(visit) for visit in page.visits),
    ]
    rows: list[Row] = [
        *([_tap(visit, page.number), _sheet(visit, page.number)] for visit in page.visits if visit.waits_for_paper),
        *(
            [_tap(visit, page.number) for visit in pair]
            for pair in _pairs([visit for visit in page.visits if not visit.waits_for_paper])
        ),
    ]
    if page.pages > 1:
        turns = [Act(Text("◀️"), buttons.TurnDoorList(page.event.id, page.number - 1))] if page.number > 1 else []
        if page.number < page.pages:
            turns.append(Act(Text("▶️"), buttons.TurnDoorList(page.event.id, page.number + 1)))
        rows.append(turns)
    rows.append([Act(Text("🔎 Find a family"), FindFamily(page.event.id))])
    rows.append([Act(Text("📷 Who is not photographed"), buttons.ListNoPhotos(page.event.id))])
    rows.append([Act(label, buttons.MakeDoorPaper(page.event.id, kind)) for kind, label in PAPERS.items()])
    rows.append([Act(Text("📊 Who came"), buttons.ShowAfterwards(page.event.id))])
    rows.append([Act(Text("🧒 Lost child"), buttons.TellLostChild(page.event.id))])
    return Card(paragraphs, rows=rows, protected=True)


def find_card(event: Event) -> Card:
    """What to type."""
    return Card(
        [
            Text("🔎 <b>{title}</b>: whom do you look for?", title=event.title),
            Text(
                "Type what the child or the adult is called, with or without marks, or some signs of the ticket’s code."
            ),
        ],
        rows=[_stop(event)],
    )


def found_card(found: Found) -> Card:
    """The families that fit: one tap writes a family down, or opens it where there is more to decide."""
    paragraphs: list[Text | str] = [
        Text("🔎 {title}, “{typed}”: {count} families", title=found.event.title, typed=found.typed, count=found.in_all),
        *(_family(visit) for visit in found.visits),
    ]
    if found.in_all > len(found.visits):
        paragraphs.append(Text("These fit best. Type more to see fewer."))
    if not found.visits:
        paragraphs.append(Text("Nobody of this list is called so. Type another name, or the ticket’s code."))
    rows: list[Row] = [[_found(visit)] for visit in found.visits]
    return Card(paragraphs, rows=[*rows, _stop(found.event)], protected=True)


def _found(visit: Visit) -> Act:
    signup = visit.ticket.id
    simple = bool(visit.to_come) and len(visit.to_come) == len(visit.guests)
    does = buttons.Came(signup, None) if simple else buttons.OpenFamily(signup)
    names = cut_at_word(", ".join(guest.child.nickname for guest in visit.guests), 30)
    mark = "✅" if simple else "👁"
    return Act(Text("{mark} {code} · {names}", mark=mark, code=visit.ticket.code, names=names), does)


def _stop(event: Event) -> Row:
    return [Act(Text("✖️ Look for nobody"), StopFinding(event.id))]


def no_photos_cards(event: Event, children: Sequence[tuple[str, str]]) -> list[Card]:
    """The children nobody may take a picture of, some a message so that it always fits."""
    head = Text("📷 <b>{title}</b>: no pictures of these children ({count})", title=event.title, count=len(children))
    lines = [Text("• {name} · <code>{code}</code>", name=name, code=code) for code, name in children]
    chunks = [lines[start : start + NAMES_A_MESSAGE] for start in range(0, len(lines), NAMES_A_MESSAGE)] or [[]]
    return [Card([head, *([joined(chunk)] if chunk else [])], protected=True) for chunk in chunks]


def joined(lines: Sequence[Text]) -> Text:
    """Lines of one paragraph. At least one."""
    first, *rest = lines
    for line in rest:
        first = Text("{before}\n{next}", before=first, next=line)
    return first


def _who(visit: Visit) -> Text:
    if visit.ticket.adult_seat:
        return Text("{children} children and one adult", children=len(visit.guests))
    return Text("{children} children", children=len(visit.guests))


def _guest(guest: Guest) -> Text:
    child = guest.child
    lines = [Text("{mark} {name} ({age})", mark=_mark([guest]), name=child.nickname, age=BANDS[child.age_band])]
    if child.needs:
        lines.append(Text("⚠️ {needs}", needs=child.needs))
    if not child.photo:
        lines.append(Text("📷 no pictures"))
    if not child.parent_yes:
        lines.append(Text("⏳ The yes of a parent is missing: they tap the link the child has."))
    if child.age_band.needs_own_consent and not child.child_yes:
        lines.append(Text("⏳ The child’s own yes is missing: please ask the child."))
    if guest.came_at is not None:
        lines.append(Text("came at {at:day}, written down by {name}", at=guest.came_at, name=guest.came_by))
    if guest.gone_at is not None:
        by = Text("with {name}", name=guest.gone_with) if guest.gone_with else Text("with the right code")
        lines.append(
            Text("went home at {at:day} {by}, written down by {name}", at=guest.gone_at, by=by, name=guest.gone_by)
        )
    return joined(lines)


def _taps(visit: Visit) -> list[Row]:
    signup, coming = visit.ticket.id, visit.to_come
    rows: list[Row] = []
    if coming:
        rows.append([Act(Text("✅ Has come"), buttons.Came(signup, None))])
    if len(visit.guests) > 1:
        rows += [
            [Act(Text("✅ {name}", name=each.child.nickname), buttons.Came(signup, each.child.id))] for each in coming
        ]
    rows += [
        [Act(Text("🙋 {name} says yes", name=child.nickname), buttons.AgreesAtDoor(child.id))]
        for child in visit.ticket.waits_for_child
    ]
    if visit.here and not visit.event.accompanied:
        rows.append([Act(Text("👋 Taken home, with the code"), buttons.AskPickup(signup))])
        rows += [
            [Act(Text("👋 Taken home by {name}", name=name), buttons.GoHomeWith(signup, number))]
            for number, name in visit.collectors
        ]
        if len(visit.here) > 1:
            rows.append([Act(Text("🧒 Only one of them goes home"), buttons.PickOne(signup, None))])
    if any(guest.came_at is not None for guest in visit.guests):
        rows.append([Act(Text("↩️ Written by mistake"), buttons.NotCome(signup))])
    if visit.waits_for_paper:
        rows.append([_sheet(visit, None)])
    elif visit.ticket.written:
        rows.append([Act(Text("↩️ No signed sheet after all"), consent_buttons.SheetNotReceived(signup))])
    rows.append(
        [
            Act(Text("🧾 List for the door"), buttons.TurnDoorList(visit.event.id, 1)),
            Act(Text("🔎 Find a family"), FindFamily(visit.event.id)),
        ]
    )
    return rows


def _sheet(visit: Visit, page: int | None) -> Act:
    return Act(Text("📝 Signed sheet received"), consent_buttons.SheetReceived(visit.ticket.id, page))


def _family(visit: Visit) -> Text:
    lines = [Text("{mark} <code>{code}</code>", mark=_mark(visit.guests), code=visit.ticket.code)]
    if visit.waits_for_paper:
        lines.append(Text("⏳ The signed sheet is missing."))
    for guest in visit.guests:
        child, age = guest.child, BANDS[guest.child.age_band]
        needs = "⚠️" if child.needs else ""
        lines.append(
            Text("{mark} {name} ({age}) {needs}", mark=_mark([guest]), name=child.nickname, age=age, needs=needs)
        )
    return joined(lines)


def _tap(visit: Visit, page: int) -> Act:
    signup = visit.ticket.id
    simple = bool(visit.to_come) and len(visit.to_come) == len(visit.guests)
    does = buttons.CameOnList(signup, page) if simple else buttons.OpenFamily(signup)
    label = Text(
        "{mark} {code} · {children}", mark=_mark(visit.guests), code=visit.ticket.code, children=len(visit.guests)
    )
    return Act(label, does)


def _mark(guests: Sequence[Guest]) -> str:
    if not guests or all(guest.came_at is None for guest in guests):
        return "⬜"
    if all(guest.gone_at is not None for guest in guests if guest.came_at is not None):
        return "🏠"
    return "✅" if all(guest.came_at is not None for guest in guests) else "☑️"


def _pairs(visits: Sequence[Visit]) -> list[Sequence[Visit]]:
    return [visits[start : start + 2] for start in range(0, len(visits), 2)]
