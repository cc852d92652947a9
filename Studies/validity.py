#!/usr/bin/env python3
"""Measures what a plan delivers on models that it never saw, and writes the tables of docs/validity.md.

    python3 Studies/validity.py [--quick] [--seeds N] [--matrices NAME,...] [--control PROGRAM] [--keep FOLDER]

For every matrix the models are split into known ones (70 %) and new ones (30 %): at random, by family, by date, and so
that the new ones are the strongest. The program plans on the known models; its answers are carried out with select and
score on the new ones; and what is measured is how often two new models come out in their order on the full benchmark.
Pairs within half a point of the gap count, and those above it apart. The answers are:

- headline: the first answer, which is to hold for any models
- random: random sampling, as many items as the plan says
- learned: the second answer, which is to hold for models like the known ones
- alike: the answer under --assume similar, whatever the new models are: the control, as version 0.1 recommended

Standard errors are over new models (pairs share them), by the jackknife. --control also carries out what another
version of the program recommends.
"""

import csv
import json
import math
import pickle
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.program import ROOT, Program
from support.script import find_matrix, read_arguments

DOCUMENT = ROOT / "docs" / "validity.md"
MATRICES = [
    "swebench_verified", "swebench_lite", "swebench_multimodal", "swtbench_verified", "gaia", "livecodebench_v5",
    "livecodebench_v6", "bfcl_v1", "ds1000", "humaneval_plus", "mbpp_plus", "zeroeval_cruxeval_output",
    "wmt25_en_cs_cz", "gpqa", "mmlu_pro", "ifeval", "openllm_math", "helm_mmlu", "helm_commonsense", "helm_gsm",
    "helm_math", "helm_legalbench", "glue_rte", "glue_mrpc", "glue_sst2",
]  # fmt: skip
REGIMES = ["random", "family", "date", "strongest"]
GAPS = [2, 3, 5]
ANSWERS = ["headline", "random", "learned", "alike", "control"]
PROMISE = 0.8
# The models of SWE-bench Verified up to this date are known, those after it new.
CUTS = {"swebench_verified": "2025-06-30"}
NEW_SHARE = 0.3
FEWEST_NEW = 8
DRAWS = 3


class Matrix:
    """Scores of models on items, a row per item, with the models' labels."""

    def __init__(self, path):
        with open(path, newline="") as file:
            rows = list(csv.reader(file))
        labels = {"item", "subtask", "subtask_range", "subset", "category", "cluster"}
        head = rows[0]
        self.label_columns = [column for column, name in enumerate(head) if name in labels]
        columns = [column for column, name in enumerate(head) if name not in labels]
        # A second model of the same name has a name of its own.
        for column in columns:
            earlier = head[:column].count(head[column])
            head[column] += f" ({earlier + 1})" if earlier else ""
        self.models = [head[column] for column in columns]
        self.items = [row[head.index("item")] if "item" in head else str(i) for i, row in enumerate(rows[1:])]
        self.columns = dict(zip(self.models, columns, strict=False))
        self.rows = rows
        self.scores = {model: [float(row[column]) for row in rows[1:]] for model, column in self.columns.items()}
        # Models that answer everything alike are one model.
        seen = {}
        for model in self.models:
            seen.setdefault(tuple(self.scores[model]), model)
        self.models = [model for model in self.models if model in set(seen.values())]
        self.accuracy = {model: sum(self.scores[model]) / len(self.items) for model in self.models}
        self.labels = {}
        beside = Path(path).with_suffix(".labels.csv")
        if beside.exists():
            with open(beside, newline="") as file:
                self.labels = {row["model"]: row for row in csv.DictReader(file)}

    def write(self, path, models):
        """Writes the answers of some models, with an item column and the other labels."""
        head = self.rows[0]
        others = [column for column in self.label_columns if head[column] != "item"]
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["item", *(head[c] for c in others), *models])
            for item, row in zip(self.items, self.rows[1:], strict=False):
                writer.writerow([item, *(row[c] for c in others), *(row[self.columns[m]] for m in models)])
        known = [model for model in models if model in self.labels]
        if known:
            with open(Path(path).with_suffix(".labels.csv"), "w", newline="") as file:
                names = list(self.labels[known[0]])
                writer = csv.DictWriter(file, names, lineterminator="\n")
                writer.writeheader()
                for model in models:
                    writer.writerow(self.labels.get(model, dict.fromkeys(names, "") | {"model": model}))
        return path

    def new_models(self, name, regime, seed):
        """Returns the models that a plan does not see, or none where labels are missing."""
        draw = random.Random(f"{name} {regime} {seed}")
        count = round(len(self.models) * NEW_SHARE)
        # Plans differ by seed in every regime: a tenth of the models is left out.
        pool = sorted(draw.sample(self.models, round(len(self.models) * 0.9)))
        if regime == "random":
            return draw.sample(pool, count), pool
        if regime == "strongest":
            return sorted(pool, key=lambda model: self.accuracy[model])[-count:], pool
        labels = {model: self.labels.get(model, {}).get(regime, "") for model in pool}
        if regime == "date":
            dated = sorted((model for model in pool if labels[model]), key=lambda model: labels[model])
            if len({labels[model] for model in dated}) < 4:
                return [], pool
            cut = CUTS.get(name) or labels[dated[-count]]
            return [model for model in dated if labels[model] > cut], pool
        families = defaultdict(list)
        for model in pool:
            families[labels[model] or model].append(model)
        if max(len(members) for members in families.values()) < 2:
            return [], pool
        names = sorted(families)
        draw.shuffle(names)
        chosen = []
        for family in names:
            if len(chosen) < count:
                chosen += families[family]
        return (chosen if len(chosen) <= len(pool) / 2 else []), pool


def nothing():
    """Returns no right pairs of none."""
    return [0.0, 0]


class Outcome:
    """Pairs of new models that came out in their order, model by model."""

    def __init__(self):
        self.right, self.pairs = 0.0, 0
        self.by_model = defaultdict(nothing)

    def add(self, first, second, is_right):
        """Counts a pair."""
        self.right += is_right
        self.pairs += 1
        for model in (first, second):
            self.by_model[model][0] += is_right
            self.by_model[model][1] += 1

    def merge(self, other):
        """Adds up two sets of pairs."""
        self.right += other.right
        self.pairs += other.pairs
        for model, (right, pairs) in other.by_model.items():
            self.by_model[model][0] += right
            self.by_model[model][1] += pairs

    @property
    def share(self):
        """The share of pairs in the right order, or None without pairs."""
        return self.right / self.pairs if self.pairs else None

    @property
    def error(self):
        """The jackknife's standard error over models."""
        if not self.pairs or len(self.by_model) < 3:
            return None
        left = [
            (self.right - right) / (self.pairs - pairs) for right, pairs in self.by_model.values() if self.pairs > pairs
        ]
        mean = sum(left) / len(left)
        return math.sqrt((len(left) - 1) / len(left) * sum((value - mean) ** 2 for value in left))


def carry_out(program, matrix, known, new, answer, gap, seed, folder):
    """Selects and scores as an answer says; returns the outcomes at the gap and above it."""
    method, size = answer
    micro = folder / "micro.json"
    program.run(
        "select", "--matrix", known, "--method", method, "--size", size, "--seed", seed, "--threads", 1, "-o", micro
    )
    scored = program.json("score", "--benchmark-file", micro, "--responses", new)
    estimates = {row["model"]: row["estimate"] for row in scored["models"]}
    at, above = Outcome(), Outcome()
    names = sorted(estimates)
    for i, first in enumerate(names):
        for second in names[:i]:
            difference = 100 * (matrix.accuracy[first] - matrix.accuracy[second])
            if abs(difference) < gap - 0.5:
                continue
            is_right = difference * (estimates[first] - estimates[second]) > 0
            (at if abs(difference) <= gap + 0.5 else above).add(first, second, is_right)
    return at, above


def study(arguments, name, regime, seed, folder):
    """Plans once and measures every answer; yields (gap, answer, k, at, above)."""
    matrix = arguments.loaded[name]
    new_models, pool = matrix.new_models(name, regime, seed)
    known_models = [model for model in pool if model not in set(new_models)]
    if len(new_models) < FEWEST_NEW or len(known_models) < 15:
        return
    folder = Path(folder)
    known = matrix.write(folder / "known.csv", known_models)
    new = matrix.write(folder / "new.csv", sorted(new_models))
    words = ["--matrix", known, "--seed", seed, "--threads", 1, "--trials", 20 if arguments.quick else 50]
    sheet = arguments.program.json("plan", *words)["gaps"]
    alike = {row["gap"]: row for row in arguments.program.json("plan", "--assume", "similar", *words)["gaps"]}
    for row in sheet:
        gap = row["gap"]
        if gap not in GAPS:
            continue
        answers = {
            "headline": (row["method"], row["k"]),
            "random": ("random", row["random_k"]),
            "learned": (row["method_if_similar"], row["k_if_similar"]),
            "alike": (alike[gap]["method"], alike[gap]["k"]) if gap in alike else (None, None),
        }
        if arguments.control:
            done = subprocess.run(
                [
                    arguments.control,
                    "plan",
                    "--matrix",
                    known,
                    "--gap",
                    str(gap),
                    "--format",
                    "json",
                    "--threads",
                    "1",
                    "--method",
                    "random,subtask-equal,subtask-proportional,stratified-confidence,random-learn,lasso,"
                    "forward-selection,gap-targeted,gap-targeted-robust,pca,aipw",
                ],
                capture_output=True,
                text=True,
            )
            old = json.loads(done.stdout) if done.returncode == 0 else {"recommended": None, "methods": []}
            k = next((m["k"] for m in old["methods"] if m["method"] == old["recommended"]), None)
            answers["control"] = (old["recommended"], k)
        for answer, (method, size) in answers.items():
            if size is None:
                yield gap, answer, None, None, None
                continue
            at, above = Outcome(), Outcome()
            for draw in range(1 if arguments.quick else DRAWS):
                a, b = carry_out(arguments.program, matrix, known, new, (method, size), gap, 100 * seed + draw, folder)
                at.merge(a)
                above.merge(b)
            yield gap, answer, (method, size), at, above


def main():
    """Reads the command line and runs the study in a temporary folder."""
    arguments = read_arguments(
        __doc__,
        (["--seeds"], {"type": int, "default": 5, "metavar": "N", "help": "splits of each kind (default: 5)"}),
        (["--matrices"], {"metavar": "NAME,...", "help": "which matrices (default: all at hand)"}),
        (["--control"], {"metavar": "PROGRAM", "help": "another version of mdad, whose recommendation is carried out"}),
        (["--keep"], {"metavar": "FOLDER", "help": "keep the outcome of each split there, to go on from after a stop"}),
        (["--results"], {"metavar": "FILE", "help": "also write every outcome as CSV"}),
    )
    with tempfile.TemporaryDirectory() as folder:
        run(arguments, folder)


def run(arguments, folder):
    """Runs the study, prints its tables and fills the places for them in the document."""
    if arguments.quick:
        names, seeds, regimes = ["gpqa"], 1, ["random", "strongest"]
        paths = {"gpqa": find_matrix(arguments, "gpqa", folder, models=40, items=200)}
    else:
        names = arguments.matrices.split(",") if arguments.matrices else MATRICES
        paths = {name: find_matrix(arguments, name, folder) for name in names}
        seeds, regimes = arguments.seeds, REGIMES
    arguments.loaded = {name: Matrix(path) for name, path in paths.items()}
    if arguments.control:
        arguments.control = Program(arguments.control).path
    jobs = [(name, regime, seed) for seed in range(1, seeds + 1) for name in names for regime in regimes]

    def work(job):
        kept = arguments.keep and Path(arguments.keep) / "-".join(map(str, job))
        if kept and kept.exists():
            return pickle.loads(kept.read_bytes())
        with tempfile.TemporaryDirectory(dir=folder) as own:
            lines = [(*job, *found) for found in study(arguments, *job, own)]
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pickle.dumps(lines))
        return lines

    with ThreadPoolExecutor(2) as pool:
        found = [line for lines in pool.map(work, jobs) for line in lines]
    if arguments.results:
        with open(arguments.results, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(
                ["matrix", "regime", "seed", "gap", "answer", "method", "k", "at", "at_pairs", "above", "above_pairs"]
            )
            for name, regime, seed, gap, answer, choice, at, above in found:
                if choice:
                    writer.writerow(
                        [name, regime, seed, gap, answer, *choice, at.share, at.pairs, above.share, above.pairs]
                    )
    tables = {"delivered": delivered(found, regimes), "by matrix": by_matrix(found, names, regimes)}
    for table in tables.values():
        print(table)
    if not arguments.quick and not arguments.matrices:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), tables))


def pooled(lines):
    """Adds up outcomes at the gap by matrix; returns their mean over matrices and its standard error."""
    matrices = defaultdict(Outcome)
    for name, *_, at, _ in lines:
        if at is not None:
            matrices[name].merge(at)
    known = [outcome for outcome in matrices.values() if outcome.share is not None and outcome.pairs >= 30]
    if not known:
        return None, None
    mean = sum(outcome.share for outcome in known) / len(known)
    error = math.sqrt(sum((outcome.error or 0) ** 2 for outcome in known)) / len(known)
    return mean, error


def text(mean, error):
    """Returns a figure with its standard error."""
    return "–" if mean is None else f"{mean:.3f} ± {error:.3f}"


def delivered(found, regimes):
    """Returns the table of what was delivered by kind of new models and answer."""
    rows = []
    for regime in regimes:
        for answer in ANSWERS:
            lines = [line for line in found if line[1] == regime and line[4] == answer]
            sizes = sorted(line[5][1] for line in lines if line[5])
            if sizes:
                none = sum(line[5] is None for line in lines)
                rows.append([regime, answer, text(*pooled(lines)), sizes[len(sizes) // 2], f"{none} of {len(lines)}"])
    return markdown_table(["new models", "answer", "delivered at the gap", "items, median", "no answer"], rows, 2)


def by_matrix(found, names, regimes):
    """Returns the table of what was delivered on each matrix."""
    rows = []
    for name in names:
        cells = []
        for regime in regimes:
            for answer in ["headline", "alike"]:
                outcome = Outcome()
                for line in found:
                    if line[0] == name and line[1] == regime and line[4] == answer and line[6] is not None:
                        outcome.merge(line[6])
                is_known = outcome.share is not None and outcome.pairs >= 30
                cells.append(text(outcome.share, outcome.error or 0) if is_known else "–")
        rows.append([name, *cells])
    heading = ["benchmark", *(f"{regime}, {answer}" for regime in regimes for answer in ["headline", "alike"])]
    return markdown_table(heading, rows)


if __name__ == "__main__":
    main()
