"""Starts of the program that cost nothing: a parent with everything imported and read forks a child for each.

Importing the program and reading its content is most of what a short life costs. The parent (`__main__.py`) does both
once for each process of a run, at the first start asked for, and ends with whoever asked: its end of the line closes.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
POSSIBLE = hasattr(os, "pidfd_open")  # Linux; elsewhere every start is a fresh one
LONGEST = 65_536  # bytes of a question
TURNED = "tests.crash.turned"
_ONE = threading.Lock()
Streams = tuple[int | None, int, int]


class Child:
    """A forked life of the program, spoken to as to an asyncio.subprocess.Process."""

    def __init__(self, pid: int, pidfd: int, line: socket.socket) -> None:
        self.pid, self._pidfd, self._line = pid, pidfd, line
        self.returncode: int | None = None
        self.stderr: asyncio.StreamReader | None = None
        self._stdout: asyncio.StreamReader | None = None
        self._stdin: asyncio.WriteTransport | None = None

    def send_signal(self, sign: int) -> None:
        """By its handle, never by a number that may be another's by now."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, sign)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Its exit code, below 0 for a signal, as its parent was told."""
        if self.returncode is None:
            said = await asyncio.get_running_loop().sock_recv(self._line, LONGEST)
            assert said, "the warm parent is gone"
            self.returncode = int(said)
            self._line.close()
            os.close(self._pidfd)
        return self.returncode

    async def communicate(self, given: bytes = b"") -> tuple[bytes, bytes]:
        """Gives it all its input, waits for its end, and gives what it wrote; only with pipes."""
        assert self._stdin is not None and self._stdout is not None and self.stderr is not None
        self._stdin.write(given)
        self._stdin.close()
        out, err, _ = await asyncio.gather(self._stdout.read(), self.stderr.read(), self.wait())
        return out, err

    async def listen(self, stdin: int, stdout: int, stderr: int) -> None:
        """Our ends of its pipes."""
        loop = asyncio.get_running_loop()
        self._stdin, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(stdin, "wb", 0))
        self._stdout, self.stderr = await _heard(stdout), await _heard(stderr)


async def begin(folder: Path, program: str, arguments: Sequence[str], environment: dict[str, str]) -> Child:
    """`python -m program arguments` in this folder with this environment alone, without the start; with pipes."""
    with ExitStack() as theirs:
        (stdin, to_stdin), (from_stdout, stdout), (from_stderr, stderr) = (os.pipe() for _ in range(3))
        for end in (stdin, stdout, stderr):
            theirs.callback(os.close, end)
        child = await asked(folder, program, arguments, environment, (stdin, stdout, stderr))
    await child.listen(to_stdin, from_stdout, from_stderr)
    return child


async def asked(
    folder: Path, program: str, arguments: Sequence[str], environment: dict[str, str], streams: Streams
) -> Child:
    """The same with these open files for its input (None: nothing comes), output and errors."""
    assert program in ("bot", TURNED), "nothing else is warm"
    question = json.dumps([str(folder), program == TURNED, list(arguments), environment]).encode()
    assert len(question) < LONGEST
    return await asyncio.to_thread(_ask, question, streams)  # the first waits until the parent is warm


def _ask(question: bytes, streams: Streams) -> Child:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, Path(os.devnull).open("rb") as nothing:
        stdin, *others = streams
        with _ONE:
            parent = _parent()
        socket.send_fds(parent, [question], [theirs.fileno(), nothing.fileno() if stdin is None else stdin, *others])
    said, [pidfd], *_ = socket.recv_fds(ours, LONGEST, 1)
    ours.setblocking(False)
    return Child(int(said), pidfd, ours)


@cache
def _parent() -> socket.socket:
    """Our end of the line to it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # it ends after us, also where somebody presses Ctrl-C
        )
    atexit.register(_goes, ours, process)
    return ours


def _goes(ours: socket.socket, process: subprocess.Popen[bytes]) -> None:
    ours.close()
    process.wait()


async def _heard(end: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(end, "rb", 0))
    return reader
