#!/usr/bin/env python3
"""Makes the shipped tables anew from their matrices, and packs the folder into the program's sources.

    python3 tables/remake.py --data FOLDER [--program mdad] [--only NAME,...] [--threads N]
    python3 tables/remake.py --pack

The same matrices and the same version of the program give the same bytes. --pack only packs what lies in this folder,
as is needed after any of its files has changed.
"""

import argparse
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

TABLES = Path(__file__).resolve().parent
PACKED = TABLES.parent / "Sources" / "ShippedTables" / "tables.pack"
METHODS = (
    "random,subtask-equal,subtask-proportional,stratified-confidence,disagreement-sampling,aipw,anchor-points,"
    "anchor-points-predictor,diversity,tiny-benchmarks,tiny-benchmarks-pirt,random-learn,lasso,pca,forward-selection,"
    "gap-targeted,gap-targeted-robust"
)
# The matrices that are called otherwise than their tables.
FILES = {"cruxeval_output": "zeroeval_cruxeval_output"}
# The benchmarks whose items are called as a harness calls them.
FRAMES = {
    "gaia", "humaneval_plus", "livecodebench_v5", "livecodebench_v6", "mbpp_plus", "mmlu_pro", "swebench_lite",
    "swebench_multimodal", "swebench_verified", "swtbench_verified",
}  # fmt: skip


def names():
    """Returns the benchmarks that have a table, in the order in which they are listed."""
    rows = (TABLES / "benchmarks.csv").read_text().splitlines()[1:]
    return [name for name, has_table, *_ in (row.split(",") for row in rows) if has_table == "yes"]


def make(arguments, name, folder):
    """Makes one table in a folder of its own and copies what ships of it."""
    file = FILES.get(name, name)
    for ending in (".csv", ".labels.csv"):
        source = Path(arguments.data).resolve() / (file + ending)
        if source.exists():
            (folder / (name + ending)).symlink_to(source)
    made = folder / "made"
    started = time.monotonic()
    words = [arguments.program, "table", "--matrix", folder / f"{name}.csv", "-o", made, "--method", METHODS]
    words += ["--threads", str(arguments.threads)] if arguments.threads else []
    subprocess.run(list(map(str, words)), check=True)
    print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    for ending in (".csv", ".json"):
        (TABLES / (name + ending)).write_bytes((made / (name + ending)).read_bytes())
    frame = made / "frames" / f"{name}.csv"
    if name in FRAMES:
        (TABLES / "frames").mkdir(exist_ok=True)
        (TABLES / "frames" / frame.name).write_bytes(frame.read_bytes())


def pack():
    """Packs the folder: an index of name, offset, packed size and size, an empty line, and the deflated files."""
    paths = [*TABLES.glob("*.json"), TABLES / "benchmarks.csv"]
    paths += [*TABLES.glob("frames/*.csv"), TABLES / "published" / "mdad.csv"]
    index, body = [], b""
    for path in sorted(paths):
        content = path.read_bytes()
        compressor = zlib.compressobj(9, wbits=-15)
        packed = compressor.compress(content) + compressor.flush()
        index.append(f"{path.relative_to(TABLES).as_posix()}\t{len(body)}\t{len(packed)}\t{len(content)}\n")
        body += packed
    PACKED.write_bytes("".join(index).encode() + b"\n" + body)
    print(f"{PACKED.name}: {len(index)} files, {PACKED.stat().st_size / 1e6:.1f} MB")


def main():
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", metavar="FOLDER", help="the folder of the matrices")
    parser.add_argument("--program", metavar="FILE", default="mdad", help="the mdad program (default: on the path)")
    parser.add_argument("--only", metavar="NAME,...", help="the tables to make (default: all)")
    parser.add_argument("--threads", type=int, metavar="N", help="threads (default: all cores)")
    parser.add_argument("--pack", action="store_true", help="make no table")
    arguments = parser.parse_args()
    if not arguments.pack:
        if not arguments.data:
            sys.exit("--data is missing; name the folder of the matrices")
        for name in arguments.only.split(",") if arguments.only else names():
            with tempfile.TemporaryDirectory() as folder:
                make(arguments, name, Path(folder))
        index = ["table", "show", "--tables", str(TABLES), "--format", "json", "-o", str(TABLES / "index.json")]
        subprocess.run([arguments.program, *index], check=True)
    pack()


if __name__ == "__main__":
    main()
