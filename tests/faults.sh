#!/usr/bin/env bash
# What must not lose a model or a result: a full disk, a folder that may not be written to, kill -9 at random moments.
# usage: tests/faults.sh [KILLS OF train, 200] [KILLS OF predict, 50]      (root mounts a small tmpfs; others skip the full disk)
source "$(dirname "$0")/common.sh"
kills=${1:-200}
predict_kills=${2:-50}
mounted=""
trap '[ -z "$mounted" ] || umount "$mounted"; rm -rf "$work"' EXIT

run() { dotnet "$program" "$@"; }
hash_of() { sha256sum <"$1" | cut -c1-64; }

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

# 3. kill -9 of train: at random moments, near the end, and as soon as the temporary file appears, in turn. Only those count
# that died of it; what is too late shortens the time that moments are drawn from.
mkdir "$work/kill"
cp "$work/old.model" "$work/kill/my.model"
killed=0 finished=0 olds=0 news=0 leftovers=0
while [ $killed -lt "$kills" ] && [ $finished -lt $((kills * 3)) ]; do
    seed=$([ "$(hash_of "$work/kill/my.model")" = "$old" ] && echo 2 || echo 1)
    way=$(((killed + finished) % 3))
    moment=$((way ? RANDOM % (duration + 1) : duration * 80 / 100 + RANDOM % (duration * 20 / 100 + 1)))
    dotnet "$program" train "$work/data.jsonl" --folds 2 --seed "$seed" --output "$work/kill/my.model" >/dev/null 2>&1 &
    pid=$!
    if [ $way = 2 ]; then
        until compgen -G "$work/kill/*.tmp" >/dev/null || ! kill -0 "$pid" 2>/dev/null; do :; done
    else
        sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
    fi
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    if [ $? = 137 ]; then
        killed=$((killed + 1))
    else
        finished=$((finished + 1))
        [ $way = 2 ] || duration=$((duration * 98 / 100))
    fi
    case $(hash_of "$work/kill/my.model") in
        "$old") olds=$((olds + 1)) ;;
        "$new") news=$((news + 1)) ;;
        *) failed "after $killed kills the model is torn" ;;
    esac
    leftovers=$((leftovers + $(find "$work/kill" -name '*.tmp' -delete -print | wc -l)))
done
[ $killed -ge "$kills" ] || failed "train was only killed $killed times of $kills"
passed "train: $killed killed, $leftovers of them while the file was written; $finished more finished before; the model of seed 1 $olds times, of seed 2 $news times, never another"

# 4. kill -9 at random moments of predict: what was written is the beginning of the whole.
for i in $(seq 300); do cat "$work/data.jsonl"; done >"$work/many.jsonl"
start=$(date +%s%N)
run predict --jsonl "$work/many.jsonl" >"$work/whole" || failed "predict"
duration=$((($(date +%s%N) - start) / 1000000))
killed=0 tries=0 begun=0
while [ $killed -lt "$predict_kills" ] && [ $tries -lt $((predict_kills * 4)) ]; do
    tries=$((tries + 1))
    moment=$((RANDOM % (duration + 1)))
    dotnet "$program" predict --jsonl "$work/many.jsonl" >"$work/part" 2>/dev/null &
    pid=$!
    sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    [ $? = 137 ] && killed=$((killed + 1))
    size=$(stat -c %s "$work/part")
    [ "$size" -gt 0 ] && [ "$size" -lt "$(stat -c %s "$work/whole")" ] && begun=$((begun + 1))
    [ "$size" = 0 ] || cmp -s -n "$size" "$work/part" "$work/whole" || failed "after kill $killed predict had written something else than the beginning"
done
[ $killed -ge "$predict_kills" ] || failed "predict was only killed $killed times of $predict_kills"
passed "predict: $killed killed, $begun in the middle of the results, each time what was written is the beginning of the whole"

# 5. Ctrl-C at random moments of a training that would go on for minutes.
longest=0 interrupted=0
for ((i = 0; i < 10; i++)); do
    set -m
    dotnet "$program" train "$root/training-data" --trainer fasttree --trees 5000 --output "$work/kill/my.model" >/dev/null 2>&1 &
    pid=$!
    set +m
    sleep "$(printf '%d.%03d' $((1 + RANDOM % 3)) $((RANDOM % 1000)))"
    start=$(date +%s%N)
    kill -INT "$pid"
    wait "$pid" 2>/dev/null
    code=$?
    took=$((($(date +%s%N) - start) / 1000000))
    [ $took -gt $longest ] && longest=$took
    if [ $code = 130 ]; then interrupted=$((interrupted + 1)); else failed "Ctrl-C gives $code"; fi
done
if [ $longest -le 1500 ]; then passed "Ctrl-C: $interrupted of 10 ended with 130, the slowest after $longest ms"; else failed "Ctrl-C took $longest ms"; fi

[ $failures = 0 ]
