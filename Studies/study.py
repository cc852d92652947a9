#!/usr/bin/env python3
"""Writes docs/study.md's tables and figures and docs/study/results.csv: all methods on all matrices.

    MDAD_DATA=FOLDER python3 Studies/study.py [--work FOLDER]     simulate what is missing, half an hour; write all
    python3 Studies/study.py --tables                             write tables and figures from docs/study/results.csv
    python3 Studies/study.py --quick                              a small study, written to a temporary folder

What each method needs, with targets like the sources, of other families, and stronger than all sources; against the
items chosen from and against unseen ones. The shipped tables have some of the rows, further simulations the others.
--work keeps what was simulated (.build/study unless given); what is there is not simulated again. Figures need
matplotlib. A quick run also checks that the tables in docs/study.md are those of docs/study/results.csv.
"""

import csv
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from study_results import MATRICES, OWN, SIZES, Results, read_rows, simulation_figures, table_figures, write_rows
from study_tables import study_tables

from support.markdown import replace_tables
from support.program import ROOT
from support.script import find_matrix, read_arguments

DOCS = ROOT / "docs"
# Models of these are called organisation__model; the organisation is taken for the family.
NAMED = ["gpqa", "ifeval", "openllm_math"]
# What is taken from the shipped tables; the rest is simulated.
TABLE_TARGETS = ["random", "frontier"]
# Too slow on 12,002 items in the half split at the frontier.
COSTLY = [
    *("diversity", "tiny-benchmarks", "tiny-benchmarks-pirt", "tiny-benchmarks-gpirt"),
    *("metabench", "essence", "double-optimize"),
]
NO_MODEL = ["item", "subset", "subtask_range"]


@dataclass(frozen=True)
class Extent:
    """What is simulated: matrices, trials, and methods if not all that a table has."""

    matrices: tuple = tuple(MATRICES)
    trials: int = 50
    methods: tuple = ()


QUICK = Extent(matrices=("gpqa",), trials=1, methods=("random", "random-learn", OWN[0]))


class Study:
    """The program, the extent, and the folder that keeps what was simulated."""

    def __init__(self, arguments, work):
        self.arguments = arguments
        self.program = arguments.program
        self.extent = QUICK if arguments.quick else Extent()
        self.work = work

    def rows(self):
        """Returns the rows of every matrix: those of its shipped table, and those simulated."""
        rows = []
        for name in self.extent.matrices:
            table = json.loads((ROOT / "tables" / f"{name}.json").read_text())
            methods = self.methods(table)
            for row in table["rows"]:
                is_wanted = row["k"] in SIZES and row["method"] in methods
                if is_wanted and row["split"] == "full" and row["targets"] in TABLE_TARGETS:
                    place = {"matrix": name, "split": row["split"], "targets": row["targets"]}
                    rows.append({**place, **table_figures(row, table["schema"])})
            if name == "mmlu_pro":
                methods = [method for method in methods if method not in COSTLY]
            settings = [("half", "random"), ("half", "frontier")]
            if name in NAMED:
                settings += [("full", "family"), ("half", "family")]
            for split, targets in settings:
                place = {"matrix": name, "split": split, "targets": targets}
                rows += [{**place, **simulation_figures(row)} for row in self.simulated(name, split, targets, methods)]
        return self.with_random_sizes(rows)

    def methods(self, table):
        """Returns the methods of a table; those by subtask only if the benchmark has several."""
        methods = list(dict.fromkeys(row["method"] for row in table["rows"]))
        if table["profile"]["subtasks"] < 2:
            methods = [method for method in methods if not method.startswith("subtask")]
        return [method for method in methods if method in self.extent.methods or not self.extent.methods]

    def simulated(self, name, split, targets, methods):
        """Returns the rows of a simulation whose sources are all models that targets leave."""
        path = self.work / f"{name}-{split}-{targets}.json"
        if not path.exists():
            matrix = find_matrix(self.arguments, name, self.work)
            words = ["simulate", "--matrix", matrix, "--method", ",".join(methods), "--trials", self.extent.trials]
            words += ["--split", split, "--sources", "1000000", "--target-choice", targets]
            items = self.program.json("describe", "--matrix", matrix)["items"]
            seen = items // 2 if split == "half" else items
            words += ["--sizes", ",".join(str(k) for k in SIZES if k < seen - 20)]
            if targets == "family":
                words += ["--labels", self.families(name, matrix)]
            print("simulating", name, split, targets, file=sys.stderr, flush=True)
            path.write_text(json.dumps(self.program.json(*words)))
        return json.loads(path.read_text())["results"]

    def families(self, name, matrix):
        """Writes the families of a matrix's models, and returns the file's path."""
        with open(matrix, newline="") as file:
            models = [word for word in next(csv.reader(file)) if word not in NO_MODEL]
        rows = []
        for place, model in enumerate(models):
            # A model of the same name as an earlier one gets a number, as in mdad.
            earlier = models[:place].count(model)
            rows.append([f"{model}#{earlier + 1}" if earlier else model, family(model)])
        path = self.work / f"{name}-families.csv"
        with open(path, "w", newline="") as file:
            csv.writer(file).writerows([["model", "family"], *rows])
        return path

    def with_random_sizes(self, rows):
        """Adds how many random items have each row's MDAD: exact, for targets like the sources and all items."""
        known = {}
        for row in rows:
            row["random_k"] = None
            if (row["split"], row["targets"]) != ("full", "random") or not row["mdad"] or row["method"] == "random":
                continue
            key = (row["matrix"], row["mdad"])
            if key not in known:
                words = ["--benchmark", row["matrix"], "--gap", row["mdad"], "--targets", "random"]
                plan = self.program.json("plan", *words)
                known[key] = next(entry["k"] for entry in plan["methods"] if entry["method"] == "random")
            row["random_k"] = known[key]
        return rows


def family(model):
    """Returns a model's organisation; for a synthetic model, whose names are numbered, one of ten families."""
    return model.split("__")[0] if "__" in model else f"family {sum(map(ord, model)) % 10}"


def write_document(results, document, folder):
    """Puts the tables into a document, and the figures into a folder if matplotlib is there."""
    document.write_text(replace_tables(document.read_text(), study_tables(results)))
    try:
        from study_figures import draw_figures
    except ImportError as missing:
        print(f"figures: skipped: need the Python package {missing.name}")
        return
    draw_figures(results, folder)


def check_document():
    """Ends the script if docs/study.md's tables are not those of docs/study/results.csv."""
    document = (DOCS / "study.md").read_text()
    if replace_tables(document, study_tables(Results(read_rows(DOCS / "study" / "results.csv")))) != document:
        sys.exit("docs/study.md: its tables are not those of docs/study/results.csv; run Studies/study.py --tables")
    print("docs/study.md: tables are those of docs/study/results.csv")


def run_quick(arguments):
    """Checks the document, then makes a small study of it in a temporary folder."""
    check_document()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        rows = Study(arguments, folder).rows()
        write_rows(folder / "results.csv", rows)
        shutil.copy(DOCS / "study.md", folder)
        write_document(Results(read_rows(folder / "results.csv")), folder / "study.md", folder)
        written = sorted(path.name for path in folder.iterdir() if path.suffix in [".csv", ".md", ".svg"])
        print(f"{len(rows)} rows; wrote and removed {', '.join(written)}")


def main():
    """Simulates, and writes the document."""
    arguments = read_arguments(
        __doc__,
        (["--work"], {"metavar": "FOLDER", "type": Path, "default": ROOT / ".build" / "study"}),
        (["--tables"], {"action": "store_true", "help": "simulate nothing; read docs/study/results.csv"}),
    )
    if arguments.quick:
        run_quick(arguments)
        return
    results = DOCS / "study" / "results.csv"
    if not arguments.tables:
        arguments.work.mkdir(parents=True, exist_ok=True)
        write_rows(results, Study(arguments, arguments.work).rows())
    write_document(Results(read_rows(results)), DOCS / "study.md", DOCS / "study")


if __name__ == "__main__":
    main()
