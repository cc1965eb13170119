# What the scripts of this folder that run the command line share. Sourced by them, not run.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${ARABIC_TEXT:-$root/src/ArabicTextClassifier.Cli/bin/Release/net10.0/arabic-text.dll}
[ -f "$program" ] || dotnet build --nologo -v quiet --configuration Release -m:1 "$root/src/ArabicTextClassifier.Cli" || exit 2
work=$(mktemp -d)
failures=0

passed() { echo "passed: $*"; }
failed() { echo "FAILED: $*" >&2; failures=$((failures + 1)); }
