"""The program: where it is, and how it is run."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from mdad._errors import Error, error
from mdad._progress import Nowhere, Progress


def find_program() -> str:
    """Returns the path of the program: the one that the variable MDAD names, or the one in this package."""
    named = os.environ.get("MDAD")
    path = Path(named) if named else Path(__file__).with_name("bin") / "mdad"
    if path.is_file() and os.access(path, os.X_OK):
        return str(path)
    if named:
        raise Error(f"the variable MDAD names {named}, which is not a program")
    raise Error("this package was installed without its program; install the wheel, or name the program in MDAD")


class _Listener(threading.Thread):
    """Reads standard error as it comes: progress is shown, notes are kept."""

    def __init__(self, stream: IO[bytes], progress: Progress) -> None:
        super().__init__(daemon=True)
        self.notes: list[str] = []
        self._stream = stream
        self._progress = progress

    def run(self) -> None:
        """Reads until the stream ends."""
        kept = b""
        while read := os.read(self._stream.fileno(), 65536):
            *whole, kept = re.split(rb"[\r\n]", kept + read)
            for piece in whole:
                self._take(piece)
            # The program rewrites its line: it ends where the next begins.
            if kept.startswith(b"\x1b[K") and not kept.startswith(b"\x1b[Kmdad: "):
                self._take(kept)
                kept = b""
        self._take(kept)

    def _take(self, piece: bytes) -> None:
        text = piece.decode("utf-8", "replace").removeprefix("\x1b[K")
        if text.startswith("mdad: "):
            self.notes.append(text.removeprefix("mdad: "))
        elif text:
            self._progress.update(text)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends the program as Ctrl-C does, so that it keeps what can be kept, or else at once."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def execute(words: Sequence[str], progress: Progress | None = None) -> tuple[str, list[str], int]:
    """Runs the program and returns its standard output, its notes and its exit status.

    An interruption ends the program and goes on; what the program says about it is printed.
    """
    shown = progress or Nowhere()
    columns = shutil.get_terminal_size((80, 24)).columns
    with subprocess.Popen(
        [find_program(), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "COLUMNS": str(columns)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        listener = _Listener(process.stderr, shown)
        listener.start()
        try:
            output = process.stdout.read()
            process.wait()
            listener.join()
        except BaseException:
            _end(process)
            listener.join(timeout=1)
            shown.finish()
            for note in listener.notes:
                print(f"mdad: {note}", file=sys.stderr)
            raise
        shown.finish()
    return output.decode("utf-8", "replace"), listener.notes, process.returncode


def run(*words: object) -> str:
    """Runs a command line and returns what it prints.

    For what the functions of this package do not cover:
    ``mdad.run("select", "--items", 1319, "--size", 100, "--emit", "inspect")``.
    """
    output, notes, status = execute([str(word) for word in words])
    # 1 and 2 are answers, for commands that answer by status.
    if status not in (0, 1, 2):
        raise error(notes[-1] if notes else f"the program ended with status {status}", status)
    return output
