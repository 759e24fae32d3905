#!/bin/sh
# Estimates an estate in parts, one process each, and puts their reports together: the same bytes as one run.
#
#   estimate-in-parts.sh ESTATE PARTS [options of `subcap estimate`]  > report.json
#
# JOBS: processes at once (2). SUBCAP: the program (subcap).
set -eu
estate=$1
parts=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SUBCAP="${SUBCAP:-subcap}"

# Exit code 1 only says that there is something to pay. What is odd in the tables every process says; once is enough.
seq "$parts" | xargs -P "${JOBS:-2}" -I '{}' sh -c '
    part=$1 parts=$2 work=$3 estate=$4; shift 4
    "$SUBCAP" estimate "$estate" "$@" --part "$part/$parts" --format json --output "$work/$part.json" \
        2> "$work/$part.err" || [ $? -eq 1 ] || { cat "$work/$part.err" >&2; exit 255; }
' part '{}' "$parts" "$work" "$estate" "$@"

cat "$work/1.err" >&2
"$SUBCAP" merge "$work"/*.json
