"""The picture of an event's file: read and checked with it, kept until Telegram has it, gone with the event."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from domain.announcement_faces import face_of_event
from domain.cases import Content
from domain.event_fields import Field
from domain.people import Role
from services.upkeep import Upkeep
from storage.database import Database
from storage.event_files import BadEventFile, read
from storage.tables import EventPictureRow
from tests.storage.test_event_editor import Office
from tests.storage.test_event_files import GOOD


def drawn(colour: str, kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    drawing = BytesIO()
    Image.new("RGB", size, colour).save(drawing, kind)
    return drawing.getvalue()


def beside(folder: Path, picture: bytes | None, name: str = "den.png", line: str = 'picture = "den.png"') -> Path:
    if picture is not None:
        (folder / name).write_bytes(picture)
    file = folder / "trung-thu.toml"
    file.write_text(f"{GOOD}{line}\n", encoding="utf-8")
    return file


WRONG = {
    "missing": (None, 'picture = "den.png"', "Put it there"),
    "elsewhere": (b"", 'picture = "../den.png"', "its name alone"),
    "no picture": (b"not a picture", 'picture = "den.png"', "PNG or JPEG"),
    "cut off": (drawn("red", size=(600, 600))[:400], 'picture = "den.png"', "PNG or JPEG"),
    "too thin": (drawn("red", size=(2100, 100)), 'picture = "den.png"', "less thin"),
    "too large": (drawn("red") + b"x" * 2 * 1024 * 1024, 'picture = "den.png"', "at most 2048"),
    "a number": (None, "picture = 7", "Write it like"),
    "empty": (None, 'picture = ""', "is empty"),
}


@pytest.mark.parametrize(("picture", "line", "cure"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_picture_is_told_with_its_line_and_cure(
    tmp_path: Path, picture: bytes | None, line: str, cure: str
) -> None:
    with pytest.raises(BadEventFile) as bad:
        read(beside(tmp_path, picture, line=line))
    [problem] = bad.value.problems
    assert problem.line == len(GOOD.splitlines()) + 1
    assert cure in problem.text.source.format(**problem.text.params)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_beside_the_file_comes_with_it(tmp_path: Path, kind: str) -> None:
    picture = read(beside(tmp_path, drawn("red", kind))).picture
    assert picture is not None
    assert picture.content == drawn("red", kind)


async def test_it_is_kept_until_telegram_has_it_and_sent_anew_only_when_it_is_another(
    database: Database, tmp_path: Path
) -> None:
    office = Office(database)
    event = await office.events.add_from_toml(None, beside(tmp_path, drawn("red")))
    again = await office.events.add_from_toml(None, beside(tmp_path, drawn("red")))
    assert again.version == event.version, "the same file changes nothing"
    upload = (await office.events.get(None, event.id)).upload
    assert upload is not None and upload.content == drawn("red")
    for file_id in ("its-id", "of-a-second-phone"):
        await office.events.picture_sent(upload, file_id)
    shown = await office.events.get(None, event.id)
    assert (shown.upload, shown.event.picture) == (None, "its-id")
    assert face_of_event(shown.event) == face_of_event(event), "to families it is the same"
    assert await office.count(EventPictureRow) == 0
    await office.events.add_from_toml(None, beside(tmp_path, None, line=""))
    assert (await office.events.get(None, event.id)).event.picture == "its-id", "a file that names none takes none away"
    other = await office.events.add_from_toml(None, beside(tmp_path, drawn("blue")))
    assert other.version == event.version + 1
    assert face_of_event(other) != face_of_event(event), "a second person is asked anew"
    shown = await office.events.get(None, event.id)
    assert (shown.event.picture, shown.upload and shown.upload.content) == (None, drawn("blue"))
    await office.events.picture_sent(upload, "late")
    assert (await office.events.get(None, event.id)).event.picture is None, "the id before is not its own"


async def test_a_photo_sent_in_the_chat_takes_its_place(database: Database, tmp_path: Path) -> None:
    office = Office(database)
    event = await office.events.add_from_toml(None, beside(tmp_path, drawn("red")))
    hanh = await office.staff(Role.OFFICER, "long-bien")
    upload = (await office.events.get(hanh, event.id)).upload
    await office.writes(hanh, event, Field.PICTURE, Content("photo", "", "a-photo"))
    assert upload is not None
    await office.events.picture_sent(upload, "late")
    shown = await office.events.get(hanh, event.id)
    assert (shown.event.picture, shown.upload) == ("a-photo", None)
    assert await office.count(EventPictureRow) == 0


async def test_it_goes_when_the_event_is_over_though_nobody_saw_it(database: Database, tmp_path: Path) -> None:
    office = Office(database)
    event = await office.events.add_from_toml(None, beside(tmp_path, drawn("red")))
    upkeep = Upkeep(database, office.clock)
    await upkeep.tidy()
    assert await office.count(EventPictureRow) == 1
    office.clock.at = event.ends_at + timedelta(minutes=1)
    await upkeep.tidy()
    assert await office.count(EventPictureRow) == 0
