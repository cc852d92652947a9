"""The mdad program: finds it, runs it, reads its JSON and measures it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILDS = [ROOT / ".build" / "release" / "mdad", ROOT / ".build" / "debug" / "mdad"]

# Runs a command and prints its seconds, its peak memory in kilobytes, and the seconds that processors worked for it. It
# is a process of its own because a child starts with the peak of the process that it was forked from, and a script with
# NumPy is larger than mdad.
METER = """
import os, sys, time
quiet = os.open(os.devnull, os.O_WRONLY)
started = time.perf_counter()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)])
_, status, usage = os.wait4(pid, 0)
memory = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
print(time.perf_counter() - started, memory, usage.ru_utime + usage.ru_stime)
sys.exit(status != 0)
"""


def find_program(given=None):
    """Returns the program that is given, that the variable MDAD names, that was built here, or that is on the path."""
    named = given or os.environ.get("MDAD")
    found = [Path(named)] if named else [*BUILDS, Path(shutil.which("mdad") or "mdad")]
    for path in found:
        if path.is_file() and os.access(path, os.X_OK):
            return Program(path.resolve())
    if named:
        sys.exit(f"{named} is not a program")
    sys.exit("mdad not found: build it with 'swift build -c release', or name it with --program")


class Program:
    """The mdad program at a path."""

    def __init__(self, path):
        self.path = str(path)

    def command(self, *words):
        """Returns the words of a command line as strings, the program first."""
        return [self.path, *map(str, words)]

    def run(self, *words):
        """Runs the program and returns its standard output; ends the script with its message if it fails."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"mdad {' '.join(map(str, words))}\nstatus {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def json(self, *words):
        """Runs the program with --format json and returns what it answers."""
        return json.loads(self.run(*words, "--format", "json"))

    def measure(self, *words):
        """Runs the program and returns its seconds, start included, and its peak memory in megabytes."""
        seconds, kilobytes, _ = self._metered(*words)
        return seconds, kilobytes * 1024 / 1e6

    def processor_seconds(self, *words):
        """Runs the program and returns the seconds that processors worked for it, whatever else they had to do."""
        return self._metered(*words)[2]

    def _metered(self, *words):
        meter = [sys.executable, "-I", "-S", "-c", METER, *self.command(*words)]
        done = subprocess.run(meter, capture_output=True, text=True)
        if done.returncode != 0:
            self.run(*words)  # which says what failed
            sys.exit(done.stderr)
        return tuple(map(float, done.stdout.split()))
