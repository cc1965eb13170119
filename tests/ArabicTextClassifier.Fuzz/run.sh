#!/usr/bin/env bash
# Fuzzes one target with AFL++ (Debian: apt-get install afl++) for a time and tells what came of it.
# usage: tests/ArabicTextClassifier.Fuzz/run.sh model|jsonl|csv|tsv|predict [SECONDS, 3600] [WORK FOLDER, artifacts/fuzz]
set -euo pipefail
target=${1:?which target: model, jsonl, csv, tsv or predict}
seconds=${2:-3600}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(realpath -m "${3:-$root/artifacts/fuzz}")
command -v afl-fuzz >/dev/null || { echo "afl-fuzz is missing: apt-get install afl++" >&2; exit 2; }
cd "$root"

program=$work/program-$target
rm -rf "$program" "$work/out-$target"
mkdir -p "$work/seeds"
dotnet build --nologo -v quiet --configuration Release -m:1 "$here"
cp -r "$here/bin/Release/net10.0" "$program"
dotnet "$program/ArabicTextClassifier.Fuzz.dll" seeds "$work/seeds"

# Finds of earlier runs are good seeds.
cp "$here/finds/$target/"* "$work/seeds/$target/" 2>/dev/null || true

dotnet tool restore >/dev/null
for assembly in ArabicTextClassifier ArabicTextClassifier.Training CsvHelper; do
    dotnet tool run sharpfuzz "$program/$assembly.dll"
done

export AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1
afl-fuzz -i "$work/seeds/$target" -o "$work/out-$target" -V "$seconds" -t 10000 -m none \
    dotnet "$program/ArabicTextClassifier.Fuzz.dll" "$target" >"$work/$target.log" 2>&1 || { tail -20 "$work/$target.log" >&2; exit 1; }

grep -E '^(run_time|execs_done|execs_per_sec|corpus_count|edges_found|saved_crashes|saved_hangs) ' "$work/out-$target/default/fuzzer_stats"
finds=$(find "$work/out-$target/default/crashes" "$work/out-$target/default/hangs" -type f ! -name README.txt | wc -l)
[ "$finds" -eq 0 ] || { echo "Finds lie in $work/out-$target/default: mend the fault, and copy the input to $here/finds/$target, where dotnet test replays it." >&2; exit 1; }
