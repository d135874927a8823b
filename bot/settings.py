"""Settings from the environment or `.env` (prefix TREEM_): the only place that reads either."""

from __future__ import annotations

import logging
import re
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

import structlog
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.exits import Stop
from channels.roads import roads_in, why_not
from domain.broadcasts import Quiet, Tempo
from domain.cases import Timing
from domain.pace import MOST_PER_SECOND, PER_SECOND
from storage.vault import SHORTEST_SECRET, key_beside

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

CONTENT = Path(__file__).parent.parent / "content" / "vi"
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
QuietHours = tuple[time, time]
log = structlog.get_logger()
_CURES = {
    "greater_than": "write a number above 0",
    "less_than_equal": "write a smaller number: {le} at most",
    "int_parsing": "write a whole number",
}


def _listen(value: str) -> str:
    listen_at(value)
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        raise ValueError("write an address that begins with https://")
    return value


def _url(address: str) -> URL:
    from sqlalchemy.engine import make_url  # what has no database (`treem understand`) does not wait for SQLAlchemy

    return make_url(address)


def _database(value: str) -> str:
    from sqlalchemy.exc import ArgumentError

    try:
        driver = _url(value).drivername
    except ArgumentError:
        driver = ""
    if driver not in DRIVERS:
        raise ValueError("write sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
        raise ValueError("use 1 to 256 of the signs A-Z a-z 0-9 _ -")  # Bot API, setWebhook
    return value


def _roads(value: SecretStr) -> SecretStr:
    whys = [(number, why_not(road)) for number, road in enumerate(roads_in(value.get_secret_value()), 1)]
    if wrong := [f"number {number} is {why}" for number, why in whys if why]:
        raise ValueError("\n".join(wrong))
    return value


def _level(value: str) -> str:
    if value.upper() not in logging.getLevelNamesMapping():
        raise ValueError("write one of DEBUG, INFO, WARNING, ERROR, CRITICAL")
    return value.upper()


def _hours(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    example = "write two times like 21:30-07:00, or leave it empty for none"
    if not (found := re.fullmatch(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)", value.strip())):
        raise ValueError(example)
    try:
        begins, ends = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        raise ValueError(f"there is no such time of day; {example}") from None
    if begins == ends:
        raise ValueError(f"both times are the same; {example}")
    return begins, ends


def _content(value: Any) -> Any:
    return CONTENT if value == "" else value


class ContentSettings(BaseSettings):
    """Where the content is: all that `treem understand` needs to know."""

    model_config = SettingsConfigDict(env_prefix="TREEM_", env_file=".env", extra="ignore", hide_input_in_errors=True)

    content_dir: Annotated[Path, BeforeValidator(_content)] = CONTENT


class Settings(ContentSettings):
    """Every setting, with its default; `.env.example` explains each."""

    bot_token: SecretStr = SecretStr("")
    bot_api_url: Annotated[str, AfterValidator(_address)] = "https://api.telegram.org"
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite+aiosqlite:///var/treem.db"
    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8081"
    webhook_url: Annotated[str, AfterValidator(lambda value: value and _address(value))] = ""
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] = SecretStr("")
    data_keys: SecretStr = SecretStr("")
    ladder_step_seconds: int = Field(300, gt=0)
    first_action_seconds: int = Field(1800, gt=0)
    tell_sender_seconds: int = Field(600, gt=0)
    keep_case_days: int = Field(90, gt=0, le=3650)
    quiet_hours: Annotated[QuietHours | None, NoDecode, BeforeValidator(_hours)] = (time(21, 30), time(7))
    announcements_per_second: int = Field(PER_SECOND, gt=0, le=MOST_PER_SECOND)
    fallback_urls: Annotated[SecretStr, AfterValidator(_roads)] = SecretStr("")
    erased_file: str = ""
    operator: str = ""
    privacy_contact: str = ""
    log_level: Annotated[str, AfterValidator(_level)] = "INFO"

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        no = []
        if bool(self.webhook_url) != bool(self.webhook_secret.get_secret_value()):
            no.append("set both TREEM_WEBHOOK_URL and TREEM_WEBHOOK_SECRET, or neither")
        if self.webhook_url.startswith("http:") and self.bot_api_url.startswith("https:"):
            no.append("TREEM_WEBHOOK_URL: Telegram comes to https addresses only")
        if any(len(key) < SHORTEST_SECRET for key in self._given_keys()):
            no.append(f"every key in TREEM_DATA_KEYS needs at least {SHORTEST_SECRET} characters")
        if not self._given_keys() and _url(self.database_url).get_backend_name() != "sqlite":
            no.append("set TREEM_DATA_KEYS: on PostgreSQL no key is made by itself")
        if no:
            raise ValueError("\n".join(no))
        return self

    @property
    def timing(self) -> Timing:
        """The operator's clocks."""
        return Timing(
            step=timedelta(seconds=self.ladder_step_seconds),
            first_action=timedelta(seconds=self.first_action_seconds),
            tell_sender=timedelta(seconds=self.tell_sender_seconds),
        )

    @property
    def roads(self) -> list[str]:
        """The second roads that belong to nobody: told from the second step of a case on."""
        return roads_in(self.fallback_urls.get_secret_value())

    @property
    def quiet(self) -> Quiet | None:
        """When no announcement is sent; None: at any hour."""
        return None if self.quiet_hours is None else Quiet(*self.quiet_hours)

    @property
    def tempo(self) -> Tempo:
        """How fast announcements leave, and when."""
        return Tempo(self.quiet, self.announcements_per_second)

    def keys(self) -> list[str]:
        """The data keys, newest first; on SQLite one is made beside the database where none is given."""
        if given := self._given_keys():
            return given
        key, made = key_beside(self._database_file())
        if made:
            log.warning("data_key_made", file=f"{self._database_file().name}.key", do="back it up, apart from the data")
        return [key]

    def erasures(self) -> Path:
        """Where deletions are remembered: TREEM_ERASED_FILE, else beside an SQLite database or in var/."""
        if self.erased_file:
            return Path(self.erased_file)
        at = _url(self.database_url)
        is_file = at.get_backend_name() == "sqlite" and at.database
        return Path(f"{at.database}.erased") if is_file else Path("var") / "treem.erased"

    def has_keys(self) -> bool:
        """Whether there is a key without one being made."""
        return bool(self._given_keys()) or self._database_file().with_name(f"{self._database_file().name}.key").exists()

    def key_is_lost(self) -> bool:
        """SQLite with data, no key given and none beside it: a new key would open nothing."""
        if self._given_keys():
            return False
        file = self._database_file()
        return self.is_laid() and not file.with_name(f"{file.name}.key").exists()

    def is_laid(self) -> bool:
        """Whether there is a database to look into: on SQLite a file that holds something."""
        if _url(self.database_url).get_backend_name() != "sqlite":
            return True
        file = self._database_file()
        return file.is_file() and file.stat().st_size > 0

    def _database_file(self) -> Path:
        return Path(_url(self.database_url).database or "treem.db")

    def _given_keys(self) -> list[str]:
        return [key.strip() for key in self.data_keys.get_secret_value().split(",") if key.strip()]


def listen_at(listen: str) -> tuple[str, int]:
    """Host and port of `127.0.0.1:8081` or `[::1]:8081`. Raises ValueError with the cure."""
    found = re.fullmatch(r"(?:\[([0-9A-Fa-f:]+)\]|([^\s:\[\]]+)):(\d{1,5})", listen)
    if found is None or int(found[3]) > 65535:
        raise ValueError("write HOST:PORT, like 127.0.0.1:8081")
    return found[1] or found[2], int(found[3])


class BadSettings(Stop):
    """Settings that cannot be used; `problems` holds a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read() -> Settings:
    """The settings. Raises BadSettings."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettings(problems_of(error)) from None


def problems_of(error: ValidationError) -> list[str]:
    """One sentence for each setting that is wrong, with its name and never with its value."""
    said = []
    for problem in error.errors(include_input=False, include_url=False):
        where = "".join(f"TREEM_{str(part).upper()}: " for part in problem["loc"][:1])
        why = (
            str(problem["ctx"]["error"])
            if problem["type"] == "value_error"
            else _CURES.get(problem["type"], problem["msg"]).format(**problem.get("ctx", {}))
        )
        said += [f"settings: {where}{line}." for line in why.splitlines()]
    return said
