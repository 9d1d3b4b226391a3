#!/usr/bin/env bash
# Writes the lock files again: `make lock`. Hashes are kept, download addresses are not.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() {
    local out=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@" --output-file "requirements/$out"
}
compile() { # what the bot needs, and more
    lock "$@" pyproject.toml
}
compile_group() { # a group only
    lock "$@"
}
compile production.txt --extra postgres
compile demo.txt --extra demo --extra postgres --constraint requirements/production.txt
compile mcp.txt --extra mcp --extra postgres --constraint requirements/demo.txt
compile tracing.txt --extra tracing --extra postgres --constraint requirements/mcp.txt
compile dev.txt --extra demo --extra mcp --extra postgres --extra tracing --group dev --constraint requirements/mcp.txt --constraint requirements/tracing.txt
compile_group build.txt --group build --constraint requirements/dev.txt
compile_group docs.txt --group docs --constraint requirements/dev.txt
