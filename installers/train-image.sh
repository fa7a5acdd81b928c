#!/bin/sh
# Gives an app-image an AOT cache: runs the program once to learn what it loads, writes the cache beside its jars, and
# names the cache in the launcher's configuration. Usage: train-image.sh FOLDER (the one that holds the image)
set -eu

folder=$1
if [ -d "$folder/gatehouse.app" ]; then
    launcher=$folder/gatehouse.app/Contents/MacOS/gatehouse
    app=$folder/gatehouse.app/Contents/app
else
    launcher=$folder/gatehouse/bin/gatehouse
    app=$folder/gatehouse/lib/app
fi
settings=$app/gatehouse.cfg
cache=$app/gatehouse.aot
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# A second training starts from the image as jpackage made it.
grep -v AOTCache "$settings" >"$work/gatehouse.cfg"
cat "$work/gatehouse.cfg" >"$settings"
rm -f "$cache"

# Drawing every view, or else starting a node and ending it, loads what later starts load.
record="-XX:AOTMode=record -XX:AOTConfiguration=$work/gatehouse.aotconf -Xlog:disable"
if JAVA_TOOL_OPTIONS="$record" "$launcher" screenshots "$work/pictures" --data "$work/data" </dev/null >"$work/log" 2>&1; then
    echo "trained on every view"
else
    JAVA_TOOL_OPTIONS="$record" "$launcher" server --until-stdin-closes --data "$work/node" \
        --set http.port=0 --set traffic.port=0 </dev/null >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    echo "trained on a node's start"
fi
JAVA_TOOL_OPTIONS="-XX:AOTMode=create -XX:AOTConfiguration=$work/gatehouse.aotconf -XX:AOTCache=$cache -Xlog:disable" \
    "$launcher" --version </dev/null >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
[ -s "$cache" ] || { echo "no AOT cache was made" >&2; cat "$work/log" >&2; exit 1; }

# A cache that does not fit (another CPU) is passed over without a word; standard output belongs to the program.
{
    echo 'java-options=-XX:AOTCache=$APPDIR/gatehouse.aot'
    echo 'java-options=-Xlog:aot*=off'
    echo 'java-options=-Xlog:cds*=off'
} >"$work/options"
sed "/^\[JavaOptions\]/r $work/options" "$settings" >"$work/gatehouse.cfg"
cat "$work/gatehouse.cfg" >"$settings"
echo "AOT cache: $(du -k "$cache" | cut -f1) KiB"
