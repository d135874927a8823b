"""How the splitting of a case looks to its holder: the choice of messages, by time and kind."""

from __future__ import annotations

from collections.abc import Sequence

from channels import buttons
from channels.cards import Act, Card, Row
from channels.desk_cards import KINDS
from domain.splitting import Plan, Said, choice
from domain.texts import Text


def choice_card(case: int, code: str, messages: Sequence[Said], plan: Plan) -> Card:
    """Which messages stand in the new case, too; a tap takes one out or puts it back."""
    older, newest = choice(messages, plan)
    paragraphs: list[Text | str] = [
        Text("✂️ <b>Split {code}</b> (two children)", code=code),
        Text(
            "The new case has its own code and its own limits. It is in your hands, too; no message leaves {code}.",
            code=code,
        ),
        Text("Which messages are about the other child? The ticked ones will stand in both cases."),
    ]
    if older:
        paragraphs.append(Text("Earlier messages that stand in both: {count}.", count=len(older)))
    picks: list[Row] = [[_pick(case, plan, i, said)] for i, said in enumerate(newest)]
    return Card(paragraphs, rows=[*picks, [Act(Text("✂️ Split now"), _split(case, plan))]], protected=True)


def done_card(code: str, new: str) -> Card:
    """The case was split."""
    return Card(
        [
            Text("✂️ Done: {code} stays, and {new} was made. Both are in your hands.", code=code, new=new),
            Text(
                "What the sender writes from now on stands in both and comes to you once; you can write to them from either. If {new} belongs to another ward, please hand it over to the coordinator.",
                new=new,
            ),
        ],
        protected=True,
    )


def _pick(case: int, plan: Plan, index: int, said: Said) -> Act:
    mark = "☐" if plan.leaves_out(index) else "☑️"
    label = Text("{mark} {at:day} · {kind}", mark=mark, at=said.at, kind=KINDS.get(said.kind, KINDS["other"]))
    other = plan.toggled(index)
    return Act(label, buttons.PickForSplit(case, other.nth, other.upto, other.without))


def _split(case: int, plan: Plan) -> buttons.SplitCase:
    return buttons.SplitCase(case, plan.nth, plan.upto, plan.without)
