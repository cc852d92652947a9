"""The program's answers as classes; docs/schemas describes the same documents.

Written by python/generate.py; change that, or the program, and run it again.
"""

from dataclasses import dataclass
from typing import Any, Literal

from mdad._result import Result


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """A part of ``Audit``: ``row``.

    Attributes:
        line: The line of the file.
        benchmark: The benchmark's name; null if it has none.
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        mdad: The minimum detectable ability difference, points.
        verdict: The verdict.
        discordance_low: The lower end of the band of discordance.
        discordance_high: The upper end of the band of discordance.
        agreement_at_mdad_low: The lower end of the agreement at the published MDAD.
        agreement_at_mdad_high: The upper end of the agreement at the published MDAD.
        attainable_low: The lower end of the MDADs that theory allows, points.
        attainable_high: The upper end of the MDADs that theory allows, points.
    """

    line: int
    benchmark: str
    method: str
    k: int
    mdad: float
    verdict: str
    discordance_low: float
    discordance_high: float
    agreement_at_mdad_low: float
    agreement_at_mdad_high: float
    attainable_low: float
    attainable_high: float


@dataclass(frozen=True, kw_only=True)
class AuditCurve:
    """A part of ``Audit``: ``curve``.

    Attributes:
        gap: The gap between two models on the full benchmark, accuracy points.
        pairs: The number of pairs of models.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        smoothed: The value of the isotonic regression.
        smoothed_low: The lower end of the interval of smoothed.
        smoothed_high: The upper end of the interval of smoothed.
        random_low: The lower end of random subsets.
        random_high: The upper end of random subsets.
    """

    gap: float
    pairs: int
    agreement: float
    smoothed: float
    smoothed_low: float | None
    smoothed_high: float | None
    random_low: float | None
    random_high: float | None


@dataclass(frozen=True, kw_only=True)
class AuditAmongRandomMdad:
    """A part of ``Audit``: ``mdad``.

    Attributes:
        percentile: The share of random subsets that are worse, percent.
        median: The median of random subsets.
        random_low: The lower end of random subsets.
        random_high: The upper end of random subsets.
    """

    percentile: float
    median: float
    random_low: float
    random_high: float


@dataclass(frozen=True, kw_only=True)
class AuditAmongRandomError:
    """A part of ``Audit``: ``error``.

    Attributes:
        percentile: The share of random subsets that are worse, percent.
        median: The median of random subsets.
        random_low: The lower end of random subsets.
        random_high: The upper end of random subsets.
    """

    percentile: float
    median: float
    random_low: float
    random_high: float


@dataclass(frozen=True, kw_only=True)
class AuditAmongRandomKendallTau:
    """A part of ``Audit``: ``kendall_tau``.

    Attributes:
        percentile: The share of random subsets that are worse, percent.
        median: The median of random subsets.
        random_low: The lower end of random subsets.
        random_high: The upper end of random subsets.
    """

    percentile: float
    median: float
    random_low: float
    random_high: float


@dataclass(frozen=True, kw_only=True)
class AuditAmongRandom:
    """A part of ``Audit``: ``among_random``.

    Attributes:
        subsets: The number of random subsets.
        pool: The number of items that they were drawn from.
        kendall_tau: Kendall's τ-b of scores.
        error: The mean absolute error of scores, points.
        mdad: The minimum detectable ability difference, points.
    """

    subsets: int
    pool: int
    kendall_tau: AuditAmongRandomKendallTau
    error: AuditAmongRandomError
    mdad: AuditAmongRandomMdad


@dataclass(frozen=True, kw_only=True, repr=False)
class Audit(Result):
    """What mdad audit answers: whether a micro-benchmark, or a claim from one, is sound. Which figures there are
    depends on the kind.

    Attributes:
        schema: The name of this schema.
        kind: What was audited.
        verdict: The verdict.
        reasons: Why, a sentence each.
        k: The number of items of the micro-benchmark.
        items: The number of items of the full benchmark; null if unlimited.
        models: The two models of the matrix, or the number of models.
        scores: The two scores as they were printed.
        gap: The gap that was asked about or claimed, points; null if none was.
        wins: The number of items that only the first, or the new run, answers right.
        losses: The number of items that only the other answers right.
        is_behind: Whether the model said to be ahead is behind.
        agreement_asked: The agreement that was asked for.
        alpha: The test's level.
        power: The chance of a significant result.
        test: The test.
        discordance_low: The lower end of the band of discordance.
        discordance_high: The upper end of the band of discordance.
        agreement_at_gap_low: The lower end of the agreement at the gap.
        agreement_at_gap_high: The upper end of the agreement at the gap.
        chance_ahead_low: The lower end of the chance that the order is right.
        chance_ahead_high: The upper end of the chance that the order is right.
        mdad_low: The lower end of the MDAD, points.
        mdad_high: The upper end of the MDAD, points.
        p_low: The lower end of the p-value.
        p_high: The upper end of the p-value.
        mid_p_low: The lower end of the mid-p.
        mid_p_high: The upper end of the mid-p.
        difference_low: The lower end of the difference, points.
        difference_high: The upper end of the difference, points.
        k_for_agreement_low: The lower end of the number of items for the agreement.
        k_for_agreement_high: The upper end of the number of items for the agreement.
        k_for_power_low: The lower end of the number of items for the power.
        k_for_power_high: The upper end of the number of items for the power.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
        pairs: The number of pairs of models.
        zero_gap_pairs: The number of pairs of models with equal full scores.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        ties: How equal scores on the subset count.
        mdad: The minimum detectable ability difference, points.
        mdad_upper_bound: Whether the MDAD is that of the smallest gap looked at.
        mdad_first: The smallest gap ranked with the agreement, points.
        mdad_sustained: The smallest gap from which on every bin reaches the agreement, points.
        error: The mean absolute error of scores, points.
        error_low: The lower end of its 95 % interval.
        error_high: The upper end of its 95 % interval.
        kendall_tau: Kendall's τ-b of scores.
        kendall_tau_low: The lower end of its 95 % interval.
        kendall_tau_high: The upper end of its 95 % interval.
        spearman: Spearman's ρ of scores.
        agreement_at_gap: The agreement at the gap that was asked about; null without one.
        random_mdad_low: The lower end of the MDAD of random subsets, points.
        random_mdad_high: The upper end of the MDAD of random subsets, points.
        among_random: How the micro-benchmark compares with random subsets; null if it was not compared.
        curve: Agreement by gap.
        resamples: The number of bootstrap resamples.
        subsets: The number of random subsets.
        sampling_allowance: How far a published figure may be off by chance.
        rows: The rows.
        rows_not_judged: The number of rows of other methods.
    """

    schema: str
    kind: Literal["subset", "scores", "claim", "table"]
    verdict: Literal["sound", "weak", "unsupported", "impossible"]
    reasons: list[str]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None
    k: int | None = None
    items: int | None = None
    models: list[str] | int | None = None
    scores: list[str] | None = None
    gap: float | None = None
    wins: int | None = None
    losses: int | None = None
    is_behind: bool | None = None
    agreement_asked: float | None = None
    alpha: float | None = None
    power: float | None = None
    test: str | None = None
    discordance_low: float | None = None
    discordance_high: float | None = None
    agreement_at_gap_low: float | None = None
    agreement_at_gap_high: float | None = None
    chance_ahead_low: float | None = None
    chance_ahead_high: float | None = None
    mdad_low: float | None = None
    mdad_high: float | None = None
    p_low: float | None = None
    p_high: float | None = None
    mid_p_low: float | None = None
    mid_p_high: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    k_for_agreement_low: int | None = None
    k_for_agreement_high: int | None = None
    k_for_power_low: int | None = None
    k_for_power_high: int | None = None
    pairs: int | None = None
    zero_gap_pairs: int | None = None
    agreement: float | None = None
    ties: Literal["wrong", "half", "exclude"] | None = None
    mdad: float | None = None
    mdad_upper_bound: bool | None = None
    mdad_first: float | None = None
    mdad_sustained: float | None = None
    error: float | None = None
    error_low: float | None = None
    error_high: float | None = None
    kendall_tau: float | None = None
    kendall_tau_low: float | None = None
    kendall_tau_high: float | None = None
    spearman: float | None = None
    agreement_at_gap: float | None = None
    random_mdad_low: float | None = None
    random_mdad_high: float | None = None
    among_random: AuditAmongRandom | None = None
    curve: list[AuditCurve] | None = None
    resamples: int | None = None
    subsets: int | None = None
    sampling_allowance: float | None = None
    rows: list[AuditRow] | None = None
    rows_not_judged: int | None = None


@dataclass(frozen=True, kw_only=True)
class BatchSelected:
    """A part of ``Batch``: ``selected``.

    Attributes:
        place: The item's place in the design's order, from 1.
        item: The item's name.
        position: The position of the item in the benchmark, from 0.
    """

    place: int
    item: str
    position: int


@dataclass(frozen=True, kw_only=True, repr=False)
class Batch(Result):
    """What mdad select --design answers: a batch of a design's items.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        method: The name of the method that chooses items and estimates scores.
        batch: The number of this batch, from 1; null for all items.
        batches: The number of batches.
        items: The number of items of the full benchmark; null if unlimited.
        selected: The items.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmark: str | None
    method: str
    batch: int | None
    batches: int
    items: int
    selected: list[BatchSelected]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class BudgetAffordableAlone:
    """A part of ``Budget``: ``alone``.

    Attributes:
        benchmark: The benchmark's name; null if it has none.
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        gap: The gap between two models on the full benchmark, accuracy points.
    """

    benchmark: str
    method: str
    k: int | None
    gap: float | None


@dataclass(frozen=True, kw_only=True)
class BudgetAffordableSplit:
    """A part of ``Budget``: ``split``.

    Attributes:
        benchmark: The benchmark's name; null if it has none.
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        cost: The cost of the evaluation; null without a price.
    """

    benchmark: str
    method: str
    k: int
    cost: float


@dataclass(frozen=True, kw_only=True)
class BudgetAffordable:
    """A part of ``Budget``: ``affordable``.

    Attributes:
        sum: The amount.
        gap: The smallest gap that the amount resolves on all benchmarks, points; null if none.
        total: What the split costs.
        split: How to split the amount over the benchmarks.
        alone: What the amount resolves on each benchmark alone.
    """

    sum: float
    gap: float | None
    total: float
    split: list[BudgetAffordableSplit]
    alone: list[BudgetAffordableAlone]


@dataclass(frozen=True, kw_only=True)
class BudgetAverage:
    """A part of ``Budget``: ``average``.

    Attributes:
        k: The number of items of all benchmarks together; null if all are not enough.
        cost: The cost for all models; null if all items are not enough.
        sizes: The number of items of each benchmark, in their order; empty if all are not enough.
        standard_error: The standard error of the difference in the average, points; null if all items are not enough.
    """

    k: int | None
    cost: float | None
    sizes: list[int]
    standard_error: float | None


@dataclass(frozen=True, kw_only=True)
class BudgetBenchmarkFront:
    """A part of ``Budget``: ``front``.

    Attributes:
        cost: The cost of the evaluation; null without a price.
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        mdad: The minimum detectable ability difference, points.
        mdad_low: The lower end of the MDAD, points.
        mdad_high: The upper end of the MDAD, points.
    """

    cost: float
    method: str
    k: int
    mdad: float
    mdad_low: float | None
    mdad_high: float | None


@dataclass(frozen=True, kw_only=True)
class BudgetBenchmarkMethod:
    """A part of ``Budget``: ``method``.

    Attributes:
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        k_low: The lower end of the 95 % interval of k, or of its band.
        k_high: The upper end of the 95 % interval of k, or of its band; null if unbounded.
        upper_bound: Whether the figure is that of the smallest size looked at, so that fewer items may do.
        basis: How the figure was computed.
        agreement_at_k: The agreement at k; null if unknown.
        guarantee: What the method's figures rest on: randomised, a random draw, which holds for any models; learned,
            other models' answers.
        evaluation: The cost of evaluating the models.
        construction: The cost of other models' answers that the method learns from.
        total: Evaluation and construction together; null if the method is not enough.
        saving: What is saved against all items.
        break_even_models: The number of models from which on the method pays off; null if it never does.
    """

    method: str
    k: int | None
    k_low: int | None
    k_high: int | None
    upper_bound: bool
    basis: str
    agreement_at_k: float | None
    guarantee: Literal["randomised", "learned"]
    evaluation: float | None
    construction: float
    total: float | None
    saving: float | None
    break_even_models: int | None


@dataclass(frozen=True, kw_only=True)
class BudgetBenchmark:
    """A part of ``Budget``: ``benchmark``.

    Attributes:
        benchmark: The benchmark's name; null if it has none.
        items: The number of items of the full benchmark; null if unlimited.
        source_models: The number of source models, whose answers a method knows.
        price_per_item: The price of one model's answer to one item.
        full: The cost of all items.
        recommended: The recommended method; null if there is none.
        recommended_if_similar: The recommended method for models like those measured; null if there is none.
        recommended_with_sources: The method that saves items where other models' answers to all items are at hand; null
            if there is none.
        methods: The methods, cheapest first.
        front: The frontier of cost and MDAD.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        notes: What else a reader should know, a sentence each.
    """

    benchmark: str
    items: int | None
    source_models: int | None
    price_per_item: float
    full: float
    recommended: str | None
    recommended_if_similar: str | None
    recommended_with_sources: str | None
    methods: list[BudgetBenchmarkMethod]
    front: list[BudgetBenchmarkFront]
    matrix_sha256: str | None
    notes: list[str]


@dataclass(frozen=True, kw_only=True, repr=False)
class Budget(Result):
    """What mdad budget answers: what an evaluation costs, and what it can resolve.

    Attributes:
        schema: The name of this schema.
        gap: The gap between two models on the full benchmark, accuracy points.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        models: The number of models to evaluate.
        currency: The currency.
        sources_known: Whether other models' answers to all items are at hand.
        total: The total cost; null if it cannot be done.
        full: The cost of all items.
        benchmarks: The benchmarks.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
        average: What the same gap in the average of the benchmarks takes; absent for one benchmark.
        affordable: What an amount resolves.
    """

    schema: str
    gap: float
    agreement: float
    models: int
    currency: str
    sources_known: bool
    total: float
    full: float
    benchmarks: list[BudgetBenchmark]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None
    average: BudgetAverage | None = None
    affordable: BudgetAffordable | None = None


@dataclass(frozen=True, kw_only=True)
class ComparisonPair:
    """A part of ``Comparison``: ``pair``.

    Attributes:
        baseline: The run that it is compared with.
        run: The run's name.
        baseline_score: The other run's score, points.
        score: The score, points.
        difference: The difference, points.
        low: The lower end of the 95 % interval.
        high: The upper end of the 95 % interval.
        items: The number of items that both answered.
        wins: The number of items that only the first, or the new run, answers right.
        losses: The number of items that only the other answers right.
        discordance: The share of items that exactly one of two models answers right.
        p: The p-value.
        mid_p: The mid-p; null if the test has none.
        adjusted_p: The p-value, adjusted for the number of comparisons.
        test: The test.
        design_effect: How many times more items it takes because answers are clustered; null if they are not.
        resolution: The smallest gap that these items can resolve, points; null if it is not computed.
        enough_items: The number of items that would have been enough; null if none is.
        verdict: The verdict.
        answer: The verdict in a word.
    """

    baseline: str
    run: str
    baseline_score: float
    score: float
    difference: float
    low: float
    high: float
    items: int
    wins: int | None
    losses: int | None
    discordance: float | None
    p: float | None
    mid_p: float | None
    adjusted_p: float | None
    test: str
    design_effect: float | None
    resolution: float | None
    enough_items: int | None
    verdict: str
    answer: Literal["yes", "no", "inconclusive"]


@dataclass(frozen=True, kw_only=True)
class ComparisonRun:
    """A part of ``Comparison``: ``run``.

    Attributes:
        place: The place in the order.
        run: The run's name.
        score: The score, points.
        rank_low: The best rank that it may have.
        rank_high: The worst rank that it may have.
        group: The group of ties.
        may_be_best: Whether it may be the best.
    """

    run: str
    score: float
    place: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    group: int | None = None
    may_be_best: bool | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class Comparison(Result):
    """What mdad compare answers: which of several runs is ahead, and by how much.

    Attributes:
        schema: The name of this schema.
        goal: What k items are to achieve.
        verdict: The verdict.
        answer: The verdict in a word.
        margin: The difference that does not matter, or half the width of an interval, accuracy points; null if there is
            none.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        alpha: The test's level.
        power: The chance of a significant result.
        interval_level: The level of the intervals.
        about: What a difference is claimed of: the population of tasks, or the items themselves.
        adjustment: How p-values of several comparisons are adjusted.
        items: The number of items that all runs answered.
        left_out: The number of items left out because a run has no answer.
        benchmark_items: The number of items of the benchmark; null if unlimited.
        clusters: The number of clusters; null if there are none.
        resolution: The smallest gap that these items can resolve, points; null if it is not computed.
        runs: The runs.
        pairs: The comparisons.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    goal: str
    verdict: str | None
    answer: Literal["yes", "no", "inconclusive"]
    margin: float | None
    agreement: float
    alpha: float
    power: float
    interval_level: float
    about: Literal["population", "items"]
    adjustment: str
    items: int
    left_out: int
    benchmark_items: int | None
    clusters: int | None
    resolution: float | None
    runs: list[ComparisonRun]
    pairs: list[ComparisonPair]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class DescriptionRepeatedAnswer:
    """A part of ``Description``: ``repeated_answer``.

    Attributes:
        model: The name of the model.
        within_item_variance: What the score of an item varies by if it is answered again; null if there are too few
            answers.
        sampling_error: The standard error that sampling answers leaves in the score, points; null if it is not known.
    """

    model: str
    within_item_variance: float | None
    sampling_error: float | None


@dataclass(frozen=True, kw_only=True)
class DescriptionModelsAccuracy:
    """A part of ``Description``: ``models_accuracy``.

    Attributes:
        model: The name of the model.
        accuracy: The accuracy, points.
    """

    model: str
    accuracy: float


@dataclass(frozen=True, kw_only=True)
class DescriptionDiscordance:
    """A part of ``Description``: ``discordance``.

    Attributes:
        gap: The gap, accuracy points.
        pairs: The number of pairs of models.
        q10: The 10th percentile.
        q50: The median.
        q90: The 90th percentile.
    """

    gap: float
    pairs: int
    q10: float
    q50: float
    q90: float


@dataclass(frozen=True, kw_only=True)
class DescriptionAccuracy:
    """A part of ``Description``: ``accuracy``.

    Attributes:
        q0: The lowest value.
        q10: The 10th percentile.
        q25: The 25th percentile.
        q50: The median.
        q75: The 75th percentile.
        q90: The 90th percentile.
        q100: The highest value.
    """

    q0: float
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float
    q100: float


@dataclass(frozen=True, kw_only=True)
class DescriptionSubtask:
    """A part of ``Description``: ``subtask``.

    Attributes:
        name: The name.
        items: The number of items in it.
    """

    name: str
    items: int


@dataclass(frozen=True, kw_only=True, repr=False)
class Description(Result):
    """What mdad describe answers: what is in a matrix.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        models: The number of models.
        items: The number of items of the full benchmark; null if unlimited.
        binary: Whether scores are right or wrong.
        subtasks: The subtasks.
        accuracy: Quantiles of the models' accuracies, points.
        kr20: The KR-20 reliability; null for graded scores.
        discordance: Discordance by gap.
        models_accuracy: The models' accuracies.
        clusters: The number of clusters of items; absent without clusters.
        cluster_correlation: The intraclass correlation of differences between two models within clusters.
        cluster_correlation_low: The lower end of its 95 % interval.
        cluster_correlation_high: The upper end of its 95 % interval.
        cluster_size: The size of the cluster around an item, on average.
        cluster_design_effect: How many times more items a claim about tasks like these takes because items are in
            clusters.
        score: An item's score where a model answered it several times: mean, pass@K or pass^K.
        samples_low: The fewest answers of a model to an item.
        samples_high: The most answers of a model to an item.
        within_item_variance: What the score of an item varies by if it is answered again; null if there are too few
            answers.
        within_item_variance_low: The lower end of its 95 % interval.
        within_item_variance_high: The upper end of its 95 % interval.
        between_item_variance: What the difference between two models varies by between items; null if it is not known.
        within_share: The share of the variance of a difference that lies within items; null if it is not known.
        repeated_answers: For each model what its answers vary by.
        problems: What deserves a second look, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmark: str
    models: int
    items: int
    binary: bool
    subtasks: list[DescriptionSubtask]
    accuracy: DescriptionAccuracy
    kr20: float | None
    discordance: list[DescriptionDiscordance]
    models_accuracy: list[DescriptionModelsAccuracy]
    problems: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None
    clusters: int | None = None
    cluster_correlation: float | None = None
    cluster_correlation_low: float | None = None
    cluster_correlation_high: float | None = None
    cluster_size: float | None = None
    cluster_design_effect: float | None = None
    score: str | None = None
    samples_low: int | None = None
    samples_high: int | None = None
    within_item_variance: float | None = None
    within_item_variance_low: float | None = None
    within_item_variance_high: float | None = None
    between_item_variance: float | None = None
    within_share: float | None = None
    repeated_answers: list[DescriptionRepeatedAnswer] | None = None


@dataclass(frozen=True, kw_only=True)
class DimensionsResult:
    """A part of ``Dimensions``: ``result``.

    Attributes:
        dimensions: The number of dimensions.
        held_out_log_likelihood: The mean log-likelihood of a response that was held out.
        fitted_log_likelihood: The mean log-likelihood of a response that was fitted.
        iterations: The number of iterations.
        converged: Whether the fit converged.
    """

    dimensions: int
    held_out_log_likelihood: float
    fitted_log_likelihood: float
    iterations: int
    converged: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class Dimensions(Result):
    """What mdad items --dimensions answers: how well models of several dimensions predict responses that they did not
    see.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        best: The best number of dimensions.
        results: A result for each number of dimensions.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmark: str
    best: int
    results: list[DimensionsResult]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class GoalPlanSize:
    """A part of ``GoalPlan``: ``size``.

    Attributes:
        k: The number of items; null if no smaller number than all is enough.
        probability: The probability that the choice or the ranking is right.
        low: The lower end of the 95 % interval.
        high: The upper end of the 95 % interval.
    """

    k: int
    probability: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, repr=False)
class GoalPlan(Result):
    """What mdad plan --goal answers: how many random items a goal other than the order takes.

    Attributes:
        schema: The name of this schema.
        goal: What k items are to achieve.
        benchmark: The benchmark's name; null if it has none.
        basis: How the figure was computed.
        k: The number of items; null if no smaller number than all is enough.
        k_low: The lower end of the 95 % interval of k, or of its band.
        k_high: The upper end of the 95 % interval of k, or of its band; null if unbounded.
        gap: The gap between two models on the full benchmark, accuracy points.
        models: The number of models to choose from, or to rank.
        target: The probability that is asked for; null if it is what is solved for.
        k_formula: The number of items by formula, for the models that are hardest to rank.
        items: The number of items of the full benchmark; null if unlimited.
        sizes: The probability at each of several sizes.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
        trials: The number of trials.
        margin: The difference that does not matter, or half the width of an interval, accuracy points; null if there is
            none.
        power: The chance of a significant result.
        power_low: The power at the upper end of the band of discordance.
        power_high: The power at the lower end of the band of discordance.
        true_difference: A model's true lead over the other, accuracy points; null if none is found.
        discordance: The share of items that exactly one of two models answers right.
        discordance_low: The lower end of the band of discordance.
        discordance_high: The upper end of the band of discordance.
        test: The test.
        alpha: The test's level.
        about: What a significant difference is claimed of: the population of tasks, or the items themselves.
        attained_level: The true level of the test.
        design_effect: How many times more items it takes because answers are clustered; null if they are not.
        samples_per_item: The number of answers that each model gives to each item.
        power_of_all: The power with all items.
        margin_of_all: The margin for which all items are enough, points; null if none is.
        confidence: The confidence of the interval.
        confidence_low: The confidence at the upper end of the band of discordance.
        confidence_high: The confidence at the lower end of the band of discordance.
        accuracy: The accuracy, points.
        standard_deviation: The standard deviation of graded scores over items, accuracy points; null for right or wrong
            answers.
        interval: The kind of interval.
        coverage: The true coverage of the interval; null if it is not computed.
        confidence_of_all: The confidence with all items.
        design: Whether two models answer the same items (paired) or each its own (independent).
        ties: How equal scores on the subset count.
        alternative: The differences that the test looks for.
        normal_approximation: The same value by the normal approximation.
        significance_power: The chance that the test is significant.
        type_s: The chance that a significant difference has the wrong sign.
        type_m: The factor by which a significant difference overstates on average.
        gap_of_all: The gap for which all items are enough, points; null if none is.
        probability: The probability that the choice or the ranking is right.
        probability_low: The probability at the upper end of the band of discordance.
        probability_high: The probability at the lower end of the band of discordance.
        probability_of_all: The probability with all items.
        probability_any_arrangement: A lower bound of the probability, whatever the other models are.
        cost: The cost of the answers of one model; absent without prices.
        best_samples: The number of answers to each item at least cost, by formula; absent without prices.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        agreement_low: The agreement at the upper end of the band of discordance.
        agreement_high: The agreement at the lower end of the band of discordance.
        agreement_of_all: The agreement with all items; null if they are taken for the truth.
    """

    schema: str
    goal: str
    benchmark: str | None
    basis: str
    k: int | None
    k_low: int | None
    k_high: int | None
    target: float
    items: int | None
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None
    gap: float | None = None
    models: int | None = None
    k_formula: int | None = None
    sizes: list[GoalPlanSize] | None = None
    trials: int | None = None
    margin: float | None = None
    power: float | None = None
    power_low: float | None = None
    power_high: float | None = None
    true_difference: float | None = None
    discordance: float | None = None
    discordance_low: float | None = None
    discordance_high: float | None = None
    test: str | None = None
    alpha: float | None = None
    about: Literal["population", "items"] | None = None
    attained_level: float | None = None
    design_effect: float | None = None
    samples_per_item: int | None = None
    power_of_all: float | None = None
    margin_of_all: float | None = None
    confidence: float | None = None
    confidence_low: float | None = None
    confidence_high: float | None = None
    accuracy: float | None = None
    standard_deviation: float | None = None
    interval: str | None = None
    coverage: float | None = None
    confidence_of_all: float | None = None
    design: str | None = None
    ties: Literal["wrong", "half", "exclude"] | None = None
    alternative: Literal["two-sided", "greater", "less"] | None = None
    normal_approximation: float | None = None
    significance_power: float | None = None
    type_s: float | None = None
    type_m: float | None = None
    gap_of_all: float | None = None
    probability: float | None = None
    probability_low: float | None = None
    probability_high: float | None = None
    probability_of_all: float | None = None
    probability_any_arrangement: float | None = None
    cost: float | None = None
    best_samples: float | None = None
    agreement: float | None = None
    agreement_low: float | None = None
    agreement_high: float | None = None
    agreement_of_all: float | None = None


@dataclass(frozen=True, kw_only=True)
class ItemsItem:
    """A part of ``Items``: ``item``.

    Attributes:
        item: The item's name.
        subtask: The item's subtask; null if it has none.
        easiness: The mean score of the item.
        point_biserial: The correlation of the item with the models' mean scores; null if all answer alike.
        slope: The slope; null if the item is not fitted.
        slope_se: The standard error of the slope.
        intercept: The intercept; null if the item is not fitted.
        intercept_se: The standard error of the intercept.
        guessing: The lower asymptote.
        upper: The upper asymptote.
        information_max: The maximum information about ability.
        ability_at_max: The ability at that maximum.
    """

    item: str
    subtask: str | None
    easiness: float
    point_biserial: float | None
    slope: float | None
    slope_se: float | None
    intercept: float | None
    intercept_se: float | None
    guessing: float | None
    upper: float | None
    information_max: float | None
    ability_at_max: float | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Items(Result):
    """What mdad items answers: difficulty, discrimination and item response parameters of every item.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        models: The number of models.
        model: The item response model; null for none.
        iterations: The number of iterations.
        converged: Whether the fit converged.
        log_likelihood: The log-likelihood.
        parameters: The number of parameters.
        aic: Akaike's information criterion.
        bic: The Bayesian information criterion.
        marginal_reliability: The marginal reliability of abilities.
        scale: How the scale of abilities is fixed.
        items: The items.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmark: str
    models: int
    model: str | None
    iterations: int | None
    converged: bool | None
    log_likelihood: float | None
    parameters: int | None
    aic: float | None
    bic: float | None
    marginal_reliability: float | None
    scale: str | None
    items: list[ItemsItem]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class LooksLook:
    """A part of ``Looks``: ``look``.

    Attributes:
        items: The number of items at this look.
        critical: The critical value of the statistic at this look.
        nominal_level: The level of the test at this look.
        rejected: The share of comparisons that have ended by this look.
        rejected_equal: The share that have ended by this look if the models are equal.
    """

    items: int
    critical: float
    nominal_level: float
    rejected: float
    rejected_equal: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Looks(Result):
    """What mdad power --looks answers: a significance test that is repeated as items come in.

    Attributes:
        schema: The name of this schema.
        largest_k: The most items of a comparison that stops early; null if it is not asked for.
        expected_k: The number of items on average of a comparison that stops early; null if it is not asked for.
        expected_k_equal: The number of items on average if the models are equal.
        fixed_k: The number of items without stopping early.
        power: The chance of a significant result.
        level: The true level over all looks.
        gap: The gap between two models on the full benchmark, accuracy points.
        target: The probability that is asked for; null if it is what is solved for.
        items: The number of items of the full benchmark; null if unlimited.
        discordance: The share of items that exactly one of two models answers right.
        test: The test.
        alpha: The test's level.
        spending: How the level is spent over the looks.
        basis: How the figure was computed.
        looks: The looks at the results.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    largest_k: int
    expected_k: float
    expected_k_equal: float
    fixed_k: int
    power: float
    level: float
    gap: float
    target: float
    items: int | None
    discordance: float
    test: str
    alpha: float
    spending: str
    basis: str
    looks: list[LooksLook]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class PlanMeasured:
    """A part of ``Plan``: ``measured``.

    Attributes:
        models: The number of models.
        duplicates: The number of models left out because their answers equal another's.
        from_: The date of the oldest model, or null.
        to: The date of the newest model, or null.
        accuracy_q10: The 10th percentile of the models' accuracies, points.
        accuracy_q50: The median of the models' accuracies, points.
        accuracy_q90: The 90th percentile of the models' accuracies, points.
    """

    models: int
    duplicates: int
    from_: str | None
    to: str | None
    accuracy_q10: float
    accuracy_q50: float
    accuracy_q90: float


@dataclass(frozen=True, kw_only=True)
class PlanPublished:
    """A part of ``Plan``: ``published``.

    Attributes:
        method: The name of the method that chooses items and estimates scores.
        guarantee: What the method's figures rest on: randomised, a random draw, which holds for any models; learned,
            other models' answers.
        k: The number of items; null if no smaller number than all is enough.
        k_low: The lower end of the 95 % interval of k, or of its band.
        k_high: The upper end of the 95 % interval of k, or of its band; null if unbounded.
        agreement_at_k: The agreement at k; null if unknown.
        basis: How the figure was computed.
        upper_bound: Whether the figure is that of the smallest size looked at, so that fewer items may do.
        expected_k: The number of items on average of a comparison that stops early; null if it is not asked for.
        largest_k: The most items of a comparison that stops early; null if it is not asked for.
        feasible: Whether the method can be used with what is at hand.
        regimes: What the method needs in each regime of target models.
        cost: The cost of the evaluation; null without a price.
        construction_cost: The cost of other models' answers that the method learns from; null without a price.
    """

    method: str
    guarantee: Literal["randomised", "learned"]
    k: int | None
    k_low: int | None
    k_high: int | None
    agreement_at_k: float | None
    basis: str
    upper_bound: bool
    expected_k: float | None
    largest_k: int | None
    feasible: bool
    regimes: list[dict[str, Any]]
    cost: float | None
    construction_cost: float | None


@dataclass(frozen=True, kw_only=True)
class PlanMethodRegime:
    """A part of ``Plan``: ``regime``.

    Attributes:
        regime: The regime of target models: similar, family, date or frontier.
        k: The number of items in this regime; null if no measured size is enough.
        k_low: The lower end of the 95 % interval of k, or of its band.
        k_high: The upper end of the 95 % interval of k, or of its band; null if unbounded.
        agreement_at_k: The agreement at k; null if unknown.
        basis: How the figure was computed.
        upper_bound: Whether the figure is that of the smallest size looked at, so that fewer items may do.
        largest_gap: The largest gap that was measured in this regime, points.
    """

    regime: str
    k: int | None
    k_low: int | None
    k_high: int | None
    agreement_at_k: float | None
    basis: str
    upper_bound: bool
    largest_gap: float | None


@dataclass(frozen=True, kw_only=True)
class PlanMethod:
    """A part of ``Plan``: ``method``.

    Attributes:
        method: The name of the method that chooses items and estimates scores.
        guarantee: What the method's figures rest on: randomised, a random draw, which holds for any models; learned,
            other models' answers.
        k: The number of items; null if no smaller number than all is enough.
        k_low: The lower end of the 95 % interval of k, or of its band.
        k_high: The upper end of the 95 % interval of k, or of its band; null if unbounded.
        agreement_at_k: The agreement at k; null if unknown.
        basis: How the figure was computed.
        upper_bound: Whether the figure is that of the smallest size looked at, so that fewer items may do.
        expected_k: The number of items on average of a comparison that stops early; null if it is not asked for.
        largest_k: The most items of a comparison that stops early; null if it is not asked for.
        feasible: Whether the method can be used with what is at hand.
        regimes: What the method needs in each regime of target models.
        cost: The cost of the evaluation; null without a price.
        construction_cost: The cost of other models' answers that the method learns from; null without a price.
    """

    method: str
    guarantee: Literal["randomised", "learned"]
    k: int | None
    k_low: int | None
    k_high: int | None
    agreement_at_k: float | None
    basis: str
    upper_bound: bool
    expected_k: float | None
    largest_k: int | None
    feasible: bool
    regimes: list[PlanMethodRegime]
    cost: float | None
    construction_cost: float | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Plan(Result):
    """What mdad plan answers for one gap: how many items, chosen how.

    Attributes:
        schema: The name of this schema.
        gap: The gap between two models on the full benchmark, accuracy points.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        benchmark: The benchmark's name; null if it has none.
        items: The number of items of the full benchmark; null if unlimited.
        basis: How the figure was computed.
        assume: What is assumed of the models that will be evaluated.
        targets: The choice of the models to be ranked that the answer is for; null for every regime.
        accuracy: The accuracy of the models that the answer is for, points; null if none is given.
        methods: The methods, cheapest first.
        recommended: The recommended method; null if there is none.
        recommended_if_similar: The recommended method for models like those measured; null if there is none.
        published: Published figures for the same question.
        split: full: items are chosen from all; half: from a random half.
        measured: The models that were measured; null if there are none.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
        trials: The number of trials.
        table_version: The version of the program that made the table.
        ties: How equal scores on the subset count.
        target_models: The number of target models in each trial.
        source_models: The number of source models, whose answers a method knows.
        sizes: The sizes that were simulated.
        model_share: The share of the models that each trial draws.
    """

    schema: str
    gap: float
    agreement: float
    benchmark: str | None
    items: int | None
    basis: str
    assume: Literal["none", "similar"]
    targets: str | None
    accuracy: float | None
    methods: list[PlanMethod]
    recommended: str | None
    recommended_if_similar: str | None
    published: list[PlanPublished]
    split: Literal["full", "half"]
    measured: PlanMeasured | None
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None
    trials: int | None = None
    table_version: str | None = None
    ties: Literal["wrong", "half", "exclude"] | None = None
    target_models: int | None = None
    source_models: int | None = None
    sizes: list[int] | None = None
    model_share: float | None = None


@dataclass(frozen=True, kw_only=True)
class PlansMeasured:
    """A part of ``Plans``: ``measured``.

    Attributes:
        models: The number of models.
        duplicates: The number of models left out because their answers equal another's.
        from_: The date of the oldest model, or null.
        to: The date of the newest model, or null.
        accuracy_q10: The 10th percentile of the models' accuracies, points.
        accuracy_q50: The median of the models' accuracies, points.
        accuracy_q90: The 90th percentile of the models' accuracies, points.
    """

    models: int
    duplicates: int
    from_: str | None
    to: str | None
    accuracy_q10: float
    accuracy_q50: float
    accuracy_q90: float


@dataclass(frozen=True, kw_only=True)
class PlansGap:
    """A part of ``Plans``: ``gap``.

    Attributes:
        gap: The gap between two models on the full benchmark, accuracy points.
        k: The number of items; null if no smaller number than all is enough.
        k_low: The lower end of the 95 % interval of k, or of its band.
        k_high: The upper end of the 95 % interval of k, or of its band; null if unbounded.
        method: The name of the method that chooses items and estimates scores.
        random_k: The number of items of random sampling; null if no smaller number than all is enough.
        k_if_similar: The number of items for models like those measured; null if nothing is saved.
        method_if_similar: The method for models like those measured; null if nothing is saved.
    """

    gap: float
    k: int | None
    k_low: int | None
    k_high: int | None
    method: str | None
    random_k: int | None
    k_if_similar: int | None
    method_if_similar: str | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Plans(Result):
    """What mdad plan answers without --gap: how many items for each of several gaps.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        items: The number of items of the full benchmark; null if unlimited.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        basis: How the figure was computed.
        assume: What is assumed of the models that will be evaluated.
        gaps: The figures by gap.
        measured: The models that were measured; null if there are none.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
        trials: The number of trials.
        table_version: The version of the program that made the table.
        ties: How equal scores on the subset count.
        target_models: The number of target models in each trial.
        source_models: The number of source models, whose answers a method knows.
        sizes: The sizes that were simulated.
        model_share: The share of the models that each trial draws.
    """

    schema: str
    benchmark: str | None
    items: int | None
    agreement: float
    basis: str
    assume: Literal["none", "similar"]
    gaps: list[PlansGap]
    measured: PlansMeasured | None
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None
    trials: int | None = None
    table_version: str | None = None
    ties: Literal["wrong", "half", "exclude"] | None = None
    target_models: int | None = None
    source_models: int | None = None
    sizes: list[int] | None = None
    model_share: float | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class Power(Result):
    """What mdad power answers: the number of items, the gap and the probability, one solved from the others.

    Attributes:
        schema: The name of this schema.
        solved_for: The quantity that was solved for.
        k: The number of items; null if no smaller number than all is enough.
        k_low: The lower end of the 95 % interval of k, or of its band.
        k_high: The upper end of the 95 % interval of k, or of its band; null if unbounded.
        gap: The gap between two models on the full benchmark, accuracy points.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        agreement_low: The agreement at the upper end of the band of discordance.
        agreement_high: The agreement at the lower end of the band of discordance.
        target: The probability that is asked for; null if it is what is solved for.
        items: The number of items of the full benchmark; null if unlimited.
        discordance: The share of items that exactly one of two models answers right.
        discordance_low: The lower end of the band of discordance.
        discordance_high: The upper end of the band of discordance.
        design: Whether two models answer the same items (paired) or each its own (independent).
        accuracy: The accuracy, points.
        ties: How equal scores on the subset count.
        test: The test.
        alpha: The test's level.
        alternative: The differences that the test looks for.
        about: What a significant difference is claimed of: the population of tasks, or the items themselves.
        normal_approximation: The same value by the normal approximation.
        significance_power: The chance that the test is significant.
        attained_level: The true level of the test.
        type_s: The chance that a significant difference has the wrong sign.
        type_m: The factor by which a significant difference overstates on average.
        design_effect: How many times more items it takes because answers are clustered; null if they are not.
        samples_per_item: The number of answers that each model gives to each item.
        basis: How the figure was computed.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
        probability: The probability that the choice or the ranking is right.
        probability_low: The probability at the upper end of the band of discordance.
        probability_high: The probability at the lower end of the band of discordance.
        models: The number of models to choose from, or to rank.
        goal: What k items are to achieve.
        power: The chance of a significant result.
        power_low: The power at the upper end of the band of discordance.
        power_high: The power at the lower end of the band of discordance.
        margin: The difference that does not matter, or half the width of an interval, accuracy points; null if there is
            none.
        true_difference: A model's true lead over the other, accuracy points; null if none is found.
        confidence: The confidence of the interval.
        confidence_low: The confidence at the upper end of the band of discordance.
        confidence_high: The confidence at the lower end of the band of discordance.
        standard_deviation: The standard deviation of graded scores over items, accuracy points; null for right or wrong
            answers.
        interval: The kind of interval.
        coverage: The true coverage of the interval; null if it is not computed.
        probability_any_arrangement: A lower bound of the probability, whatever the other models are.
        cost: The cost of the answers of one model; absent without prices.
        best_samples: The number of answers to each item at least cost, by formula; absent without prices.
    """

    schema: str
    solved_for: str
    k: int | None
    k_low: int | None
    k_high: int | None
    target: float | None
    items: int | None
    design_effect: float | None
    basis: str
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None
    gap: float | None = None
    agreement: float | None = None
    agreement_low: float | None = None
    agreement_high: float | None = None
    discordance: float | None = None
    discordance_low: float | None = None
    discordance_high: float | None = None
    design: str | None = None
    accuracy: float | None = None
    ties: Literal["wrong", "half", "exclude"] | None = None
    test: str | None = None
    alpha: float | None = None
    alternative: Literal["two-sided", "greater", "less"] | None = None
    about: Literal["population", "items"] | None = None
    normal_approximation: float | None = None
    significance_power: float | None = None
    attained_level: float | None = None
    type_s: float | None = None
    type_m: float | None = None
    samples_per_item: int | None = None
    probability: float | None = None
    probability_low: float | None = None
    probability_high: float | None = None
    models: int | None = None
    goal: str | None = None
    power: float | None = None
    power_low: float | None = None
    power_high: float | None = None
    margin: float | None = None
    true_difference: float | None = None
    confidence: float | None = None
    confidence_low: float | None = None
    confidence_high: float | None = None
    standard_deviation: float | None = None
    interval: str | None = None
    coverage: float | None = None
    probability_any_arrangement: float | None = None
    cost: float | None = None
    best_samples: float | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedTableRow:
    """A part of ``PublishedTable``: ``row``.

    Attributes:
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        mdad: The minimum detectable ability difference, points.
        mdad_low: The lower end of the MDAD, points.
        mdad_high: The upper end of the MDAD, points.
    """

    method: str
    k: int
    mdad: float
    mdad_low: float
    mdad_high: float


@dataclass(frozen=True, kw_only=True, repr=False)
class PublishedTable(Result):
    """What mdad table show prints for a benchmark of which only published figures exist.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        items: The number of items of the full benchmark; null if unlimited.
        seen_items: The number of items that methods choose from.
        source: Where the figures come from.
        rows: The rows.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmark: str
    items: int
    seen_items: int
    source: str
    rows: list[PublishedTableRow]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class ScorePair:
    """A part of ``Score``: ``pair``.

    Attributes:
        first: The model with the higher estimate.
        second: The other model.
        difference: The difference, points.
        probability: The chance that the first is ahead on the full benchmark.
        verdict: The verdict.
    """

    first: str
    second: str
    difference: float
    probability: float | None
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ScoreModel:
    """A part of ``Score``: ``model``.

    Attributes:
        model: The name of the model.
        estimate: The estimated full score, points.
        low: The lower end of the interval.
        high: The upper end of the interval.
        rank_low: The best rank that it may have.
        rank_high: The worst rank that it may have.
        extrapolated: Whether the estimate lies outside the source models' scores.
        sample_mean: The mean of a uniformly drawn sample, points; null if there is none.
    """

    model: str
    estimate: float
    low: float | None
    high: float | None
    rank_low: int
    rank_high: int
    extrapolated: bool
    sample_mean: float | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Score(Result):
    """What mdad score answers: full scores of new models from their answers to a micro-benchmark.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        items: The number of items of the full benchmark; null if unlimited.
        mdad: The minimum detectable ability difference, points.
        interval_level: The level of the intervals.
        interval_basis: What the intervals rest on.
        sources_low: The lowest score of a source model, points.
        sources_high: The highest score of a source model, points.
        models: The models.
        pairs: Every pair of models, the one with the higher estimate first.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmark: str
    method: str
    k: int
    items: int
    mdad: float | None
    interval_level: float
    interval_basis: str
    sources_low: float | None
    sources_high: float | None
    models: list[ScoreModel]
    pairs: list[ScorePair]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class SelectionCalibration:
    """A part of ``Selection``: ``calibration``.

    Attributes:
        half_width_90: Half the width of a 90 % interval, points; null if it is not known.
        mdad: The MDAD on models held out, points.
        estimates: Estimates of models held out, a list for each fold.
        scores: Full scores of models held out, a list for each fold.
    """

    half_width_90: float | None
    mdad: float | None
    estimates: list[list[float]]
    scores: list[list[float]]


@dataclass(frozen=True, kw_only=True)
class SelectionSelected:
    """A part of ``Selection``: ``selected``.

    Attributes:
        item: The item's name.
        position: The position of the item in the benchmark, from 0.
        weight: The weight of the item.
        subtask: The item's subtask; null if it has none.
    """

    item: str
    position: int
    weight: float
    subtask: str | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Selection(Result):
    """A micro-benchmark that mdad select wrote: its items, weights and fitted estimator.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        items: The number of items of the full benchmark; null if unlimited.
        models: The number of source models.
        target_gap: The gap that gap-targeted methods aim at, points.
        confidence_sha256: The SHA-256 of the confidence matrix; null if there is none.
        item_metadata_sha256: The SHA-256 of the item metadata; null if there are none.
        responses: What answers are.
        selected: The items.
        calibration: The errors on models held out; null if there are none.
        estimator: What mdad score computes full scores by; its members depend on the method.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
        digest: The SHA-256 of the content, by which a change is noticed.
    """

    schema: str
    benchmark: str | None
    method: str
    k: int
    items: int
    models: int | None
    target_gap: float
    confidence_sha256: str | None
    item_metadata_sha256: str | None
    responses: str
    selected: list[SelectionSelected]
    calibration: SelectionCalibration | None
    estimator: dict[str, Any]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None
    digest: str


@dataclass(frozen=True, kw_only=True)
class SequentialComparisonLook:
    """A part of ``SequentialComparison``: ``look``.

    Attributes:
        items: The number of items at this look.
        lead: The lead at this look, items.
    """

    items: int
    lead: float


@dataclass(frozen=True, kw_only=True, repr=False)
class SequentialComparison(Result):
    """What mdad compare --design answers: whether a comparison has ended, or which items are next.

    Attributes:
        schema: The name of this schema.
        goal: What k items are to achieve.
        verdict: The verdict.
        answer: The verdict in a word.
        baseline: The run that it is compared with.
        run: The new run.
        items: The number of items that both runs have answered.
        lead: The lead so far, items.
        bound: The lead that stops the comparison, items.
        batch: The number of items between two looks, or the number of this batch.
        largest_k: The most items of a comparison that stops early; null if it is not asked for.
        gap: The gap that the design resolves, points.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        next: The items that are next.
        half_answered: The items that only one run has answered.
        extra: The items answered that are not in the design.
        unused: The number of answers after the end that were not used.
        looks: The lead at each look.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    goal: str
    verdict: str
    answer: Literal["yes", "no", "inconclusive"]
    baseline: str
    run: str
    items: int
    lead: float
    bound: float
    batch: int
    largest_k: int
    gap: float
    agreement: float
    next: list[str]
    half_answered: list[str]
    extra: list[str]
    unused: int
    looks: list[SequentialComparisonLook]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class SimulationResultCurve:
    """A part of ``Simulation``: ``curve``.

    Attributes:
        gap: The gap between two models on the full benchmark, accuracy points.
        pairs: The number of pairs of models.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        low: The lower end of the 95 % interval.
        high: The upper end of the 95 % interval.
        smoothed: The value of the isotonic regression.
        smoothed_low: The lower end of the interval of smoothed.
        smoothed_high: The upper end of the interval of smoothed.
    """

    gap: float
    pairs: float
    agreement: float
    low: float | None
    high: float | None
    smoothed: float | None
    smoothed_low: float | None
    smoothed_high: float | None


@dataclass(frozen=True, kw_only=True)
class SimulationResultMdad:
    """A part of ``Simulation``: ``mdad``.

    Attributes:
        first: The smallest gap ranked with the threshold (the MDAD paper's).
        sustained: The smallest gap from which on every bin reaches the threshold.
        smoothed: The value of the isotonic regression.
        low: The lower end of the 95 % interval.
        high: The upper end of the 95 % interval.
        upper_bound: Whether the figure is that of the smallest size looked at, so that fewer items may do.
        first_low: The lower end of the interval of first.
        first_high: The upper end of the interval of first.
        sustained_low: The lower end of the interval of sustained.
        sustained_high: The upper end of the interval of sustained.
    """

    first: float | None
    sustained: float | None
    smoothed: float | None
    low: float | None
    high: float | None
    upper_bound: bool
    first_low: float | None
    first_high: float | None
    sustained_low: float | None
    sustained_high: float | None


@dataclass(frozen=True, kw_only=True)
class SimulationResult:
    """A part of ``Simulation``: ``result``.

    Attributes:
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        reference: The items that the true order is on: all (full), those that methods choose from (seen), or the others
            (unseen).
        basis: How the figure was computed.
        mdad: The minimum detectable ability difference, points, by its three definitions.
        error: The mean absolute error of scores, points.
        error_low: The lower end of its 95 % interval.
        error_high: The upper end of its 95 % interval.
        kendall_tau: Kendall's τ-b of scores.
        kendall_tau_low: The lower end of its 95 % interval.
        kendall_tau_high: The upper end of its 95 % interval.
        spearman: Spearman's ρ of scores.
        spearman_low: The lower end of its 95 % interval.
        spearman_high: The upper end of its 95 % interval.
        top1: How often the best model comes out first.
        top1_low: The lower end of its 95 % interval.
        top1_high: The upper end of its 95 % interval.
        unreliable_pairs: The share of pairs of models closer than the MDAD.
        unreliable_pairs_low: The lower end of its 95 % interval.
        unreliable_pairs_high: The upper end of its 95 % interval.
        curve: Agreement by gap.
        expected_k: The number of items that a comparison takes on average if it stops early; null if the method has no
            such rule.
        expected_k_low: The lower end of its 95 % interval.
        expected_k_high: The upper end of its 95 % interval.
        largest_k: The most items of a comparison that stops early; null if the method has no such rule.
        bound: The lead that stops the comparison, right answers; null if the method has no such rule.
        stopping_agreement: The agreement of comparisons that stop early; null if the method has no such rule.
    """

    method: str
    k: int
    reference: Literal["full", "seen", "unseen"]
    basis: str
    mdad: SimulationResultMdad
    error: float
    error_low: float | None
    error_high: float | None
    kendall_tau: float | None
    kendall_tau_low: float | None
    kendall_tau_high: float | None
    spearman: float | None
    spearman_low: float | None
    spearman_high: float | None
    top1: float | None
    top1_low: float | None
    top1_high: float | None
    unreliable_pairs: float | None
    unreliable_pairs_low: float | None
    unreliable_pairs_high: float | None
    curve: list[SimulationResultCurve]
    expected_k: float | None = None
    expected_k_low: float | None = None
    expected_k_high: float | None = None
    largest_k: int | None = None
    bound: float | None = None
    stopping_agreement: float | None = None


@dataclass(frozen=True, kw_only=True)
class SimulationSettings:
    """A part of ``Simulation``: ``settings``.

    Attributes:
        trials: The number of trials.
        sources: The most models known in advance.
        targets: The number of models to rank in each trial.
        split: full: items are chosen from all; half: from a random half.
        target_choice: Which models are targets.
        accuracy_band: The accuracies of similar targets, points; null if there is no band.
        size_class: The size class of similar targets; null if there is none.
        bins: How gaps are rounded to bins of half a point.
        ties: How equal scores on the subset count.
        zero_gaps: Whether pairs of equal full scores count.
        threshold: The agreement that defines the MDAD.
        min_pairs: The number of pairs that a bin needs to count for the sustained MDAD.
        resamples: The number of bootstrap resamples.
        models_bootstrap: Whether models are resampled as well as trials.
        target_gap: The gap that gap-targeted methods aim at, points.
        tolerance: The width of intervals at which trials end, points; null if there is none.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    trials: int
    sources: int
    targets: int
    split: Literal["full", "half"]
    target_choice: str
    accuracy_band: list[float] | None
    size_class: str | None
    bins: str
    ties: Literal["wrong", "half", "exclude"]
    zero_gaps: str
    threshold: float
    min_pairs: int
    resamples: int
    models_bootstrap: bool
    target_gap: float
    tolerance: float | None
    seed: int


@dataclass(frozen=True, kw_only=True, repr=False)
class Simulation(Result):
    """What mdad simulate and merge answer: how well methods rank models on a matrix.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        models: The number of models.
        items: The number of items of the full benchmark; null if unlimited.
        confidence_sha256: The SHA-256 of the confidence matrix; null if there is none.
        labels_sha256: The SHA-256 of the models' labels; null if there are none.
        item_metadata_sha256: The SHA-256 of the item metadata; null if there are none.
        settings: The settings that change a figure.
        results: A result for each method, size and reference.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmark: str
    models: int
    items: int
    confidence_sha256: str | None
    labels_sha256: str | None
    item_metadata_sha256: str | None
    settings: SimulationSettings
    results: list[SimulationResult]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class StoppingGap:
    """A part of ``Stopping``: ``gap``.

    Attributes:
        gap: The gap, accuracy points.
        agreement: The probability that the comparison ends with the right order; null at a gap of 0.
        expected_k: The number of items on average of a comparison that stops early; null if it is not asked for.
        k_95: The number of items that 95 of 100 comparisons do not exceed.
        share_to_end: The share of comparisons that take the most items.
    """

    gap: float
    agreement: float | None
    expected_k: float
    k_95: int
    share_to_end: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Stopping(Result):
    """What mdad power --stop-early answers: a comparison that stops as soon as it is decided.

    Attributes:
        schema: The name of this schema.
        bound: The lead that stops the comparison, items.
        batch: The number of items between two looks.
        largest_k: The most items of a comparison that stops early; null if it is not asked for.
        expected_k: The number of items on average of a comparison that stops early; null if it is not asked for.
        k_95: The number of items that 95 of 100 comparisons do not exceed.
        fixed_k: The number of items without stopping early.
        gap: The gap between two models on the full benchmark, accuracy points.
        target: The probability that is asked for; null if it is what is solved for.
        items: The number of items of the full benchmark; null if unlimited.
        discordance: The share of items that exactly one of two models answers right.
        ties: How equal scores on the subset count.
        gaps: What the rule does at other gaps.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    bound: int
    batch: int
    largest_k: int
    expected_k: float
    k_95: int
    fixed_k: int
    gap: float
    target: float
    items: int | None
    discordance: float | None
    ties: Literal["wrong", "half", "exclude"]
    gaps: list[StoppingGap]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class SuiteBenchmarkResultCurve:
    """A part of ``Suite``: ``curve``.

    Attributes:
        gap: The gap between two models on the full benchmark, accuracy points.
        pairs: The number of pairs of models.
        agreement: The probability that a subset puts two models in the same order as the full benchmark.
        low: The lower end of the 95 % interval.
        high: The upper end of the 95 % interval.
        smoothed: The value of the isotonic regression.
        smoothed_low: The lower end of the interval of smoothed.
        smoothed_high: The upper end of the interval of smoothed.
    """

    gap: float
    pairs: float
    agreement: float
    low: float | None
    high: float | None
    smoothed: float | None
    smoothed_low: float | None
    smoothed_high: float | None


@dataclass(frozen=True, kw_only=True)
class SuiteBenchmarkResultMdad:
    """A part of ``Suite``: ``mdad``.

    Attributes:
        first: The smallest gap ranked with the threshold (the MDAD paper's).
        sustained: The smallest gap from which on every bin reaches the threshold.
        smoothed: The value of the isotonic regression.
        low: The lower end of the 95 % interval.
        high: The upper end of the 95 % interval.
        upper_bound: Whether the figure is that of the smallest size looked at, so that fewer items may do.
        first_low: The lower end of the interval of first.
        first_high: The upper end of the interval of first.
        sustained_low: The lower end of the interval of sustained.
        sustained_high: The upper end of the interval of sustained.
    """

    first: float | None
    sustained: float | None
    smoothed: float | None
    low: float | None
    high: float | None
    upper_bound: bool
    first_low: float | None
    first_high: float | None
    sustained_low: float | None
    sustained_high: float | None


@dataclass(frozen=True, kw_only=True)
class SuiteBenchmarkResult:
    """A part of ``Suite``: ``result``.

    Attributes:
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        reference: The items that the true order is on: all (full), those that methods choose from (seen), or the others
            (unseen).
        basis: How the figure was computed.
        mdad: The minimum detectable ability difference, points.
        error: The mean absolute error of scores, points.
        error_low: The lower end of its 95 % interval.
        error_high: The upper end of its 95 % interval.
        kendall_tau: Kendall's τ-b of scores.
        kendall_tau_low: The lower end of its 95 % interval.
        kendall_tau_high: The upper end of its 95 % interval.
        spearman: Spearman's ρ of scores.
        spearman_low: The lower end of its 95 % interval.
        spearman_high: The upper end of its 95 % interval.
        top1: How often the best model comes out first.
        top1_low: The lower end of its 95 % interval.
        top1_high: The upper end of its 95 % interval.
        unreliable_pairs: The share of pairs of models closer than the MDAD.
        unreliable_pairs_low: The lower end of its 95 % interval.
        unreliable_pairs_high: The upper end of its 95 % interval.
        curve: Agreement by gap.
        expected_k: The number of items that a comparison takes on average if it stops early; null if the method has no
            such rule.
        expected_k_low: The lower end of its 95 % interval.
        expected_k_high: The upper end of its 95 % interval.
        largest_k: The most items of a comparison that stops early; null if the method has no such rule.
        bound: The lead that stops the comparison, right answers; null if the method has no such rule.
        stopping_agreement: The agreement of comparisons that stop early; null if the method has no such rule.
    """

    method: str
    k: int
    reference: Literal["full", "seen", "unseen"]
    basis: str
    mdad: SuiteBenchmarkResultMdad
    error: float
    error_low: float | None
    error_high: float | None
    kendall_tau: float | None
    kendall_tau_low: float | None
    kendall_tau_high: float | None
    spearman: float | None
    spearman_low: float | None
    spearman_high: float | None
    top1: float | None
    top1_low: float | None
    top1_high: float | None
    unreliable_pairs: float | None
    unreliable_pairs_low: float | None
    unreliable_pairs_high: float | None
    curve: list[SuiteBenchmarkResultCurve]
    expected_k: float | None = None
    expected_k_low: float | None = None
    expected_k_high: float | None = None
    largest_k: int | None = None
    bound: float | None = None
    stopping_agreement: float | None = None


@dataclass(frozen=True, kw_only=True)
class SuiteBenchmarkSettings:
    """A part of ``Suite``: ``settings``.

    Attributes:
        trials: The number of trials.
        sources: The most models known in advance.
        targets: The number of models to rank in each trial.
        split: full: items are chosen from all; half: from a random half.
        target_choice: Which models are targets.
        accuracy_band: The accuracies of similar targets, points; null if there is no band.
        size_class: The size class of similar targets; null if there is none.
        bins: How gaps are rounded to bins of half a point.
        ties: How equal scores on the subset count.
        zero_gaps: Whether pairs of equal full scores count.
        threshold: The agreement that defines the MDAD.
        min_pairs: The number of pairs that a bin needs to count for the sustained MDAD.
        resamples: The number of bootstrap resamples.
        models_bootstrap: Whether models are resampled as well as trials.
        target_gap: The gap that gap-targeted methods aim at, points.
        tolerance: The width of intervals at which trials end, points; null if there is none.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    trials: int
    sources: int
    targets: int
    split: Literal["full", "half"]
    target_choice: str
    accuracy_band: list[float] | None
    size_class: str | None
    bins: str
    ties: Literal["wrong", "half", "exclude"]
    zero_gaps: str
    threshold: float
    min_pairs: int
    resamples: int
    models_bootstrap: bool
    target_gap: float
    tolerance: float | None
    seed: int


@dataclass(frozen=True, kw_only=True)
class SuiteBenchmark:
    """A part of ``Suite``: ``benchmark``.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        models: The number of models.
        items: The number of items of the full benchmark; null if unlimited.
        confidence_sha256: The SHA-256 of the confidence matrix; null if there is none.
        labels_sha256: The SHA-256 of the models' labels; null if there are none.
        item_metadata_sha256: The SHA-256 of the item metadata; null if there are none.
        settings: The settings that change a figure.
        results: The results.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmark: str
    models: int
    items: int
    confidence_sha256: str | None
    labels_sha256: str | None
    item_metadata_sha256: str | None
    settings: SuiteBenchmarkSettings
    results: list[SuiteBenchmarkResult]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Suite(Result):
    """What mdad simulate answers for several matrices.

    Attributes:
        schema: The name of this schema.
        benchmarks: The simulation of each matrix, as in mdad.simulation/1.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmarks: list[SuiteBenchmark]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class SuitePlanBenchmark:
    """A part of ``SuitePlan``: ``benchmark``.

    Attributes:
        benchmark: The benchmark's name.
        items: The number of items of the benchmark; null if unlimited.
        k: The number of items to take of it; null if all are not enough.
        weight: The weight in the average.
        discordance: The share of items that exactly one of two models answers right.
        price: The price of one model's answer to one item; null without prices.
    """

    benchmark: str
    items: int | None
    k: int | None
    weight: float
    discordance: float
    price: float | None


@dataclass(frozen=True, kw_only=True, repr=False)
class SuitePlan(Result):
    """What mdad plan answers for the average of several benchmarks: how many items of each.

    Attributes:
        schema: The name of this schema.
        goal: What k items are to achieve.
        gap: The gap between two models in the average of the benchmarks, accuracy points.
        target: The probability that is asked for.
        alpha: The test's level; null for the order.
        benchmarks: The benchmarks.
        k: The number of items of all benchmarks together; null if all are not enough.
        items: The number of items that the benchmarks have.
        k_low: The number of items for models that answer as alike as one pair in ten.
        k_high: The number of items for models that answer as differently as one pair in ten; null if all are not
            enough.
        k_proportional: The number of items if the same share of each benchmark is taken; null if all are not enough.
        standard_error: The standard error of the difference in the average, points; null if all items are not enough.
        agreement: The probability of the right order with these items; absent for a difference.
        power: The chance of a significant difference with these items; absent for the order.
        gap_of_all: The gap for which all items are enough, points; null if they are enough.
        cost: The cost of one model; null without prices.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    goal: Literal["order", "difference"]
    gap: float
    target: float
    alpha: float | None
    benchmarks: list[SuitePlanBenchmark]
    k: int | None
    items: int
    k_low: int | None
    k_high: int | None
    k_proportional: int | None
    standard_error: float | None
    gap_of_all: float | None
    cost: float | None
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None
    agreement: float | None = None
    power: float | None = None


@dataclass(frozen=True, kw_only=True)
class TableRowMdad:
    """A part of ``Table``: ``mdad``.

    Attributes:
        first: The smallest gap ranked with the threshold (the MDAD paper's).
        sustained: The smallest gap from which on every bin reaches the threshold.
        smoothed: The value of the isotonic regression.
        low: The lower end of the 95 % interval.
        high: The upper end of the 95 % interval.
        upper_bound: Whether the figure is that of the smallest size looked at, so that fewer items may do.
    """

    first: float | None
    sustained: float | None
    smoothed: float | None
    low: float | None
    high: float | None
    upper_bound: bool


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A part of ``Table``: ``row``.

    Attributes:
        split: full: items are chosen from all; half: from a random half.
        targets: The choice of targets.
        method: The name of the method that chooses items and estimates scores.
        k: The number of items; null if no smaller number than all is enough.
        reference: The items that the true order is on: all (full), those that methods choose from (seen), or the others
            (unseen).
        basis: How the figure was computed.
        mdad: The minimum detectable ability difference, points, by its three definitions.
        error: The mean absolute error of scores, points.
        error_low: The lower end of its 95 % interval.
        error_high: The upper end of its 95 % interval.
        kendall_tau: Kendall's τ-b of scores.
        kendall_tau_low: The lower end of its 95 % interval.
        kendall_tau_high: The upper end of its 95 % interval.
        pairs: The number of pairs of models.
        gap: The gaps of the curve, points.
        agreement: The agreement at each gap.
        agreement_low: The lower end of its interval.
        agreement_high: The upper end of its interval.
        choice: The agreement by gap in the half of the trials that a method is chosen by.
    """

    split: Literal["full", "half"]
    targets: str
    method: str
    k: int
    reference: Literal["full", "seen", "unseen"]
    basis: str
    mdad: TableRowMdad
    error: float
    error_low: float | None
    error_high: float | None
    kendall_tau: float
    kendall_tau_low: float
    kendall_tau_high: float
    pairs: int
    gap: list[float]
    agreement: list[float]
    agreement_low: list[float]
    agreement_high: list[float]
    choice: list[float]


@dataclass(frozen=True, kw_only=True)
class TableProfileCorrelation:
    """A part of ``Table``: ``correlation``.

    Attributes:
        accuracy: The mean accuracy of two models, points.
        pairs: The number of pairs of models.
        q10: The 10th percentile.
        q50: The median.
        q90: The 90th percentile.
    """

    accuracy: float
    pairs: int
    q10: float
    q50: float
    q90: float


@dataclass(frozen=True, kw_only=True)
class TableProfileDiscordance:
    """A part of ``Table``: ``discordance``.

    Attributes:
        gap: The gap between two models on the full benchmark, accuracy points.
        pairs: The number of pairs of models.
        q10: The 10th percentile.
        q50: The median.
        q90: The 90th percentile.
    """

    gap: float
    pairs: int
    q10: float
    q50: float
    q90: float


@dataclass(frozen=True, kw_only=True)
class TableProfileAccuracy:
    """A part of ``Table``: ``accuracy``.

    Attributes:
        q0: The lowest value.
        q10: The 10th percentile.
        q25: The 25th percentile.
        q50: The median.
        q75: The 75th percentile.
        q90: The 90th percentile.
        q100: The highest value.
    """

    q0: float
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float
    q100: float


@dataclass(frozen=True, kw_only=True)
class TableProfile:
    """A part of ``Table``: ``profile``.

    Attributes:
        subtasks: The number of subtasks.
        duplicates: The number of models left out because their answers equal another's.
        from_: The date of the oldest model, or null.
        to: The date of the newest model, or null.
        accuracy: Quantiles of the models' accuracies, points.
        kr20: The KR-20 reliability; null for graded scores.
        discordance: Discordance by gap.
        correlation: The correlation of two models' answers by accuracy.
        zero_gap_pairs: The number of pairs of models with equal full scores.
        pairs: All pairs of models, by gap and number of discordant items, packed.
    """

    subtasks: int
    duplicates: int
    from_: str | None
    to: str | None
    accuracy: TableProfileAccuracy
    kr20: float | None
    discordance: list[TableProfileDiscordance]
    correlation: list[TableProfileCorrelation]
    zero_gap_pairs: int | None
    pairs: str | None


@dataclass(frozen=True, kw_only=True)
class TableSettingsRegime:
    """A part of ``Table``: ``regime``.

    Attributes:
        split: full: items are chosen from all; half: from a random half.
        targets: The choice of targets.
        target_models: The number of target models in each trial.
        source_models: The number of source models, whose answers a method knows.
        largest_gap: The largest gap that was measured in this regime, points.
    """

    split: Literal["full", "half"]
    targets: str
    target_models: int
    source_models: int
    largest_gap: float | None


@dataclass(frozen=True, kw_only=True)
class TableSettings:
    """A part of ``Table``: ``settings``.

    Attributes:
        trials: The number of trials.
        seen_items: The number of items that methods choose from.
        seed: The seed of all random numbers; null if nothing was drawn.
        model_share: The share of the models that each trial draws.
        bins: How gaps are rounded to bins of half a point.
        ties: How equal scores on the subset count.
        threshold: The agreement that defines the MDAD.
        regimes: The choices of targets that were measured.
    """

    trials: int
    seen_items: int
    seed: int
    model_share: float
    bins: str
    ties: Literal["wrong", "half", "exclude"]
    threshold: float
    regimes: list[TableSettingsRegime]


@dataclass(frozen=True, kw_only=True, repr=False)
class Table(Result):
    """A lookup table: the MDAD by method and size on one benchmark, with its profile.

    Attributes:
        schema: The name of this schema.
        benchmark: The benchmark's name; null if it has none.
        models: The number of models.
        items: The number of items of the full benchmark; null if unlimited.
        settings: The settings that change a figure.
        profile: What is known of the benchmark.
        rows: The rows.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    benchmark: str
    models: int
    items: int
    settings: TableSettings
    profile: TableProfile
    rows: list[TableRow]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class TablesTable:
    """A part of ``Tables``: ``table``.

    Attributes:
        kind: What the benchmark is about.
        benchmark: The benchmark's name; null if it has none.
        items: The number of items of the full benchmark; null if unlimited.
        models: The number of models.
        years: The years of the models; null if unknown.
        accuracy_q10: The 10th percentile of the models' accuracies, points.
        accuracy_q90: The 90th percentile of the models' accuracies, points.
        subtasks: The number of subtasks; null if unknown.
        frame: Whether there is a frame, from which items are drawn without a matrix.
        source: Where the figures come from.
        version: The version of the program that made the table; null for published figures.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
    """

    kind: str | None
    benchmark: str
    items: int
    models: int | None
    years: str | None
    accuracy_q10: float | None
    accuracy_q90: float | None
    subtasks: int | None
    frame: bool
    source: str
    version: str | None
    matrix_sha256: str | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Tables(Result):
    """Which tables there are: mdad table show, and index.json beside tables.

    Attributes:
        schema: The name of this schema.
        tables: The tables.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    tables: list[TablesTable]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


@dataclass(frozen=True, kw_only=True)
class VerificationResult:
    """A part of ``Verification``: ``result``.

    Attributes:
        kind: What the figure is about.
        check: What is checked.
        published: The published figure, in the digits that were printed.
        ours: The program's figure.
        outcome: agrees, explained or fails.
        source: Where the figures come from.
        reason: Why the figures differ; null if they agree.
    """

    kind: str
    check: str
    published: str
    ours: str | float
    outcome: Literal["agrees", "explained", "fails"]
    source: str
    reason: str | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Verification(Result):
    """What mdad verify answers: published figures beside the program's.

    Attributes:
        schema: The name of this schema.
        holds: Whether every check holds.
        checks: The number of checks.
        agree: The number of figures that agree.
        explained: The number of figures that differ for a reason.
        fail: The number of figures that differ without one.
        results: The checks.
        notes: What else a reader should know, a sentence each.
        version: The version of the program that computed it.
        matrix_sha256: The SHA-256 of the matrix's content; null without a matrix.
        seed: The seed of all random numbers; null if nothing was drawn.
    """

    schema: str
    holds: bool
    checks: int
    agree: int
    explained: int
    fail: int
    results: list[VerificationResult]
    notes: list[str]
    version: str
    matrix_sha256: str | None
    seed: int | None


#: The class of each schema.
CLASSES: dict[str, type[Result]] = {
    "mdad.audit/1": Audit,
    "mdad.batch/1": Batch,
    "mdad.budget/2": Budget,
    "mdad.compare/1": Comparison,
    "mdad.description/1": Description,
    "mdad.dimensions/1": Dimensions,
    "mdad.goal-plan/1": GoalPlan,
    "mdad.items/1": Items,
    "mdad.looks/1": Looks,
    "mdad.plan/2": Plan,
    "mdad.plans/1": Plans,
    "mdad.power/1": Power,
    "mdad.published/1": PublishedTable,
    "mdad.score/1": Score,
    "mdad.selection/2": Selection,
    "mdad.sequential/1": SequentialComparison,
    "mdad.simulation/1": Simulation,
    "mdad.stopping/1": Stopping,
    "mdad.suite/1": Suite,
    "mdad.suite-plan/1": SuitePlan,
    "mdad.table/3": Table,
    "mdad.tables/2": Tables,
    "mdad.verify/1": Verification,
}
