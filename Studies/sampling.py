#!/usr/bin/env python3
"""Writes the tables of docs/sampling.md: what disagreement-sampling saves, and how often its intervals hold the truth.

    MDAD_DATA=FOLDER python3 Studies/sampling.py [--quick] [--part saving|coverage]

Every matrix of the data folder, targets at the frontier (the strongest 30 %, with the weakest half as sources) and at
random. The items needed are read off curves of agreement by size. Matrices at even places in alphabetical order were
used to choose how the method expects answers (development); those at odd places report (held out). Coverage: items are
drawn and models scored by mdad select and mdad score, again and again. A quick run simulates little and writes nothing.
"""

import csv
import itertools
import math
import random
import statistics
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.program import ROOT
from support.script import find_matrix, read_arguments

DOCUMENT = ROOT / "docs" / "sampling.md"
METHOD = "disagreement-sampling"
METHODS = ["random", "stratified-confidence", METHOD]
MATRICES = [
    *("bfcl_v1", "ds1000", "gaia", "glue_mrpc", "glue_rte", "glue_sst2", "gpqa", "helm_commonsense", "helm_gsm"),
    *("helm_legalbench", "helm_math", "helm_mmlu", "humaneval_plus", "ifeval", "livecodebench_v5", "livecodebench_v6"),
    *("math500", "mbpp_plus", "mmlu_pro", "mmlu_pro_math_ollv2", "openllm_math", "swebench_full", "swebench_lite"),
    *("swebench_multimodal", "swebench_verified", "swtbench_verified", "wmt25_en_cs_cz", "zeroeval_cruxeval_output"),
]
SIZES = [10, 15, 25, 40, 60, 100, 150, 250, 400, 600, 1000]
# The sizes of the verdicts.
JUDGED = range(10, 251)
GAPS = [3.0, 5.0]
CHOICES = ["frontier", "random"]
TIES = ["wrong", "half"]
LEVEL = 0.8
COVERED = ["gpqa", "helm_mmlu", "livecodebench_v5", "swebench_verified"]
LABELS = {"model", "item", "subtask", "subset", "subtask_range", "cluster"}
NOMINAL = 0.9


def simulate(arguments, matrix, choice, ties, trials):
    """Returns the rows of a simulation by method and size; none if the matrix is too small for this choice."""
    facts = arguments.program.json("describe", "--matrix", matrix)
    sizes = [size for size in SIZES if size < facts["items"]]
    if facts["models"] * 3 // 10 < 6:
        return facts, {}
    words = ["--method", ",".join(METHODS), "--sizes", ",".join(map(str, sizes)), "--trials", trials, "--curve"]
    words += ["--target-choice", choice, "--sources", 1_000_000, "--ties", ties, "--resamples", 200]
    rows = arguments.program.json("simulate", "--matrix", matrix, *words)["results"]
    return facts, {(row["method"], row["k"]): row for row in rows}


def at(row, gap):
    """Returns the point of a row's curve at a gap, or None if fewer than 30 pairs lie there."""
    return next((point for point in row["curve"] if point["gap"] == gap and point["pairs"] >= 30), None)


def needed(rows, method, gap):
    """Returns the items at which a method's agreement is LEVEL, by interpolation on a logarithmic scale."""
    curve = [(size, at(row, gap)) for (name, size), row in sorted(rows.items()) if name == method]
    curve = [(size, point["smoothed"]) for size, point in curve if point]
    for (size, low), (larger, high) in itertools.pairwise(curve):
        if low < LEVEL <= high:
            return size * (larger / size) ** ((LEVEL - low) / (high - low))
    return None


def verdicts(rows, method, gap):
    """Counts the sizes from 10 to 250 at which a method is better than random, the same, or worse, beyond doubt."""
    counts = [0, 0, 0]
    for name, size in rows:
        if name != method or size not in JUDGED:
            continue
        ours, theirs = at(rows[name, size], gap), at(rows["random", size], gap)
        if ours and theirs:
            better, worse = ours["low"] > theirs["high"], ours["high"] < theirs["low"]
            counts[0 if better else 2 if worse else 1] += 1
    return counts


def error_ratio(rows, method):
    """Returns a method's mean error as a share of that of random, over the sizes from 25 to 250."""
    sizes = [size for name, size in rows if name == method and 25 <= size <= 250]
    pairs = [(rows[method, size]["error"], rows["random", size]["error"]) for size in sizes]
    ratios = [ours / theirs for ours, theirs in pairs if theirs]
    return statistics.mean(ratios) if ratios else None


class Saving:
    """The simulations of all matrices."""

    def __init__(self, arguments, folder):
        names = ["gpqa", "helm_mmlu"] if arguments.quick else MATRICES
        trials = 20 if arguments.quick else 300
        self.rows, self.facts = {}, {}
        jobs = [(name, choice, ties) for name in names for choice in CHOICES for ties in TIES]
        paths = {name: find_matrix(arguments, name, folder) for name in names}
        with ThreadPoolExecutor(2) as pool:
            runs = pool.map(lambda job: simulate(arguments, paths[job[0]], *job[1:], trials), jobs)
            for (name, choice, ties), (facts, rows) in zip(jobs, runs, strict=True):
                self.facts[name] = facts
                self.rows[name, choice, ties] = rows

    def share(self, name, choice, ties, method, gap):
        """Returns the items that a method needs as a share of those that random needs, or None."""
        rows = self.rows[name, choice, ties]
        ours, theirs = (needed(rows, other, gap) for other in (method, "random"))
        return ours / theirs if ours and theirs else None

    def part(self, held_out):
        """Returns the names of the matrices of one half."""
        return [name for place, name in enumerate(MATRICES) if place % 2 == held_out and name in self.facts]

    def summary(self):
        """Tabulates the shares of items needed over the matrices."""
        rows = []
        for choice in CHOICES:
            for ties in TIES:
                for method in METHODS[1:]:
                    cells = []
                    for held_out in (False, True):
                        shares = [
                            share
                            for name in self.part(held_out)
                            for gap in GAPS
                            if (share := self.share(name, choice, ties, method, gap))
                        ]
                        median = f"{statistics.median(shares):.2f}" if shares else "–"
                        cells += [len(shares), median, f"{max(shares):.2f}" if shares else "–"]
                    counts = [0, 0, 0]
                    errors = []
                    for name in self.facts:
                        rows_of = self.rows[name, choice, ties]
                        errors.append(error_ratio(rows_of, method))
                        for gap in GAPS:
                            counts = [a + b for a, b in zip(counts, verdicts(rows_of, method, gap), strict=True)]
                    errors = [error for error in errors if error]
                    cells += ["/".join(map(str, counts)), f"{statistics.median(errors):.2f}" if errors else "–"]
                    rows.append([choice, ties, f"`{method}`", *cells])
        heading = ["targets", "ties count", "method", "questions (dev.)", "median", "most"]
        heading += ["questions (held out)", "median", "most", "better/same/worse", "error"]
        return markdown_table(heading, rows, text_columns=3)

    def detail(self):
        """Tabulates each matrix at the frontier."""
        rows = []
        for name, facts in self.facts.items():
            for gap in GAPS:
                found = self.rows[name, "frontier", "wrong"]
                if not (theirs := needed(found, "random", gap)):
                    continue
                shares = [self.share(name, "frontier", ties, METHOD, gap) for ties in TIES]
                counts = "/".join(map(str, verdicts(found, METHOD, gap)))
                cells = [f"{share:.2f}" if share else "–" for share in shares]
                rows.append([f"`{name}`", facts["models"], facts["items"], f"{gap:g}", f"{theirs:.0f}", *cells, counts])
        heading = ["matrix", "models", "items", "gap", "k of random", "share", "share, ties half", "better/same/worse"]
        return markdown_table(heading, rows)


def split(path, choice, folder):
    """Writes the source models and the new models of a matrix to files; returns their paths, or None without dates."""
    with open(path) as file:
        header, *rows = csv.reader(file)
    models = [column for column, name in enumerate(header) if name.lower() not in LABELS]
    accuracy = {model: statistics.mean(float(row[model]) for row in rows) for model in models}
    ascending = sorted(models, key=accuracy.get)
    count = len(models) * 3 // 10
    if choice == "frontier":
        new, sources = ascending[-count:], ascending[: len(models) // 2]
    elif choice == "random":
        drawn = random.Random("sampling").sample(models, len(models))
        new, sources = drawn[:count], drawn[count:]
    else:
        labels = Path(path).with_suffix(".labels.csv")
        if not labels.exists():
            return None
        with labels.open() as file:
            dates = {row["model"]: row["date"] for row in csv.DictReader(file) if row["date"]}
        dated = sorted((model for model in models if header[model] in dates), key=lambda model: dates[header[model]])
        if len(dated) < 20:
            return None
        new, sources = dated[-(len(dated) * 3 // 10) :], dated[: len(dated) * 7 // 10]
    paths = []
    for kind, columns in (("sources", sources), ("new", new)):
        target = folder / f"{Path(path).stem}-{choice}-{kind}.csv"
        with target.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["item", *(header[column] for column in columns)])
            for number, row in enumerate(rows):
                writer.writerow([f"i{number}", *(row[column] for column in columns)])
        paths.append(target)
    truth = {header[model]: 100 * accuracy[model] for model in new}
    return *paths, truth


def coverage(arguments, folder):
    """Tabulates how often 90 % intervals of mdad score hold the full scores of new models."""
    draws = 4 if arguments.quick else 60
    rows = []
    for name in COVERED[:1] if arguments.quick else COVERED:
        path = find_matrix(arguments, name, folder)
        for choice in [*CHOICES, "date"]:
            if not (made := split(path, choice, folder)):
                continue
            sources, new, truth = made
            cells = []
            for size in (25, 50, 100):

                def held(seed, sources=sources, new=new, truth=truth, size=size):
                    file = folder / f"{new.stem}-{size}-{seed}.json"
                    words = ["--method", METHOD, "--size", size, "--seed", seed]
                    file.write_text(arguments.program.run("select", "--matrix", sources, *words))
                    models = arguments.program.json("score", "-b", file, "-r", new)["models"]
                    file.unlink()
                    hits = [model["low"] - 1e-3 <= truth[model["model"]] <= model["high"] + 1e-3 for model in models]
                    return statistics.mean(hits)

                with ThreadPoolExecutor(2) as pool:
                    shares = list(pool.map(held, range(draws)))
                error = statistics.stdev(shares) / math.sqrt(draws)
                cells.append(f"{100 * statistics.mean(shares):.1f} ± {100 * error:.1f}")
            rows.append([f"`{name}`", choice, len(truth), *cells])
    return markdown_table(["matrix", "new models", "number", "k = 25", "k = 50", "k = 100"], rows, text_columns=2)


def main():
    """Runs the parts that are asked for, and writes their tables."""
    option = (["--part"], {"choices": ["saving", "coverage"], "help": "run one part alone"})
    arguments = read_arguments(__doc__, option)
    tables = {}
    with tempfile.TemporaryDirectory() as folder:
        if arguments.part != "coverage":
            saving = Saving(arguments, folder)
            tables |= {"summary": saving.summary(), "frontier": saving.detail()}
        if arguments.part != "saving":
            tables["coverage"] = coverage(arguments, Path(folder))
    for table in tables.values():
        print(table)
    if not arguments.quick:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), tables))


if __name__ == "__main__":
    main()
