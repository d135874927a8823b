"""A request as Telegram reads it: the address, a form, multipart with files, or a JSON body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.spec import Upload
from sandbox.world import Refused

LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was read and checked."""

    method: str
    params: dict[str, Any]
    uploads: dict[str, Upload]


async def read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters as they were given, and the files. Raises Refused (413) where it is all too large."""
    try:
        if request.content_type == "application/json":
            return {**request.query, **await _json(request)}, {}
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise Refused(413, "Request Entity Too Large") from None
    given: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file:
                uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            given[name] = value if isinstance(value, str) else bytes(value).decode()
    return given, uploads


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused(400, "Bad Request: can't parse the JSON of the request")
    return body
