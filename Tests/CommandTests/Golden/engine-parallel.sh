#!/usr/bin/env bash
# 2 shards of a simulation under GNU parallel, then their merge. Run in a folder that all machines see.
set -euo pipefail
export MDAD=${MDAD:-mdad}
mkdir -p mdad-shards

export MDAD_SHARD='"$MDAD" simulate --matrix Tests/CommandTests/Golden/inputs/small.csv --method random --sizes 5,10 --trials 6 --seed 3 --checkpoint mdad-shards/trials --progress never --threads 1 -o mdad-shards/shard-'
seq 2 | parallel --halt now,fail=1 'eval "${MDAD_SHARD}{}-of-2.jsonl --shard {}/2"'
"$MDAD" merge mdad-shards/shard-{1..2}-of-2.jsonl
