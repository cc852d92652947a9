#!/usr/bin/env bash
# 2 shards of a simulation under Slurm, then their merge. Run in a folder that all machines see.
set -euo pipefail
export MDAD=${MDAD:-mdad}
mkdir -p mdad-shards

shards=$(sbatch --parsable --job-name=mdad --array=1-2 --requeue --cpus-per-task=1 \
  --output=mdad-shards/%A-%a.log <<'SHARD'
#!/usr/bin/env bash
set -euo pipefail
"$MDAD" simulate --matrix Tests/CommandTests/Golden/inputs/small.csv --method random --sizes 5,10 --trials 6 --seed 3 --checkpoint mdad-shards/trials --progress never --threads 1 \
  --shard "$SLURM_ARRAY_TASK_ID/2" -o mdad-shards/shard-"$SLURM_ARRAY_TASK_ID"-of-2.jsonl
SHARD
)
merge=$(sbatch --parsable --job-name=mdad-merge --dependency=afterok:"$shards" \
  --output=mdad-shards/%j.log <<'MERGE'
#!/usr/bin/env bash
set -euo pipefail
"$MDAD" merge mdad-shards/shard-{1..2}-of-2.jsonl
MERGE
)
echo "array $shards, merge $merge"
