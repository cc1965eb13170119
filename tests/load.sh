#!/usr/bin/env bash
# One classifier under 64 threads for some minutes. usage: tests/load.sh [MINUTES, 10]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet test tests/ArabicTextClassifier.Training.Tests --configuration Release --nologo \
    --filter "Name=Sixty_four_threads_get_what_one_gets_for_minutes" --logger "console;verbosity=detailed" \
    -- "TestRunParameters.Parameter(name=\"minutes\", value=\"${1:-10}\")" NUnit.ExplicitMode=Relaxed
