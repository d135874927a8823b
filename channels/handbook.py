"""How the handbook looks: the shelf, an article on one phone screen, the wards' addresses."""

from __future__ import annotations

import html
from collections.abc import Sequence

from channels.buttons import AskOfficer, Browse, ChooseWard, NotWhatIMeant, ShowTopic
from channels.cards import HOME, SOS, WARD_NAMES, Act, Card, Row
from channels.markdown import to_html
from domain.guidance import Article, Library, Source
from domain.people import Audience
from domain.texts import Text

READERS = {
    Audience.PARENT: Text("👪 For parents"),
    Audience.CHILD: Text("🧒 For children"),
    Audience.CAREGIVER: Text("🤝 For caregivers"),
}
MOST_RELATED = 3


def article_card(article: Article, reader: Audience | None, related: Sequence[tuple[str, str]]) -> Card:
    """One article for this reader. `related` are slugs with their titles."""
    version = article.version_for(reader)
    paragraphs: list[Text | str] = [f"<b>{html.escape(version.title, quote=False)}</b>", to_html(version.body)]
    if version.next:
        paragraphs.append(f"👉 {to_html(version.next)}")
    paragraphs.append(
        Text(
            "<i>Source: {sources}. Checked on {reviewed}.</i>",
            sources=_names(article.sources),
            reviewed=article.reviewed,
        )
    )
    rows: list[Row] = [[Act(Text("{title}", title=title), ShowTopic(slug))] for slug, title in related[:MOST_RELATED]]
    rows.append(
        [
            Act(Text("💬 Ask a ward officer"), AskOfficer()),
            Act(Text("❓ Not what I meant"), NotWhatIMeant(article.slug)),
        ]
    )
    rows.append([SOS, HOME])
    return Card(paragraphs, rows=rows)


def shelf_card(articles: Sequence[Article], reader: Audience) -> Card:
    """All articles as buttons, in this reader's words; and the other readers' shelves."""
    titles: list[Row] = [[Act(Text("{title}", title=a.title_for(reader)), ShowTopic(a.slug))] for a in articles]
    others = [Act(label, Browse(audience.value)) for audience, label in READERS.items() if audience is not reader]
    return Card(
        [
            Text("📖 <b>Handbook</b> · {reader}", reader=READERS[reader]),
            Text("Tap a title, or just write your question, with or without diacritics."),
        ],
        rows=[*titles, others, [HOME]],
    )


def contacts_card(library: Library, own: str | None) -> Card:
    """Addresses of the wards (this reader's first) and the verified numbers."""
    wards = sorted(library.wards, key=lambda ward: ward.id != own)
    paragraphs: list[Text | str] = [Text("🏛 <b>The four wards</b>")]
    paragraphs += [
        Text(
            "<b>{name}</b>: {places}",
            name=ward.name,
            places="; ".join(f"{contact.what}: {contact.value}" for contact in ward.contacts),
        )
        for ward in wards
    ]
    paragraphs += [
        Text("☎️ <b>{number}</b> – {who} ({hours}, {cost})", number=h.number, who=h.who, hours=h.hours, cost=h.cost)
        for h in library.hotlines
    ]
    paragraphs.append(Text("The wards have not given us telephone numbers yet, so we show none."))
    rows: list[Row] = [[Act(Text("💬 Ask a ward officer"), AskOfficer())], [SOS, HOME]]
    if own is None:
        acts = [Act(Text("{title}", title=name), ChooseWard(ward)) for ward, name in WARD_NAMES.items()]
        rows = [acts[:2], acts[2:], *rows]
        paragraphs.append(Text("Which ward is yours? You may choose it below."))
    return Card(paragraphs, rows=rows)


def _names(sources: Sequence[Source]) -> str:
    return "; ".join(source.name for source in sources)
