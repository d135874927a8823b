"""What somebody sees of what we keep about them: each thing, and the day it goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from channels.after_cards import FACES
from channels.buttons import Erase
from channels.cards import AUDIENCES, HOME, LANGUAGES, Act, Card, ward_name
from domain.afterwards import Face
from domain.arrivals import Visit
from domain.broadcasts import Topic
from domain.events import Event
from domain.keeping import KeptChild
from domain.lessons import Progress
from domain.own_data import BACKUPS_KEPT, HalfFilled, Kept, goes_on
from domain.people import Person
from domain.signups import Child, Ticket
from domain.texts import Text
from domain.working_time import HANOI

NEWS = {
    Topic.EVENTS: Text("• News of events: {ward}"),
    Topic.NEWS: Text("• Other news for families: {ward}"),
}


def own_data_card(person: Person, kept: Kept, runs_it: list[Text], now: datetime) -> Card:
    """/dulieu. The same for everybody but for what they told us themselves; nothing of a case."""
    audience = Text("not chosen") if person.audience is None else AUDIENCES[person.audience]
    return Card(
        [
            Text("<b>What the bot keeps about you</b>"),
            Text(
                "Who you are: {audience}. Ward: {ward}. Language: {language}.",
                audience=audience,
                ward=Text("not chosen") if person.ward is None else ward_name(person.ward),
                language=LANGUAGES.get(person.language, person.language),
            ),
            Text(
                "Upcoming events you signed up for: {signups} (/cuatoi). Event news: {news}.",
                signups=kept.upcoming(now),
                news=Text("on") if kept.news else Text("off"),
            ),
            *(_signup(event, ticket, kept) for event, ticket in kept.signups),
            *(_named(event, adult) for event, adult in kept.named),
            *([] if kept.begun is None else [_half_filled(kept.begun)]),
            *(_remembered(child) for child in kept.children),
            *(Text(NEWS[topic].source, ward=ward_name(ward)) for ward, topic in kept.news),
            *(_lesson(title, progress) for title, progress in kept.lessons),
            *_proofs(kept),
            *_works_here(person, kept),
            Text(
                "This profile holds no real name, phone number or address. It is deleted with /xoa, or after 24 months without use."
            ),
            Text("Copies made in case the machine breaks are kept {days} days at most.", days=BACKUPS_KEPT.days),
            Text(
                "Telegram keeps messages on its own servers abroad. Urgent messages are read only by people whose job is to help."
            ),
            *runs_it,
        ],
        rows=[[Act(Text("🗑 Delete"), Erase())], [HOME]],
    )


def who_runs_it(operator: str, contact: str) -> list[Text]:
    """Who answers for the data, as far as the operator has said so."""
    said = []
    if operator:
        said.append(Text("The bot is run by {operator}.", operator=operator))
    if contact:
        said.append(Text("Questions about your data: {contact}.", contact=contact))
    return said


def _signup(event: Event, ticket: Ticket, kept: Kept) -> Text:
    """What one sign-up keeps: each child's nickname, age, needs and photo consent, the adult's name, and its end."""
    children: Text | str = ""
    for child in ticket.children:
        children = Text("{before}; {next}", before=children, next=_child(child)) if children else _child(child)
    said = Text("• {event}: {children}", event=event.title, children=children)
    if ticket.adult:
        said = Text("{before}; adult: {adult}", before=said, adult=ticket.adult)
    visit, felt = kept.visits.get(ticket.id), kept.felt.get(ticket.id)
    for more in [] if visit is None else _on_the_day(visit):
        said = Text("{before}; {next}", before=said, next=more)
    if felt is not None:
        told = Text("how it was: {face} {words}", face=FACES[Face(felt[0])] if felt[0] else "", words=felt[1])
        said = Text("{before}; {next}", before=said, next=told)
    return Text("{before}. Deleted by itself on {day:date}.", before=said, day=goes_on(event))


def _on_the_day(visit: Visit) -> Iterator[Text]:
    for _, name in visit.collectors:
        yield Text("may take the children home: {name}", name=name)
    for guest in visit.guests:
        if guest.came_at is not None:
            yield Text("{name} came at {at:day}", name=guest.child.nickname, at=guest.came_at)
        if guest.gone_at is not None:
            with_whom = Text("with {name}", name=guest.gone_with) if guest.gone_with else Text("with the right code")
            yield Text("{name} went home at {at:day} {by}", name=guest.child.nickname, at=guest.gone_at, by=with_whom)


def _child(child: Child) -> Text:
    facts: Text | str = child.age_band.value
    if child.needs:
        facts = Text("{before}, {next}", before=facts, next=child.needs)
    photos = Text("photos allowed") if child.photo else Text("no photos")
    return Text("{name} ({facts}, {photos})", name=child.nickname, facts=facts, photos=photos)


def _named(event: Event, adult: str) -> Text:
    return Text(
        "• {event}: you named {adult} as the responsible adult of a child. Deleted by itself on {day:date}.",
        event=event.title,
        adult=adult,
        day=goes_on(event),
    )


def _half_filled(begun: HalfFilled) -> Text:
    """A form they have not finished: every word of it that is kept, and its end."""
    if not begun.event:
        return Text(
            "• Something you began to write here and did not finish. Deleted by itself at {at:day}.", at=begun.goes_at
        )
    said = Text("• A sign-up you began and did not finish, for {event}", event=begun.event)
    told = [", ".join(fact for fact in child if fact) for child in begun.children]
    for words in (*told, begun.adult):
        if words:
            said = Text("{before}; {next}", before=said, next=words)
    return Text("{before}. Deleted by itself at {at:day}.", before=said, at=begun.goes_at)


def _remembered(child: KeptChild) -> Text:
    goes = child.goes_at.astimezone(HANOI).date()
    facts = {"name": child.nickname, "age": child.age_band.value}
    return Text(
        "• Remembered for next time: {name} ({age}). To forget: /cuatoi. Deleted by itself on {day}.", day=goes, **facts
    )


def _lesson(title: str | None, progress: Progress) -> Text:
    name = title or Text("one that is not there any more")
    goes = progress.goes_at.astimezone(HANOI).date()
    if progress.finished_at is None:
        return Text("• Lesson begun: {title}. Deleted by itself on {day}.", title=name, day=goes)
    finished = progress.finished_at.astimezone(HANOI).date()
    return Text("• Lesson finished on {on}: {title}. Deleted by itself on {day}.", on=finished, title=name, day=goes)


def _proofs(kept: Kept) -> list[Text]:
    if kept.last_proof_goes is None:
        return []
    return [
        Text(
            "• Proofs that you agreed (to what, when and how; no names): {count}, {back} of them taken back. The last goes on {day:date}/{year}.",
            count=kept.proofs,
            back=kept.withdrawn,
            day=kept.last_proof_goes,
            year=str(kept.last_proof_goes.year),
        )
    ]


def _works_here(person: Person, kept: Kept) -> list[Text]:
    if person.staff is None:
        return []
    said = [Text("• You work here; colleagues see you as {name}.", name=person.staff.name)]
    return [*said, Text("• Duty groups you registered: {count}.", count=kept.groups)] if kept.groups else said
