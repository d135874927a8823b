"""What the watcher told to whom, kept in a file over its own death."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import structlog
from sqlalchemy.engine import make_url

from bot.settings import Settings
from domain.watch import Memory, Watch
from storage import watch as files

log = structlog.get_logger()

ELSEWHERE = Path("var") / "treem.watch"


def usual_place(settings: Settings) -> Path:
    """Beside an SQLite database; with PostgreSQL in var/."""
    at = make_url(settings.database_url)
    is_file = at.get_backend_name() == "sqlite" and at.database
    return Path(f"{at.database}.watch") if is_file else ELSEWHERE


class Kept:
    """The file and what stands in it; without a file nothing outlives this process.

    Recipients stand there by a seal that only the bot's token makes: a chat's number is nobody's to read. A file that
    cannot be read or written is told in the log and stops nothing: at worst an alarm is told once more.
    """

    def __init__(self, file: Path | None, token: str) -> None:
        self._file, self._token = file, token.encode()
        self._memories: dict[str, Memory] = {}
        if file is not None:
            try:
                self._memories = dict(files.read(file))
            except files.Unreadable:
                log.warning("told_not_read", do="nothing: what is still wrong is told once more")

    def of(self, recipient: int) -> Memory:
        """What this recipient was told before."""
        return self._memories.get(self._seal(recipient), {})

    def keep(self, told: dict[int, Watch], *, only: bool) -> None:
        """Writes down what changed; `only`: whoever is not among these is forgotten."""
        others = {} if only else self._memories
        memories = {**others, **{self._seal(each): watch.memory for each, watch in told.items()}}
        if self._file is None or memories == self._memories:
            return
        try:
            files.write(self._file, memories)
        except OSError as error:  # tried again at the next look
            log.warning("told_not_kept", error=type(error).__name__)
        else:
            self._memories = memories

    def _seal(self, recipient: int) -> str:
        return hmac.new(self._token, str(recipient).encode(), hashlib.sha256).hexdigest()[:32]
