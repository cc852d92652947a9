#!/usr/bin/env python3
"""Kills `mdad import` at random times, fills the disk under it, and closes the pipe that it writes to.

    python3 Checks/interrupted.py [--runs N] [--quick]

No partial output may be left under the final name, and a closed pipe must end the program. The full disk is a small
tmpfs, which needs the right to mount; without it that part is skipped, and says so.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.script import read_arguments

# sysexits.h: an error occurred while doing input or output.
INPUT_OUTPUT_ERROR = 74
SECONDS_TO_END = 10


def write_scores(path, items, models=200):
    """Writes a matrix of random answers."""
    with open(path, "w") as file:
        file.write("item," + ",".join(f"m{m}" for m in range(models)) + "\n")
        for item in range(items):
            file.write(f"q{item}," + ",".join(random.choice("01") for _ in range(models)) + "\n")


def check_killed(command, output, runs):
    """Kills the program at random times; its output is whole or missing."""
    start = time.perf_counter()
    subprocess.run([*command, "--output", output], check=True, stderr=subprocess.DEVNULL)
    duration = time.perf_counter() - start
    whole = output.read_bytes()
    finished = 0
    for _ in range(runs):
        output.unlink(missing_ok=True)
        process = subprocess.Popen([*command, "--output", output], stderr=subprocess.DEVNULL)
        time.sleep(random.random() * duration * 1.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if output.exists():
            finished += 1
            if output.read_bytes() != whole:
                sys.exit("killed: a partial file has the final name")
    print(f"killed: {runs} runs, {finished} had finished, no partial output")


def check_full_disk(command, disk):
    """Writes to a disk that is too small; the program ends with the right status and leaves nothing."""
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]
    try:
        if subprocess.run(mount, capture_output=True).returncode != 0:
            print("full disk: skipped: no right to mount")
            return
    except FileNotFoundError:
        print("full disk: skipped: there is no mount")
        return
    try:
        done = subprocess.run([*command, "--output", disk / "long.csv"], capture_output=True, text=True)
        left = os.listdir(disk)
    finally:
        subprocess.run(["umount", disk], check=True)
    message = done.stderr.strip().split("\n")[-1]
    if done.returncode != INPUT_OUTPUT_ERROR or left:
        sys.exit(f"full disk: status {done.returncode}, left {left}: {message}")
    print(f"full disk: status {done.returncode}, nothing left: {message}")


def check_closed_pipe(command):
    """Closes the pipe after a few bytes; the program ends."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.read(1000)
    process.stdout.close()
    try:
        print("closed pipe: status", process.wait(timeout=SECONDS_TO_END))
    except subprocess.TimeoutExpired:
        process.kill()
        sys.exit("closed pipe: the program did not end")


def main():
    """Runs the three checks."""
    runs = (["--runs"], {"metavar": "N", "type": int, "default": 50, "help": "how often to kill it (default: 50)"})
    arguments = read_arguments(__doc__, runs)
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "scores.csv"
        # As a long table both have more than the megabyte of the full disk.
        write_scores(source, items=800 if arguments.quick else 2000)
        command = arguments.program.command("import", source, "--to", "long")
        check_killed(command, Path(folder) / "long.csv", 10 if arguments.quick else arguments.runs)
        check_full_disk(command, Path(folder) / "disk")
        check_closed_pipe(command)


if __name__ == "__main__":
    main()
