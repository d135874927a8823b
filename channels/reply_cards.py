"""How ready sentences look to an officer: the titles, and one of them before it is sent."""

from __future__ import annotations

from channels import buttons
from channels.cards import Act, Card, Row
from domain.cases import Case
from domain.replies import Page, Reply
from domain.texts import Text


def titles_card(case: Case, page: Page) -> Card:
    """The titles of one page, each a button; nothing is sent yet."""
    rows: list[Row] = [
        [Act(Text("{title}", title=reply.title), buttons.PreviewReply(case.id, reply.id, None))]
        for reply in page.replies
    ]
    beside = []
    if page.back is not None:
        beside.append(Act(Text("◀️ Back"), buttons.ListReplies(case.id, page.back)))
    if page.on is not None:
        beside.append(Act(Text("More ▶️"), buttons.ListReplies(case.id, page.on)))
    said = Text("Ready sentences for {code}. Choose one to read it first; nothing is sent yet.", code=case.code)
    return Card([said], rows=[*rows, *([beside] if beside else [])], protected=True)


def preview_card(case: Case, reply: Reply, *, to_child: bool) -> Card:
    """The words as they would go out, and to whom they speak."""
    words = Text("{words}", words=reply.words(to_child=to_child))
    other = Text("Say “you” to an adult") if to_child else Text("Say “you” to a child")
    mark = reply.mark(to_child=to_child)
    send = Act(Text("📨 Send to the sender"), buttons.SendReply(case.id, reply.id, int(to_child), mark))
    return Card(
        [Text("Not sent yet. This would go to the sender of {code}:", code=case.code), words],
        rows=[
            [send],
            [Act(other, buttons.PreviewReply(case.id, reply.id, int(not to_child)))],
            [Act(Text("◀️ Other sentences"), buttons.ListReplies(case.id, 0))],
        ],
        protected=True,
    )


def sent_card(case: Case, reply: Reply) -> Card:
    """What stands where the preview stood; below it follows what became of the message."""
    return Card([Text("📨 {code}: “{title}”", code=case.code, title=reply.title)], protected=True)
