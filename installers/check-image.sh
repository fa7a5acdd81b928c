#!/bin/sh
# Checks an app-image as a user without a JDK meets it: `doctor`, then `server` answering /healthz, then its end.
# Usage: check-image.sh [PROGRAM]   (default: the image that `mvn -Pinstaller package` made)
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
program=${1:-$here/target/image/gatehouse/bin/gatehouse}
[ -x "$program" ] || { echo "check-image: $program is missing; run mvn -Pinstaller package first" >&2; exit 1; }
program=$(CDPATH= cd -- "$(dirname -- "$program")" && pwd -P)/$(basename -- "$program")
work=$(mktemp -d)
node=
finish() {
    [ -z "$node" ] || kill -KILL "$node" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM
fail() {
    echo "check-image: $*" >&2
    [ ! -s "$work/err" ] || cat "$work/err" >&2
    exit 1
}

# A PATH with ordinary commands and no java, whatever this machine has.
mkdir "$work/bin"
for name in sh cat sed grep uname dirname basename readlink ls; do
    found=$(command -v "$name") && ln -s "$found" "$work/bin/$name"
done
run() {
    env -i PATH="$work/bin" HOME="$work" LANG=C.UTF-8 "$program" "$@"
}

run --version || fail "--version failed"
run doctor --data "$work/data" --set http.port=0 --set traffic.port=0 2>"$work/err" || fail "doctor failed"

env -i PATH="$work/bin" HOME="$work" LANG=C.UTF-8 "$program" server --data "$work/data" \
    --set http.port=0 --set traffic.port=0 >"$work/out" 2>"$work/err" &
node=$!
waited=0
until grep -q '^gatehouse .* ready http' "$work/out"; do
    kill -0 "$node" 2>/dev/null || fail "the server ended before it was ready"
    [ "$waited" -lt 300 ] || fail "the server was not ready within 30 s"
    sleep 0.1
    waited=$((waited + 1))
done
[ "$(wc -l <"$work/out")" -eq 1 ] || fail "the server wrote more than its line to standard output: $(cat "$work/out")"
uri=$(sed -n 's/^gatehouse .* ready \(http[^ ]*\) traffic .*/\1/p' "$work/out")
if command -v curl >/dev/null 2>&1; then
    curl -fsS --max-time 5 "$uri/healthz" >"$work/health" || fail "$uri/healthz does not answer"
else
    wget -q -T 5 -O "$work/health" "$uri/healthz" || fail "$uri/healthz does not answer"
fi
echo "healthz: $(cat "$work/health")"
kill -TERM "$node"
waited=0
while kill -0 "$node" 2>/dev/null; do
    [ "$waited" -lt 60 ] || fail "the server did not end within 6 s of SIGTERM"
    sleep 0.1
    waited=$((waited + 1))
done
code=0
wait "$node" || code=$?
node=
[ "$code" -eq 0 ] || [ "$code" -eq 143 ] || fail "the server ended with exit code $code"
echo "check-image: all is well"
