"""The rows of the study: figures of one method at one size in one setting, and where they are looked up and compared.

A setting is what targets resemble, and whether items are chosen from all items or from half of them.
"""

import csv
import json
import math

# The settings of this project's own methods were fixed on the first half, and are reported on the second.
TUNED = ["gpqa", "ifeval", "openllm_math", "helm_mmlu", "helm_legalbench", "glue_rte"]
HELD_OUT = ["helm_gsm", "helm_math", "helm_commonsense", "glue_mrpc", "glue_sst2", "mmlu_pro"]
MATRICES = TUNED + HELD_OUT
SIZES = [10, 25, 50, 100, 250]
OWN = ["forward-selection", "gap-targeted", "gap-targeted-robust"]

# The name of each setting in the document, and its split, its targets and the items that scores are compared with.
LIKE_SOURCES = ("full", "random", "full")
LIKE_SOURCES_UNSEEN = ("half", "random", "unseen")
FAMILIES = ("full", "family", "full")
FRONTIER = ("full", "frontier", "full")
SETTINGS = [
    ("targets like the sources", LIKE_SOURCES),
    ("like the sources, unseen items", LIKE_SOURCES_UNSEEN),
    ("of other families", FAMILIES),
    ("of other families, unseen items", ("half", "family", "unseen")),
    ("at the frontier", FRONTIER),
    ("at the frontier, unseen items", ("half", "frontier", "unseen")),
]

# The gap, in points, that the methods of our own aim at.
TARGET_GAP = 3
WORDS = ["matrix", "split", "targets", "method", "reference"]
WHOLE = ["k", "random_k"]


def table_figures(row, schema):
    """Returns the figures of a row of a shipped table."""
    # Tables of the first schema give errors as fractions, everything else gives points.
    scale = 100 if schema == "mdad.table/1" else 1
    curve = [row["gap"], row["agreement"], row["agreement_low"], row["agreement_high"]]
    return figures(row, scale, *curve)


def simulation_figures(row):
    """Returns the figures of a row of a simulation."""
    names = ["gap", "smoothed", "smoothed_low", "smoothed_high"]
    return figures(row, 1, *([point[name] for point in row["curve"]] for name in names))


def figures(row, scale, gaps, *agreements):
    """Returns MDAD with its interval, agreement at the target gap with its, error and rank correlation."""
    value, low, high = (at_gap(TARGET_GAP, gaps, values) for values in agreements)
    return {
        "k": row["k"],
        "method": row["method"],
        "reference": row["reference"],
        "mdad": row["mdad"]["smoothed"],
        "low": row["mdad"]["low"],
        "high": row["mdad"]["high"],
        "agreement_3": round(value, 4),
        # What is exact has no interval of its own.
        "agreement_3_low": round(value if low is None else low, 4),
        "agreement_3_high": round(value if high is None else high, 4),
        "error": None if row["error"] is None else round(row["error"] * scale, 4),
        "kendall_tau": row["kendall_tau"],
    }


def at_gap(gap, gaps, values):
    """Returns a curve's value at a gap, by linear interpolation; None if there are no values."""
    if not values or values[0] is None:
        return None
    place = next((index for index, known in enumerate(gaps) if known >= gap), len(gaps) - 1)
    if gaps[place] <= gap or place == 0:
        return values[place]
    share = (gap - gaps[place - 1]) / (gaps[place] - gaps[place - 1])
    return values[place - 1] + share * (values[place] - values[place - 1])


def write_rows(path, rows):
    """Writes rows as CSV."""
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_rows(path):
    """Reads rows as write_rows wrote them."""
    with open(path, newline="") as file:
        return [{name: parsed(name, cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def parsed(name, cell):
    """Returns a cell's value: a word, a whole number, a number, or None if it is empty."""
    if name in WORDS:
        return cell
    return None if cell == "" else json.loads(cell)


def interval(row):
    """Returns the interval of an MDAD; infinity for what is beyond every gap."""
    return tuple(math.inf if limit is None else limit for limit in (row["low"], row["high"]))


def verdict(row, other):
    """Returns -1 if a row's MDAD is smaller beyond doubt, 1 if it is larger, 0 if the intervals overlap."""
    (low, high), (other_low, other_high) = interval(row), interval(other)
    return -1 if high < other_low else 1 if low > other_high else 0


class Results:
    """All rows of the study, found by matrix, setting, method and size."""

    def __init__(self, rows):
        self.rows = {tuple(row[name] for name in [*WORDS[:3], "reference", "method", "k"]): row for row in rows}
        # Stratification by subtask exists on one matrix alone.
        self.methods = [m for m in dict.fromkeys(row["method"] for row in rows) if not m.startswith("subtask")]

    def get(self, matrix, setting, method, k):
        """Returns the row of a method at a size, or None."""
        return self.rows.get((matrix, *setting, method, k))

    def pairs(self, matrices, setting, method, k, other):
        """Returns the rows of two methods on each matrix that has both."""
        found = [(self.get(m, setting, method, k), self.get(m, setting, other, k)) for m in matrices]
        return [(row, peer) for row, peer in found if row and peer]

    def counts(self, matrices, setting, method, k, other="random"):
        """Returns on how many matrices a method is better than another, the same, and worse."""
        found = [verdict(row, peer) for row, peer in self.pairs(matrices, setting, method, k, other)]
        return [found.count(-1), found.count(0), found.count(1)]
