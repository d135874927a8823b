"""*Phiếu đồng ý (mẫu của ban tổ chức)* as a PDF, made in memory: what the circular wants, every yes, room to sign."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import SimpleDocTemplate, Spacer

from channels import consent_words
from channels.cards import Attached
from channels.drawn import drawn
from channels.event_words import BANDS, cost_in_words, when_of, where_of
from channels.family_cards import WRITTEN
from channels.pdf_parts import BOLD, REGULAR, cell, fonts, number, style
from domain.consent_papers import Given, Paper
from domain.events import Kind
from domain.signups import WORDING, Purpose, Route
from domain.texts import Text

Say = Callable[[Text], str]
TAG = re.compile(r"<[^>]+>")
HEADING, PLAIN = "heading", "plain"
SIGNED = Text("Name and signature: ……………………………………………………  Date: ……………………")
HOW = {
    Route.BUTTON: Text("tapped in the bot"),
    Route.SAME_PHONE: Text("tapped by the child on the parent's phone"),
    Route.LINK: Text("tapped by the parent through the link"),
    Route.DOOR: Text("said at the door, noted by the helpers"),
    Route.PAPER: Text("signed on paper, noted by the staff"),
}
ABOUT = {
    Purpose.SIGNUP: Text("Coming to the event"),
    Purpose.CHILD: Text("The child's own yes"),
    Purpose.NEEDS: Text("Health notes for the helpers"),
    Purpose.PHOTO: Text("Pictures"),
    Purpose.CHILD_PHOTO: Text("Pictures, the child's own yes"),
    Purpose.WRITTEN: Text("The yes in writing"),
}
OWN = (Purpose.CHILD, Purpose.CHILD_PHOTO)


def attached(paper: Paper, say: Say) -> Attached:
    """The document; its name holds the event's number and nobody's name."""
    fonts()
    looks = {HEADING: style(BOLD, 12), PLAIN: style(REGULAR, 10)}
    story = [cell(_spoken(say, Text("CONSENT SHEET OF THE ORGANISERS")), style(BOLD, 16)), Spacer(1, 2 * mm)]
    for look, text in _lines(paper):
        story += [Spacer(1, 3 * mm if look == HEADING else mm), cell(_spoken(say, text), looks[look])]
    file = BytesIO()
    page = SimpleDocTemplate(file, pagesize=A4, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=16 * mm)
    page.build(story, onFirstPage=number, onLaterPages=number)
    return Attached(f"phieu-dong-y-{paper.event.id}.pdf", file.getvalue())


def _lines(paper: Paper) -> Iterator[tuple[str, Text]]:
    event, ticket = paper.event, paper.ticket
    if event.kind is Kind.FORUM:
        yield PLAIN, Text("A sheet of our own, neither the annex of Circular 27/2022 nor the form of Circular 29/2019.")
    else:
        yield PLAIN, Text("A sheet of our own, not the annex of Circular 27/2022.")
    yield HEADING, Text("1. The event")
    yield PLAIN, Text("{title}", title=event.title)
    yield PLAIN, when_of(event.starts_at, event.ends_at)
    yield PLAIN, Text("Place: {place} ({where})", place=event.place, where=where_of(event.ward))
    yield PLAIN, Text("Purpose: {purpose}", purpose=event.purpose)
    yield PLAIN, Text("Programme: {programme}", programme=event.programme)
    yield PLAIN, Text("Form: {form}. Seats: {seats}", form=event.form, seats=event.open_seats)
    yield PLAIN, Text("In charge: {name}", name=event.in_charge)
    if event.cost:
        yield PLAIN, Text("Cost: {cost}", cost=cost_in_words(event.cost))
    if event.kind is Kind.FORUM:
        yield PLAIN, WRITTEN
    yield HEADING, Text("2. Mother, father or guardian")
    for child in ticket.children:
        yield PLAIN, Text("Child: {name}, {age}", name=child.nickname, age=BANDS[child.age_band])
    if ticket.adult:
        yield PLAIN, Text("Responsible adult: {name}", name=ticket.adult)
    for given in paper.given:
        if given.purpose not in OWN:
            yield from _given(given)
    asked_for = (Purpose.PHOTO, Purpose.NEEDS, *([Purpose.WRITTEN] if event.kind is Kind.FORUM else []))
    for purpose in asked_for:
        if not any(given.purpose is purpose for given in paper.given):
            yield PLAIN, Text("{what}: no", what=ABOUT[purpose])
    yield PLAIN, SIGNED
    own = {(given.child, given.purpose): given for given in paper.given if given.purpose in OWN}
    asked = [child for child in ticket.children if child.age_band.needs_own_consent]
    if asked:
        yield HEADING, Text("3. The child, from 7 on")
    for child in asked:
        yield PLAIN, Text("Child: {name}, {age}", name=child.nickname, age=BANDS[child.age_band])
        if (coming := own.get((child.id, Purpose.CHILD))) is not None:
            yield from _given(coming)
        else:
            yield PLAIN, Text("The child has not said yes yet.")
        if (pictures := own.get((child.id, Purpose.CHILD_PHOTO))) is not None:
            yield from _given(pictures)
        else:
            yield PLAIN, Text("{what}: no", what=ABOUT[Purpose.CHILD_PHOTO])
        yield PLAIN, Text("May be pictured: yes") if child.photo else Text("May be pictured: no")
        yield PLAIN, SIGNED
    yield HEADING, Text("A yes can be taken back at any time with one tap in the bot: /cuatoi.")
    yield PLAIN, Text("As of {at}, {at:long}. Ticket {code}.", at=paper.made_at, code=ticket.code)


def _given(given: Given) -> Iterator[tuple[str, Text]]:
    what, how = ABOUT[given.purpose], HOW[given.route]
    if given.withdrawn_at is not None:
        yield PLAIN, Text("{what}: taken back at {at}, {at:long}", what=what, at=given.withdrawn_at)
        return
    yield PLAIN, Text("{what}: yes, {how}, {at}, {at:long}", what=what, how=how, at=given.at)
    if given.route is Route.PAPER:
        return
    words = consent_words.READ.get((given.purpose, given.route)) if given.wording == WORDING else None
    if words is not None:
        yield PLAIN, Text("Agreed to (version {version}): “{words}”", version=given.wording, words=words)
    else:
        yield PLAIN, Text("Words of version {version}", version=given.wording)


def _spoken(say: Say, text: Text) -> str:
    """Plain words: the catalogue speaks HTML; what the font cannot draw is written by its sound."""

    def plain(said: Text) -> str:
        return html.unescape(TAG.sub("", say(said)))

    return drawn(plain(text), plain).strip()
