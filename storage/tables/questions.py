"""What people ask and the bot does not know: counts, and phrases that many people used."""

from __future__ import annotations

from sqlalchemy import Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Sealed
from storage.tables.base import Table


class MissRow(Table):
    """What people ask and no article answers: counts by day and nearest topic, never words."""

    __tablename__ = "misses"
    day: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(Integer, default=0)


class CorrectionRow(Table):
    """What people meant instead of what we took their words for: counts by month, never words."""

    __tablename__ = "corrections"
    month: Mapped[str] = mapped_column(primary_key=True)
    taken_for: Mapped[str] = mapped_column(primary_key=True)
    meant: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(Integer, default=0)


class PhraseMarkRow(Table):
    """That somebody used a phrase nobody could answer: two keyed marks, which no one can read back."""

    __tablename__ = "phrase_marks"
    phrase: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    who: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    day: Mapped[str]


class PhraseRow(Table):
    """A phrase nobody could answer, once five people had used it."""

    __tablename__ = "phrases"
    phrase: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    words: Mapped[str] = mapped_column(Sealed("phrases.words"))
    people: Mapped[int] = mapped_column(Integer)
    day: Mapped[str]
