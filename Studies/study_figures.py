"""The figures of docs/study.md: MDAD by k, a panel for each matrix. They need matplotlib."""

import matplotlib
import matplotlib.pyplot as plt
from study_results import FAMILIES, FRONTIER, HELD_OUT, LIKE_SOURCES, LIKE_SOURCES_UNSEEN, MATRICES, SIZES

matplotlib.use("svg")
STYLE = {"svg.hashsalt": "mdad", "svg.fonttype": "none", "font.size": 8, "font.family": "sans-serif"}
COLOURS = {
    "random": "#555555",
    "random-learn": "#1b9e77",
    "lasso": "#a6761d",
    "tiny-benchmarks-gpirt": "#7570b3",
    "forward-selection": "#66a3d2",
    "gap-targeted": "#d95f02",
    "gap-targeted-robust": "#e7298a",
}
PANELS_IN_A_ROW = 4
# What an interval without an upper limit is drawn to; above the axis.
BEYOND = 60


def draw_figures(results, folder):
    """Writes each figure of the document into a folder."""
    matplotlib.rcParams.update(STYLE)
    for name, setting in [
        ("random", LIKE_SOURCES),
        ("frontier", FRONTIER),
        ("unseen", LIKE_SOURCES_UNSEEN),
        ("family", FAMILIES),
    ]:
        draw_figure(results, setting, folder / f"mdad-{name}.svg")


def draw_figure(results, setting, path):
    """Writes the figure of one setting."""
    matrices = [m for m in MATRICES if results.get(m, setting, "random", 25)]
    rows = -(-len(matrices) // PANELS_IN_A_ROW)
    canvas, axes = plt.subplots(rows, PANELS_IN_A_ROW, figsize=(9.5, 2.3 * rows), squeeze=False)
    for axis in axes.flat[len(matrices) :]:
        axis.axis("off")
    lines = {}
    for axis, matrix in zip(axes.flat, matrices, strict=False):
        lines.update(draw_panel(axis, results, setting, matrix))
    shown = [method for method in COLOURS if method in lines]
    handles = [lines[method] for method in shown]
    canvas.legend(handles, shown, loc="lower center", ncols=7, fontsize=7.5, frameon=False)
    canvas.supylabel("MDAD, accuracy points", fontsize=8)
    canvas.supxlabel("k", fontsize=8, y=0.045)
    canvas.tight_layout(rect=(0.01, 0.05, 1, 1))
    canvas.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(canvas)


def draw_panel(axis, results, setting, matrix):
    """Draws the methods on one matrix, and returns the line of each."""
    lines = {}
    for method, colour in COLOURS.items():
        found = [row for k in SIZES if (row := results.get(matrix, setting, method, k)) and row["mdad"] is not None]
        if not found:
            continue
        sizes = [row["k"] for row in found]
        mdads = [row["mdad"] for row in found]
        (line,) = axis.plot(sizes, mdads, color=colour, marker="o", markersize=2.5, linewidth=1.2, label=method)
        lines[method] = line
        low = [row["low"] or row["mdad"] for row in found]
        high = [BEYOND if row["high"] is None else row["high"] for row in found]
        axis.fill_between(sizes, low, high, color=colour, alpha=0.15, linewidth=0)
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_xlim(9, 280)
    axis.set_ylim(0.4, 50)
    axis.set_xticks(SIZES, [str(k) for k in SIZES])
    gaps = [0.5, 1, 2, 5, 10, 20, 50]
    axis.set_yticks(gaps, [f"{gap:g}" for gap in gaps])
    axis.minorticks_off()
    axis.set_title(matrix + (" (held out)" if matrix in HELD_OUT else ""), fontsize=8)
    axis.grid(True, linewidth=0.3)
    return lines
