#!/usr/bin/env python3
"""Checks that plans keep to what they print, and writes the tables of docs/validity.md that say so.

    python3 Studies/stability.py [--quick] [--questions N] [--drops N]

- Against simulation: at random questions (a matrix, a gap, a method, a regime) the k that a plan prints is simulated
  with another seed. A plan contradicts it if the simulated agreement at the gap, with its interval over trials and
  models, lies wholly below the promise at the upper end of the plan's interval of k, or wholly above it at the lower.
- Against other models: four of the known models are left out at random, and the headline's k must stay within the
  interval printed for all of them. So must it if every model stands in the matrix twice. The control is an interval
  of a tenth on either side of k, which must fail.
"""

import csv
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.program import ROOT
from support.script import find_matrix, read_arguments

DOCUMENT = ROOT / "docs" / "validity.md"
MATRICES = ["swebench_verified", "swebench_lite", "livecodebench_v5", "helm_mmlu", "helm_math", "helm_gsm", "glue_rte"]
METHODS = ["random", "stratified-confidence", "disagreement-sampling", "random-learn", "lasso", "gap-targeted"]
CHOICES = {"similar": "random", "family": "family", "date": "date", "frontier": "frontier"}
PROMISE = 0.8
DROPPED = 4
CONTROL = 0.1


def beside(path):
    """Returns the words that name the labels beside a matrix, if there are any."""
    labels = Path(path).with_suffix(".labels.csv")
    return ["--labels", labels] if labels.exists() else []


def simulated(arguments, path, method, regime, size, gap):
    """Returns the limits of the simulated agreement at a gap, or None beyond the pairs there are."""
    trials = 40 if arguments.quick else 200
    words = ["--matrix", path, *beside(path), "--method", method, "--sizes", size, "--trials", trials]
    words += ["--target-choice", CHOICES[regime], "--models-bootstrap", "--seed", 4242, "--threads", 1]
    if method == "gap-targeted":
        words += ["--target-gap", gap]
    rows = arguments.program.json("simulate", *words)["results"]
    points = [point for point in rows[0]["curve"] if abs(point["gap"] - gap) < 1e-9]
    if not points or points[0]["pairs"] < 30:
        return None
    return points[0]["smoothed_low"], points[0]["smoothed_high"]


def question(arguments, paths, number):
    """Asks a random question; returns what a person sees of it and whether plan and simulation contradict."""
    draw = random.Random(f"question {number}")
    name, gap = draw.choice(sorted(paths)), draw.choice([2, 3, 5, 8])
    method = draw.choice(METHODS)
    words = ["--matrix", paths[name], *beside(paths[name]), "--gap", gap, "--method", method, "--threads", 1]
    if arguments.quick:
        words += ["--trials", 10, "--sizes", "10,25,50"]
    plan = arguments.program.json("plan", *words)
    row = next(row for row in plan["methods"] if row["method"] == method)
    regimes = [found for found in row["regimes"] if found["k"] and found["k"] < plan["items"]]
    if not regimes:
        return None
    found = draw.choice(sorted(regimes, key=lambda found: found["regime"]))
    low, high = found["k_low"] or found["k"], min(found["k_high"] or plan["items"] - 1, plan["items"] - 1)
    at_high = simulated(arguments, paths[name], method, found["regime"], high, gap)
    at_low = simulated(arguments, paths[name], method, found["regime"], low, gap)
    if at_high is None or at_low is None:
        return None
    contradicts = at_high[1] < PROMISE or (at_low[0] > PROMISE and not found["upper_bound"])
    return [name, gap, method, found["regime"], found["k"], f"{low} to {high}", *at_low, *at_high, contradicts]


def rewritten(path, target, change):
    """Writes a matrix whose columns of models `change` maps to others, and its labels; returns its path."""
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    head = rows[0]
    labels = [i for i, name in enumerate(head) if name in {"item", "subtask", "subset", "category", "cluster"}]
    models = [i for i in range(len(head)) if i not in labels]
    kept = change(models)
    names = [head[i] for i in labels]
    seen = {}
    for i in kept:
        seen[i] = seen.get(i, 0) + 1
        names.append(head[i] if seen[i] == 1 else f"{head[i]} again")
    with open(target, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([[row[i] for i in labels + kept] for row in rows[1:]])
    return target


def headline(arguments, path, gap, labels):
    """Returns the headline's k, its interval and the method."""
    words = ["--matrix", path, *labels, "--gap", gap, "--method", "random,disagreement-sampling", "--threads", 1]
    if arguments.quick:
        words += ["--trials", 10, "--sizes", "10,25,50"]
    plan = arguments.program.json("plan", *words)
    row = next((row for row in plan["methods"] if row["method"] == plan["recommended"]), None)
    return row and (row["k"], row["k_low"] or row["k"], row["k_high"] or plan["items"], row["method"], plan["methods"])


def drops(arguments, paths, name, folder):
    """Leaves out four models many times; returns a row: how often k stayed in its interval, and in the control's."""
    gap = 5
    whole = headline(arguments, paths[name], gap, beside(paths[name]))
    if whole is None:
        return None
    k, low, high, method, _ = whole
    inside, naive, count = 0, 0, arguments.drops
    for number in range(count):
        draw = random.Random(f"{name} without {number}")
        path = Path(folder) / f"{name}-{number}.csv"
        rewritten(paths[name], path, lambda models, draw=draw: sorted(draw.sample(models, len(models) - DROPPED)))
        found = headline(arguments, path, gap, beside(paths[name]))
        # The interval is of the method that was recommended; another one is compared by its own k.
        size = found and next((row["k"] for row in found[4] if row["method"] == method), None)
        inside += size is not None and low <= size <= high
        naive += size is not None and k * (1 - CONTROL) <= size <= k * (1 + CONTROL)
    twice = Path(folder) / f"{name}-twice.csv"
    rewritten(paths[name], twice, lambda models: models + models)
    again = headline(arguments, twice, gap, [])
    plain = Path(folder) / f"{name}-once.csv"
    rewritten(paths[name], plain, lambda models: models)
    once = headline(arguments, plain, gap, [])
    return [name, method, k, f"{low} to {high}", f"{inside} of {count}", f"{naive} of {count}", again[0] == once[0]]


def main():
    """Runs the study and writes its tables."""
    arguments = read_arguments(
        __doc__,
        (["--questions"], {"type": int, "default": 40, "metavar": "N", "help": "random questions (default: 40)"}),
        (["--drops"], {"type": int, "default": 20, "metavar": "N", "help": "draws of models (default: 20)"}),
    )
    if arguments.quick:
        arguments.questions, arguments.drops = 2, 2
    with tempfile.TemporaryDirectory() as folder:
        names = ["glue_rte"] if arguments.quick else MATRICES
        shape = {"models": 40, "items": 100} if arguments.quick else {}
        paths = {name: find_matrix(arguments, name, folder, **shape) for name in names}
        if arguments.quick:
            small = Path(folder) / "small.csv"
            paths = {"glue_rte": rewritten(paths["glue_rte"], small, lambda models: models[:30])}
        with ThreadPoolExecutor(2) as pool:
            numbers = range(20 * arguments.questions)
            asked = []
            while numbers and len(asked) < arguments.questions:
                batch, numbers = numbers[:8], numbers[8:]
                asked += [row for row in pool.map(lambda n: question(arguments, paths, n), batch) if row]
            asked = asked[: arguments.questions]
            dropped = [row for row in pool.map(lambda name: drops(arguments, paths, name, folder), names) if row]
    found = [row for row in asked if row[-1]]
    print(f"{len(found)} of {len(asked)} plans contradict simulation")
    for row in found:
        print(*row)
    tables = {
        "stability": markdown_table(
            ["benchmark", "method", "k", "interval", "k inside, four models fewer", "inside ± 10 %", "twice: same k"],
            [[*row[:-1], "yes" if row[-1] else "no"] for row in dropped],
            2,
        ),
        "questions": markdown_table(
            ["benchmark", "gap", "method", "regime", "k", "interval", "agreement at its ends", "contradicts"],
            [
                [*row[:6], f"{row[6]:.2f} to {row[7]:.2f}; {row[8]:.2f} to {row[9]:.2f}", "yes" if row[10] else "no"]
                for row in asked
            ],
            1,
        ),
    }
    for table in tables.values():
        print(table)
    if not arguments.quick:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), tables))


if __name__ == "__main__":
    main()
