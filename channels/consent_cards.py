"""Yeses beside coming, as a family sees them: pictures, children kept for next time, and how each is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from channels import buttons, consent_buttons, consent_words
from channels.cards import HOME, Act, Card, Row
from domain.consent_papers import Paper
from domain.events import Event
from domain.keeping import Keeping, KeptChild
from domain.signups import Child, Purpose, Ticket
from domain.texts import Text

PAPER_MISSING = Text(
    "📝 The staff have not written down yet that they have the sheet your mother, father or guardian signed. The seats "
    "are kept for you, and the ticket comes as soon as they have it."
)
PAPER_THERE = Text("📝 The staff have the signed sheet.")
TAKE_BACK = {
    Purpose.PHOTO: Text("🚫 Take back: pictures"),
    Purpose.NEEDS: Text("🗑 Take back: health notes"),
}
TAKEN_BACK = {
    Purpose.PHOTO: Text(
        "Pictures are allowed. Taken back: the list says at once that none are taken of the children; the sign-up stays."
    ),
    Purpose.CHILD_PHOTO: Text(
        "{name} agreed to pictures. Taken back: the list says at once that none are taken; the sign-up stays."
    ),
    Purpose.NEEDS: Text("The helpers read a health note. Taken back: the note is deleted at once; the sign-up stays."),
    Purpose.KEEP: Text(
        "💾 Remembered for next time: {names}. Taken back: they are forgotten at once, and you type them next time; "
        "sign-ups stay."
    ),
}


def given(ticket: Ticket, *, own_yes: bool) -> Iterator[tuple[Text, Act]]:
    """What was said yes to beside coming: what taking it back means, and the tap. `own_yes`: the children's, too."""
    if any(child.parent_photo for child in ticket.children):
        yield TAKEN_BACK[Purpose.PHOTO], Act(TAKE_BACK[Purpose.PHOTO], consent_buttons.RefusePictures(ticket.id))
    for child in ticket.children:
        if child.child_photo and own_yes:
            said = Text(TAKEN_BACK[Purpose.CHILD_PHOTO].source, name=child.nickname)
            yield said, _not_me(child)
    if any(child.needs for child in ticket.children):
        act = consent_buttons.WithdrawConsent(ticket.event, Purpose.NEEDS)
        yield TAKEN_BACK[Purpose.NEEDS], Act(TAKE_BACK[Purpose.NEEDS], act)


def kept_part(kept: Sequence[KeptChild]) -> tuple[list[Text], list[Row]]:
    """Of /cuatoi: who is kept for next time, and one tap that forgets them."""
    if not kept:
        return [], []
    names = names_of([each.nickname for each in kept])
    forget = Act(Text("🗑 Take back: remembered children"), consent_buttons.ForgetChild(None))
    return [Text(TAKEN_BACK[Purpose.KEEP].source, names=names)], [[forget]]


def pictures_card(event: Event, ticket: Ticket, *, to_child: bool, own_yes: bool) -> Card:
    """Whose yes to pictures is there. `own_yes`: the children's own is given on this phone."""
    paragraphs = [Text("📷 <b>{title}</b>", title=event.title), *(_pictured(child) for child in ticket.children)]
    rows: list[Row] = []
    asked = [child for child in ticket.children if child.age_band.needs_own_consent and own_yes]
    if not to_child:
        paragraphs.append(consent_words.PHOTO)
        allowed = all(child.parent_photo for child in ticket.children)
        rows.append([_allow(ticket, allowed=allowed)])
    if any(not child.child_photo for child in asked):
        if not to_child:
            paragraphs.append(Text("Please hand over the phone:"))
        paragraphs.append(consent_words.CHILD_PHOTO)
    rows += [[_not_me(child) if child.child_photo else _me_too(child)] for child in asked]
    return Card(paragraphs, rows=[*rows, [Act(Text("👪 Who comes"), buttons.ShowFamily(event.id)), HOME]])


def keeping_card(found: Keeping) -> Card:
    """Which children of a sign-up are kept for next time: one tap each, and one that forgets."""
    paragraphs = [Text("💾 <b>{title}</b>", title=found.event.title), consent_words.KEEP]
    rows: list[Row] = []
    for child in found.ticket.children:
        if child.id in found.kept:
            paragraphs.append(Text("• {name}: remembered", name=child.nickname))
            rows.append([_forget(child, found.kept[child.id])])
        elif child in found.waiting:
            paragraphs.append(Text("• {name}: the child’s own yes is missing", name=child.nickname))
            agree = Act(Text("🙋 {name}: yes, remember me", name=child.nickname), consent_buttons.ChildKeeps(child.id))
            rows += [[agree], [_forget(child, child.id)]]
        else:
            keep = Act(Text("💾 Remember {name}", name=child.nickname), consent_buttons.KeepChild(child.id))
            rows.append([keep])
    if found.waiting:
        paragraphs += [Text("Please hand over the phone:"), consent_words.CHILD_KEEP]
    return Card(paragraphs, rows=[*rows, [Act(Text("👪 Who comes"), buttons.ShowFamily(found.event.id)), HOME]])


def names_of(names: Sequence[str]) -> Text:
    """Bống, Tí, Na. At least one."""
    first, *rest = (Text("{name}", name=name) for name in names)
    for name in rest:
        first = Text("{before}, {next}", before=first, next=name)
    return first


def _pictured(child: Child) -> Text:
    if child.photo:
        return Text("• {name}: may be pictured", name=child.nickname)
    if child.parent_photo:
        return Text("• {name}: no pictures, the child’s own yes is missing", name=child.nickname)
    if child.child_photo:
        return Text("• {name}: no pictures, the yes of a parent is missing", name=child.nickname)
    return Text("• {name}: no pictures", name=child.nickname)


def _allow(ticket: Ticket, *, allowed: bool) -> Act:
    if allowed:
        return Act(TAKE_BACK[Purpose.PHOTO], consent_buttons.RefusePictures(ticket.id))
    return Act(Text("📷 Allow pictures"), consent_buttons.AllowPictures(ticket.id))


def _me_too(child: Child) -> Act:
    return Act(
        Text("🙋 {name}: yes, I may be in them", name=child.nickname), consent_buttons.ChildOnPictures(child.id, "yes")
    )


def _not_me(child: Child) -> Act:
    return Act(
        Text("🚫 {name}: no pictures of me", name=child.nickname), consent_buttons.ChildOnPictures(child.id, "no")
    )


def _forget(child: Child, number: int) -> Act:
    return Act(Text("🗑 Forget {name}", name=child.nickname), consent_buttons.ForgetChild(number))


def sheet_caption(paper: Paper) -> Card:
    """What stands below a consent sheet: it can be printed, so it is not protected."""
    return Card(
        [
            Text("📄 <b>{title}</b>: consent sheet, as of {at:day}.", title=paper.event.title, at=paper.made_at),
            Text("It holds the children's names. To be printed and signed where the helpers ask for it."),
        ]
    )
