#!/usr/bin/env bash
# What must not lose a model or a result: a full disk, a folder that may not be written to, kill -9 at random moments.
# usage: tests/faults.sh [KILLS OF train, 200] [KILLS OF predict, 50]      (root mounts a small tmpfs; others skip the full disk)
set -uo pipefail
kills=${1:-200}
predict_kills=${2:-50}
root=$(cd "$(dirname "$0")/.." && pwd)
program=${ARABIC_TEXT:-$root/src/ArabicTextClassifier.Cli/bin/Release/net10.0/arabic-text.dll}
[ -f "$program" ] || dotnet build --nologo -v quiet --configuration Release -m:1 "$root/src/ArabicTextClassifier.Cli" || exit 2
work=$(mktemp -d)
mounted=""
trap '[ -z "$mounted" ] || umount "$mounted"; rm -rf "$work"' EXIT
failures=0

run() { dotnet "$program" "$@"; }
hash_of() { sha256sum <"$1" | cut -c1-64; }
passed() { echo "passed: $*"; }
failed() { echo "FAILED: $*" >&2; failures=$((failures + 1)); }

# A corpus that is learned in a moment, two seeds that give two models, and how long that takes.
head -60 "$root/training-data/paragraphs.jsonl" | sed -E 's/"labels": ?\[[^]]*\]/"labels":[]/' >"$work/data.jsonl"
for i in 1 2 3 4 5 6; do
    printf '{"article":"f%s","text":"قتل %s جنود في انفجار عبوة ناسفة قرب الجسر رقم %s","labels":["attack"]}\n' $i $i $i
done >>"$work/data.jsonl"
train() { run train "$work/data.jsonl" --folds 2 --seed "$1" --output "$2"; }
train 1 "$work/old.model" >/dev/null || { failed "training"; exit 1; }
start=$(date +%s%N)
train 2 "$work/new.model" >/dev/null || { failed "training"; exit 1; }
duration=$((($(date +%s%N) - start) / 1000000))
old=$(hash_of "$work/old.model")
new=$(hash_of "$work/new.model")
[ "$old" != "$new" ] || failed "two seeds give one model; nothing below would show anything"

# 1. A full disk.
disk=$work/disk
mkdir "$disk"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=256k tmpfs "$disk" 2>/dev/null; then
    mounted=$disk
    head -c 1024 "$work/old.model" >"$disk/good.model"
    before=$(hash_of "$disk/good.model")
    dd if=/dev/zero of="$disk/filler" bs=4k 2>/dev/null
    train 2 "$disk/good.model" >/dev/null 2>"$work/error"
    code=$?
    if [ $code = 1 ] && [ "$(hash_of "$disk/good.model")" = "$before" ] && [ -s "$work/error" ] && ! grep -q '^   at ' "$work/error" && [ -z "$(find "$disk" -name '*.tmp')" ]; then
        passed "disk full: exit 1, old model whole, nothing left behind: $(head -1 "$work/error")"
    else
        failed "disk full: exit $code, $(cat "$work/error")"
    fi

    run predict --jsonl "$work/data.jsonl" >"$disk/results" 2>"$work/error"
    code=$?
    if [ $code = 1 ] && [ -s "$work/error" ]; then passed "disk full under predict: exit 1, $(head -1 "$work/error")"; else failed "disk full under predict: exit $code, $(cat "$work/error")"; fi

    # 2. A folder that may not be written to, by root either.
    rm "$disk/filler" "$disk/results"
    mount -o remount,ro "$disk"
    train 2 "$disk/good.model" >/dev/null 2>"$work/error"
    code=$?
    if [ $code = 1 ] && [ "$(hash_of "$disk/good.model")" = "$before" ]; then passed "read-only folder: exit 1, $(head -1 "$work/error")"; else failed "read-only folder: exit $code, $(cat "$work/error")"; fi
    umount "$disk" && mounted=""
else
    echo "skipped: disk full and read-only drive (needs root and mount)"
    chmod 555 "$disk"
    train 2 "$disk/good.model" >/dev/null 2>"$work/error"
    code=$?
    if [ $code = 1 ] && [ -s "$work/error" ]; then passed "read-only folder: exit 1"; else failed "read-only folder: exit $code"; fi
    chmod 755 "$disk"
fi

# 3. kill -9 at random moments of train, half of them near the end, where the file is written.
mkdir "$work/kill"
cp "$work/old.model" "$work/kill/my.model"
killed=0 finished=0 olds=0 news=0 leftovers=0
for ((i = 0; i < kills; i++)); do
    current=$(hash_of "$work/kill/my.model")
    seed=$([ "$current" = "$old" ] && echo 2 || echo 1)
    moment=$((i % 2 ? RANDOM % (duration + 1) : duration * 80 / 100 + RANDOM % (duration * 30 / 100 + 1)))
    dotnet "$program" train "$work/data.jsonl" --folds 2 --seed "$seed" --output "$work/kill/my.model" >/dev/null 2>&1 &
    pid=$!
    sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
    if kill -9 "$pid" 2>/dev/null; then killed=$((killed + 1)); else finished=$((finished + 1)); fi
    wait "$pid" 2>/dev/null
    case $(hash_of "$work/kill/my.model") in
        "$old") olds=$((olds + 1)) ;;
        "$new") news=$((news + 1)) ;;
        *) failed "after kill $i at $moment ms the model is torn" ;;
    esac
    leftovers=$((leftovers + $(find "$work/kill" -name '*.tmp' -delete -print | wc -l)))
done
passed "train: $killed killed, $finished finished before; seed 1's model $olds times, seed 2's $news times, never another; $leftovers temporary files left"

# 4. kill -9 at random moments of predict: what was written is the beginning of the whole.
for i in $(seq 300); do cat "$work/data.jsonl"; done >"$work/many.jsonl"
start=$(date +%s%N)
run predict --jsonl "$work/many.jsonl" >"$work/whole" || failed "predict"
duration=$((($(date +%s%N) - start) / 1000000))
killed=0
for ((i = 0; i < predict_kills; i++)); do
    moment=$((RANDOM % (duration + 1)))
    dotnet "$program" predict --jsonl "$work/many.jsonl" >"$work/part" 2>/dev/null &
    pid=$!
    sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
    kill -9 "$pid" 2>/dev/null && killed=$((killed + 1))
    wait "$pid" 2>/dev/null
    cmp -s -n "$(stat -c %s "$work/part")" "$work/part" "$work/whole" || failed "after kill $i predict had written something else than the beginning"
done
passed "predict: $killed of $predict_kills killed, each time what was written is the beginning of the whole"

# 5. Ctrl-C.
longest=0
for ((i = 0; i < 10; i++)); do
    set -m
    dotnet "$program" train "$root/training-data" --output "$work/kill/my.model" >/dev/null 2>&1 &
    pid=$!
    set +m
    sleep "$(printf '%d.%03d' $((1 + RANDOM % 2)) $((RANDOM % 1000)))"
    start=$(date +%s%N)
    kill -INT "$pid"
    wait "$pid" 2>/dev/null
    code=$?
    took=$((($(date +%s%N) - start) / 1000000))
    [ $took -gt $longest ] && longest=$took
    [ $code = 130 ] || failed "Ctrl-C gives $code"
done
if [ $longest -le 1500 ]; then passed "Ctrl-C: ended with 130 within $longest ms, ten times"; else failed "Ctrl-C took $longest ms"; fi

[ $failures = 0 ]
