"""How the handbook looks: the shelf, an article on one phone screen and what is behind it, the wards' addresses."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import date

from channels.buttons import (
    FIRST,
    LAW,
    MORE,
    AskOfficer,
    Browse,
    Listen,
    NotWhatIMeant,
    OpenArticle,
    OpenChapter,
    ReadArticle,
    ShowTopic,
)
from channels.cards import HOME, SOS, Act, Card, Row, card, ward_rows
from channels.lesson_cards import checked_line, learn_rows, source_line
from channels.markdown import to_html
from domain.guidance import Article, Chapter, Edition, Library, Version
from domain.lessons import Lesson
from domain.news_library import LibraryRefused, LibraryTaken
from domain.people import Audience
from domain.sources import laws, shown
from domain.texts import Text

READERS = {
    Audience.PARENT: Text("👪 For parents"),
    Audience.CHILD: Text("🧒 For children"),
    Audience.CAREGIVER: Text("🤝 For caregivers"),
}
OTHER_AGE = {
    Edition.CHILD: Text("🧸 The version for younger children"),
    Edition.YOUNGER: Text("🎒 The version for older children"),
}
MOST_RELATED = 3
Titled = Sequence[tuple[str, str]]  # slugs with their titles


def article_card(article: Article, edition: Edition, related: Titled, lessons: Sequence[Lesson] = ()) -> Card:
    """The first screen of one version; `lessons` belong to it. Children are told no law before they ask."""
    version = article.versions[edition]
    paragraphs: list[Text | str] = [_title(version), to_html(version.body)]
    if version.law and not edition.is_for_children:
        paragraphs.append(f"⚖️ {to_html(version.law)}")
    if version.next:
        paragraphs.append(f"👉 {to_html(version.next)}")
    rows: list[Row] = []
    if version.voice is not None:
        rows.append([Act(Text("🔊 Listen"), Listen(article.slug, edition.value))])
    if version.more:
        rows.append([Act(Text("📄 Read more"), ReadArticle(article.slug, edition.value, MORE))])
    if (sibling := edition.sibling) is not None and sibling in article.versions:
        rows.append([Act(OTHER_AGE[edition], ReadArticle(article.slug, sibling.value, FIRST))])
    if version.has_law_behind:
        rows.append([Act(Text("⚖️ What does the law say?"), ReadArticle(article.slug, edition.value, LAW))])
    rows += [*learn_rows(lessons), *_titles(related), *_below(article)]
    paragraphs.append(_foot(article, edition, version.as_of))
    return Card(paragraphs, rows=rows)


def more_card(article: Article, edition: Edition) -> Card:
    """What did not fit on the first screen; one tap leads back."""
    version = article.versions[edition]
    paragraphs: list[Text | str] = [_title(version), to_html(version.more)]
    paragraphs.append(_foot(article, edition, version.more_as_of))
    return Card(paragraphs, rows=[[_back(article, edition)], *_below(article)])


def law_card(article: Article, edition: Edition) -> Card:
    """To a child who asked: what the law says in words for children, and the names and numbers of what is cited.

    Never the headings of the law: "…giúp người khác tự sát" is nothing to read unexplained.
    """
    version = article.versions[edition]
    paragraphs: list[Text | str] = [_title(version), Text("⚖️ <b>What the law says</b>"), to_html(version.law)]
    if found := laws(article.sources):
        paragraphs += [Text("This is where it is written:"), html.escape(shown(found), quote=False)]
    paragraphs.append(checked_line(article.reviewed, version.law_as_of))
    return Card(paragraphs, rows=[[_back(article, edition)], *_below(article)])


def grown_ups_card(article: Article, related: Titled) -> Card:
    """To a child: this page has no words for you yet. Reading it is theirs to decide."""
    read = Act(Text("📄 Read the page for grown-ups"), ReadArticle(article.slug, Edition.PARENT.value, FIRST))
    return Card(
        [
            f"<b>{html.escape(article.title, quote=False)}</b>",
            Text(
                "This page is written for grown-ups. You may read it all the same, or look at the pages for you below."
            ),
            Text("If something worries you, tell a grown-up you trust, or call <b>111</b>: free, day and night."),
        ],
        rows=[*_titles(related), [Act(READERS[Audience.CHILD], Browse(Audience.CHILD.value))], [read], [SOS, HOME]],
    )


def shelf_card(library: Library, reader: Audience, lessons: Sequence[Act] = ()) -> Card:
    """The chapters that have words for these grown-ups; the way to the lessons; the other shelves."""
    chapters: list[Row] = [
        [Act(Text("{title}", title=chapter.title), OpenChapter(reader.value, chapter.id))]
        for chapter in library.chapters
        if library.in_chapter(chapter, reader)
    ]
    others = [Act(label, Browse(audience.value)) for audience, label in READERS.items() if audience is not reader]
    return Card(
        [
            Text("📖 <b>Handbook</b> · {reader}", reader=READERS[reader]),
            Text("Tap a chapter, or just write your question, with or without diacritics."),
        ],
        rows=[*chapters, *([lessons] if lessons else []), others, [HOME]],
    )


def chapter_card(chapter: Chapter, articles: Sequence[Article], reader: Audience, *, own: bool) -> Card:
    """The articles of one chapter as buttons. `own`: these grown-ups look themselves."""
    titles: list[Row] = []
    for article in articles:
        if (edition := article.edition_for(reader)) is not None:
            opens = ShowTopic(article.slug) if own else OpenArticle(article.slug, edition.value)
            titles.append([Act(Text("{title}", title=article.title_for(reader)), opens)])
    return Card(
        [
            Text("📖 <b>Handbook</b> · {reader}", reader=READERS[reader]),
            f"<b>{html.escape(chapter.title, quote=False)}</b>",
        ],
        rows=[*titles, [Act(Text("‹ All chapters"), Browse(reader.value)), HOME]],
    )


def contacts_card(library: Library, own: str | None) -> Card:
    """Addresses of the wards (this reader's first) and the verified numbers."""
    wards = sorted(library.places.ward, key=lambda ward: ward.id != own)
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
        rows = [*ward_rows(), *rows]
        paragraphs.append(Text("Which ward is yours? You may choose it below."))
    return Card(paragraphs, rows=rows)


@card.register
def _refused(news: LibraryRefused) -> Card:
    told: list[Text | str] = [html.escape(trouble, quote=False) for trouble in news.troubles]
    if news.more:
        told.append(Text("And {more} more.", more=news.more))
    return Card(
        [
            Text(
                "📚 The files of the handbook were changed and cannot be used yet. Families go on reading the old ones."
            ),
            *told,
            Text("Mend them and save: the bot looks again by itself. `treem check` names everything."),
        ],
        silent=True,
    )


@card.register
def _taken(news: LibraryTaken) -> Card:
    return Card(
        [Text("📚 The handbook is new: families read {articles} articles.", articles=news.articles)], silent=True
    )


def _title(version: Version) -> str:
    return f"<b>{html.escape(version.title, quote=False)}</b>"


def _back(article: Article, edition: Edition) -> Act:
    return Act(Text("‹ Back to the first screen"), ReadArticle(article.slug, edition.value, FIRST))


def _foot(article: Article, edition: Edition, as_of: date | None) -> Text:
    """When somebody compared the words, of when the figures are, and where the words come from."""
    return source_line(article.sources, article.reviewed, to_child=edition.is_for_children, as_of=as_of)


def _titles(related: Titled) -> list[Row]:
    return [[Act(Text("{title}", title=title), ShowTopic(slug))] for slug, title in related[:MOST_RELATED]]


def _below(article: Article) -> list[Row]:
    not_it = Act(Text("❓ Not what I meant"), NotWhatIMeant(article.slug))
    return [[Act(Text("💬 Ask a ward officer"), AskOfficer()), not_it], [SOS, HOME]]
