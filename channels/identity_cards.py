"""How *Ai gửi?* looks: the reasons to choose from, and who it is, with what is not known said plainly."""

from __future__ import annotations

from channels import buttons
from channels.cards import Act, Card, ward_name
from domain.identity import Known, Profile, Reason
from domain.people import AgeBand, Audience
from domain.texts import Text

REASONS = {
    Reason.REACH: Text("🏃 Somebody has to go there or call"),
    Reason.HELPERS: Text("🤝 Police, doctors or 111 need it to help"),
    Reason.SAME: Text("🔁 Is it somebody who wrote before?"),
    Reason.OTHER: Text("✍️ Another reason, in my words"),
}
AUDIENCES = {
    Audience.PARENT: Text("parent"),
    Audience.CHILD: Text("child"),
    Audience.CAREGIVER: Text("caregiver"),
}
AGES = {band: Text("{ages} years", ages=band.value) for band in AgeBand}


def reasons_card(case: int, code: str) -> Card:
    """Why does somebody ask?"""
    return Card(
        [
            Text("🪪 Who sent {code}? Please say why you need to know.", code=code),
            Text("Your name, the time and the reason are kept in the journal. The sender is not told."),
        ],
        rows=[[Act(label, buttons.AskWho(case, reason.value))] for reason, label in REASONS.items()],
        protected=True,
    )


def known_card(code: str, known: Known, profile: Profile | None) -> Card:
    """Who it is, as far as the bot knows."""
    paragraphs: list[Text | str] = [
        Text("🪪 <b>Who sent {code}</b>, as far as the bot knows:", code=code),
        *_telegram(profile),
        Text("• says of themselves: {who}", who=_who(known)),
        Text("• ward they chose: {ward}", ward=Text("not said") if known.ward is None else ward_name(known.ward)),
        Text("• phone number: {phones}", phones=", ".join(known.phones))
        if known.phones
        else Text("• phone number: not shared in this case"),
        Text("The bot does not know: the real name, the address, who holds the phone now."),
        Text("Please tell nobody who does not need it to help. It leaves this phone when the case is closed."),
    ]
    return Card(paragraphs, protected=True)


def _telegram(profile: Profile | None) -> list[Text]:
    if profile is None:
        return [Text("• Telegram does not tell the name at the moment.")]
    name = Text("• name in Telegram (chosen by themselves): {name}", name=profile.name)
    if profile.username is None:
        return [name, Text("• @name in Telegram: none")]
    return [name, Text("• @name in Telegram: @{username}", username=profile.username)]


def _who(known: Known) -> Text:
    if known.audience is None:
        return Text("not said")
    who = AUDIENCES[known.audience]
    return who if known.age_band is None else Text("{who}, {age}", who=who, age=AGES[known.age_band])
