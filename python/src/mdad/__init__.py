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
    Table,
    Tables,
    Verification,
)
from mdad._ask import table, tables
from mdad._commands import audit, budget, compare, describe, items, plan, power, score, select, simulate, verify
from mdad._errors import Error, InputError, InputWarning, UsageError
from mdad._program import run
from mdad._result import Result


def __getattr__(name: str) -> str:
    """Returns ``__version__``, which is the program's; asked for only where it is wanted."""
    if name == "__version__":
        return run("--version").split()[-1]
    raise AttributeError(f"module mdad has no attribute {name}")


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
