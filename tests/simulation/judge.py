"""What was promised to each sender, worked out from the roster alone and held against what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.people import Role
from tests.simulation.play import Tale
from tests.simulation.scene import MINUTE, Scene, Worker

STEP = 5 * MINUTE
TELLS = tuple(minute * MINUTE for minute in (10, 20, 40, 100, 160, 220))
ARRIVES_WITHIN = timedelta(minutes=3)  # at most three faults a person, at most a minute between two tries
ENDS = ("taken", "closed")
BEGINS = ("opened", "fell_back", "ward_avoided")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which a case rang without a break."""

    begins: datetime
    ends: datetime
    why: str
    skip_ward: bool
    taken: bool


@dataclass(slots=True)
class Verdict:
    """`unrung` and `beyond`: what was owed to the sender and did not come; sentences, empty when all is well."""

    taken_after: timedelta | None = None
    told_after: timedelta | None = None
    unrung: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)


def judge(scene: Scene, tale: Tale) -> Verdict:
    """Holds one tale against the promises."""
    verdict = Verdict()
    taken = [at for at, verb in tale.steps if verb == "taken"]
    verdict.taken_after = taken[0] - tale.opened_at if taken else None
    verdict.told_after = tale.told[0][0] - tale.opened_at if tale.told else None
    stretches = list(_stretches(tale))
    for stretch in stretches:
        verdict.unrung += _unrung(scene, tale, stretch)
        verdict.beyond += _untold(scene, tale, stretch)
    verdict.unrung += _wrongly_rung(tale, stretches)
    return verdict


def _stretches(tale: Tale) -> Iterator[Stretch]:
    """From the journal: when it rang, and for whom."""
    begun: tuple[datetime, str] | None = None
    skip = False
    for at, verb in tale.steps:
        if verb == "ward_avoided":
            skip = True
            if begun is None and not _rings_again(tale, at):
                continue  # its holder is no officer of that ward and keeps it
        if begun is not None and verb in (*ENDS, *BEGINS):
            yield Stretch(begun[0], at, begun[1], skip and verb != "ward_avoided", verb == "taken")
            begun = None
        if verb in BEGINS:
            begun = (at, verb)
    if begun is not None:
        yield Stretch(begun[0], tale.ends_at, begun[1], skip, taken=False)


def _rings_again(tale: Tale, at: datetime) -> bool:
    """Whether a taken case began to ring again when its sender avoided the ward: its holder was of that ward."""
    return any(when == at and verb in ("rung", "nobody_on_duty") for when, verb in tale.steps)


def _group(worker: Worker, ward: str | None, *, skip_ward: bool) -> tuple[int, int] | None:
    """When somebody's turn comes: own ward by rung, coordinators, officers of other wards; None: never."""
    if worker.role is Role.COORDINATOR:
        return (1, 0)
    if worker.role is not Role.OFFICER or (skip_ward and worker.ward == ward):
        return None
    return (0, worker.rung) if worker.ward == ward else (2, 0)


def _unrung(scene: Scene, tale: Tale, stretch: Stretch) -> Iterator[str]:
    """Whoever could be rung was rung by the time every rung below had had its five minutes."""
    turns = {
        worker: group
        for worker in scene.workers
        if (group := _group(worker, tale.sender.ward, skip_ward=stretch.skip_ward)) is not None
        and worker.hears
        and (worker.on_duty or worker.turns_duty_at is not None)
    }
    for worker, group in turns.items():
        below = {other for other in turns.values() if other < group}
        if worker.turns_duty_at is not None or (group == (2, 0) and below):
            continue
        by = stretch.begins + len(below) * STEP
        if by < stretch.ends and not any(stretch.begins <= at <= by and who is worker for at, who in tale.rung):
            yield f"{scene.seed}: {worker} was not rung by {by:%H:%M:%S}"


def _wrongly_rung(tale: Tale, stretches: Sequence[Stretch]) -> Iterator[str]:
    """Nobody is rung who never pressed START, does no case work, or is feared by the sender."""
    skipped_at = min((s.begins for s in stretches if s.skip_ward), default=tale.ends_at)
    for at, worker in tale.rung:
        group = _group(worker, tale.sender.ward, skip_ward=at >= skipped_at)
        if group is None or not worker.reachable:
            yield f"{worker} was rung at {at:%H:%M:%S} and must not be"


def _untold(scene: Scene, tale: Tale, stretch: Stretch) -> Iterator[str]:
    """The sender hears that nobody has it when it is due, at once if nobody can be rung; and that somebody took it."""
    owed = [tale.opened_at + tell for tell in TELLS if stretch.begins < tale.opened_at + tell < stretch.ends]
    alone = not _anybody(scene, tale, stretch) and not _knows_it(tale, stretch.begins)
    if stretch.why == "fell_back" or alone:
        owed.append(stretch.begins)
    if stretch.taken:
        owed.append(stretch.ends)
    for moment in owed:
        if not any(at == moment for at, _ in tale.tried):
            yield f"{scene.seed}: nothing was said at {moment:%H:%M:%S}"
        late = moment + ARRIVES_WITHIN
        if late < tale.ends_at and not any(moment <= at <= late for at, _ in tale.told):
            yield f"{scene.seed}: what was due at {moment:%H:%M:%S} never came"


def _knows_it(tale: Tale, moment: datetime) -> bool:
    """Whether the sender was told before that nobody has it, and nobody was rung since."""
    said = [at for at, kind in tale.tried if kind == "NobodyYet" and at < moment]
    return bool(said) and not any(said[-1] <= at <= moment for at, _ in tale.rung)


def _anybody(scene: Scene, tale: Tale, stretch: Stretch) -> bool:
    """Whether somebody can be rung when it begins to ring."""
    now = stretch.begins - (tale.ends_at - scene.lasts)
    return any(
        worker.hears
        and worker.on_duty_at(now)
        and _group(worker, tale.sender.ward, skip_ward=stretch.skip_ward) is not None
        for worker in scene.workers
    )
