#!/usr/bin/env bash
# Measures this product beside fastText, scikit-learn and ML.NET: the same corpus to learn from, the same paragraphs to
# label, one core, one run. Debian's packages; needs root to install them.
#
# usage: benchmarks/peers/run.sh [PARAGRAPHS.jsonl [LABELLED.jsonl]]
#   PARAGRAPHS  JSON lines with "text", 100,000 of which are labelled (repeated if there are fewer); without it, the corpus
#   LABELLED    JSON lines with "text" and "labels" that macro-F1 is measured on; without it, the corpus (which flatters all)
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v fasttext >/dev/null || ! /usr/bin/python3 -c 'import sklearn' 2>/dev/null; then
  apt-get update -qq && apt-get install -y -qq fasttext python3-sklearn >/dev/null
fi
dotnet build -c Release -v q --nologo src/ArabicTextClassifier.Cli
dotnet build -c Release -v q --nologo benchmarks/ArabicTextClassifier.Benchmarks
exec taskset -c 0 /usr/bin/python3 benchmarks/peers/peers.py "$@"
