"""How often `mdad audit table` calls an honest table impossible, and how often a dishonest one sound.

Simulates tables of uniform random sampling after the MDAD paper's protocol (half split, 50 targets, 50 trials, the `first`
reading in half-point bins) on real matrices, one table a seed, and audits each. Then lowers every figure of the same
tables by a factor, as a table of other figures would be, and audits those.

    MDAD_DATA=FOLDER python3 Studies/audit.py [TABLES]
"""

import json
import os
import subprocess
import sys
import tempfile

MDAD = os.environ.get("MDAD", ".build/release/mdad")
MATRICES = ["gpqa", "ifeval", "mmlu_pro", "helm_mmlu"]
SIZES = {"mmlu_pro": "10,25,50,100,250,500,1000"}


def simulate(matrix, seed):
    targets = {"mmlu_pro": "28"}.get(matrix, "50")
    command = [
        MDAD, "simulate", "--matrix", f"{os.environ['MDAD_DATA']}/{matrix}.csv", "--method", "random", "--protocol", "paper",
        "--targets", targets, "--sources", "0", "--sizes", SIZES.get(matrix, "10,25,50,100,200"), "--seed", str(seed),
        "--resamples", "0", "--format", "json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["results"]
    return [(row["k"], row["mdad"]["first"]) for row in rows if row["reference"] == "seen"]


def verdicts(benchmark, rows):
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("benchmark,method,k,mdad\n")
        for size, mdad in rows:
            if mdad:
                file.write(f"{benchmark},random,{size},{mdad}\n")
        file.flush()
        command = [MDAD, "audit", "table", "--input", file.name, "--format", "json"]
        answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [row["verdict"] for row in answer["rows"]]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print("| matrix | tables | called impossible | rows called impossible | tables called impossible, figures times 0.75 | 0.6 |")
    print("|---|---:|---:|---:|---:|---:|")
    for matrix in MATRICES:
        tables = [simulate(matrix, seed) for seed in range(1, count // len(MATRICES) + 1)]
        found = [verdicts(matrix, table) for table in tables]
        lowered = {
            factor: [verdicts(matrix, [(k, max(0.5, round(m * factor * 2) / 2)) for k, m in table if m]) for table in tables]
            for factor in (0.75, 0.6)}
        bad = sum("impossible" in table for table in found)
        rows = sum(len(table) for table in found)
        bad_rows = sum(table.count("impossible") for table in found)
        caught = {factor: sum("impossible" in table for table in audited) for factor, audited in lowered.items()}
        print(f"| {matrix} | {len(tables)} | {bad} | {bad_rows} of {rows} | {caught[0.75]} | {caught[0.6]} |")


if __name__ == "__main__":
    main()
