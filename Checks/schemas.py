#!/usr/bin/env python3
"""Validates the JSON that `mdad` writes against the schemas of docs/schemas (JSON Schema, draft 2020-12).

    python3 Checks/schemas.py [--quick]

All golden documents, the shipped tables, the example design, and what a few hundred command lines answer now. No key
may come twice, and no schema may be without a document. As a control, three documents of each schema are damaged, a
key misspelt, a figure turned to a list, one left out, and must be refused. Needs the Python package jsonschema. A
quick run asks every eighth command line.
"""

import copy
import itertools
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.program import ROOT
from support.script import read_arguments, skip

try:
    import jsonschema
except ImportError as missing:
    skip(missing)

GOLDEN = ROOT / "Tests" / "CommandTests" / "Golden"
SMALL = f"--matrix {GOLDEN / 'inputs' / 'small.csv'}"
GRADED = f"--matrix {GOLDEN / 'inputs' / 'graded.csv'}"
EXAMPLE = f"--matrix {ROOT / 'docs' / 'examples' / 'scores.csv'}"
FORMULA = "--items 500 --accuracy 60"
BRIEF = "--trials 4 --sizes 5,10"
BENCHMARKS = ["gpqa", "mmlu_pro", "swebench_verified", "ifeval", "gaia", "wmt25_en_cs_cz", "mmlu", "bbh"]


def plan_lines():
    """Command lines of plan."""
    for benchmark in BENCHMARKS:
        yield f"plan -b {benchmark}"
        for gap in [0.5, 2, 5, 40]:
            yield f"plan -b {benchmark} --gap {gap}"
        yield f"plan -b {benchmark} --gap 3 --price-per-item 0.02 --models 5 --all"
    for benchmark in BENCHMARKS[:4]:
        yield f"plan -b {benchmark} --gap 3 --split half"
        yield f"plan -b {benchmark} --gap 3 --targets frontier"
        yield f"plan -b {benchmark} --gap 3 --assume similar --accuracy 80"
    for matrix in [SMALL, GRADED, EXAMPLE]:
        yield f"plan {matrix} --gap 10 {BRIEF} --method random,lasso,subtask-equal"
        yield f"plan {matrix} {BRIEF} --method random,pca"
        yield f"plan {matrix} --gap 8 {BRIEF} --method random --targets frontier --price-per-item 0.1"
    yield "plan --gap 3 --items 500 --discordance 0.2 --ties half"
    for goal in ["order", "difference"]:
        yield f"plan -b gpqa,ifeval,helm_mmlu --gap 2 --goal {goal}"
        yield f"plan -b gpqa,ifeval --gap 0.1 --goal {goal}"
    yield "plan --items 500 --discordance 0.2"
    yield f"plan {FORMULA} --gap 3"
    yield "plan --gap 3 --discordance 0.2 --agreement 0.95"
    for source in ["-b gpqa", "-b mmlu", SMALL, GRADED, FORMULA]:
        for goal in [
            "difference --gap 10",
            "no-worse --margin 6",
            "equivalent --margin 6 --power 0.7",
            "best --gap 10 --models 4",
            "ranking --gap 10 --models 3",
        ]:
            yield f"plan {source} --goal {goal}"
    for source in ["-b gpqa", "-b mmlu_pro --accuracy 70", SMALL, GRADED]:
        yield f"plan {source} --goal estimate --margin 6"


def power_lines():
    """Command lines of power."""
    sources = ["--discordance 0.3", "--discordance 0.3 --items 448", "-b gpqa", "-b mmlu", FORMULA, SMALL, GRADED]
    for source, asked in itertools.product(sources, ["--k 30 --gap 10", "--k 30 --agreement 0.8", "--gap 9"]):
        yield f"power {source} {asked}" + (" --agreement 0.8" if asked == "--gap 9" else "")
    tests = ["mcnemar-exact", "mcnemar-midp", "mcnemar", "wald"]
    for source, test in itertools.product(sources, tests):
        yield f"power {source} --k 39 --gap 12 --test {test}"
        yield f"power {source} --gap 12 --power 0.7 --test {test} --alternative greater"
    for source in ["--discordance 0.3 --items 448", "-b gpqa", SMALL]:
        yield f"power {source} --k 30 --gap 10 --test wald --about items"
        yield f"power {source} --gap 10 --agreement 0.8 --stop-early"
        yield f"power {source} --goal best --gap 10 --models 4 --k 35"
        yield f"power {source} --goal ranking --gap 10 --models 4 --probability 0.7"
        yield f"power {source} --goal best --k 30 --models 3 --probability 0.8"
        for goal in ["no-worse", "equivalent"]:
            yield f"power {source} --goal {goal} --margin 8 --k 35"
            yield f"power {source} --goal {goal} --margin 8 --power 0.6"
            yield f"power {source} --goal {goal} --k 35 --power 0.5"
            yield f"power {source} --goal {goal} --k 35 --margin 9 --power 0.5"
    yield "power --gap 10 --agreement 0.8 --discordance 0.3 --stop-early --batch 10 --ties half"
    for goal in ["--k 200", "--margin 4"]:
        for source in [
            "--accuracy 60",
            "--items 448",
            "-b gpqa",
            "--standard-deviation 30",
            "--items 448 --accuracy 9",
        ]:
            yield f"power --goal estimate {goal} --confidence 0.9 {source}"
    yield "power --goal estimate --k 200 --margin 4"
    for spending in ["lan-demets-obf", "pocock", "obf", "lan-demets-pocock", "hsd"]:
        for test in ["mcnemar-midp", "wald"]:
            yield f"power --gap 10 --power 0.8 --discordance 0.3 --test {test} --looks 3 --spending {spending}"
            yield f"power --gap 10 --power 0.7 -b gpqa --test {test} --looks 3 --spending {spending}"
    yield "power --k 200 --gap 5 --accuracy 60 --design independent"
    yield "power --k 200 --gap 5 --accuracy 60 --design independent --test wald"
    yield "power --k 200 --gap 5 --discordance 0.3 --icc 0.1 --cluster-size 4"
    yield "power --k 200 --gap 5 --discordance 0.3 --samples-per-item 4 --resampling-variance 0.1"


def comparison_lines():
    """Command lines of compare."""
    pairs = [f"{SMALL} --models m3,m17", f"{GRADED} --models g2,g5", f"{EXAMPLE} --models model-01,model-05"]
    several = [f"{SMALL} --models m1,m3,m8,m17", f"{GRADED} --models g1,g2,g3", EXAMPLE]
    for runs in pairs + several:
        for goal in ["order", "difference", "no-worse --margin 5", "equivalent --margin 5", "best", "ranking"]:
            yield f"compare {runs} --goal {goal}"
        yield f"compare {runs} --adjust bh"
        yield f"compare {runs} --items 1000 --about items --goal difference"
    stopping = ROOT / "docs" / "examples" / "stopping"
    yield f"compare --design {stopping / 'design.json'} {stopping / 'old'} {stopping / 'new'}"


def simulation_lines():
    """Command lines of simulate and merge."""
    for matrix in [SMALL, GRADED, EXAMPLE]:
        yield f"simulate {matrix} {BRIEF} --method random,lasso,subtask-equal,stratified-confidence"
        yield f"simulate {matrix} {BRIEF} --method random,pca --split half --protocol paper --targets 9"
        yield f"simulate {matrix} {BRIEF} --method random --exact --resamples 0"
        yield f"simulate {matrix} {BRIEF} --method random,lasso --stop-early"
        yield f"simulate {matrix} {BRIEF} --method random,pca --target-choice frontier --models-bootstrap"
        yield f"simulate {matrix} {BRIEF} --method random --target-choice similar --accuracy-band 20,80 --ties exclude"
        yield f"simulate {matrix} --trials 4 --sizes 10 --method random --tolerance 30 --max-trials 8"
    yield f"simulate {SMALL} {GRADED} {BRIEF} --method random"
    yield f"merge {GOLDEN / 'shard-1.jsonl'} {GOLDEN / 'shard-2.jsonl'}"


def other_lines(folder):
    """Command lines of the other commands; some read what an earlier one wrote into a folder."""
    for matrix in [SMALL, GRADED, EXAMPLE]:
        yield f"describe {matrix}"
        yield f"items {matrix}"
        yield f"items {matrix} --model none"
        yield f"items {matrix} --dimensions 1,2"
        for method in ["random", "lasso", "pca", "disagreement-sampling", "metabench", "gap-targeted", "aipw"]:
            yield f"select {matrix} --method {method} --size 8 -o {folder}/{method}.json"
            yield f"score -b {folder}/{method}.json -r {matrix.split()[1]} --pairs all"
        yield f"audit subset {matrix} --items {folder}/lasso.json --subsets 20 --resamples 20 --gap 5"
        yield f"audit subset {matrix} --items {folder}/random.json --subsets 0 --resamples 0"
        yield f"budget {matrix} --gap 10 --models 5 --price-per-item 0.01"
    for name in ["passages", "answers"]:
        path = ROOT / "docs" / "examples" / f"{name}.csv"
        yield f"describe --matrix {path}"
        yield f"compare --matrix {path}"
        yield f"plan --matrix {path} --goal difference --gap 10"
        yield f"plan --matrix {path} --gap 10 {BRIEF} --method random"
        yield f"power --matrix {path} --k 20 --gap 10"
        yield f"select --matrix {path} --method random --size 9"
    yield f"items {EXAMPLE} --model 4pl"
    yield "select --items 448 --size 9"
    yield "select -b swebench_verified --method disagreement-sampling --size 30"
    yield f"select --design {ROOT / 'docs' / 'examples' / 'stopping' / 'design.json'} --order"
    yield f"plan -b gpqa --gap 5 --design {folder}/design.json"
    yield f"import {SMALL.split()[1]} -o {folder}/copy.csv --report {folder}/import.json"
    yield f"audit scores --input {GOLDEN / 'inputs' / 'scores.csv'} --full full --micro tiny --k 100 --resamples 20"
    yield f"audit table --input {ROOT / 'tables' / 'published' / 'secondary_summary.csv'}"
    yield "audit claim --k 100 --items 14042 --scores 62,60"
    yield "audit claim --k 100 --scores 62,60.5 --discordance 0.1,0.3 --graded"
    yield "audit claim --k 100 --scores 60,62 -b gpqa"
    for benchmark in BENCHMARKS:
        yield f"audit claim --k 50 --gap 2 -b {benchmark}"
        yield f"table show {benchmark}"
        yield f"budget -b {benchmark} --gap 3 --models 8 --price-per-item 0.004"
    yield f"audit claim {SMALL} --models m3,m17"
    yield f"audit claim {SMALL} --models m17,m3"
    yield f"audit claim {GRADED} --models g2,g5"
    yield "table show"
    yield "verify"
    yield "budget -b gpqa,ifeval,mmlu --models 8 --price-per-item 0.004 --budget 25"
    yield "budget -b gpqa --gap 3 --models 8 --price-per-item 0 --sources-known"
    yield f"budget {FORMULA} --gap 5 --models 8 --price-per-item 0.01"


def unique(pairs):
    """Returns an object's members; a key that comes twice is an error."""
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"the key {key} comes twice")
    return dict(pairs)


def documents_at_hand():
    """Returns the documents of the repository, by their path."""
    paths = [
        *sorted(GOLDEN.glob("*.json")),
        *sorted((GOLDEN / "tables").glob("*.json")),
        *sorted((ROOT / "tables").glob("*.json")),
        ROOT / "docs" / "examples" / "stopping" / "design.json",
    ]
    shards = {
        f"{path.relative_to(ROOT)}:{number}": line
        for path in sorted(GOLDEN.glob("shard-*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    }
    found = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}
    # A shard's first line is its head; the others are trials, which only mdad merge reads.
    return found | {name: text for name, text in shards.items() if name.endswith(":1")}


def answers(program, folder, every):
    """Yields the document that each command line answers, by the line; refusals come as None."""
    lines = [*plan_lines(), *power_lines(), *comparison_lines(), *simulation_lines()]
    others = list(other_lines(folder))
    # In a quick run the others ask of one matrix only.
    others = [line for line in others if every == 1 or (GRADED not in line and EXAMPLE not in line)]
    for line in [*lines[::every], *others]:
        words = line.split()
        command = program.command(*words, *([] if words[0] == "import" else ["--format", "json"]))
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            yield line, None if done.returncode in (64, 65) else sys.exit(f"{line}: {done.stderr}")
            continue
        yield line, done.stdout or None
        if "-o" in words and words[0] == "select":
            yield f"{line} (file)", Path(words[words.index("-o") + 1]).read_text(encoding="utf-8")
        for option in ["--design", "--report"]:
            if option in words and words[0] in ("plan", "import"):
                yield f"{line} ({option})", Path(words[words.index(option) + 1]).read_text(encoding="utf-8")


def damaged(document, draw):
    """Returns copies of a document that no schema may accept: what was done, and the copy."""
    keys = [key for key in document if key not in ("schema", "settings")]
    key = draw.choice(keys)
    misspelt = {(name + "_" if name == key else name): value for name, value in document.items()}
    numbers = [name for name in keys if isinstance(document[name], (int, float, type(None), bool))]
    turned = copy.deepcopy(document)
    if numbers:
        turned[draw.choice(numbers)] = ["not a figure"]
    else:
        turned["notes"] = 1
    cut = {name: value for name, value in document.items() if name not in ("version", "tables", "identity", "digest")}
    return [("misspelt", misspelt), ("turned to a list", turned), ("cut", cut)]


def main():
    """Validates every document, and damaged ones."""
    arguments = read_arguments(__doc__)
    schemas = {}
    for path in sorted((ROOT / "docs" / "schemas").glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        schemas[schema["properties"]["schema"]["const"]] = jsonschema.Draft202012Validator(schema)
    used, refused, controls, draw = dict.fromkeys(schemas, 0), 0, 0, random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        every = 8 if arguments.quick else 1
        at_hand = documents_at_hand()
        tables = [name for name in at_hand if name.startswith("tables/")]
        for name in tables if every > 1 else []:
            if tables.index(name) % every:
                del at_hand[name]
        for name, text in itertools.chain(at_hand.items(), answers(arguments.program, folder, every)):
            if text is None:
                refused += 1
                continue
            try:
                document = json.loads(text, object_pairs_hook=unique)
            except ValueError as error:
                sys.exit(f"{name}: {error}")
            validator = schemas.get(document["schema"])
            if validator is None:
                sys.exit(f"{name}: docs/schemas has no {document['schema']}")
            for error in validator.iter_errors(document):
                sys.exit(f"{name}: {document['schema']}: {error.json_path}: {error.message[:300]}")
            used[document["schema"]] += 1
            # Large documents take long; three of each schema are enough.
            for what, copied in damaged(document, draw) if used[document["schema"]] <= 3 else []:
                controls += 1
                if validator.is_valid(copied):
                    sys.exit(f"{name}: the control ({what}) is valid")
    idle = [name for name, count in used.items() if count == 0]
    if idle:
        sys.exit(f"no document has the schema {', '.join(idle)}")
    print(
        f"{sum(used.values())} documents of {len(used)} schemas are valid, {controls} damaged ones are not; "
        f"{refused} command lines were refused"
    )


if __name__ == "__main__":
    main()
