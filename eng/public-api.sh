#!/usr/bin/env bash
# Writes what is new in the public surface into PublicAPI.Unshipped.txt of each library. Read the difference before you commit it: it is what users build on.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in "${@:-Attributes Manifests Runtime Testing}"; do
    for name in $project; do
        for file in Shipped Unshipped; do [ -f "src/$name/PublicAPI.$file.txt" ] || echo '#nullable enable' > "src/$name/PublicAPI.$file.txt"; done
        dotnet format analyzers "src/$name/$name.csproj" --diagnostics RS0016 RS0017 RS0037 --severity info -v q
    done
done
