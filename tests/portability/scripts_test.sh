#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh and test.sh recover from a configuration that failed, and say so in a sentence when it fails again. In a copy
# of the scripts, where nothing is missing and cmake is a stand-in that notes what it is asked.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/tree/.ci" "$folder/bin"
cp "$1/run.sh" "$1/test.sh" "$folder/tree"
cp "$1/.ci/packages.sh" "$folder/tree/.ci"
cd "$folder/tree"

cat >"$folder/bin/cmake" <<'SCRIPT'
#!/usr/bin/env bash
echo "$*" >>"$FOLDER/asked"
if [ "$1" = --preset ]; then
    mkdir -p "build/$2"
    touch "build/$2/CMakeCache.txt"
    if [ -e "$FOLDER/fails" ]; then
        echo 'cmake: no such library' >&2
        exit 1
    fi
    touch "build/$2/build.ninja"
elif [ ! -e build/release/build.ninja ]; then
    echo 'ninja: error: loading build.ninja' >&2
    exit 1
else
    mkdir -p build/release/bin
    printf '#!/bin/sh\necho "ran $*"\n' >build/release/bin/lockscope
    chmod +x build/release/bin/lockscope
fi
SCRIPT
printf '#!/bin/sh\nprintf installed\n' >"$folder/bin/dpkg-query"
printf '#!/bin/sh\nexit 1\n' >"$folder/bin/apt-get"
chmod +x "$folder"/bin/*
export PATH=$folder/bin:$PATH FOLDER=$folder

failed=0
check() { # what condition...
    local what=$1
    shift
    "$@" && return
    echo "not so: $what"
    cat "$folder/out" "$folder/asked"
    failed=1
}
run() { # code script argument...
    local expected=$1 code=0
    shift
    : >"$folder/asked"
    "$@" >"$folder/out" 2>&1 </dev/null || code=$?
    check "$* ends with $expected, not $code" [ "$code" -eq "$expected" ]
}
says() { grep -qF -- "$1" "$folder/out"; }
asked() { grep -qF -- "$1" "$folder/asked"; }

touch "$folder/fails"
for script in ./run.sh ./test.sh; do
    rm -rf build
    run 1 "$script" --version
    check 'the failure is shown' says 'cmake: no such library'
    check 'and in words of ours' says 'CMake could not set up build/release'
    check 'nothing is built then' eval '! asked --build'
done
rm "$folder/fails"
run 0 ./run.sh --version
check 'it is set up again' asked '--preset release'
check 'and the program runs' says 'ran --version'
run 0 ./run.sh --version
check 'what is set up is left alone' eval '! asked "--preset release -D"'

# What a cache of another compiler or folder does: fails while it is there.
rm -rf build
mkdir -p build/release
touch build/release/CMakeCache.txt
# shellcheck disable=SC2016 # expanded in the stand-in
sed -i '2i [ "$1" = --build ] || [ ! -e "build/$2/CMakeCache.txt" ] || { echo "cmake: another folder" >&2; exit 1; }' \
    "$folder/bin/cmake"
run 0 ./run.sh --version
check 'a cache that cannot be used is given up' says 'ran --version'

# Tests that fail: the later steps are made all the same, and what failed is told with its end.
cat >"$folder/bin/ctest" <<'SCRIPT'
#!/usr/bin/env bash
echo "ctest $*" >>"$FOLDER/asked"
[[ "$*" == *'--label-regex window'* ]] || exit 0
mkdir -p build/release/Testing/Temporary
cd build/release/Testing/Temporary
echo '1:a_test' >LastTestsFailed.log
{
    printf '1/2 Testing: a_test\n'
    yes 'said often' | head -500
    seq -f 'line %g' 1 100
    printf 'what was wrong\n2/2 Testing: another\nof no interest\n'
} >LastTest.log
exit 8
SCRIPT
cat >"$folder/bin/xvfb-run" <<'SCRIPT'
#!/usr/bin/env bash
while [[ $1 == -* ]]; do shift; done
"$@"
SCRIPT
chmod +x "$folder"/bin/*
run 1 ./test.sh
check 'what was wrong is told' says 'what was wrong'
check 'once what was said often' [ "$(grep -c 'said often' "$folder/out")" -eq 1 ]
check 'nothing from the middle' eval '! says "line 50"'
check 'nothing of the others' eval '! says "of no interest"'
check 'the sanitizers have their turn' asked 'ctest --preset asan'
check 'the step is named' says 'Failed: Release: the window, on an X server'
exit "$failed"
