"""The program's commands as functions; every option is a keyword.

Written by python/generate.py; change that, or the program, and run it again.
"""

from collections.abc import Sequence
from os import PathLike
from typing import Literal, NoReturn, TypeAlias, cast

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
    Score,
    Selection,
    SequentialComparison,
    Simulation,
    Stopping,
    Suite,
    SuitePlan,
    Verification,
)
from mdad._ask import ask
from mdad._data import Table

Path: TypeAlias = str | PathLike[str]


def plan(
    matrix: Table | None = None,
    *,
    goal: str | None = None,
    gap: float | None = None,
    benchmark: str | None = None,
    weights: Sequence[float] | str | None = None,
    prices: Sequence[float] | str | None = None,
    items: int | None = None,
    discordance: float | None = None,
    accuracy: float | None = None,
    correlation: float | None = None,
    agreement: float | None = None,
    power: float | None = None,
    alpha: float | None = None,
    about: Literal["population", "items"] | None = None,
    assume: Literal["none", "similar"] | None = None,
    split: Literal["full", "half"] | None = None,
    method: Sequence[str] | str | None = None,
    ties: Literal["wrong", "half", "exclude"] | None = None,
    price_per_item: float | None = None,
    models: int | None = None,
    price_per_sample: float | None = None,
    resampling_variance: float | None = None,
    sample_clusters: bool = False,
    probability: float | None = None,
    margin: float | None = None,
    true_difference: float | None = None,
    standard_deviation: float | None = None,
    labels: Table | None = None,
    item_metadata: Table | None = None,
    tables: Path | None = None,
    confidence: float | None = None,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    join: Literal["inner", "outer"] | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    targets: Literal["random", "frontier", "family", "date", "similar"] | None = None,
    accuracy_band: Sequence[float] | str | None = None,
    size_class: str | None = None,
    sizes: Sequence[int] | int | None = None,
    trials: int | None = None,
    seed: int | None = None,
    batch: int | None = None,
    all: bool = False,
    plot: Path | None = None,
    design: Path | None = None,
    threads: int | None = None,
    progress: Literal["auto", "always", "never"] | None = None,
    name: str | None = None,
    **unknown: NoReturn,
) -> Plan | Plans | GoalPlan | SuitePlan:
    """A gap of X points on benchmark B: how many items, chosen how?

    Args:
        matrix: an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of
            models to scores, or the path of a file, a CSV table with a row per item or what mdad import reads
        goal: what k items are to achieve, as above: order, difference, no-worse, equivalent, estimate, best, ranking
            (default: order)
        gap: the gap on the full benchmark that you want to resolve (above 0, at most 100)
        benchmark: a benchmark with a table, or several, separated by commas, for a gap in their average; mdad table
            show lists them
        weights: of several benchmarks: their weights in the average (needs benchmark; default: equal)
        prices: of several benchmarks: the price of one model's answer to an item of each (needs benchmark; default:
            equal)
        items: the benchmark's size (needs discordance or accuracy; default: unlimited)
        discordance: the share of items that exactly one of two models answers right (above 0, at most 1)
        accuracy: the two models' mean accuracy (0 to 100)
        correlation: the correlation of the two models' right answers over items (needs accuracy; -1 to 1; default: as
            on the benchmarks with tables)
        agreement: the probability of ranking two models as the full benchmark does (0.5 to 0.9999; default: 0.8)
        power: the chance of a significant difference (needs goal difference, no-worse or equivalent; above 0, at most
            0.999999)
        alpha: the test's level (needs goal difference, no-worse or equivalent; 1e-09 to 0.5; default: 0.05)
        about: what a significant difference is claimed of: the population of tasks that the benchmark's items are a
            sample of, or its items themselves (needs goal difference, no-worse or equivalent; default: population)
        assume: what is known of the models that you will evaluate: none asks for an answer that holds for any; similar,
            that they resemble the models measured, admits methods that learn from these (needs benchmark or matrix;
            default: none)
        split: full: choose from all items; half: from a random half of each subtask, against both halves (needs
            benchmark or matrix; default: full)
        method: the methods to consider (needs benchmark or matrix; default: from a table all, from a matrix those that
            answer within seconds, fewer above 100,000 answers)
        ties: how equal scores on the subset count (default: wrong)
        price_per_item: the price of one model's answer to one item; adds costs. With price_per_sample, that of an item,
            however often it is answered
        models: the number of models to evaluate at that price, or to choose from or rank (needs price_per_item or goal
            best or ranking; default: 1)
        price_per_sample: the price of one model's answer to an item: chooses how many answers to sample per item, so
            that items and answers cost least (needs resampling_variance or matrix)
        resampling_variance: the variance of one model's repeated answers to an item, on average (needs
            price_per_sample; 0 to 0.25; default: as in a matrix that counts repeated answers)
        sample_clusters: whole clusters of items (the column cluster) are drawn, and not items one by one (needs matrix)
        probability: the probability that the choice or the ranking is right (needs goal best or ranking; above 0, at
            most 0.999999)
        margin: how much worse a model may be (no-worse), how far apart two may be (equivalent), or half the width of
            the interval (estimate) (needs goal no-worse, equivalent or estimate; 0.0001 to 99)
        true_difference: the model's true lead over the other, below 0 if it is behind (needs goal no-worse or
            equivalent; -99 to 99; default: 0)
        standard_deviation: of graded scores: their standard deviation over items, instead of an accuracy (needs goal
            estimate; 0.0001 to 100)
        labels: model metadata: CSV with columns model and family, size or date (YYYY-MM-DD); a matrix whose rows are
            models may have these columns itself (needs matrix)
        item_metadata: item metadata: CSV with columns item and text, difficulty or quality…, for essence and sublime
            (needs matrix)
        tables: read tables from a folder instead of the shipped ones
        confidence: the confidence of the interval (needs goal estimate; above 0, at most 0.999999)
        rows: what the rows of the matrix are (needs matrix; default: models if the header has a column named model,
            model_name, model_id or name, else items)
        subtask_column: the column with the items' subtasks (needs matrix; default: the one named subtask, subset or
            category)
        ignore_columns: columns to ignore (needs matrix)
        missing: what to do with missing scores (needs matrix; default: error)
        percent: scores are percentages, 0 to 100 (needs matrix)
        metric: in evaluation logs: the score to read, such as acc_norm (needs matrix; default: the usual one)
        filter: in logs of lm-evaluation-harness: the filter to read (needs matrix; default: the first)
        join: in logs and long tables: inner keeps the items that all models have, outer those that any has (needs
            matrix; default: outer)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (needs matrix; default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (needs matrix; default: mean)
        targets: which models are to be ranked, as in simulate; tables know random and frontier (needs benchmark or
            matrix; default: random)
        accuracy_band: the accuracies of similar targets, in points (needs targets similar; 0 to 100)
        size_class: or their size class, as labelled, such as 8b-instruct (needs targets similar)
        sizes: the micro-benchmark sizes (needs matrix; default: 10, 25, 50, 100, 250, 500, 1000 below N)
        trials: the number of trials (needs matrix; default: 50)
        seed: the seed of all random numbers (needs matrix or design; default: 1)
        batch: items between two looks of the design at the lead (needs design; 1 to 100000; default: 10)
        all: show every method, with what it needs in each regime
        plot: draw the answer as a picture: SVG, or PNG or PDF by the file's ending, if rsvg-convert is installed (needs
            gap)
        design: also write a design for a comparison that stops early: the items in random order, and the lead that
            stops it; for mdad select and mdad compare (needs gap)
        threads: the number of threads; the result does not depend on it (1 to 1024; default: all cores)
        progress: show progress on standard error (default: auto: only in a terminal)
        name: what to call a benchmark whose data are in memory; names it in the answer
    """
    return cast("Plan | Plans | GoalPlan | SuitePlan", ask("plan", locals()))


def power(
    *,
    goal: str | None = None,
    k: int | None = None,
    gap: float | None = None,
    agreement: float | None = None,
    power: float | None = None,
    test: Literal["mcnemar-exact", "mcnemar-midp", "mcnemar", "wald"] | None = None,
    alpha: float | None = None,
    alternative: Literal["two-sided", "greater", "less"] | None = None,
    about: Literal["population", "items"] | None = None,
    items: int | None = None,
    benchmark: str | None = None,
    discordance: float | None = None,
    accuracy: float | None = None,
    correlation: float | None = None,
    ties: Literal["wrong", "half", "exclude"] | None = None,
    icc: float | None = None,
    cluster_size: float | None = None,
    sample_clusters: bool = False,
    samples_per_item: int | None = None,
    resampling_variance: float | None = None,
    price_per_sample: float | None = None,
    price_per_item: float | None = None,
    looks: int | None = None,
    spending: str | None = None,
    probability: float | None = None,
    margin: float | None = None,
    true_difference: float | None = None,
    standard_deviation: float | None = None,
    models: int | None = None,
    matrix: Table | None = None,
    tables: Path | None = None,
    confidence: float | None = None,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    join: Literal["inner", "outer"] | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    stop_early: bool = False,
    batch: int | None = None,
    design: Literal["paired", "independent"] | None = None,
    plot: Path | None = None,
    name: str | None = None,
    **unknown: NoReturn,
) -> Power | Looks | Stopping:
    """Solves for k, gap or agreement (or power), given the other two

    Args:
        goal: what k items are to achieve, as above: order, difference, no-worse, equivalent, estimate, best, ranking
            (default: order)
        k: the number of items both models answer
        gap: the gap on the full benchmark that you want to resolve (above 0, at most 100)
        agreement: the probability of ranking two models as the full benchmark does (above 0, at most 0.999999)
        power: the chance of a significant difference (needs test or goal difference, no-worse or equivalent; above 0,
            at most 0.999999)
        test: ask for a significant difference instead of the right order, by this test
        alpha: the test's level (needs test or goal difference, no-worse or equivalent; 1e-09 to 0.5; default: 0.05)
        alternative: the differences that the test looks for: either model ahead (half of alpha for each), or only the
            better one ahead, or only behind (needs test or goal difference; default: two-sided)
        about: what a significant difference is claimed of: the population of tasks that the benchmark's items are a
            sample of, or its items themselves (needs test or goal difference, no-worse or equivalent and items or
            benchmark or matrix; default: population)
        items: the benchmark's size (default: unlimited)
        benchmark: a benchmark with a table or published figures: its size, and how its models differ
        discordance: the share of items that exactly one of two models answers right (above 0, at most 1)
        accuracy: the two models' mean accuracy (0 to 100)
        correlation: the correlation of the two models' right answers over items (needs accuracy; -1 to 1; default: as
            on the benchmarks with tables)
        ties: how equal scores on the subset count (default: wrong)
        icc: the correlation of items within a cluster, such as a passage or document (needs cluster_size; 0 to 1)
        cluster_size: items per cluster, on average (needs icc; at least 1)
        sample_clusters: whole clusters of items (the column cluster) are drawn, and not items one by one (needs matrix)
        samples_per_item: answers sampled per item and model (needs resampling_variance or matrix; default: 1)
        resampling_variance: the variance of one model's repeated answers to an item, on average (needs samples_per_item
            or price_per_sample; 0 to 0.25; default: as in a matrix that counts repeated answers)
        price_per_sample: the price of one model's answer to an item: chooses how many answers to sample per item, so
            that items and answers cost least (needs resampling_variance or matrix)
        price_per_item: the price of an item, however often it is answered, such as its judge or its sandbox (needs
            price_per_sample)
        looks: test as items come in, K times at equal distances, and stop at the first significant result (needs power;
            1 to 50)
        spending: how the looks spend the level: obf, pocock, lan-demets-obf, lan-demets-pocock, hsd (needs looks;
            default: obf)
        probability: the probability that the choice or the ranking is right (needs goal best or ranking; above 0, at
            most 0.999999)
        margin: how much worse a model may be (no-worse), how far apart two may be (equivalent), or half the width of
            the interval (estimate) (needs goal no-worse, equivalent or estimate; 0.0001 to 99)
        true_difference: the model's true lead over the other, below 0 if it is behind (needs goal no-worse or
            equivalent; -99 to 99; default: 0)
        standard_deviation: of graded scores: their standard deviation over items, instead of an accuracy (needs goal
            estimate; 0.0001 to 100)
        models: how many models there are to choose from or to rank (needs goal best or ranking; at least 2)
        matrix: an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of
            models to scores, or the path of a file, a CSV table with a row per item or what mdad import reads
        tables: read tables from a folder instead of the shipped ones
        confidence: the confidence of the interval (needs goal estimate; above 0, at most 0.999999)
        rows: what the rows of the matrix are (needs matrix; default: models if the header has a column named model,
            model_name, model_id or name, else items)
        subtask_column: the column with the items' subtasks (needs matrix; default: the one named subtask, subset or
            category)
        ignore_columns: columns to ignore (needs matrix)
        missing: what to do with missing scores (needs matrix; default: error)
        percent: scores are percentages, 0 to 100 (needs matrix)
        metric: in evaluation logs: the score to read, such as acc_norm (needs matrix; default: the usual one)
        filter: in logs of lm-evaluation-harness: the filter to read (needs matrix; default: the first)
        join: in logs and long tables: inner keeps the items that all models have, outer those that any has (needs
            matrix; default: outer)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (needs matrix; default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (needs matrix; default: mean)
        stop_early: stop as soon as the comparison is decided, by the rule that takes the fewest items on average (needs
            agreement)
        batch: items between two looks at the lead (needs stop_early; 1 to 100000; default: 1)
        design: both models answer the same k items, or each answers its own (default: paired)
        plot: draw the answer as a picture: SVG, or PNG or PDF by the file's ending, if rsvg-convert is installed
        name: what to call a benchmark whose data are in memory; names it in the answer
    """
    return cast("Power | Looks | Stopping", ask("power", locals()))


def compare(
    *runs: Table,
    models: Sequence[str] | str | None = None,
    goal: str | None = None,
    margin: float | None = None,
    items: int | None = None,
    about: Literal["population", "items"] | None = None,
    agreement: float | None = None,
    alpha: float | None = None,
    power: float | None = None,
    adjust: Literal["holm", "bh", "none"] | None = None,
    models_from_path: bool = False,
    matrix: Table | None = None,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    seed: int | None = None,
    design: Path | None = None,
    plot: Path | None = None,
    name: str | None = None,
    **unknown: NoReturn,
) -> Comparison | SequentialComparison:
    """Runs on the same items: which is ahead, by how much, and is it enough?

    Args:
        *runs: logs, folders of logs, matrices, or the scores of each run; the first is the one that the others are
            compared with
        models: the runs to compare, first the one that the others are compared with (default: all)
        goal: order: which is ahead; difference: is it significant; no-worse: is a run at most margin below the first;
            equivalent: is it within margin; best: which run is the best; ranking: in what order are all: order,
            difference, no-worse, equivalent, best, ranking (default: order for two runs, ranking for more)
        margin: the difference that does not matter (needs goal no-worse or equivalent; above 0, at most 100)
        items: the benchmark's size, if the items compared are a sample of it (default: unlimited)
        about: what a difference is claimed of: the population of tasks that the items are a sample of, or the N items
            themselves; an order is always that on the N items (needs items; default: population)
        agreement: the probability of the right order that is asked for (0.5 to 0.9999; default: 0.8)
        alpha: the level of the test: two-sided for a difference, one-sided for a margin (0.0001 to 0.4; default: 0.05)
        power: the power for which the smallest gap and the items that would have been enough are given (0.01 to 0.9999;
            default: 0.8)
        adjust: how p-values of several comparisons are adjusted (default: holm)
        models_from_path: in evaluation logs: call models by the folders that their logs lie in; keeps several runs of
            one model apart
        matrix: an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of
            models to scores, or the path of a file, a CSV table with a row per item or what mdad import reads
        rows: what the rows of the matrix are (default: models if the header has a column named model, model_name,
            model_id or name, else items)
        subtask_column: the column with the items' subtasks (default: the one named subtask, subset or category)
        ignore_columns: columns to ignore
        missing: what to do with missing scores (default: drop-items)
        percent: scores are percentages, 0 to 100
        metric: in evaluation logs: the score to read, such as acc_norm (default: the usual one)
        filter: in logs of lm-evaluation-harness: the filter to read (default: the first)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (default: mean)
        seed: the seed of all random numbers (default: 1)
        design: a design that mdad plan wrote: says stop, and which run is ahead, or which items are next; a folder's
            logs are all read, whatever their time
        plot: draw the answer as a picture: SVG, or PNG or PDF by the file's ending, if rsvg-convert is installed
        name: what to call a benchmark whose data are in memory; names it in the answer
    """
    return cast("Comparison | SequentialComparison", ask("compare", locals()))


def simulate(
    matrix: Table | list[Table] | None = None,
    *,
    method: Sequence[str] | str | None = None,
    split: Literal["full", "half"] | None = None,
    ties: Literal["wrong", "half", "exclude"] | None = None,
    labels: Table | None = None,
    confidence: Table | None = None,
    item_metadata: Table | None = None,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    join: Literal["inner", "outer"] | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    sizes: Sequence[int] | int | None = None,
    trials: int | None = None,
    targets: int | None = None,
    sources: int | None = None,
    target_choice: Literal["random", "frontier", "family", "date", "similar"] | None = None,
    accuracy_band: Sequence[float] | str | None = None,
    size_class: str | None = None,
    protocol: Literal["paper", "released"] | None = None,
    bins: Literal["centered", "floor"] | None = None,
    threshold: float | None = None,
    min_pairs: int | None = None,
    resamples: int | None = None,
    models_bootstrap: bool = False,
    exact: bool = False,
    stop_early: bool = False,
    batch: int | None = None,
    tolerance: float | None = None,
    max_trials: int | None = None,
    checkpoint: Path | None = None,
    target_gap: float | None = None,
    seed: int | None = None,
    curve: bool = False,
    plot: Path | None = None,
    threads: int | None = None,
    progress: Literal["auto", "always", "never"] | None = None,
    name: str | None = None,
    **unknown: NoReturn,
) -> Simulation | Suite:
    """Agreement curves and MDAD of methods on an item matrix

    Args:
        matrix: an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of
            models to scores, or the path of a file, a CSV table with a row per item or what mdad import reads; or
            several in a list
        method: the methods (default: all; above 1000 items the fast ones, without anchor-points,
            anchor-points-predictor, diversity, tiny-benchmarks, tiny-benchmarks-pirt, tiny-benchmarks-gpirt, metabench,
            essence, sublime, random-search-learn, lasso, double-optimize)
        split: full: choose from all items; half: from a random half of each subtask, against both halves (default:
            full)
        ties: how equal scores on the subset count (default: wrong)
        labels: model metadata: CSV with columns model and family, size or date (YYYY-MM-DD); a matrix whose rows are
            models may have these columns itself
        confidence: a second matrix with the probability of each right answer, for the methods that choose by it; the
            same models and items
        item_metadata: item metadata: CSV with columns item and text, difficulty or quality…, for essence and sublime
        rows: what the rows of the matrix are (default: models if the header has a column named model, model_name,
            model_id or name, else items)
        subtask_column: the column with the items' subtasks (default: the one named subtask, subset or category)
        ignore_columns: columns to ignore
        missing: what to do with missing scores (default: error)
        percent: scores are percentages, 0 to 100
        metric: in evaluation logs: the score to read, such as acc_norm (default: the usual one)
        filter: in logs of lm-evaluation-harness: the filter to read (default: the first)
        join: in logs and long tables: inner keeps the items that all models have, outer those that any has (default:
            outer)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (default: mean)
        sizes: the micro-benchmark sizes (default: 10, 25, 50, 100, 250, 500, 1000 below N)
        trials: the number of trials (default: 50)
        targets: the number of models to rank in each trial (at least 2; default: 50, or a third of the models if that
            is fewer)
        sources: the most models known in advance; all the others if there are fewer (default: 300)
        target_choice: which models are targets: any; the best 30 % with the worst half as sources; whole families with
            no relative among the sources; the newest 30 % with older sources; those of similar accuracy or size
            (default: random)
        accuracy_band: the accuracies of similar targets, in points (needs target_choice similar; 0 to 100)
        size_class: or their size class, as labelled, such as 8b-instruct (needs target_choice similar)
        protocol: settings of Yauney et al. 2025: half split, 300 sources, 50 targets, 50 trials; paper: centred bins;
            released: floored bins, equal full scores counted with sign +1
        bins: half-point bins of gap, rounded to centres or down (default: centered)
        threshold: the agreement that defines the MDAD (above 0, at most 1; default: 0.8)
        min_pairs: the number of pairs a bin needs to count for the sustained MDAD (default: 30)
        resamples: bootstrap resamples of trials; 0 for no intervals (default: 1000)
        models_bootstrap: resample models as well as trials, so that intervals also hold for other models
        exact: compute random exactly: over all pairs (full split) or each trial's pairs (half split)
        stop_early: add how many items random and weighted draws take on average if comparisons stop once decided (needs
            matrix)
        batch: items between two looks at the lead (needs stop_early; 1 to 100000; default: 5)
        tolerance: add trials until every interval of an MDAD is at most this wide (above 0, at most 100)
        max_trials: the most trials that tolerance may run (needs tolerance; default: 2000)
        checkpoint: keep finished trials in a folder, which may serve any number of matrices and settings; an
            interrupted run, or one with other methods, sizes or more trials, then computes only what is missing (also
            cache)
        target_gap: the gap that gap-targeted and gap-targeted-robust aim at (above 0, at most 100; default: 3)
        seed: the seed of all random numbers (default: 1)
        curve: with text, CSV or Markdown: print the agreement curves too
        plot: draw the answer as a picture: SVG, or PNG or PDF by the file's ending, if rsvg-convert is installed
        threads: the number of threads; the result does not depend on it (1 to 1024; default: all cores)
        progress: show progress on standard error (default: auto: only in a terminal)
        name: what to call a benchmark whose data are in memory; names it in the answer
    """
    return cast("Simulation | Suite", ask("simulate", locals()))


def audit(
    kind: Literal["subset", "scores", "claim", "table"],
    matrix: Table | None = None,
    *,
    items: Selection | Sequence[str] | str | int | None = None,
    k: int | None = None,
    scores: Sequence[float] | str | None = None,
    models: Sequence[str] | str | None = None,
    graded: bool = False,
    benchmark: str | None = None,
    discordance: float | Sequence[float] | None = None,
    gap: float | None = None,
    agreement: float | None = None,
    alpha: float | None = None,
    power: float | None = None,
    ties: Literal["wrong", "half", "exclude"] | None = None,
    input: Table | None = None,
    full: str | None = None,
    micro: str | None = None,
    among: str | None = None,
    tables: Path | None = None,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    join: Literal["inner", "outer"] | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    subsets: int | None = None,
    resamples: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Literal["auto", "always", "never"] | None = None,
    name: str | None = None,
    **unknown: NoReturn,
) -> Audit:
    """Is this micro-benchmark, or this claim from one, sound?

    Args:
        kind: what to audit: a subset of items, columns of scores, a claim, or a table of MDADs
        matrix: an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of
            models to scores, or the path of a file, a CSV table with a row per item or what mdad import reads
        items: the items' names separated by commas, a file with one a line, or the JSON of mdad select (audit subset);
            the benchmark's size (other kinds)
        k: the size of the micro-benchmark (needs audit scores or claim)
        scores: the two scores as printed, accuracy points, first that of the model said to be ahead (needs audit claim)
        models: two models of the matrix, first the one said to be ahead (needs audit claim and matrix)
        graded: answers may earn partial credit (needs audit claim)
        benchmark: a benchmark with a table, whose discordance is used (needs audit scores, claim or table)
        discordance: the share of items that exactly one of two models answers right (needs audit scores, claim or
            table; above 0, at most 1)
        gap: the gap that the micro-benchmark should rank, or that is claimed (needs audit subset, scores or claim;
            above 0, at most 100)
        agreement: the probability of ranking two models as the full benchmark does (0.5 to 0.9999; default: 0.8)
        alpha: the two-sided level of the test (needs audit claim; 0.0001 to 0.5; default: 0.05)
        power: the power the test should have had (needs audit claim; 0.01 to 0.9999; default: 0.8)
        ties: how equal scores on the subset count (needs audit subset or scores; default: wrong)
        input: a CSV file with a row per model (audit scores), or with columns benchmark, method, k and mdad (audit
            table) (needs audit scores or table)
        full: the column of full scores (needs audit scores)
        micro: the column of micro-benchmark scores, or its item columns (needs audit scores)
        among: all item columns, to draw random subsets from (needs audit scores)
        tables: read tables from a folder instead of the shipped ones (needs audit scores, claim or table)
        rows: what the rows of the matrix are (needs audit subset or claim; default: models if the header has a column
            named model, model_name, model_id or name, else items)
        subtask_column: the column with the items' subtasks (needs audit subset or claim; default: the one named
            subtask, subset or category)
        ignore_columns: columns to ignore (needs audit subset or claim)
        missing: what to do with missing scores (needs audit subset or claim; default: error)
        percent: scores are percentages, 0 to 100 (needs audit subset or claim)
        metric: in evaluation logs: the score to read, such as acc_norm (needs audit subset or claim; default: the usual
            one)
        filter: in logs of lm-evaluation-harness: the filter to read (needs audit subset or claim; default: the first)
        join: in logs and long tables: inner keeps the items that all models have, outer those that any has (needs audit
            subset or claim; default: outer)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (needs audit subset or claim; default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (needs audit subset or claim; default: mean)
        subsets: random subsets to compare with (needs audit subset or scores; default: 1000)
        resamples: bootstrap resamples of models (needs audit subset or scores; default: 1000)
        seed: the seed of all random numbers (needs audit subset or scores; default: 1)
        threads: the number of threads; the result does not depend on it (needs audit subset or scores; 1 to 1024;
            default: all cores)
        progress: show progress on standard error (needs audit subset or scores; default: auto: only in a terminal)
        name: what to call a benchmark whose data are in memory; names it in the answer
    """
    return cast("Audit", ask("audit", locals()))


def describe(
    matrix: Table | None = None,
    *,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    join: Literal["inner", "outer"] | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    plot: Path | None = None,
    name: str | None = None,
    **unknown: NoReturn,
) -> Description:
    """What is in this matrix: models, items, subtasks, accuracies, discordance, problems

    Args:
        matrix: an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of
            models to scores, or the path of a file, a CSV table with a row per item or what mdad import reads
        rows: what the rows of the matrix are (default: models if the header has a column named model, model_name,
            model_id or name, else items)
        subtask_column: the column with the items' subtasks (default: the one named subtask, subset or category)
        ignore_columns: columns to ignore
        missing: what to do with missing scores (default: error)
        percent: scores are percentages, 0 to 100
        metric: in evaluation logs: the score to read, such as acc_norm (default: the usual one)
        filter: in logs of lm-evaluation-harness: the filter to read (default: the first)
        join: in logs and long tables: inner keeps the items that all models have, outer those that any has (default:
            outer)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (default: mean)
        plot: draw the answer as a picture: SVG, or PNG or PDF by the file's ending, if rsvg-convert is installed
        name: what to call a benchmark whose data are in memory; names it in the answer
    """
    return cast("Description", ask("describe", locals()))


def items(
    matrix: Table | None = None,
    *,
    model: Literal["2pl", "3pl", "4pl", "none"] | None = None,
    dimensions: Sequence[int] | int | None = None,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    join: Literal["inner", "outer"] | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    abilities: Path | None = None,
    threads: int | None = None,
    name: str | None = None,
    **unknown: NoReturn,
) -> Items | Dimensions:
    """Item analysis: difficulty, discrimination, item response models, information

    Args:
        matrix: an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of
            models to scores, or the path of a file, a CSV table with a row per item or what mdad import reads
        model: free parameters: 2pl, slope and intercept; 3pl, also guessing; 4pl, also the upper asymptote; none, no
            model (default: 2pl)
        dimensions: compare multidimensional models by held-out likelihood instead (1 to 100)
        rows: what the rows of the matrix are (default: models if the header has a column named model, model_name,
            model_id or name, else items)
        subtask_column: the column with the items' subtasks (default: the one named subtask, subset or category)
        ignore_columns: columns to ignore
        missing: what to do with missing scores (default: error)
        percent: scores are percentages, 0 to 100
        metric: in evaluation logs: the score to read, such as acc_norm (default: the usual one)
        filter: in logs of lm-evaluation-harness: the filter to read (default: the first)
        join: in logs and long tables: inner keeps the items that all models have, outer those that any has (default:
            outer)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (default: mean)
        abilities: write the models' abilities to a CSV file
        threads: the number of threads; the result does not depend on it (1 to 1024; default: all cores)
        name: what to call a benchmark whose data are in memory; names it in the answer
    """
    return cast("Items | Dimensions", ask("items", locals()))


def select(
    matrix: Table | None = None,
    *,
    items: int | None = None,
    benchmark: str | None = None,
    sample_clusters: bool = False,
    method: str | None = None,
    size: int | None = None,
    order: bool = False,
    tables: Path | None = None,
    confidence: Table | None = None,
    item_metadata: Table | None = None,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    join: Literal["inner", "outer"] | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    batch: int | None = None,
    seed: int | None = None,
    target_gap: float | None = None,
    design: Path | None = None,
    threads: int | None = None,
    name: str | None = None,
    **unknown: NoReturn,
) -> Selection | Batch:
    """Build a micro-benchmark: which k items, with which weights

    Args:
        matrix: an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of
            models to scores, or the path of a file, a CSV table with a row per item or what mdad import reads
        items: the benchmark's size, to choose without a matrix
        benchmark: a benchmark with a frame, to choose without a matrix: what is expected of strong models' answers to
            each item
        sample_clusters: draw whole clusters of items (the column cluster), as many as hold K on average (needs matrix)
        method: the method that chooses: random, head, subtask-equal, subtask-proportional, stratified-confidence,
            anchor-points, anchor-points-predictor, diversity, tiny-benchmarks, tiny-benchmarks-pirt,
            tiny-benchmarks-gpirt, metabench, essence, sublime, random-learn, random-search-learn, lasso,
            double-optimize, pca, aipw, forward-selection, gap-targeted, gap-targeted-robust, disagreement-sampling
            (default: random)
        size: the number of items
        order: all items of the design, in its order (needs design)
        tables: read tables from a folder instead of the shipped ones (needs benchmark)
        confidence: a second matrix with the probability of each right answer, for the methods that choose by it; the
            same models and items (needs matrix)
        item_metadata: item metadata: CSV with columns item and text, difficulty or quality…, for essence and sublime
            (needs matrix)
        rows: what the rows of the matrix are (default: models if the header has a column named model, model_name,
            model_id or name, else items)
        subtask_column: the column with the items' subtasks (default: the one named subtask, subset or category)
        ignore_columns: columns to ignore
        missing: what to do with missing scores (default: error)
        percent: scores are percentages, 0 to 100
        metric: in evaluation logs: the score to read, such as acc_norm (default: the usual one)
        filter: in logs of lm-evaluation-harness: the filter to read (default: the first)
        join: in logs and long tables: inner keeps the items that all models have, outer those that any has (default:
            outer)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (default: mean)
        batch: which batch of the design, 1 the first (needs design; default: 1)
        seed: the seed of all random numbers (default: 1)
        target_gap: the gap that gap-targeted and gap-targeted-robust aim at (above 0, at most 100; default: 3)
        design: a design that mdad plan wrote: gives a batch of its items, in its order
        threads: the number of threads; the result does not depend on it (1 to 1024; default: all cores)
        name: what to call a benchmark whose data are in memory; names it in the answer
    """
    return cast("Selection | Batch", ask("select", locals()))


def score(
    benchmark_file: Selection | Path | None = None,
    responses: Table | None = None,
    *,
    pairs: Literal["none", "neighbours", "all"] | None = None,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    join: Literal["inner", "outer"] | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    name: str | None = None,
    **unknown: NoReturn,
) -> Score:
    """Full scores of new models from their answers to a micro-benchmark

    Args:
        benchmark_file: the micro-benchmark: the JSON that mdad select wrote
        responses: the new models' answers: a matrix with a row per item, named in a column called item, and a column
            per model; other items are ignored
        pairs: with text and Markdown: the verdicts on pairs to print (default: none)
        rows: what the rows of the matrix are (default: models if the header has a column named model, model_name,
            model_id or name, else items)
        subtask_column: the column with the items' subtasks (default: the one named subtask, subset or category)
        ignore_columns: columns to ignore
        missing: what to do with missing scores (default: error)
        percent: scores are percentages, 0 to 100
        metric: in evaluation logs: the score to read, such as acc_norm (default: the usual one)
        filter: in logs of lm-evaluation-harness: the filter to read (default: the first)
        join: in logs and long tables: inner keeps the items that all models have, outer those that any has (default:
            outer)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (default: mean)
        name: what to call a benchmark whose data are in memory; names it in the answer
    """
    return cast("Score", ask("score", locals()))


def budget(
    matrix: Table | None = None,
    *,
    benchmark: Sequence[str] | str | None = None,
    suite: Table | None = None,
    items: int | None = None,
    discordance: float | None = None,
    accuracy: float | None = None,
    correlation: float | None = None,
    gap: float | None = None,
    agreement: float | None = None,
    models: int | None = None,
    price_per_item: float | None = None,
    input_tokens: int | None = None,
    output_tokens: int | None = None,
    input_price: float | None = None,
    output_price: float | None = None,
    seconds_per_item: float | None = None,
    price_per_hour: float | None = None,
    currency: str | None = None,
    sources_known: bool = False,
    budget: float | None = None,
    tables: Path | None = None,
    rows: Literal["items", "models"] | None = None,
    subtask_column: str | None = None,
    ignore_columns: Sequence[str] | str | None = None,
    missing: Literal["error", "drop-items", "drop-models", "wrong"] | None = None,
    percent: bool = False,
    metric: str | None = None,
    filter: str | None = None,
    join: Literal["inner", "outer"] | None = None,
    duplicates: Literal["error", "mean", "last", "samples"] | None = None,
    score: str | None = None,
    threads: int | None = None,
    progress: Literal["auto", "always", "never"] | None = None,
    name: str | None = None,
    page: Path | None = None,
    **unknown: NoReturn,
) -> Budget:
    """What an evaluation costs, and what it can resolve

    Args:
        matrix: an item matrix: a data frame or array with a row for each model and a column for each item, a mapping of
            models to scores, or the path of a file, a CSV table with a row per item or what mdad import reads
        benchmark: benchmarks with a table or published figures; mdad table show lists them
        suite: the benchmarks and their prices as CSV
        items: the benchmark's size (needs discordance or accuracy; default: unlimited)
        discordance: the share of items that exactly one of two models answers right (needs items; above 0, at most 1)
        accuracy: the two models' mean accuracy (needs items; 0 to 100)
        correlation: the correlation of the two models' right answers over items (needs accuracy; -1 to 1; default: as
            on the benchmarks with tables)
        gap: the gap on the full benchmark that you want to resolve (above 0, at most 100)
        agreement: the probability of ranking two models as the full benchmark does (0.5 to 0.9999; default: 0.8)
        models: the number of models to evaluate
        price_per_item: the price of one model's answer to one item
        input_tokens: input tokens per item (needs input_price)
        output_tokens: output tokens per item (needs output_price)
        input_price: the price of a million input tokens
        output_price: the price of a million output tokens
        seconds_per_item: seconds per item (needs price_per_hour)
        price_per_hour: the price of an hour
        currency: the currency of prices (default: USD)
        sources_known: you already have the source models' answers to all items; they cost nothing
        budget: an amount; find the smallest gap it resolves, and how to split it
        tables: read tables from a folder instead of the shipped ones
        rows: what the rows of the matrix are (needs matrix; default: models if the header has a column named model,
            model_name, model_id or name, else items)
        subtask_column: the column with the items' subtasks (needs matrix; default: the one named subtask, subset or
            category)
        ignore_columns: columns to ignore (needs matrix)
        missing: what to do with missing scores (needs matrix; default: error)
        percent: scores are percentages, 0 to 100 (needs matrix)
        metric: in evaluation logs: the score to read, such as acc_norm (needs matrix; default: the usual one)
        filter: in logs of lm-evaluation-harness: the filter to read (needs matrix; default: the first)
        join: in logs and long tables: inner keeps the items that all models have, outer those that any has (needs
            matrix; default: outer)
        duplicates: in long tables: what to do with a second score of a model and item; samples counts it as another
            answer (needs matrix; default: error)
        score: an item's score if a model answered it several times: the share of right answers, the chance that one of
            K is right (pass@K), or that all K are (pass^K) (needs matrix; default: mean)
        threads: the number of threads; the result does not depend on it (1 to 1024; default: all cores)
        progress: show progress on standard error (needs matrix; default: auto: only in a terminal)
        name: what to call a benchmark whose data are in memory; names it in the answer
        page: also write the budget as an HTML page to a file
    """
    return cast("Budget", ask("budget", locals()))


def verify(**unknown: NoReturn) -> Verification:
    """Checks this installation against published figures"""
    return cast("Verification", ask("verify", locals()))
