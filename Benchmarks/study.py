#!/usr/bin/env python3
"""All methods on all matrices: what each needs, with targets like the sources, of other families, and at the frontier; against the items
chosen from and against unseen ones. Writes docs/study.md, its figures and docs/study/results.csv. See README.md beside this file.

    MDAD_DATA=FOLDER python3 Benchmarks/study.py [WORK]

WORK (.build/study unless given) keeps what was simulated; what stands there is not simulated again.
"""
import csv
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("MDAD", os.path.join(ROOT, ".build", "release", "mdad"))
# The settings of this project's own methods were fixed on the first half, and are reported on the second.
TUNED = ["gpqa", "ifeval", "openllm_math", "helm_mmlu", "helm_legalbench", "glue_rte"]
HELD_OUT = ["helm_gsm", "helm_math", "helm_commonsense", "glue_mrpc", "glue_sst2", "mmlu_pro"]
MATRICES = TUNED + HELD_OUT
SIZES = [10, 25, 50, 100, 250]
# Models of these are called organisation__model, which is taken for the family.
NAMED = ["gpqa", "ifeval", "openllm_math"]
COSTLY = ["diversity", "tiny-benchmarks", "tiny-benchmarks-pirt", "tiny-benchmarks-gpirt", "metabench", "essence", "double-optimize"]


def run(*words):
    return subprocess.run([PROGRAM, *words], check=True, capture_output=True, text=True).stdout


def simulated(data, work, name, split, targets, methods):
    """The rows of a simulation with all models that targets leave as sources, simulated unless WORK has them."""
    path = os.path.join(work, f"{name}-{split}-{targets}.json")
    if not os.path.exists(path):
        seen = json.loads(run("describe", "-m", f"{data}/{name}.csv", "-f", "json"))["items"] // (2 if split == "half" else 1)
        words = ["simulate", "-m", f"{data}/{name}.csv", "--method", ",".join(methods), "--split", split, "--sources", "1000000",
                 "--target-choice", targets, "--sizes", ",".join(str(k) for k in SIZES if k < seen - 20), "--format", "json"]
        if targets == "family":
            labels = os.path.join(work, f"{name}-families.csv")
            with open(f"{data}/{name}.csv") as file:
                models = [word for word in next(csv.reader(file)) if word not in ["item", "subset", "subtask_range"]]
            # Models of the same name are told apart as mdad does it.
            names = [f"{model}#{models[:place].count(model) + 1}" if model in models[:place] else model
                     for place, model in enumerate(models)]
            with open(labels, "w") as file:
                csv.writer(file).writerows([["model", "family"]] + [[name, name.split("__")[0]] for name in names])
            words += ["--labels", labels]
        print("simulating", name, split, targets, file=sys.stderr, flush=True)
        result = run(*words)
        with open(path, "w") as file:
            file.write(result)
    with open(path) as file:
        return json.load(file)["results"]


def figures(row):
    """MDAD with its interval, error and rank correlation of a row of a table or of a simulation."""
    mdad = row["mdad"]
    scale = 1 if "spearman" in row else 100
    return {"k": row["k"], "method": row["method"], "reference": row["reference"], "mdad": mdad["smoothed"], "low": mdad["low"],
            "high": mdad["high"], "error": None if row["error"] is None else round(row["error"] * scale, 4),
            "kendall_tau": row["kendall_tau"]}


def collect(data, work):
    rows = []
    for name in MATRICES:
        table = json.load(open(os.path.join(ROOT, "tables", name + ".json")))
        methods = list(dict.fromkeys(row["method"] for row in table["rows"]))
        if table["profile"]["subtasks"] < 2:
            methods = [method for method in methods if not method.startswith("subtask")]
        for row in table["rows"]:
            if row["k"] in SIZES and row["method"] in methods:
                rows.append({"matrix": name, "split": row["split"], "targets": row["targets"], **figures(row)})
        cheap = [method for method in methods if name != "mmlu_pro" or method not in COSTLY]
        wanted = [("half", "frontier")] + ([("full", "family"), ("half", "family")] if name in NAMED else [])
        for split, targets in wanted:
            for row in simulated(data, work, name, split, targets, cheap):
                rows.append({"matrix": name, "split": split, "targets": targets, **figures(row)})
    return rows


def random_sizes(rows):
    """How many random items have the MDAD of a row with random targets and all items: exact, from the shipped tables."""
    known = {}
    for row in rows:
        row["random_k"] = None
        if row["split"] == "full" and row["targets"] == "random" and row["mdad"] and row["method"] != "random":
            key = (row["matrix"], row["mdad"])
            if key not in known:
                plan = json.loads(run("plan", "--benchmark", row["matrix"], "--gap", str(row["mdad"]), "-f", "json"))
                known[key] = next(entry["k"] for entry in plan["methods"] if entry["method"] == "random")
            row["random_k"] = known[key]


def main():
    data = os.environ.get("MDAD_DATA")
    if not data:
        sys.exit("set MDAD_DATA to a folder that holds " + ", ".join(MATRICES))
    work = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, ".build", "study")
    os.makedirs(work, exist_ok=True)
    rows = collect(data, work)
    random_sizes(rows)
    folder = os.path.join(ROOT, "docs", "study")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "results.csv"), "w") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
