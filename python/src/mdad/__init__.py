"""How many benchmark items, chosen how, are enough to rank language models?

    import mdad

    mdad.plan(benchmark="gpqa", gap=5)      # from a shipped table
    mdad.plan(scores, gap=3)                # from a data frame, a row for each model
    mdad.compare(old, new)                  # two runs: is the new one ahead?
    mdad.power(k=100, gap=5, discordance=0.3)

Every function is a command of the program ``mdad``, which the package carries, and every keyword one of its options.
Answers print as the program's text, show as tables in a notebook, and have its figures as fields; ``to_frame()`` makes
a data frame of them and ``plot()`` a chart. Gaps, accuracies and MDADs are in accuracy points, 0 to 100.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any

if _TYPE_CHECKING:
    from mdad._answers import (
        Audit,
        Batch,
        Budget,
        Comparison,
        Description,
        Dimensions,
        GoalPlan,
        Items,
        Looks,
        Plan,
        Plans,
        Power,
        PublishedTable,
        Score,
        Selection,
        SequentialComparison,
        Simulation,
        Stopping,
        Suite,
        SuitePlan,
        Table,
        Tables,
        Verification,
    )
    from mdad._ask import table, tables
    from mdad._commands import audit, budget, compare, describe, items, plan, power, score, select, simulate, verify
    from mdad._errors import Error, InputError, InputWarning, UsageError
    from mdad._program import run
    from mdad._result import Result

_PLACES = {
    "_ask": ("table", "tables"),
    "_commands": (
        "audit",
        "budget",
        "compare",
        "describe",
        "items",
        "plan",
        "power",
        "score",
        "select",
        "simulate",
        "verify",
    ),
    "_errors": ("Error", "InputError", "InputWarning", "UsageError"),
    "_program": ("run",),
    "_result": ("Result",),
}


def __getattr__(name: str) -> _Any:
    """Imports what is asked for; so the command line, which needs none of it, starts at once."""
    if name == "__version__":
        return __getattr__("run")("--version").split()[-1]
    if name not in __all__:
        raise AttributeError(f"module mdad has no attribute {name}")
    place = next((place for place, names in _PLACES.items() if name in names), "_answers")
    value = getattr(_import_module(f"mdad.{place}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Returns the public names, which are completed in a notebook."""
    return [*__all__, "__version__"]


__all__ = [
    "Audit",
    "Batch",
    "Budget",
    "Comparison",
    "Description",
    "Dimensions",
    "Error",
    "GoalPlan",
    "InputError",
    "InputWarning",
    "Items",
    "Looks",
    "Plan",
    "Plans",
    "Power",
    "PublishedTable",
    "Result",
    "Score",
    "Selection",
    "SequentialComparison",
    "Simulation",
    "Stopping",
    "Suite",
    "SuitePlan",
    "Table",
    "Tables",
    "UsageError",
    "Verification",
    "audit",
    "budget",
    "compare",
    "describe",
    "items",
    "plan",
    "power",
    "run",
    "score",
    "select",
    "simulate",
    "table",
    "tables",
    "verify",
]
