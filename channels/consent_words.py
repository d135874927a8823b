"""The exact words a yes is given to. Other words are a new version (`content/vi/consents.toml`)."""

from __future__ import annotations

from domain.texts import Text

ADULT = Text(
    "We keep what stands above so that the helpers can welcome the children. Only the staff of this event and an "
    "adult you ask to look after the sign-up with you read it; it is deleted 30 days after the event. "
    "You can cancel with one tap at any time. "
    "Are you the mother, father or guardian, and do you agree that the children take part?"
)
CHILD_ALONE = Text(
    "We keep this name and your age group so that the helpers can welcome you. Only they and the adult of your family "
    "who agrees read it; it is deleted 30 days after the event. You can cancel with one tap at any time. "
    "Your mother, father or caregiver has to agree too: we give you a link for them."
)
BY_LINK = Text(
    "We keep a first name or nickname and an age group of the child; only the staff of this event and the adults of "
    "the family who look after the sign-up read it, and it is deleted 30 days after the event. "
    "Are you the mother, father or guardian, and do you agree that the child takes part? "
    "If not, you need not do anything."
)
CHILD = Text("From 7 on, the child decides too. Please hand over the phone: do you want to come?")
NEEDS = Text(
    "Is there anything the helpers should know to look after the child (an allergy, a wheelchair)? "
    "You need not answer. This is private, it is about health: only the helpers and the adults who look after the "
    "sign-up read it, and it is deleted 30 days after the event."
)
PHOTO = Text(
    "📷 May the helpers take pictures of your children under 7 at this event? Nobody may show them with a child's "
    "name, school or address. From 7 on the child would have to agree itself, which the bot does not ask: "
    "no pictures of them. "
    "Not switched on means no; you can take it back with one tap."
)

CURRENT = {
    "signup": ADULT,
    "signup_child": CHILD_ALONE,
    "signup_link": BY_LINK,
    "child": CHILD,
    "needs": NEEDS,
    "photo": PHOTO,
}
