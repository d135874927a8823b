"""Settings from the environment or `.env` (prefix TREEM_): the only place that reads either."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url

from domain.cases import Timing
from storage.vault import SHORTEST_SECRET, key_beside

CONTENT = Path(__file__).parent.parent / "content" / "vi"


class Settings(BaseSettings):
    """Every setting, with its default; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_prefix="TREEM_", env_file=".env", extra="ignore")

    bot_token: SecretStr = SecretStr("")
    bot_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite+aiosqlite:///var/treem.db"
    listen: str = "127.0.0.1:8081"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    data_keys: SecretStr = SecretStr("")
    ladder_step_seconds: int = Field(300, gt=0)
    first_action_seconds: int = Field(1800, gt=0)
    tell_sender_seconds: int = Field(600, gt=0)
    log_level: str = "INFO"
    content_dir: Path = CONTENT

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Settings:
        if bool(self.webhook_url) != bool(self.webhook_secret.get_secret_value()):
            raise ValueError("set both TREEM_WEBHOOK_URL and TREEM_WEBHOOK_SECRET, or neither")
        if any(len(key) < SHORTEST_SECRET for key in self._given_keys()):
            raise ValueError(f"every key in TREEM_DATA_KEYS needs at least {SHORTEST_SECRET} characters")
        if not self._given_keys() and make_url(self.database_url).get_backend_name() != "sqlite":
            raise ValueError("set TREEM_DATA_KEYS: on PostgreSQL no key is made by itself")
        return self

    @property
    def timing(self) -> Timing:
        """The operator's clocks."""
        return Timing(
            step=timedelta(seconds=self.ladder_step_seconds),
            first_action=timedelta(seconds=self.first_action_seconds),
            tell_sender=timedelta(seconds=self.tell_sender_seconds),
        )

    def keys(self) -> list[str]:
        """The data keys, newest first; on SQLite one is made beside the database where none is given."""
        if given := self._given_keys():
            return given
        file = make_url(self.database_url).database or "treem.db"
        return [key_beside(Path(file))[0]]

    def _given_keys(self) -> list[str]:
        return [key.strip() for key in self.data_keys.get_secret_value().split(",") if key.strip()]
