#!/usr/bin/env python3
"""Times the kernels of Sources/CKernels, with the processor's instructions against the compiler's default ones.

    python3 Benchmarks/kernels.py

Both are compiled from the same source by clang, and run one after the other on one thread. Operations are
multiplications and additions, or words. Fails if the two do not give the same bits.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table
from support.program import ROOT
from support.script import read_arguments, skip

SOURCES = ROOT / "Sources" / "CKernels"


def rates(compiler, folder, *options):
    """Returns by kernel the operations in a nanosecond, and a hash of what it found."""
    program = Path(folder) / "kernels"
    files = [ROOT / "Benchmarks" / "kernels_driver.c", *sorted(SOURCES.glob("*.c"))]
    words = [compiler, "-O2", "-std=gnu2x", "-I", SOURCES / "include", *options, *files, "-lm", "-o", program]
    subprocess.run(list(map(str, words)), check=True)
    text = subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout
    lines = [line.split("\t") for line in text.splitlines()]
    return {name: (float(rate), found) for name, rate, found in lines}


def main():
    """Prints the table."""
    read_arguments(__doc__)
    compiler = shutil.which("clang")
    if compiler is None:
        skip("needs clang")
    with tempfile.TemporaryDirectory() as folder:
        plain = rates(compiler, folder, "-DMDAD_PLAIN")
        chosen = rates(compiler, folder)
    rows = []
    for name, (slow, expected) in plain.items():
        fast, found = chosen[name]
        if found != expected:
            sys.exit(f"{name}: other bits with this processor's instructions")
        rows.append([name, f"{fast:.1f}", f"{slow:.1f}", f"{fast / slow:.1f} ×"])
    print(markdown_table(["kernel", "operations in a nanosecond", "default instructions", "ratio"], rows), end="")


if __name__ == "__main__":
    main()
