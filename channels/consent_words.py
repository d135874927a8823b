"""The exact words a yes is given to. Other words are a new version (`content/vi/consents.toml`)."""

from __future__ import annotations

from domain.signups import Purpose, Route
from domain.texts import Text

ADULT = Text(
    "We keep what stands above so that the helpers can welcome the children. Only the staff of this event and an "
    "adult you ask to look after the sign-up with you read it; the staff may print it as a list for the door. "
    "It is deleted 30 days after the event, and the staff are reminded to destroy the printed list. "
    "You can cancel with one tap at any time. "
    "Are you the mother, father or guardian, and do you agree that the children take part?"
)
CHILD_ALONE = Text(
    "We keep this name and your age group so that the helpers can welcome you. Only they and the adult of your family "
    "who agrees read it; the helpers may print it as a list for the door. It is deleted 30 days after the event, and "
    "the helpers are reminded to destroy the printed list. You can cancel with one tap at any time. "
    "Your mother, father or caregiver has to agree too: we give you a link for them."
)
BY_LINK = Text(
    "We keep a first name or nickname and an age group of the child; only the staff of this event and the adults of "
    "the family who look after the sign-up read it, and the staff may print it as a list for the door. It is deleted "
    "30 days after the event, and the staff are reminded to destroy the printed list. You can take your yes back at "
    "any time: open /cuatoi and tap once; the child's sign-up is cancelled then. "
    "Are you the mother, father or guardian, and do you agree that the child takes part? "
    "If not, you need not do anything."
)
CHILD = Text(
    "From 7 on, the child decides too. Please hand over the phone. Do you want to come? The helpers will know what "
    "you are called, how old you are, and what your parents wrote so that you are looked after. If you do not want to, "
    "that is fine, and you can change your mind at any time."
)
NEEDS = Text(
    "🩺 This is private, it is about the child's health, so we ask apart: may the helpers read it? Only they and "
    "the adults who look after the sign-up do, also on the printed list for the door; it is deleted 30 days after the "
    "event. You can say no: the line is deleted at once and the child is signed up all the same. "
    "You can take it back with one tap."
)
PHOTO = Text(
    "📷 May the helpers take pictures of your children at this event? Nobody may show them with a child's name, school "
    "or address. From 7 on the child has to agree too: we ask it after the sign-up. If one yes is missing, no pictures "
    "are taken. Not switched on means no; you can take it back with one tap."
)
CHILD_PHOTO = Text(
    "📷 The helpers take pictures that day. Do you want to be in them? Nobody may show them with your name, school or "
    "address. If you do not like it, that is fine: you come all the same. You can change your mind with one tap."
)
KEEP = Text(
    "💾 Shall we remember the children for next time, so that you need not type them again? We remember the name and "
    "the age group of each child you choose, no health notes; only you see them when you sign up, no helpers do. "
    "Until you take it back, delete your profile (/xoa), or do not use it for 24 months. From 7 on the child has to "
    "agree too. If you choose nothing, we forget the children 30 days after the event."
)
CHILD_KEEP = Text(
    "💾 May we remember what you are called and how old you are, so that your parents need not type it next time? "
    "If you do not like it, that is fine: you come all the same. You can make us forget it with one tap at any time."
)

CURRENT = {
    "signup": ADULT,
    "signup_child": CHILD_ALONE,
    "signup_link": BY_LINK,
    "child": CHILD,
    "needs": NEEDS,
    "photo": PHOTO,
    "child_photo": CHILD_PHOTO,
    "keep": KEEP,
    "child_keep": CHILD_KEEP,
}
READ = {
    (Purpose.SIGNUP, Route.BUTTON): ADULT,
    (Purpose.SIGNUP, Route.LINK): BY_LINK,
    (Purpose.CHILD, Route.SAME_PHONE): CHILD,
    (Purpose.CHILD, Route.BUTTON): CHILD_ALONE,
    (Purpose.NEEDS, Route.BUTTON): NEEDS,
    (Purpose.PHOTO, Route.BUTTON): PHOTO,
    (Purpose.CHILD_PHOTO, Route.SAME_PHONE): CHILD_PHOTO,
    (Purpose.CHILD_PHOTO, Route.BUTTON): CHILD_PHOTO,
}
