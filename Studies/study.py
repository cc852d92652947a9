#!/usr/bin/env python3
"""All methods on all matrices: what each needs, with targets like the sources, of other families, and at the frontier; against the items
chosen from and against unseen ones. Writes docs/study.md, its figures and docs/study/results.csv. See README.md beside this file.

    MDAD_DATA=FOLDER python3 Studies/study.py [WORK]

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
            "high": mdad["high"], **at_target(row), "error": None if row["error"] is None else round(row["error"] * scale, 4),
            "kendall_tau": row["kendall_tau"]}


def at_target(row, gap=3):
    """The smoothed agreement at the target gap, with its interval; of a row without one, limits equal to it."""
    curve = row.get("curve")
    gaps = [point["gap"] for point in curve] if curve else row["gap"]
    lists = ([[point[name] for point in curve] for name in ["smoothed", "smoothed_low", "smoothed_high"]] if curve else
             [row["agreement"], row["agreement_low"], row["agreement_high"]])

    def read(values):
        if not values or values[0] is None:
            return None
        place = next((index for index, known in enumerate(gaps) if known >= gap), len(gaps) - 1)
        if gaps[place] <= gap or place == 0:
            return values[place]
        share = (gap - gaps[place - 1]) / (gaps[place] - gaps[place - 1])
        return values[place - 1] + share * (values[place] - values[place - 1])

    value, low, high = (read(values) for values in lists)
    return {"agreement_3": round(value, 4), "agreement_3_low": round(value if low is None else low, 4),
            "agreement_3_high": round(value if high is None else high, 4)}


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


OWN = ["forward-selection", "gap-targeted", "gap-targeted-robust"]
SHOWN = ["random", "random-learn", "lasso", "tiny-benchmarks-gpirt", *OWN]
# Smoothed MDADs of the prototype that forward-selection is held against: 300 sources on gpqa's half, all others on the rest.
PROTOTYPE = [("gpqa", "half", "random", "seen", [4.2, 3.6, 3.0, 2.4]), ("gpqa", "half", "random", "unseen", [6.8, 6.8, 6.7, 7.1]),
             ("gpqa", "full", "family", "full", [3.6, 3.1, 2.8, 2.6]), ("ifeval", "full", "random", "full", [9.5, 5.7, 4.1, 2.4]),
             ("ifeval", "full", "frontier", "full", [43.6, 14.9, 7.5, 6.8]), ("openllm_math", "full", "random", "full", [4.5, 1.8, 1.2, 0.6]),
             ("openllm_math", "full", "frontier", "full", [None, 7.7, 4.6, 3.4])]


def limits(row):
    """The interval of an MDAD; infinity for what is beyond every gap."""
    low, high = row["low"], row["high"]
    return (float("inf") if low is None else low, float("inf") if high is None else high)


def verdict(row, other):
    """-1 where a row's MDAD is smaller beyond doubt, 1 where it is larger, 0 where intervals overlap."""
    (a, b), (c, d) = limits(row), limits(other)
    return -1 if b < c else 1 if a > d else 0


class Results:
    def __init__(self, rows):
        self.rows = {(r["matrix"], r["split"], r["targets"], r["reference"], r["method"], r["k"]): r for r in rows}
        # Stratification by subtask exists on one matrix alone.
        self.methods = [m for m in dict.fromkeys(r["method"] for r in rows) if not m.startswith("subtask")]

    def get(self, matrix, split, targets, reference, method, k):
        return self.rows.get((matrix, split, targets, reference, method, k))

    def counts(self, matrices, setting, method, k, other="random"):
        """Better, same, worse than another method over matrices."""
        pairs = [(self.get(m, *setting, method, k), self.get(m, *setting, other, k)) for m in matrices]
        found = [verdict(a, b) for a, b in pairs if a and b]
        return [found.count(-1), found.count(0), found.count(1)]


def text(value):
    return "–" if value is None else f"{value:.1f}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]) + "\n"


SETTINGS = [("targets like the sources", ("full", "random", "full")), ("like the sources, unseen items", ("half", "random", "unseen")),
            ("of other families", ("full", "family", "full")), ("of other families, unseen items", ("half", "family", "unseen")),
            ("at the frontier", ("full", "frontier", "full")), ("at the frontier, unseen items", ("half", "frontier", "unseen"))]


def target_table(results, sizes):
    """Agreement at 3 points, mean over matrices, and on how many gap-targeted is above forward-selection beyond doubt, and below."""
    rows = []
    for name, setting in SETTINGS:
        for method in ["random", *OWN]:
            cells = []
            for k in sizes:
                known = [(row, results.get(m, *setting, "forward-selection", k)) for m in MATRICES
                         if (row := results.get(m, *setting, method, k))]
                cell = f"{sum(row['agreement_3'] for row, _ in known) / len(known):.3f}"
                if method.startswith("gap"):
                    above = sum(row["agreement_3_low"] > other["agreement_3_high"] for row, other in known)
                    below = sum(row["agreement_3_high"] < other["agreement_3_low"] for row, other in known)
                    cell += f" ({above}/{len(known) - above - below}/{below})"
                cells.append(cell)
            rows.append([name, f"`{method}`"] + cells)
    return table(["targets", "method"] + [f"k = {k}" for k in sizes], rows)


def report(results):
    """The tables of docs/study.md, each under the name that the document calls it by."""
    parts = {}
    sizes = [10, 25, 50, 100]
    rows = []
    for method in results.methods:
        if method != "random":
            rows.append([f"`{method}`"] + [" ".join("/".join(map(str, results.counts(MATRICES, setting, method, k))) for k in sizes)
                                           for _, setting in SETTINGS])
    parts["counts"] = table(["method"] + [name for name, _ in SETTINGS], rows)
    for part, matrices in [("tuned", TUNED), ("held-out", HELD_OUT)]:
        rows = []
        for name, setting in SETTINGS:
            for method in OWN:
                counts = [results.counts(matrices, setting, method, k) for k in sizes]
                if not any(map(sum, counts)):
                    continue
                rows.append([name, f"`{method}`"] + ["/".join(map(str, found)) for found in counts])
        parts[part] = table(["targets", "method"] + [f"k = {k}" for k in sizes], rows)
    for part, setting in [("random", SETTINGS[0][1]), ("frontier", SETTINGS[4][1])]:
        rows = []
        for matrix in MATRICES:
            for method in SHOWN:
                cells = [results.get(matrix, *setting, method, k) for k in sizes]
                rows.append([matrix, f"`{method}`"] + [
                    "" if row is None else text(row["mdad"]) + ("" if row["low"] == row["high"] and row["low"] is not None
                                                                else f" ({text(row['low'])} to {text(row['high'])})") for row in cells])
        parts["mdad-" + part] = table(["matrix", "method"] + [f"k = {k}" for k in sizes], rows)
    rows = []
    for method in results.methods:
        if method == "random":
            continue
        cells = []
        for k in [10, 25, 50, 100]:
            worth = sorted(row["random_k"] or float("inf") for matrix in MATRICES
                           if (row := results.get(matrix, "full", "random", "full", method, k)) and row["mdad"] is not None)
            cells.append("" if not worth else f"{worth[len(worth) // 2]:.0f} ({worth[0]:.0f} to {worth[-1]:.0f})")
        rows.append([f"`{method}`"] + cells)
    parts["worth"] = table(["method"] + [f"k = {k}" for k in [10, 25, 50, 100]], rows)
    rows = []
    for matrix, split, targets, reference, figures in PROTOTYPE:
        cells = []
        for k, figure in zip(sizes, figures):
            row = results.get(matrix, split, targets, reference, "forward-selection", k)
            cells.append(f"{text(figure)}: {text(row['mdad'])} ({text(row['low'])} to {text(row['high'])})")
        rows.append([f"{matrix}, {targets}, {reference}"] + cells)
    parts["prototype"] = table(["matrix, targets, against"] + [f"k = {k}" for k in sizes], rows)
    rows = []
    for name, setting in SETTINGS:
        counts = [results.counts(MATRICES, setting, "gap-targeted", k, "forward-selection") for k in sizes]
        smaller = [sum(1 for m in MATRICES if (a := results.get(m, *setting, "gap-targeted", k)) and
                       (b := results.get(m, *setting, "forward-selection", k)) and (a["mdad"] or 1e9) < (b["mdad"] or 1e9)) for k in sizes]
        rows.append([name] + ["/".join(map(str, found)) + f" ({less})" for found, less in zip(counts, smaller)])
    parts["at-target"] = target_table(results, sizes)
    parts["against-forward"] = table(["targets"] + [f"k = {k}" for k in sizes], rows)
    return parts


def figure(results, setting, path):
    """MDAD by k, a panel for each matrix."""
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "mdad", "svg.fonttype": "none", "font.size": 8, "font.family": "sans-serif"})
    import matplotlib.pyplot as plot
    colours = {"random": "#555555", "random-learn": "#1b9e77", "lasso": "#a6761d", "tiny-benchmarks-gpirt": "#7570b3",
               "forward-selection": "#66a3d2", "gap-targeted": "#d95f02", "gap-targeted-robust": "#e7298a"}
    matrices = [m for m in MATRICES if results.get(m, *setting, "random", 25)]
    columns = 4
    lines = -(-len(matrices) // columns)
    canvas, axes = plot.subplots(lines, columns, figsize=(9.5, 2.3 * lines), squeeze=False)
    for axis in axes.flat[len(matrices):]:
        axis.axis("off")
    for axis, matrix in zip(axes.flat, matrices):
        for method in SHOWN:
            found = [row for k in SIZES if (row := results.get(matrix, *setting, method, k)) and row["mdad"] is not None]
            if not found:
                continue
            ks = [row["k"] for row in found]
            axis.plot(ks, [row["mdad"] for row in found], color=colours[method], marker="o", markersize=2.5, linewidth=1.2, label=method)
            axis.fill_between(ks, [row["low"] or row["mdad"] for row in found],
                              [60 if row["high"] is None else row["high"] for row in found], color=colours[method], alpha=0.15, linewidth=0)
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.set_xlim(9, 280)
        axis.set_ylim(0.4, 50)
        axis.set_xticks([10, 25, 50, 100, 250], ["10", "25", "50", "100", "250"])
        axis.set_yticks([0.5, 1, 2, 5, 10, 20, 50], ["0.5", "1", "2", "5", "10", "20", "50"])
        axis.minorticks_off()
        axis.set_title(matrix + (" (held out)" if matrix in HELD_OUT else ""), fontsize=8)
        axis.grid(True, linewidth=0.3)
    handles, labels = axes.flat[0].get_legend_handles_labels()
    known = dict(zip(labels, handles))
    for axis in axes.flat:
        known.update({label: handle for handle, label in zip(*axis.get_legend_handles_labels())})
    canvas.legend([known[m] for m in SHOWN if m in known], [m for m in SHOWN if m in known], loc="lower center", ncols=7, fontsize=7.5, frameon=False)
    canvas.supylabel("MDAD, accuracy points", fontsize=8)
    canvas.supxlabel("k", fontsize=8, y=0.045)
    canvas.tight_layout(rect=(0.01, 0.05, 1, 1))
    canvas.savefig(path, metadata={"Date": None, "Creator": None})
    plot.close(canvas)


def written(parts):
    """Puts each table of the report in its place in docs/study.md, between its marks."""
    path = os.path.join(ROOT, "docs", "study.md")
    with open(path) as file:
        document = file.read()
    for name, content in parts.items():
        start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        if start not in document:
            continue
        before, rest = document.split(start, 1)
        document = before + start + content + end + rest.split(end, 1)[1]
    with open(path, "w") as file:
        file.write(document)


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
    results = Results(rows)
    written(report(results))
    for name, setting in [("random", SETTINGS[0][1]), ("frontier", SETTINGS[4][1]), ("unseen", SETTINGS[1][1]), ("family", SETTINGS[2][1])]:
        figure(results, setting, os.path.join(folder, f"mdad-{name}.svg"))


if __name__ == "__main__":
    main()
