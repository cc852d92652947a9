#!/usr/bin/env python3
"""Completes command lines in bash, zsh and fish with the scripts that `mdad completions` prints.

    python3 Checks/completions.py [--quick]

Each line is typed and completed as a person would; the words offered must include some and leave out others:
benchmarks, methods after a comma, files, and the options of each kind of `audit` and `table`. Fails if one is wrong.
A shell that is not installed is skipped.
"""

import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.script import read_arguments

# A line up to the cursor, words that must be offered, and words that must not.
CASES = [
    ("mdad pl", ["plan"], ["power"]),
    ("mdad plan --ga", ["--gap"], ["--agreement"]),
    ("mdad plan --benchmark gp", ["gpqa"], ["gaia"]),
    ("mdad plan --method random,dis", ["random,disagreement-sampling"], ["random,diversity"]),
    ("mdad budget --benchmark gpqa,ifev", ["gpqa,ifeval"], ["gpqa,gaia"]),
    ("mdad describe --matrix sco", ["scores.csv"], ["other.txt"]),
    ("mdad import sco", ["scores.csv"], ["other.txt"]),
    ("mdad audit cl", ["claim"], ["subset"]),
    ("mdad audit claim --s", ["--scores"], ["--subsets"]),
    ("mdad audit subset --s", ["--subsets", "--seed"], ["--scores"]),
    ("mdad table show gpq", ["gpqa"], ["gaia"]),
    ("mdad table show --t", ["--tables"], ["--trials"]),
    ("mdad table --t", ["--trials"], ["--tables"]),
    ("mdad plan --format js", ["json"], ["csv"]),
    ("mdad help me", ["methods"], ["plan"]),
]

BASH = """
source mdad.bash
line=$1
COMP_WORDS=($line); [ "${line% }" != "$line" ] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$line COMP_POINT=${#line}
_mdad
printf '%s\\n' "${COMPREPLY[@]}"
"""


def complete_bash(folder, line):
    """Returns what bash offers."""
    done = subprocess.run(["bash", "-c", BASH, "bash", line], cwd=folder, capture_output=True, text=True)
    return done.stdout.split()


def complete_fish(folder, line):
    """Returns what fish offers."""
    script = f"source mdad.fish; complete -C '{line}'"
    done = subprocess.run(["fish", "--no-config", "-c", script], cwd=folder, capture_output=True, text=True)
    return [offer.split("\t")[0] for offer in done.stdout.splitlines()]


def read_until_quiet(master, patience):
    """Returns what a terminal shows until it says no more."""
    text = b""
    while select.select([master], [], [], patience)[0]:
        try:
            text += os.read(master, 65536)
        except OSError:
            break
    return text.decode(errors="replace")


def complete_zsh(folder, line):
    """Returns what zsh offers: what it types itself, or the list that it shows."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ |= {"TERM": "dumb", "COLUMNS": "200", "LINES": "500"}
        os.execvp("zsh", ["zsh", "-f", "-i"])
    try:
        read_until_quiet(master, 0.5)
        setup = "PS1='> '; fpath=($PWD $fpath); autoload -U compinit; compinit -u -D; LISTMAX=10000; COLUMNS=200"
        os.write(master, (setup + "\n").encode())
        read_until_quiet(master, 1.0)
        # A tab completes what all offers share, and lists them if there are several.
        os.write(master, line.encode() + b"\t")
        shown = read_until_quiet(master, 0.7)
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(master)
    typed = line.rsplit(" ", 1)[0]
    # The line as completed, and the words of the list.
    shown = shown.replace("\r", "\n").replace("\a", "\n").replace("\b", "")
    return [word for part in shown.split("\n") for word in part.replace(typed, "").split()]


def main():
    """Completes every line in every shell."""
    arguments = read_arguments(__doc__)
    shells = {"bash": complete_bash, "fish": complete_fish, "zsh": complete_zsh}
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ["scores.csv", "other.txt"]:
            (folder / file).touch()
        for shell, complete in shells.items():
            if shutil.which(shell) is None:
                print(f"{shell}: skipped: it is not installed")
                continue
            script = folder / ("_mdad" if shell == "zsh" else f"mdad.{shell}")
            script.write_text(arguments.program.run("completions", shell))
            started = time.perf_counter()
            cases = CASES[:4] if arguments.quick else CASES
            for line, wanted, unwanted in cases:
                offers = complete(folder, line)
                # zsh lists words after a comma without what stands before it.
                known = set(offers) | {offer.rstrip("=,") for offer in offers}
                short = {word.rsplit(",", 1)[-1] for word in known} if shell == "zsh" else set()
                missing = [word for word in wanted if word not in known and word.rsplit(",", 1)[-1] not in short]
                extra = [word for word in unwanted if word in known]
                if missing or extra:
                    wrong += 1
                    print(f"{shell}: {line!r}: not offered: {missing}, offered: {extra} of {offers[:20]}")
            print(f"{shell}: {len(cases)} lines in {time.perf_counter() - started:.1f} s")
    print(f"{wrong} wrong")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
