"""The tables of docs/study.md, each a function of the results."""

import math

from study_results import FRONTIER, HELD_OUT, LIKE_SOURCES, MATRICES, OWN, SETTINGS, TUNED

from support.markdown import markdown_table

SIZES = [10, 25, 50, 100]
SHOWN = ["random", "random-learn", "lasso", "tiny-benchmarks-gpirt", *OWN]
COLUMNS = [f"k = {k}" for k in SIZES]

# Smoothed MDADs of a prototype of forward-selection: 300 sources on gpqa's half, all others on the rest.
PROTOTYPE = [
    ("gpqa", ("half", "random", "seen"), [4.2, 3.6, 3.0, 2.4]),
    ("gpqa", ("half", "random", "unseen"), [6.8, 6.8, 6.7, 7.1]),
    ("gpqa", ("full", "family", "full"), [3.6, 3.1, 2.8, 2.6]),
    ("ifeval", ("full", "random", "full"), [9.5, 5.7, 4.1, 2.4]),
    ("ifeval", ("full", "frontier", "full"), [43.6, 14.9, 7.5, 6.8]),
    ("openllm_math", ("full", "random", "full"), [4.5, 1.8, 1.2, 0.6]),
    ("openllm_math", ("full", "frontier", "full"), [None, 7.7, 4.6, 3.4]),
]


def study_tables(results):
    """Returns the tables of docs/study.md, each under the name that its marks in the document have."""
    return {
        "counts": all_methods_table(results),
        "tuned": own_methods_table(results, TUNED),
        "held-out": own_methods_table(results, HELD_OUT),
        "worth": worth_table(results),
        "at-target": target_gap_table(results),
        "against-forward": against_forward_table(results),
        "prototype": prototype_table(results),
        "mdad-random": mdad_table(results, LIKE_SOURCES),
        "mdad-frontier": mdad_table(results, FRONTIER),
    }


def points(value):
    """Returns an MDAD as text; a dash for one beyond every gap."""
    return "–" if value is None else f"{value:.1f}"


def limits(row):
    """Returns the interval of an MDAD as text."""
    return f"({points(row['low'])} to {points(row['high'])})"


def slashed(counts):
    """Returns counts as one cell."""
    return "/".join(map(str, counts))


def all_methods_table(results):
    """Tabulates on how many matrices each method is better than random sampling, the same, and worse."""
    rows = []
    for method in results.methods:
        if method == "random":
            continue
        cells = [
            " ".join(slashed(results.counts(MATRICES, setting, method, k)) for k in SIZES) for _, setting in SETTINGS
        ]
        rows.append([f"`{method}`", *cells])
    return markdown_table(["method", *(name for name, _ in SETTINGS)], rows)


def own_methods_table(results, matrices):
    """Tabulates the same for the methods of our own, on some of the matrices."""
    rows = []
    for name, setting in SETTINGS:
        for method in OWN:
            counts = [results.counts(matrices, setting, method, k) for k in SIZES]
            if any(map(sum, counts)):
                rows.append([name, f"`{method}`", *map(slashed, counts)])
    return markdown_table(["targets", "method", *COLUMNS], rows)


def worth_table(results):
    """Tabulates how many random items have the MDAD of k items: the median over matrices, least and most."""
    rows = []
    for method in results.methods:
        if method == "random":
            continue
        cells = []
        for k in SIZES:
            found = [row for m in MATRICES if (row := results.get(m, LIKE_SOURCES, method, k))]
            worth = sorted(row["random_k"] or math.inf for row in found if row["mdad"] is not None)
            cells.append(f"{worth[len(worth) // 2]:.0f} ({worth[0]:.0f} to {worth[-1]:.0f})" if worth else "")
        rows.append([f"`{method}`", *cells])
    return markdown_table(["method", *COLUMNS], rows)


def target_gap_table(results):
    """Tabulates mean agreement at the target gap, and how often gap-targeted is above forward-selection or below."""
    rows = []
    for name, setting in SETTINGS:
        for method in ["random", *OWN]:
            pairs = [results.pairs(MATRICES, setting, method, k, "forward-selection") for k in SIZES]
            rows.append([name, f"`{method}`", *(target_gap_cell(method, found) for found in pairs)])
    return markdown_table(["targets", "method", *COLUMNS], rows)


def target_gap_cell(method, pairs):
    """Returns a cell of that table, from the rows of a method and of forward-selection on each matrix."""
    if not pairs:
        return ""
    mean = sum(row["agreement_3"] for row, _ in pairs) / len(pairs)
    if not method.startswith("gap"):
        return f"{mean:.3f}"
    above = sum(row["agreement_3_low"] > other["agreement_3_high"] for row, other in pairs)
    below = sum(row["agreement_3_high"] < other["agreement_3_low"] for row, other in pairs)
    return f"{mean:.3f} ({slashed([above, len(pairs) - above - below, below])})"


def against_forward_table(results):
    """Tabulates gap-targeted against forward-selection by intervals, and on how many matrices its MDAD is smaller."""
    rows = []
    for name, setting in SETTINGS:
        cells = []
        for k in SIZES:
            counts = results.counts(MATRICES, setting, "gap-targeted", k, "forward-selection")
            pairs = results.pairs(MATRICES, setting, "gap-targeted", k, "forward-selection")
            smaller = sum((row["mdad"] or math.inf) < (other["mdad"] or math.inf) for row, other in pairs)
            cells.append(f"{slashed(counts)} ({smaller})")
        rows.append([name, *cells])
    return markdown_table(["targets", *COLUMNS], rows)


def prototype_table(results):
    """Tabulates the MDADs of a prototype of forward-selection, then ours."""
    rows = []
    for matrix, setting, known in PROTOTYPE:
        cells = []
        for k, value in zip(SIZES, known, strict=True):
            row = results.get(matrix, setting, "forward-selection", k)
            cells.append(f"{points(value)}: {points(row['mdad'])} {limits(row)}" if row else "")
        _, targets, reference = setting
        rows.append([f"{matrix}, {targets}, {reference}", *cells])
    return markdown_table(["matrix, targets, against", *COLUMNS], rows)


def mdad_table(results, setting):
    """Tabulates the MDADs of some methods on every matrix, with intervals."""
    rows = []
    for matrix in MATRICES:
        for method in SHOWN:
            found = [results.get(matrix, setting, method, k) for k in SIZES]
            rows.append([matrix, f"`{method}`", *map(mdad_cell, found)])
    return markdown_table(["matrix", "method", *COLUMNS], rows)


def mdad_cell(row):
    """Returns an MDAD with its interval, if it has one; nothing for a missing row."""
    if row is None:
        return ""
    if row["low"] == row["high"] and row["low"] is not None:
        return points(row["mdad"])
    return f"{points(row['mdad'])} {limits(row)}"
