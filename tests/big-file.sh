#!/usr/bin/env bash
# Ten million lines: predict streams them; train, evaluate and lint name a bad last line. Memory stays where it is, whatever the number.
# usage: tests/big-file.sh [LINES, 10000000] [MOST MEGABYTES, 400]      (about 150 bytes of disk a line, and some minutes;
# of fewer than half a million lines lint reads all, and says more)
source "$(dirname "$0")/common.sh"
lines=${1:-10000000}
limit=${2:-400}
trap 'rm -rf "$work"' EXIT

# Runs the program. Sets $code, $seconds and $peak: the most megabytes that it ever had, as Linux counts them.
watch() { # WHERE RESULTS GO, ARGUMENTS
    local start pid now results=$1
    shift
    start=$(date +%s)
    peak=0
    dotnet "$program" "$@" >"$results" 2>"$work/error" &
    pid=$!
    while kill -0 $pid 2>/dev/null; do
        now=$(awk '/^VmHWM/ { print int($2 / 1024) }' /proc/$pid/status 2>/dev/null)
        [ -z "$now" ] || peak=$now
        sleep 0.1
    done
    wait $pid
    code=$?
    seconds=$(($(date +%s) - start))
}
check() { # WHAT, EXIT CODE, FILE, PATTERN THAT MUST STAND IN IT
    if [ $code = "$2" ] && grep -q "$4" "$3" && [ "$peak" -le "$limit" ]; then
        passed "$1: exit $code, $seconds s, at most $peak MB: $(grep -m1 "$4" "$3" | cut -c1-120 | sed "s|$work/||")"
    else
        failed "$1: exit $code, $seconds s, at most $peak MB (limit $limit): $(tail -3 "$work/error")"
    fi
}

awk -v n="$lines" 'BEGIN { for (i = 1; i <= n; i++) printf "{\"article\":\"%d\",\"text\":\"قتل %d جنود في انفجار عبوة ناسفة قرب الجسر\",\"labels\":[\"attack_report\"]}\n", i / 5, i }' >"$work/news.jsonl"
echo "$lines lines, $(($(stat -c %s "$work/news.jsonl") / 1000000)) MB"

# Of the results only the number is kept.
mkfifo "$work/results"
wc -l <"$work/results" >"$work/count" &
counter=$!
watch "$work/results" predict --jsonl "$work/news.jsonl"
wait $counter
check "predict" 0 "$work/count" "^$lines$"

printf '{"text":"قتل","labels":"attack_report"}\n' >>"$work/news.jsonl"
bad="news.jsonl:$((lines + 1)): \"labels\" must be an array"
watch "$work/output" evaluate "$work/news.jsonl"
check "evaluate, last line bad" 1 "$work/error" "$bad"
echo good >"$work/my.model"
watch "$work/output" train "$work/news.jsonl" --output "$work/my.model"
check "train, last line bad" 1 "$work/error" "$bad"
[ "$(cat "$work/my.model")" = good ] || failed "the model that was there is gone"
watch "$work/output" lint "$work/news.jsonl" --json
check "lint, last line bad" 1 "$work/output" "\"line\": $((lines + 1))"

# A file of another kind: every line is bad.
awk -v n="$lines" 'BEGIN { for (i = 1; i <= n; i++) print "2026-11-25 12:00:00 GET /index.html 200" }' >"$work/other.jsonl"
watch "$work/output" evaluate "$work/other.jsonl"
check "evaluate, all lines bad" 1 "$work/error" "where reading stopped"

[ $failures = 0 ]
