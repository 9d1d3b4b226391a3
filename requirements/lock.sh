#!/usr/bin/env bash
# Writes the three lock files again: `make lock`. Hashes are kept, download addresses are not.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    local out=$1
    shift
    uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@" --output-file "requirements/$out"
}
compile production.txt --extra postgres --group build
compile demo.txt --extra demo --extra postgres --group build --constraint requirements/production.txt
compile dev.txt --extra demo --extra postgres --group dev --constraint requirements/demo.txt
