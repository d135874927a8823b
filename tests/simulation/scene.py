"""One scene, drawn from its seed: who works, what they are like, and who cries for help."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from domain.people import Role
from domain.wards import WARDS

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff and their habits. Times count from the beginning of the scene or from the alert."""

    role: Role
    ward: str | None
    rung: int
    on_duty: bool
    reachable: bool | None  # what the bot believes; None: never pressed START
    blocked: bool  # what Telegram will say
    takes_after: timedelta | None  # from the alert; None: never
    then: str  # what follows when they took it: "acts", "closes" or "nothing"
    turns_duty_at: timedelta | None  # comes on duty, or goes
    faults: int  # how often Telegram fails before the first message arrives

    @property
    def hears(self) -> bool:
        return bool(self.reachable) and not self.blocked

    def on_duty_at(self, moment: timedelta) -> bool:
        """Whether they are on duty so long after the scene began."""
        return self.on_duty != (self.turns_duty_at is not None and moment >= self.turns_duty_at)


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody who cries for help."""

    cries_at: timedelta
    ward: str | None
    avoids_ward_at: timedelta | None  # *Không gửi cán bộ phường này*
    faults: int


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is decided before it is played."""

    seed: str
    workers: tuple[Worker, ...]
    senders: tuple[Sender, ...]
    lasts: timedelta


def draw(seed: int, number: int) -> Scene:
    """The scene with this number; the same numbers draw the same scene."""
    rng = random.Random(f"{seed} {number}")
    ward = rng.choice((*WARDS, None))
    workers = [_worker(rng, ward) for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 4, 6)))]
    workers += [_worker(rng, None) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    senders = [_sender(rng, ward, first=n == 0) for n in range(rng.choice((1, 1, 1, 2)))]
    return Scene(
        f"{seed}:{number}", tuple(workers), tuple(senders), rng.choices((30, 45, 65, 125), (4, 3, 2, 1))[0] * MINUTE
    )


def _worker(rng: random.Random, ward: str | None) -> Worker:
    role = rng.choices((Role.OFFICER, Role.COORDINATOR, Role.EDITOR, Role.ADMIN), (12, 5 if ward is None else 1, 1, 1))[
        0
    ]
    home = ward if ward is not None and rng.random() < 0.7 else rng.choice(WARDS)
    return Worker(
        role=role,
        ward=home if role is Role.OFFICER else None,
        rung=rng.choice((1, 1, 2, 3)),
        on_duty=rng.random() < 0.8,
        reachable=rng.choices((True, None, False), (8, 1, 1))[0],
        blocked=rng.random() < 0.2,
        takes_after=rng.choice((None, None, rng.uniform(0.2, 4) * MINUTE, rng.uniform(0.2, 40) * MINUTE)),
        then=rng.choice(("acts", "acts", "closes", "nothing")),
        turns_duty_at=rng.uniform(0, 30) * MINUTE if rng.random() < 0.15 else None,
        faults=rng.choice((0, 0, 0, 1, 3)),
    )


def _sender(rng: random.Random, ward: str | None, *, first: bool) -> Sender:
    cries_at = timedelta() if first else rng.uniform(0, 15) * MINUTE
    avoids_at = cries_at + rng.uniform(0, 20) * MINUTE if ward is not None and rng.random() < 0.1 else None
    return Sender(cries_at, ward, avoids_at, rng.choice((0, 0, 0, 1, 3)))
