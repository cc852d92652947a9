#!/usr/bin/env python3
"""Writes the table of docs/goals.md: how often the test or the plan of each goal is wrong, at most and in all cells.

    python3 Studies/goals.py [--quick] [--studies N]

Each cell is a discordance and a number of items. Studies are simulated answer by answer with NumPy, and judged by code
of this script, not of the program; the program gives the sizes of plans, and its exact level for comparison. Models are
as unfavourable as the goal allows: exactly at the margin, or exactly the gap apart. Beside each goal stands a control
that people use and that should fail. The script ends with status 1 if a goal is wrong more often than it may be, beyond
what chance explains, if the program's exact level is not the simulated one, or if no control fails.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.markdown import markdown_table, replace_tables
from support.program import ROOT
from support.script import read_arguments, skip

try:
    import numpy as np
except ImportError as error:
    skip(error)

from statistics import NormalDist

DOCUMENT = ROOT / "docs" / "goals.md"
DISCORDANCES = [0.05, 0.1, 0.2, 0.5]
SIZES = [50, 100, 300, 1000]
MARGIN = 0.05
ALPHA = 0.05
# A cell may exceed its rate by this many standard errors: one of a hundred cells does by one in twenty.
CHANCE = 3.3
# Goals that are right on average over accuracies, not at each: how often an interval of right and wrong answers holds
# the truth moves in steps.
ON_AVERAGE = {"estimate"}


def quantile(probability):
    """Returns the standard normal quantile."""
    return NormalDist().inv_cdf(probability)


def pairs(random, studies, items, discordance, difference):
    """Returns the wins and losses of two models in each study, item by item."""
    draws = random.random((studies, items))
    won = draws < (discordance + difference) / 2
    lost = (draws >= (discordance + difference) / 2) & (draws < discordance)
    return won.sum(axis=1), lost.sum(axis=1)


def score(wins, losses, items, difference):
    """Returns Tango's score statistic, its variance from a search for the most likely chance of a loss."""
    low = np.full(len(wins), max(0.0, -difference) + 1e-12)
    high = np.full(len(wins), (1 - difference) / 2 - 1e-12)

    def slope(loss):
        rest = np.maximum(1 - 2 * loss - difference, 1e-300)
        return losses / loss + wins / (loss + difference) - 2 * (items - wins - losses) / rest

    for _ in range(60):
        middle = (low + high) / 2
        rises = slope(middle) > 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    variance = items * (2 * low + difference - difference**2)
    return (wins - losses - items * difference) / np.sqrt(np.maximum(variance, 1e-12))


def wald(wins, losses, items, difference):
    """Returns the statistic that divides by the observed standard error; infinite if that is 0."""
    error = np.sqrt(np.maximum(wins + losses - (wins - losses) ** 2 / items, 0)) / items
    distance = (wins - losses) / items - difference
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(error > 0, distance / error, np.where(distance > 0, np.inf, -np.inf))


def binomial_tails(largest):
    """Returns P(X ≥ x) of a fair binomial for each number of trials up to a largest one."""
    tails = []
    row = np.array([1.0])
    for _ in range(largest + 1):
        tails.append(np.append(np.cumsum(row[::-1])[::-1], 0))
        row = (np.append(row, 0) + np.append(0, row)) / 2
    return tails


def judge_difference(random, studies, items, discordance, program):
    """Judges McNemar's exact test without a difference; the control is the Wald test."""
    wins, losses = pairs(random, studies, items, discordance, 0)
    tails = binomial_tails(int((wins + losses).max()))
    p = np.array([2 * tails[sum(pair)][max(pair)] for pair in zip(wins, losses, strict=True)])
    exact = program.json(
        *("power", "--goal", "difference", "--k", items, "--discordance", discordance, "--gap", 100 * discordance / 2)
    )["attained_level"]
    return ALPHA, p <= ALPHA, np.abs(wald(wins, losses, items, 0)) > quantile(1 - ALPHA / 2), exact


def at_margin(program, goal, items, discordance):
    """Returns the program's exact level of a test against the margin."""
    words = ["--k", items, "--discordance", discordance, "--margin", 100 * MARGIN]
    return program.json("power", "--goal", goal, *words)["attained_level"]


def judge_no_worse(random, studies, items, discordance, program):
    """Judges non-inferiority of a model that is worse by the margin; the control is the Wald test."""
    wins, losses = pairs(random, studies, items, discordance, -MARGIN)
    limit = quantile(1 - ALPHA)
    passes = score(wins, losses, items, -MARGIN) >= limit
    return (
        *(ALPHA, passes, wald(wins, losses, items, -MARGIN) >= limit),
        at_margin(program, "no-worse", items, discordance),
    )


def judge_equivalent(random, studies, items, discordance, program):
    """Judges equivalence of models the margin apart; the control takes a difference that is not significant for it."""
    wins, losses = pairs(random, studies, items, discordance, -MARGIN)
    limit = quantile(1 - ALPHA)
    passes = (score(wins, losses, items, -MARGIN) >= limit) & (score(wins, losses, items, MARGIN) <= -limit)
    naive = np.abs(score(wins, losses, items, 0)) < quantile(1 - ALPHA / 2)
    return ALPHA, passes, naive, at_margin(program, "equivalent", items, discordance)


def judge_estimate(random, studies, items, discordance, program):
    """Judges Wilson's interval at an accuracy of 1 less the discordance; the control is the Wald interval."""
    accuracy = 1 - discordance
    share = (random.random((studies, items)) < accuracy).mean(axis=1)
    z = quantile(1 - ALPHA / 2)
    centre = (share + z**2 / (2 * items)) / (1 + z**2 / items)
    half = z / (1 + z**2 / items) * np.sqrt(share * (1 - share) / items + z**2 / (4 * items**2))
    naive = np.abs(share - accuracy) > z * np.sqrt(share * (1 - share) / items)
    words = ["--k", items, "--confidence", 1 - ALPHA, "--accuracy", 100 * accuracy]
    exact = 1 - program.json("power", "--goal", "estimate", *words)["coverage"]
    return ALPHA, np.abs(centre - accuracy) > half, naive, exact


def scores(random, studies, items, discordance, leads):
    """Returns the right answers of models with leads over the first; the first and the next to lead differ as asked."""
    step = max(np.diff(leads))
    # On contested items alone models differ: two with chances of ½ ± step/2 there, on so many of them.
    share = discordance + (discordance**2 - step**2) ** 0.5
    contested = random.random((studies, items, 1)) < share
    middle = (max(leads) + min(leads)) / 2
    chances = 0.5 + (np.array(leads) - middle) / share
    return (contested & (random.random((studies, items, len(leads))) < chances)).sum(axis=1)


def planned(program, goal, gap, discordance, probability, models=None):
    """Returns the items that a plan asks for."""
    target = {"order": "agreement"}.get(goal, "probability")
    words = ["--gap", 100 * gap, "--discordance", discordance, f"--{target}", probability]
    return program.json("power", "--goal", goal, *words, *(["--models", models] if models else []))["k"]


def judge_order(random, studies, items, discordance, program):
    """Judges plans for the order of two models as far apart as the items should resolve; the control takes half."""
    gap = discordance / 2
    size = planned(program, "order", gap, discordance, 0.8)

    def wrong(size):
        wins, losses = pairs(random, studies, size, discordance, gap)
        return wins <= losses

    return 0.2, wrong(size), wrong(max(1, size // 2)), None


def judge_several(goal, leads):
    """Returns a judge of plans for several models; the control takes as many items as two models need."""

    def judge(random, studies, items, discordance, program):
        # About as many items as the cell says, and no lead larger than the share of contested items allows.
        gap = min(discordance / (max(leads) or 1) / 2, 3 * (discordance / items) ** 0.5)
        steps = gap * np.array(leads)

        def wrong(size):
            found = scores(random, studies, size, discordance, steps)
            if goal == "best":
                # Of models with equal highest scores one is taken at random.
                highest = found == found.max(axis=1, keepdims=True)
                return 1 - highest[:, -1] / highest.sum(axis=1)
            return (np.diff(found, axis=1) <= 0).any(axis=1)

        sizes = [planned(program, goal, gap, discordance, 0.9, models) for models in (len(leads), 2)]
        return 0.1, wrong(sizes[0]), wrong(sizes[1]), None

    return judge


JUDGES = {
    "order": (judge_order, "half of the items"),
    "difference": (judge_difference, "the Wald test"),
    "no-worse": (judge_no_worse, "the Wald test"),
    "equivalent": (judge_equivalent, "not significantly different"),
    "estimate": (judge_estimate, "the Wald interval"),
    "best": (judge_several("best", [0, 0, 0, 0, 1]), "the items for two models"),
    "ranking": (judge_several("ranking", [0, 1, 2, 3]), "the items for two models"),
}


def excess(rate, nominal, studies):
    """Returns how many standard errors a rate is above its nominal one."""
    return (rate - nominal) / (nominal * (1 - nominal) / studies) ** 0.5


def main():
    """Simulates every cell, and writes or prints the table."""
    count = (["--studies"], {"metavar": "N", "type": int, "default": 2000, "help": "studies a cell (default: 2000)"})
    arguments = read_arguments(__doc__, count)
    studies = arguments.studies
    sizes = [50, 300] if arguments.quick else SIZES
    rows, failures = [], []
    for goal, (judge, control) in JUDGES.items():
        cells = []
        for place, (discordance, items) in enumerate((d, k) for d in DISCORDANCES for k in sizes):
            random = np.random.default_rng([1, place])
            nominal, wrong, naive, exact = judge(random, studies, items, discordance, arguments.program)
            rate = wrong.mean()
            cells.append((rate, naive.mean(), exact))
            place = f"{goal}, discordance {discordance}, {items} items"
            if goal not in ON_AVERAGE and excess(rate, nominal, studies) > CHANCE:
                failures.append(f"{place}: wrong in {rate:.4f} of studies, at most {nominal} allowed")
            # A level of almost 0 is seen once or not at all.
            near = CHANCE * max((exact or 0) * (1 - (exact or 0)) / studies, 1e-6) ** 0.5 + 1e-3
            if exact is not None and abs(rate - exact) > near:
                failures.append(f"{place}: wrong in {rate:.4f} of studies, {exact:.4f} by the program")
        worst, worst_control = max(cell[0] for cell in cells), max(cell[1] for cell in cells)
        if excess(worst_control, nominal, studies) <= CHANCE:
            failures.append(f"{goal}: the control does not fail: {worst_control:.4f}")
        exact = [cell[2] for cell in cells if cell[2] is not None]
        mean = sum(cell[0] for cell in cells) / len(cells)
        if excess(mean, nominal, studies * len(cells)) > CHANCE:
            failures.append(f"{goal}: wrong in {mean:.4f} of all studies, at most {nominal} allowed")
        figures = [f"{mean:.3f}", f"{worst:.3f}", f"{max(exact):.3f}" if exact else "–", f"{worst_control:.3f}"]
        rows.append([goal, control, nominal, *figures])
    heading = ["goal", "control", "may be wrong", "is wrong, mean", "at most", "at most, exactly", "control, at most"]
    table = markdown_table(heading, rows, text_columns=2)
    print(table, end="")
    print("\n".join(failures), file=sys.stderr)
    if not arguments.quick:
        DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), {"error rates": table}))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
