"""The second road: a contact hears by e-mail, an HTTP hook or what else Apprise speaks. A code and a link, no words."""

from __future__ import annotations

import asyncio
import html
import logging
import re
import threading
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import structlog

from channels.texts import Catalogue, Voice
from domain.news import SecondRoad
from domain.outbox import Delivered, Needless, Outcome, TryLater
from domain.texts import Text

if TYPE_CHECKING:
    from apprise import NotifyBase

log = structlog.get_logger()

TOLD_WITHIN = 20.0  # seconds for all roads of one notice, well inside its lease
READ_WITHIN = 10.0  # seconds a hook has to answer unless its address says ?rto=; a gateway that dials is slow
MOST_AT_ONCE = 4  # threads for one address: a server that never lets go must not collect them
TALKATIVE = ("apprise", "urllib3", "requests", "oauthlib", "requests_oauthlib")  # they would log addresses
EXAMPLES = "mailtos://USER:PASSWORD@HOST?to=NAME@EXAMPLE.VN or jsons://HOST/PATH"
_LOADING = threading.Lock()

URGENT = Text("URGENT · {code}")
URGENT_BODY = Text("URGENT · {code}: nobody has taken this case yet. Open it in the bot: {link}")
PRACTICE = Text("PRACTICE · {code}")
PRACTICE_BODY = Text("PRACTICE · {code}: please open the bot and answer there: {link}")


class Roads:
    """Tells by second roads. Apprise blocks, so each address is told in a thread that may be left behind."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._room: dict[str, asyncio.Semaphore] = defaultdict(partial(asyncio.Semaphore, MOST_AT_ONCE))

    async def tell(self, roads: Sequence[str], news: SecondRoad, bot_name: str, voice: Voice) -> Outcome:
        """Tells by all these addresses at once: Delivered when one of them took it, Needless when there is none."""
        if not roads:
            return Needless()
        # the code is the argument of /start: what it opens is decided in the chat, by who presses it
        link = f"https://t.me/{bot_name}" + ("" if news.practice else f"?start={news.code}")
        head, body = (PRACTICE, PRACTICE_BODY) if news.practice else (URGENT, URGENT_BODY)
        said = [
            html.unescape(self._catalogue.say(Text(text.source, code=news.code, link=link), voice))
            for text in (head, body)
        ]
        return Delivered(0) if await self.say(roads, *said) else TryLater()

    async def say(self, roads: Sequence[str], title: str, body: str) -> bool:
        """Says plain words by all these addresses at once; whether one of them took it."""
        return any(await asyncio.gather(*(self._send(road, title, body) for road in roads)))

    async def _send(self, road: str, title: str, body: str) -> bool:
        room = self._room[road]
        try:
            async with asyncio.timeout(TOLD_WITHIN):
                await room.acquire()
                return await _in_a_thread(partial(_speak, road, title, body), room.release)
        except TimeoutError:
            return False


def roads_in(written: str) -> list[str]:
    """The addresses in a setting, with spaces, line ends or commas between them."""
    return [road for road in re.split(r"\s+|,(?=\s|$)|,(?=[A-Za-z][\w+.-]*://)", written) if road]


def why_not(road: str) -> str | None:
    """Why nobody can be told by this address, without showing it; None for a good one."""
    service = _service(road)
    if service is None:
        return f"not an address of a second road; write it like {EXAMPLES}"
    if service.service_name == "Telegram":
        return "an address of Telegram, and that is the first road"
    return "an address that names nobody to be told" if len(service) == 0 else None


def _in_a_thread(call: Callable[[], bool], afterwards: Callable[[], None]) -> asyncio.Future[bool]:
    """A daemon thread: a hanging server keeps neither the loop nor the end of the process waiting."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[bool] = loop.create_future()

    def settle(took: bool) -> None:
        afterwards()
        if not answer.done():
            answer.set_result(took)

    def work() -> None:
        took = call()
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, took)

    threading.Thread(target=work, name="second-road", daemon=True).start()
    return answer


def _speak(road: str, title: str, body: str) -> bool:
    try:
        service = _service(road)
        return service is not None and service.notify(body=body, title=title, body_format="text")
    except Exception as error:  # whatever a plugin does: the road is closed, and it is tried again
        log.warning("second_road_broke", error=type(error).__name__)
        return False


def _service(road: str) -> NotifyBase | None:
    """The road as Apprise knows it, new each time: a plugin that was used before waits between two sends."""
    with _LOADING, warnings.catch_warnings():  # loaded at the first use: its 190 plugins cost most of a second
        warnings.simplefilter("ignore")
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        from apprise import Apprise, AppriseAsset

        asset = AppriseAsset(
            app_id="treem",
            app_desc="treem",
            app_url="",
            image_url_mask="",  # no pictures from a third party
            image_url_logo="",
            image_path_mask=False,
            storage_mode="memory",
            pgp_autogen=False,
            pem_autogen=False,
            http_redirects=False,
            allow_templates=False,
        )
        service = Apprise.instantiate(road, asset=asset)
    if service is not None and "rto=" not in road:
        service.socket_read_timeout = READ_WITHIN
    return service
