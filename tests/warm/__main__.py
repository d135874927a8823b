"""`python -m tests.warm FD`: the parent. It opens no loop, no database and no thread, so that a fork is whole."""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import threading
import warnings
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from sqlalchemy.orm import configure_mappers

from bot import __main__ as program
from bot import run
from bot.app import App
from bot.content import Content
from bot.settings import CONTENT
from domain.working_time import offices_work
from tests.crash import turned
from tests.warm import LONGEST

Question = tuple[str, bool, list[str], dict[str, str]]
Lives = dict[int, tuple[int, socket.socket]]  # by handle: its number, and the line of who asked for it


def main(line: int) -> int:
    """Serves until nobody can ask any more; in a child: lives that life. Gives the exit code."""
    for room, _ in program.COMMANDS.values():
        import_module(room)
    configure_mappers()
    offices_work(datetime.now(UTC))  # the days off are loaded by the first who asks
    content = Content.read(CONTENT)
    assert threading.active_count() == 1 == len(list(Path("/proc/self/task").iterdir())), "a fork would tear a thread"
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=line) as asking:
        question = _serves(asking)
    return 0 if question is None else _lives(content, *question)


def _serves(asking: socket.socket) -> Question | None:
    """Forks what is asked for and tells how each ended. Returns in each child what it is to do; None at the end."""
    lives: Lives = {}
    while True:
        ready, _, _ = select.select([asking, *lives], [], [])
        for handle in ready:
            if handle is not asking:
                _buries(lives, handle)
        if asking not in ready:
            continue
        words, files, *_ = socket.recv_fds(asking, LONGEST, 4)
        if not words:
            for handle in list(lives):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                _buries(lives, handle)
            return None
        if not _forks(lives, files):
            for handle, (_, line) in lives.items():
                os.close(handle)
                line.close()
            return tuple(json.loads(words))  # type: ignore[return-value]


def _forks(lives: Lives, files: list[int]) -> bool:
    """Whether this is still the parent."""
    line = socket.socket(fileno=files[0])
    pid = os.fork()
    if pid:
        lives[os.pidfd_open(pid)] = pid, line
        with suppress(OSError):  # who asked has gone
            socket.send_fds(line, [str(pid).encode()], [list(lives)[-1]])
    else:
        line.close()
        os.setsid()
        for stream, file in enumerate(files[1:]):
            os.dup2(file, stream)
    for file in files[1:]:
        os.close(file)
    return bool(pid)


def _buries(lives: Lives, handle: int) -> None:
    pid, line = lives.pop(handle)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(handle)
    with line, suppress(OSError):
        line.send(str(code).encode())


def _lives(content: Content, folder: str, turns: bool, arguments: list[str], environment: dict[str, str]) -> int:
    """What `python -m bot` or `python -m tests.crash.turned` does from here on."""
    assert "TREEM_CONTENT_DIR" not in environment, "another content is not warm"
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    if action := environment.get("PYTHONWARNINGS"):
        warnings.simplefilter(action)  # type: ignore[arg-type]
    run.App = partial(App, content=content)  # type: ignore[assignment,misc]
    return turned.main(arguments) if turns else program.main(arguments)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
