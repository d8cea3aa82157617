#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# additions.sh FOLDER: each row of ARCHITECTURE.md's table "Where do I add a ..." has an example of what it tells of,
# tests/docs/additions/NAME.patch, or links its test. The patch applies to the folder as it is. It touches every file of
# the row's second column, and no others but those of the third, headers beside a source, tests and CMakeLists.txt.
# additions.sh FOLDER --renew: makes those anew that no longer apply, where `patch` finds their places.
# additions.sh FOLDER --build WORK [NAME...]: also copies the folder to WORK, a folder of its own, and in WORK/build/additions
# does what each patch's head says: `Build:` names the targets, and `Proof:` is a command that succeeds with the patch and
# fails without it; it finds the patched tree at $SOURCE and an empty folder at $OUT. CXXFLAGS and CMAKE_CXX_COMPILER_LAUNCHER are the caller's to set.
# Exit code 77: there is no git here, which applies the patches; nothing was checked.
# shellcheck disable=SC2016 # backquotes are Markdown's
set -euo pipefail
folder=$(cd "$1" && pwd)
task=${2:-}
command -v git >/dev/null || { echo 'There is no git here: nothing was checked.'; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset GIT_DIR GIT_WORK_TREE
failed=0
complain() {
    echo "docs: $*"
    failed=1
}

# Applies patches in a folder, whatever repository that is in.
apply() { # folder git-apply's options... patch
    (cd "$1" && GIT_CEILING_DIRECTORIES=$(dirname "$PWD") git apply "${@:2}")
}

# The files of ours that a cell of the table names.
paths_in() { grep -oE '`(app|core|resources|tests|ui)/[^` ]+`' <<<"$1" | tr -d '`' || true; }

# Whether a file is one that a path of the table means: NAME is any name, * any part of one.
matches() { # file path
    local pattern=${2//./[.]}
    pattern=${pattern//\*/[^/]*}
    pattern=${pattern//NAME/[a-z0-9_]+}
    [[ $1 =~ ^$pattern$ ]]
}
matches_any() { # file path...
    local path
    for path in "${@:2}"; do
        matches "$1" "$path" && return
        [[ $path == *.cpp ]] && matches "$1" "${path%.cpp}.h" && return
    done
    return 1
}

# The rows: name, what an addition must touch, what it may touch.
rows() {
    awk '/^## / { wanted = /Where do I add/ } wanted && /^\| / { print }' "$folder/ARCHITECTURE.md" | tail -n +3
}
action_cell=$(rows | sed -nE 's/^\| action[^|]*\|([^|]*)\|.*/\1/p')
with_action() { # cell
    printf '%s' "$1"
    [[ $1 != *'its action'* ]] || printf '%s' "$action_cell"
}

# The files of ours that patches touch, as they are without them.
copy_touched() { # file...
    local file
    rm -rf "$scratch/tree"
    mkdir "$scratch/tree"
    for file in "$@"; do
        mkdir -p "$scratch/tree/$(dirname "$file")"
        [ ! -e "$folder/$file" ] || cp "$folder/$file" "$scratch/tree/$file"
    done
}

# In $scratch/tree.
renew() { # patch
    (
        cd "$scratch/tree" && git init -q && git add -A \
            && patch -p1 -s -f --no-backup-if-mismatch <"$1" >&2 && git add -AN \
            && sed -n '/^diff --git/q; p' "$1" && git diff -U1 | sed /^index/d
    ) >"$scratch/renewed" && cp "$scratch/renewed" "$1"
}

check_patch() { # name must may
    local patch=$folder/tests/docs/additions/$1.patch file path
    local -a touched must may
    mapfile -t must < <(paths_in "$(with_action "$2")")
    mapfile -t may < <(paths_in "$(with_action "$3")")
    grep -q '^Proof: ' "$patch" || complain "$1.patch does not say what proves it"
    mapfile -t touched < <(apply "$scratch" --numstat "$patch" 2>/dev/null | cut -f 3)
    copy_touched "${touched[@]}"
    if ! apply "$scratch/tree" "$patch" && ! { [ "$task" = --renew ] && renew "$patch"; }; then
        complain "$1.patch does not apply (--renew may help)"
    fi
    for file in "${touched[@]}"; do
        case $file in tests/* | app/cli/CMakeLists.txt | core/CMakeLists.txt | ui/CMakeLists.txt) continue ;; esac
        matches_any "$file" "${must[@]}" "${may[@]}" || complain "$1.patch touches $file, which its row does not name"
    done
    for path in "${must[@]}"; do
        for file in "${touched[@]}"; do
            matches "$file" "$path" && continue 2
        done
        complain "the row of $1 names $path, which $1.patch does without"
    done
}

names=' '
while IFS='|' read -r _ name must may _; do
    name=$(sed -E 's/ \(.*//; s/^ +//; s/ +$//; s/ /_/g' <<<"$name")
    names+="$name "
    if [ -e "$folder/tests/docs/additions/$name.patch" ]; then
        check_patch "$name" "$must" "$may"
    elif [[ $must != *'[the test]('* ]]; then
        complain "there is no tests/docs/additions/$name.patch, and the row of $name links no test"
    fi
done < <(rows)
[ "$names" != ' ' ] || complain 'ARCHITECTURE.md has no table of additions'
patches=()
for patch in "$folder"/tests/docs/additions/*.patch; do
    [ -e "$patch" ] || continue
    name=$(basename "$patch" .patch)
    patches+=("$name")
    [[ $names == *" $name "* ]] || complain "$name.patch has no row"
done
echo "docs: ${#patches[@]} additions checked"
if [ "$task" != --build ] || [ "$failed" -ne 0 ]; then
    exit "$failed"
fi

work=$3
build=$work/build/additions
shift 3
[ $# -eq 0 ] || patches=("$@")
head_of() { sed -nE "s/^$2: //p" "$folder/tests/docs/additions/$1.patch"; } # name key
compile() { # name...
    local name
    local -a targets=()
    for name in "$@"; do
        read -ra targets <<<"${targets[*]} $(head_of "$name" Build)"
    done
    cmake --build "$build" --target "${targets[@]}" >"$build/said" 2>&1 || { tail -n 40 "$build/said"; return 1; }
}
holds() { # name
    rm -rf "$scratch/out"
    mkdir "$scratch/out"
    (cd "$build" && SOURCE=$work OUT=$scratch/out QT_QPA_PLATFORM=offscreen timeout 300 bash -o pipefail -ec "$(head_of "$1" Proof)") \
        >"$build/said" 2>&1
}

# What is there already and differs is written anew, and so is newer than what was built of it.
files_of() { (cd "$1" && find . -path ./build -prune -o -path ./.git -prune -o -type f -print0); }
mkdir -p "$work" "$build"
while IFS= read -r -d '' file; do
    [ -e "$folder/$file" ] || rm "$work/$file"
done < <(files_of "$work")
while IFS= read -r -d '' file; do
    cmp -s "$folder/$file" "$work/$file" && continue
    mkdir -p "$(dirname "$work/$file")"
    cp "$folder/$file" "$work/$file"
done < <(files_of "$folder")
cmake -S "$work" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DLOCKSCOPE_TESTS=ON >/dev/null
compile "${patches[@]}"
for name in "${patches[@]}"; do
    ! holds "$name" || complain "the proof of $name holds without it"
done
for name in "${patches[@]}"; do
    patch=$folder/tests/docs/additions/$name.patch
    apply "$work" "$patch"
    if ! compile "$name"; then
        complain "$name does not compile"
    elif holds "$name"; then
        echo "docs: $name is added and works"
    else
        cat "$build/said"
        complain "$name is added and does not work"
    fi
    apply "$work" -R "$patch"
done
exit "$failed"
