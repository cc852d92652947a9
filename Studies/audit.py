#!/usr/bin/env python3
"""Prints how often `mdad audit table` calls an honest table impossible, and how often a dishonest one.

    MDAD_DATA=FOLDER python3 Studies/audit.py [--tables N] [--quick]

Simulates tables of uniform random sampling by the MDAD paper's protocol (half split, 50 targets, 50 trials, the `first`
reading in half-point bins) on four matrices, one table a seed, and audits each. Then lowers every figure of the same
tables by a factor, as if the method were better, and audits those. tables/README.md and the auditor's source quote
what this prints.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table
from support.script import find_matrix, read_arguments

FACTORS = [0.75, 0.6]


@dataclass(frozen=True)
class Benchmark:
    """A matrix, how many targets it has, and the sizes of its tables."""

    name: str
    targets: int = 50
    sizes: str = "10,25,50,100,200"


MATRICES = [
    Benchmark("gpqa"),
    Benchmark("ifeval"),
    Benchmark("mmlu_pro", targets=28, sizes="10,25,50,100,250,500,1000"),
    Benchmark("helm_mmlu"),
]


def simulate(program, benchmark, matrix, seed):
    """Returns the sizes and MDADs of an honest table."""
    words = ["simulate", "--matrix", matrix, "--method", "random", "--protocol", "paper", "--sizes", benchmark.sizes]
    words += ["--targets", benchmark.targets, "--sources", "0", "--seed", seed, "--resamples", "0"]
    rows = program.json(*words)["results"]
    return [(row["k"], row["mdad"]["first"]) for row in rows if row["reference"] == "seen" and row["mdad"]["first"]]


def lowered(table, factor):
    """Returns a table with each MDAD times a factor, rounded to half a point."""
    return [(k, max(0.5, round(mdad * factor * 2) / 2)) for k, mdad in table]


def verdicts(program, name, table):
    """Returns the verdict on each row of a table."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("benchmark,method,k,mdad\n")
        file.writelines(f"{name},random,{k},{mdad}\n" for k, mdad in table)
        file.flush()
        return [row["verdict"] for row in program.json("audit", "table", "--input", file.name)["rows"]]


def audit(program, benchmark, matrix, count):
    """Returns a row of the result: how many of so many tables on a matrix are called impossible."""
    tables = [simulate(program, benchmark, matrix, seed) for seed in range(1, count + 1)]
    found = [verdicts(program, benchmark.name, table) for table in tables]
    bad_rows, rows = sum(table.count("impossible") for table in found), sum(map(len, found))
    caught = [
        sum("impossible" in verdicts(program, benchmark.name, lowered(table, factor)) for table in tables)
        for factor in FACTORS
    ]
    return [benchmark.name, count, sum("impossible" in table for table in found), f"{bad_rows} of {rows}", *caught]


def main():
    """Prints a row for each matrix."""
    tables = (["--tables"], {"metavar": "N", "type": int, "default": 200, "help": "how many tables (default: 200)"})
    arguments = read_arguments(__doc__, tables)
    benchmarks, count = (MATRICES[:2], 3) if arguments.quick else (MATRICES, arguments.tables // len(MATRICES))
    heading = ["matrix", "tables", "called impossible", "rows called impossible"]
    heading += [f"tables called impossible, figures times {factor}" for factor in FACTORS]
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for benchmark in benchmarks:
            matrix = find_matrix(arguments, benchmark.name, folder)
            rows.append(audit(arguments.program, benchmark, matrix, count))
    print(markdown_table(heading, rows), end="")


if __name__ == "__main__":
    main()
