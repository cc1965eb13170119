#!/usr/bin/env bash
# What training costs against the size of the corpus: time, processor time and peak memory.
# usage: tests/scale/train.sh [PARAGRAPHS..., 10000 100000 1000000]      (OPTIONS="--l2 0.2" goes to train)
source "$(dirname "$0")/common.sh"
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- 10000 100000 1000000

install_packages /usr/bin/time time
publish

# The lexicon that stands beside the corpus, as when training on the corpus itself.
printf '\n%12s %12s %12s %16s %12s %12s\n' paragraphs articles seconds processor-seconds "peak MiB" "model KiB"
for least in "$@"; do
    repeat_corpus "$least" new-words >"$work/news.jsonl"
    # shellcheck disable=SC2086
    /usr/bin/time -v -o "$work/time" arabic-text train "$work/news.jsonl" --lexicon "$root/training-data/lexicon" --output "$work/my.model" ${OPTIONS:-} --json >"$work/info.json" 2>"$work/error" || { cat "$work/error" >&2; exit 1; }
    awk -v paragraphs="$(wc -l <"$work/news.jsonl")" -v articles="$(grep -oE '"article": "[^"]*"' "$work/news.jsonl" | sort -u | wc -l)" -v bytes="$(stat -c %s "$work/my.model")" '
        /Elapsed/ { n = split($NF, part, ":"); for (i = 1; i <= n; i++) seconds = seconds * 60 + part[i] }
        /(User|System) time/ { processor += $NF }
        /Maximum resident/ { peak = $NF / 1024 }
        END { printf "%12d %12d %12.0f %16.0f %12.0f %12.0f\n", paragraphs, articles, seconds, processor, peak, bytes / 1024 }' "$work/time"
done
