#!/usr/bin/env python3
"""Judges published micro-benchmarks, and writes the tables and the chart of docs/audits.md.

    python3 Studies/audits.py [--quick]

Where the items are known and models answered all of the benchmark, `mdad audit subset` judges them over all pairs of
models and places them among random subsets of their size. Where only sizes are known, `mdad power` says what as many
random items can do at the discordance of the benchmark's pairs. The lists of items are read from the folder `lists` of
the data; the chart needs matplotlib.
"""

import csv
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.program import ROOT
from support.script import find_matrix, read_arguments, skip

DOCUMENT = ROOT / "docs" / "audits.md"
CHART = ROOT / "docs" / "audits.svg"
GAPS = [2, 3, 5]
# What it is called, the list of its items, and the matrix that holds them.
LISTED = [
    ("SWE-bench Verified Mini", "swebench_verified_mini", "swebench_verified"),
    ("its maker's random sample", "swebench_verified_mini_random", "swebench_verified"),
    ("its maker's representative sample", "swebench_verified_mini_representative", "swebench_verified"),
    ("Lite within Verified", "swebench_lite_and_verified", "swebench_verified"),
    ("Lite within the full SWE-bench", "swebench_lite", "swebench_full"),
    ("Verified within the full SWE-bench", "swebench_verified", "swebench_full"),
    ("LiveCodeBench v6 since August 2024", "livecodebench_v6_since_2024_08", "livecodebench_v6"),
]
# What it is called, k, N, and where the discordance is from: a table, or a range.
SIZED = [
    ("GPQA Diamond", 198, 448, ["--benchmark", "gpqa"], "GPQA main"),
    ("MATH-500", 500, 5000, ["--benchmark", "helm_math"], "HELM's 437 items of MATH"),
    ("tinyMMLU", 100, 14042, ["--benchmark", "mmlu"], "published figures of MMLU"),
    ("tinyGSM8K", 100, 1319, ["--benchmark", "helm_gsm"], "HELM's 1,000 items of GSM8K"),
]
# Where points of one size stand on the chart, beside their size, and where their names stand, beside them.
PLACES = {
    "SWE-bench Verified Mini": (0.96, 12, 3),
    "its maker's representative sample": (1.04, 6, -8),
    "Lite within Verified": (1, -84, -12),
    "tinyMMLU": (1.03, 6, 5),
    "tinyGSM8K": (1.09, 6, -9),
}
YEARS = {"swebench_verified": ["2024", "2025"]}


def models_of(path, year):
    """Returns the models whose date begins with a year."""
    with open(Path(path).with_suffix(".labels.csv"), newline="") as file:
        return {row["model"] for row in csv.DictReader(file) if row["date"].startswith(year)}


def narrowed(path, models, target):
    """Writes the matrix of some models."""
    labels = {"item", "subtask", "subset", "category", "cluster"}
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    kept = [place for place, name in enumerate(rows[0]) if name in labels or name in models]
    with open(target, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[row[place] for place in kept] for row in rows])
    return target


def interval(value, low, high, digits=2):
    """Returns a figure with its interval."""
    if value is None:
        return "–"
    if low is None or high is None:
        return f"{value:.{digits}f}"
    return f"{value:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def listed(arguments, called, items, matrix, models, draws):
    """Audits a list of items at every gap; returns its row and its place on the chart."""
    words = ["audit", "subset", "--matrix", matrix, "--items", items, "--subsets", draws, "--threads", 1]
    answers = [arguments.program.json(*words, "--gap", gap) for gap in GAPS]
    first, among = answers[0], answers[0]["among_random"]
    row = [
        called,
        f"{first['k']} of {first['items']:,}",
        models or first["models"],
        interval(first["mdad"], first["mdad_low"], first["mdad_high"], 1),
        *[interval(a["agreement_at_gap"], a["agreement_at_gap_low"], a["agreement_at_gap_high"]) for a in answers],
        f"{first['kendall_tau']:.3f}",
        f"{among['kendall_tau']['percentile']:.0f} %",
        f"{first['random_mdad_low']:.1f}" if first["random_mdad_low"] else "–",
    ]
    return row, (called, first["k"], first["mdad"], first["mdad_low"], first["mdad_high"], False)


def sized(arguments, called, size, items, source, from_where):
    """Works out what as many random items can do."""
    words = ["power", "--k", size, "--items", items, *source]
    answers = [arguments.program.json(*words, "--gap", gap) for gap in GAPS]
    solved = arguments.program.json(*words, "--agreement", 0.8)
    bands = []
    for key in ("discordance_low", "discordance_high"):
        band = ["power", "--k", size, "--items", items, "--discordance", solved[key], "--agreement", 0.8]
        bands.append(arguments.program.json(*band)["gap"])
    row = [
        called,
        f"{size} of {items:,}",
        from_where,
        interval(solved["gap"], *bands, 1),
        *[interval(a["agreement"], a["agreement_low"], a["agreement_high"]) for a in answers],
    ]
    return row, (called, size, solved["gap"], *bands, True)


def chart(points):
    """Draws the MDAD of every one against its size."""
    try:
        import matplotlib
    except ImportError:
        print("without matplotlib there is no chart")
        return
    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    style = {"svg.hashsalt": "mdad", "svg.fonttype": "none", "font.size": 9, "font.family": "sans-serif"}
    with plt.rc_context(style):
        figure, axes = plt.subplots(figsize=(7.5, 4.6))
        for called, size, mdad, low, high, is_theory in points:
            colour = "#1b6ca8" if is_theory else "#c2571a"
            factor, across, up = PLACES.get(called, (1, 6, 3))
            size *= factor
            axes.plot([size, size], [low or mdad, high or mdad], color=colour, linewidth=1.2)
            axes.plot([size], [mdad], "s" if is_theory else "o", color=colour, markersize=5)
            name = called.removeprefix("its maker's ")
            axes.annotate(name, (size, mdad), xytext=(across, up), textcoords="offset points", fontsize=7.5)
        axes.set_xscale("log")
        axes.set_xticks([50, 100, 200, 500], ["50", "100", "200", "500"])
        axes.set_xlim(40, 1100)
        axes.set_ylim(0, 10)
        axes.set_xlabel("items")
        axes.set_ylabel("MDAD, accuracy points")
        axes.plot([], [], "o", color="#c2571a", label="its own items, judged on real models")
        axes.plot([], [], "s", color="#1b6ca8", label="as many random items, by theory")
        axes.legend(frameon=False, loc="upper right")
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        figure.tight_layout()
        figure.savefig(CHART, metadata={"Date": None})
        plt.close(figure)
    text = CHART.read_text()
    CHART.write_text(re.sub(r"[ \t]+\n", "\n", text))


def main():
    """Reads the command line and writes the document."""
    arguments = read_arguments(__doc__)
    draws = 100 if arguments.quick else 1000
    if not arguments.data or not (arguments.data / "lists").is_dir():
        skip("the lists of items are not at hand; name the folder that holds them with --data or MDAD_DATA")
    jobs = LISTED[:1] if arguments.quick else LISTED
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        work = []
        for called, items, matrix in jobs:
            path = find_matrix(arguments, matrix, folder)
            list_path = arguments.data / "lists" / f"{items}.txt"
            work.append((called, list_path, path, None))
            for year in YEARS.get(matrix, []) if items == "swebench_verified_mini" else []:
                models = models_of(path, year)
                narrow = narrowed(path, models, Path(folder) / f"{matrix}-{year}.csv")
                work.append((f"{called}, models of {year}", list_path, narrow, None))
        found = list(pool.map(lambda job: listed(arguments, *job, draws), work))
        theory = list(pool.map(lambda job: sized(arguments, *job), SIZED[:1] if arguments.quick else SIZED))
    gaps = [f"agreement at {gap}" for gap in GAPS]
    tables = {
        "listed": markdown_table(
            ["items", "k", "models", "MDAD", *gaps, "τ-b", "better than random", "random's MDAD"],
            [row for row, _ in found],
            1,
        ),
        "sized": markdown_table(["items", "k", "discordance from", "MDAD", *gaps], [row for row, _ in theory], 1),
    }
    for table in tables.values():
        print(table)
    if not arguments.quick:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), tables))
        chart([point for _, point in found + theory if "models of" not in point[0] and point[2]])


if __name__ == "__main__":
    main()
