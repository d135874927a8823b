"""A bot that stops: nothing of it runs on behind its back, and nothing it was told is lost."""

from __future__ import annotations

import asyncio

from bot.app import App
from bot.settings import Settings
from services.clock import Clock
from services.inbox import Inbox
from storage.database import Database
from tests.bot.house import free_port
from tests.databases import SECRET
from tests.own import content


def says(update_id: int, chat: int, words: str) -> dict[str, object]:
    """An update as Telegram sends it."""
    who = {"id": chat, "is_bot": False, "first_name": "Lan"}
    where = {"id": chat, "type": "private", "first_name": "Lan"}
    message = {"message_id": update_id, "date": 1_800_000_000, "chat": where, "from": who, "text": words}
    return {"update_id": update_id, "message": message}


async def test_what_could_not_be_handled_by_the_end_is_ended_and_stays_stored(database: Database) -> None:
    settings = Settings(
        bot_token="1:nobody",  # type: ignore[arg-type]  # no secret: nobody listens there
        bot_api_url=f"http://127.0.0.1:{free_port()}",
        database_url=database.url.render_as_string(hide_password=False),
        data_keys=SECRET,  # type: ignore[arg-type]
    )
    app = App(settings, Clock(), content())
    before = asyncio.all_tasks()
    await app.receive([says(1, 7, "chào"), says(2, 7, "cứu con tôi"), says(3, 8, "chào")])
    assert asyncio.all_tasks() > before, "they wait for Telegram to answer"
    await app.stop()
    assert asyncio.all_tasks() == before
    left = await Inbox(database, Clock()).left_behind(everything=True)
    assert [arrived.update_id for arrived in left] == [1, 2, 3]
