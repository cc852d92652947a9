"""Answers as matplotlib charts."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from mdad import _answers as answers
from mdad._errors import Error
from mdad._result import Result

Answer = TypeVar("Answer", bound=Result)

_CHARTS: dict[type[Result], Callable[[Any, Any], None]] = {}
_BLUE, _GREY, _ORANGE = "#1f6fb4", "#9aa3ad", "#d9730d"


def _chart(kind: type[Answer]) -> Callable[[Callable[[Answer, Any], None]], Callable[[Answer, Any], None]]:
    """Declares what draws answers of a class."""

    def declare(draw: Callable[[Answer, Any], None]) -> Callable[[Answer, Any], None]:
        _CHARTS[kind] = draw
        return draw

    return declare


def draw(result: Result, ax: Any = None) -> Any:
    """Draws an answer on axes, new ones if none are given, and returns them."""
    chart = _CHARTS.get(type(result))
    if chart is None:
        names = ", ".join(sorted(kind.__name__ for kind in _CHARTS))
        raise Error(f"{type(result).__name__} has no chart; these have one: {names}")
    if ax is None:
        try:
            import matplotlib.pyplot as plt
        except ImportError:
            raise Error("plot() needs matplotlib; install it, or give the option plot= a file for an SVG") from None
        _, ax = plt.subplots(layout="constrained")
    chart(result, ax)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return ax


def _intervals(
    ax: Any, names: list[str], rows: Sequence[tuple[float, float | None, float | None]], colors: list[str]
) -> None:
    """Draws values with their intervals, the first at the top."""
    for place, ((value, low, high), color) in enumerate(zip(rows, colors, strict=True)):
        if low is not None and high is not None:
            ax.plot([low, high], [place, place], color=color, linewidth=2, solid_capstyle="butt")
        ax.plot([value], [place], "o", color=color)
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()


def _sizes_axis(ax: Any) -> None:
    """Lays out a logarithmic axis of numbers of items, with plain numbers."""
    from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

    ax.set_xscale("log")
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel("items")


@_chart(answers.Plan)
def _plan(plan: answers.Plan, ax: Any) -> None:
    """Draws what each method takes, with intervals."""
    rows = [row for row in plan.methods if row.k is not None]
    if not rows:
        raise Error("there is nothing to draw: no method needs fewer than all items")
    values = [(float(row.k or 0), row.k_low, row.k_high) for row in rows]
    colors = [_BLUE if row.guarantee == "randomised" else _GREY for row in rows]
    names = [("→ " if row.method == plan.recommended else "") + row.method for row in rows]
    _intervals(ax, names, values, colors)
    _sizes_axis(ax)
    place = plan.benchmark or "the benchmark"
    ax.set_title(f"{place}: items for a gap of {plan.gap:g} points", loc="left")
    for color, label in [(_BLUE, "holds for any models"), (_GREY, "only for models like those measured")]:
        ax.plot([], [], "o", color=color, label=label)
    # Rows are sorted, so that this corner is empty.
    ax.legend(frameon=False, loc="upper right")


@_chart(answers.Plans)
def _plans(plans: answers.Plans, ax: Any) -> None:
    """Draws the number of items by gap."""
    rows = [row for row in plans.gaps if row.k is not None]
    ax.plot([row.gap for row in rows], [float(row.k or 0) for row in rows], "o-", color=_BLUE, label="recommended")
    drawn = [row for row in plans.gaps if row.random_k is not None]
    ax.plot([row.gap for row in drawn], [float(row.random_k or 0) for row in drawn], "o--", color=_GREY, label="random")
    ax.set_xlabel("gap, accuracy points")
    ax.set_ylabel("items")
    ax.set_ylim(bottom=0)
    ax.set_title(f"{plans.benchmark or 'the benchmark'}: items by gap", loc="left")
    ax.legend(frameon=False)


@_chart(answers.Simulation)
def _simulation(simulation: answers.Simulation, ax: Any) -> None:
    """Draws the MDAD of each method by size, with the interval of each."""
    reference = simulation.results[0].reference
    methods = list(dict.fromkeys(row.method for row in simulation.results))
    for method in methods:
        rows = [
            row
            for row in simulation.results
            if row.method == method and row.reference == reference and row.mdad.smoothed is not None
        ]
        sizes = [row.k for row in rows]
        (line,) = ax.plot(sizes, [row.mdad.smoothed for row in rows], "o-", label=method)
        bounded = [row for row in rows if row.mdad.low is not None and row.mdad.high is not None]
        lows, highs = [row.mdad.low for row in bounded], [row.mdad.high for row in bounded]
        ax.fill_between([row.k for row in bounded], lows, highs, color=line.get_color(), alpha=0.15, linewidth=0)
    _sizes_axis(ax)
    ax.set_ylabel("MDAD, accuracy points")
    ax.set_ylim(bottom=0)
    ax.set_title(f"{simulation.benchmark}: minimum detectable difference", loc="left")
    ax.legend(frameon=False)


@_chart(answers.Table)
def _table(table: answers.Table, ax: Any) -> None:
    """Draws the MDAD of each method by size, for targets at random and all items."""
    methods = list(dict.fromkeys(row.method for row in table.rows))
    for method in methods:
        rows = [
            row
            for row in table.rows
            if (row.method, row.split, row.targets, row.reference) == (method, "full", "random", "full")
            and row.mdad.smoothed is not None
        ]
        main = method == "random"
        ax.plot(
            [row.k for row in rows],
            [row.mdad.smoothed for row in rows],
            color=_BLUE if main else _GREY,
            linewidth=2 if main else 0.8,
            zorder=2 if main else 1,
            label={"random": "random", "lasso": "other methods"}.get(method),
        )
    _sizes_axis(ax)
    ax.set_ylabel("MDAD, accuracy points")
    ax.set_ylim(bottom=0)
    ax.set_title(f"{table.benchmark}: minimum detectable difference", loc="left")
    ax.legend(frameon=False)


@_chart(answers.Comparison)
def _comparison(comparison: answers.Comparison, ax: Any) -> None:
    """Draws the intervals of differences, or for several runs those with the first."""
    first = comparison.pairs[0].baseline
    pairs = [pair for pair in comparison.pairs if pair.baseline == first] or comparison.pairs
    colors = [{"yes": _BLUE, "no": _ORANGE}.get(pair.answer, _GREY) for pair in pairs]
    _intervals(ax, [pair.run for pair in pairs], [(pair.difference, pair.low, pair.high) for pair in pairs], colors)
    ax.axvline(0, color="black", linewidth=0.8)
    if comparison.margin:
        ax.axvline(-comparison.margin, color="black", linewidth=0.8, linestyle="dashed")
    ax.set_ylim(len(pairs) - 0.4, -0.6)
    ax.set_xlabel(f"accuracy points ahead of {first}, with 95 % intervals")
    ax.set_title(f"{comparison.goal}: {comparison.verdict or comparison.answer}", loc="left")


@_chart(answers.Score)
def _score(score: answers.Score, ax: Any) -> None:
    """Draws the estimates with their intervals."""
    rows = sorted(score.models, key=lambda row: -row.estimate)
    values = [(row.estimate, row.low, row.high) for row in rows]
    _intervals(ax, [row.model for row in rows], values, [_BLUE] * len(rows))
    ax.set_xlabel(f"full score, accuracy points, with {100 * score.interval_level:g} % intervals")
    ax.set_title(f"scores from {score.k} of {score.items} items", loc="left")


@_chart(answers.Description)
def _description(description: answers.Description, ax: Any) -> None:
    """Draws discordance by gap."""
    rows = description.discordance
    gaps = [row.gap for row in rows]
    ax.fill_between(gaps, [row.q10 for row in rows], [row.q90 for row in rows], color=_BLUE, alpha=0.15, linewidth=0)
    ax.plot(gaps, [row.q50 for row in rows], color=_BLUE)
    ax.set_xlabel("gap, accuracy points")
    ax.set_ylabel("discordance: median, 10 % to 90 %")
    ax.set_ylim(0, 1)
    ax.set_title(f"{description.benchmark}: how often two models differ", loc="left")


@_chart(answers.Items)
def _items(items: answers.Items, ax: Any) -> None:
    """Draws how well items discriminate by how easy they are."""
    rows = [row for row in items.items if row.point_biserial is not None]
    ax.scatter([row.easiness for row in rows], [row.point_biserial for row in rows], s=12, color=_BLUE, alpha=0.6)
    ax.axhline(0, color="black", linewidth=0.8)
    ax.set_xlabel("easiness, mean score")
    ax.set_ylabel("point-biserial correlation")
    ax.set_title(f"{len(items.items)} items", loc="left")


@_chart(answers.Budget)
def _budget(budget: answers.Budget, ax: Any) -> None:
    """Draws the frontier of cost and precision of each benchmark."""
    for benchmark in budget.benchmarks:
        rows = [row for row in benchmark.front if row.mdad is not None]
        ax.plot([row.cost for row in rows], [row.mdad for row in rows], "o-", label=benchmark.benchmark)
    ax.set_xscale("log" if all(row.cost > 0 for each in budget.benchmarks for row in each.front) else "linear")
    ax.set_xlabel(f"cost, {budget.currency}")
    ax.set_ylabel("MDAD, accuracy points")
    ax.set_ylim(bottom=0)
    ax.set_title("what an amount resolves", loc="left")
    ax.legend(frameon=False)
