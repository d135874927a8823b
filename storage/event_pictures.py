"""The picture that came with the file of an event: its bytes are kept until Telegram has it, or the event is over."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, or_, select, update

from domain.enclosures import Enclosure, Kind
from domain.events import State
from storage.database import Transaction
from storage.tables import EventPictureRow, EventRow


async def put(tx: Transaction, row: EventRow, picture: Enclosure) -> bool:
    """The event shows this picture. False: it does already, and nothing is sent to Telegram anew."""
    if row.picture_of == picture.digest:
        return False
    await drop(tx, row.id)
    row.picture, row.picture_of = None, picture.digest
    tx.add(EventPictureRow(event_id=row.id, content=picture.content or b""))
    await tx.flush()
    return True


async def drop(tx: Transaction, event: int) -> None:
    """Another picture, or none, takes its place."""
    await tx.execute(delete(EventPictureRow).where(EventPictureRow.event_id == event))


async def to_send(tx: Transaction, row: EventRow) -> Enclosure | None:
    """The picture where Telegram does not have it yet."""
    if row.picture is not None or row.picture_of is None:
        return None
    content = await tx.scalar(select(EventPictureRow.content).where(EventPictureRow.event_id == row.id))
    return None if content is None else Enclosure(Kind.PICTURE, Path("picture"), row.picture_of, content)


async def sent(tx: Transaction, digest: str, file_id: str) -> None:
    """Telegram has this picture under this id: every event that shows it sends that, and its bytes go."""
    has_none = update(EventRow).where(EventRow.picture_of == digest, EventRow.picture.is_(None))
    await tx.execute(has_none.values(picture=file_id).execution_options(synchronize_session=False))
    shows = select(EventRow.id).where(EventRow.picture_of == digest)
    await tx.execute(delete(EventPictureRow).where(EventPictureRow.event_id.in_(shows)))


async def empty(tx: Transaction, now: datetime) -> None:
    """Of events that are over or cancelled nobody is shown a picture any more."""
    over = select(EventRow.id).where(or_(EventRow.ends_at < now, EventRow.state == State.CANCELLED))
    await tx.execute(delete(EventPictureRow).where(EventPictureRow.event_id.in_(over)))
