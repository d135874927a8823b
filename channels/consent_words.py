"""The exact words a yes is given to. Other words are a new version (`content/vi/consents.toml`)."""

from __future__ import annotations

from domain.texts import Text

ADULT = Text(
    "We keep what stands above so that the helpers can welcome the children. Only the staff of this event read it; "
    "it is deleted 30 days after the event. "
    "You can cancel with one tap at any time. Are you the mother, father or guardian, and do you agree?"
)
CHILD_ALONE = Text(
    "We keep this name and your age group so that the helpers can welcome you. Only they read it; "
    "it is deleted 30 days after the event. You can cancel with one tap at any time. "
    "Your mother, father or caregiver has to agree too: we give you a link for them."
)
BY_LINK = Text(
    "We keep a first name or nickname and an age group, read by the staff of this event only and deleted 30 days "
    "after it. "
    "Are you the mother, father or guardian, and do you agree? If not, you need not do anything."
)
CHILD = Text("From 7 on, the child decides too. Please hand over the phone: do you want to come?")
NEEDS = Text(
    "Is there anything the helpers should know to look after the child (an allergy, a wheelchair)? "
    "You need not answer. What you write is read by the helpers only and deleted 30 days after the event."
)
PHOTO = Text(
    "📷 May the helpers take pictures of the children at this event? Never shown with a name, a school or an address; "
    "from 7 on the child has to agree, too. Not switched on means no; you can take it back with one tap."
)

CURRENT = {
    "signup": ADULT,
    "signup_child": CHILD_ALONE,
    "signup_link": BY_LINK,
    "child": CHILD,
    "needs": NEEDS,
    "photo": PHOTO,
}
