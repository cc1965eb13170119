# What the scripts of this folder share. Sourced by them, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)

say() { printf '\n== %s\n' "$*"; }

# Debian packages, if a command of theirs is missing.
install_packages() { # COMMAND PACKAGE...
    PATH=$PATH:/usr/sbin command -v "$1" >/dev/null && return
    say "installing ${*:2}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -yqq --no-install-recommends "${@:2}" >"$work/apt.log" 2>&1 || { cat "$work/apt.log" >&2; return 1; }
}

# The program as users get it, on the PATH. APP names a folder into which it has been published already.
publish() {
    app=${APP:-$work/app}
    if [ ! -x "$app/arabic-text" ]; then
        say "publishing the program"
        MSBUILDDISABLENODEREUSE=1 dotnet publish "$root/src/ArabicTextClassifier.Cli" --nologo -v quiet --configuration Release -m:1 --output "$app"
    fi
    DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
    PATH=$app:$PATH
    export DOTNET_ROOT PATH
}

# The corpus over and over, in whole articles under names of their own, until there are at least so many paragraphs.
# With "new-words", a made-up word stands after the first word of each text, a new one every ten paragraphs: the features
# then grow in number with the data, as they do in real text, and hardly two texts are the same.
repeat_corpus() { # PARAGRAPHS [new-words]
    cat "$root"/training-data/*.jsonl | LC_ALL=C awk -v least="$1" -v words="${2:-}" '
        index($0, "{\"article\": \"") == 1 { line[n++] = substr($0, 14) }
        END {
            split("ب ت ج ح د ر ز س ش ص ض ط ع غ ف ق ك ل م ن", letters, " ")
            for (round = 0; ; round++) {
                for (i = 0; i < n; i++) {
                    text = line[i]
                    article = substr(text, 1, index(text, "\""))
                    if (id >= least && article != last) exit
                    last = article
                    if (words != "") {
                        word = ""
                        for (rest = int(id / 10); length(word) < 8; rest = int(rest / 20)) word = word letters[rest % 20 + 1]
                        at = index(text, "\"text\": \"") + 9
                        first = index(substr(text, at), " ")
                        if (first && substr(text, at + first - 2, 1) != ",") text = substr(text, 1, at + first - 1) word " " substr(text, at + first)
                    }
                    print "{\"id\": " ++id ", \"article\": \"" round "/" text
                }
            }
        }'
}

# Cuts a file into FOLDER/00001.jsonl and so on, of so many lines or a few more: they end where an article ends.
cut_articles() { # FILE FOLDER LINES
    mkdir -p "$2"
    awk -v size="$3" -v folder="$2" '
        { match($0, /"article": "[^"]*"/); article = substr($0, RSTART, RLENGTH) }
        lines >= size && (article == "" || article != last) { close(part); lines = 0 }
        lines == 0 { part = sprintf("%s/%05d.jsonl", folder, ++parts) }
        { print > part; lines++; last = article }' "$1"
}

# Runs a command; $took is then how many seconds it took, $processor how many the processors worked for it and its children.
timed() {
    local TIMEFORMAT='%R %U %S'
    { time "$@" 2>&3; } 3>&2 2>"$work/time"
    took=$(cut -d' ' -f1 "$work/time")
    processor=$(awk '{ print $2 + $3 }' "$work/time")
}

# Makes the input and has one process label it: $work/news.jsonl, of $paragraphs lines, and $work/expected.jsonl.
label_with_one_process() { # PARAGRAPHS
    say "input"
    repeat_corpus "$1" >"$work/news.jsonl"
    paragraphs=$(wc -l <"$work/news.jsonl")
    ls -sh "$work/news.jsonl" | cut -d' ' -f1

    say "one process"
    one() { arabic-text predict --jsonl "$work/news.jsonl" >"$work/expected.jsonl"; }
    timed one
    figures "one process" "$paragraphs" "$took" "$processor"
}

# That $work/results.jsonl is what the one process wrote.
check_results() {
    cmp "$work/expected.jsonl" "$work/results.jsonl" || { echo "FAILED: not what one process writes" >&2; exit 1; }
    [ "$(wc -l <"$work/results.jsonl")" = "$paragraphs" ] || { echo "FAILED: $paragraphs lines went in, others came out" >&2; exit 1; }
    echo "passed: $paragraphs results, byte for byte those of one process"
}

figures() { # WHAT PARAGRAPHS SECONDS [PROCESSOR SECONDS]
    awk -v what="$1" -v n="$2" -v s="$3" -v cpu="${4:-0}" 'BEGIN {
        printf "%s: %d paragraphs in %.1f s, %.0f a second", what, n, s, n / s
        printf cpu ? sprintf("; %.1f s of processor time, %.0f paragraphs a second of it\n", cpu, n / cpu) : "\n"
    }'
}
