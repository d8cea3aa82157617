#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tidy_test.sh FOLDER BUILD_FOLDER [--all]: sources obey .clang-tidy, by version 14, of which the checks are. The ones that
# changed last, as git tells them, because all of them take half an hour; with --all every one.
# Exit codes: 0 they do, 1 they do not, 77 it cannot be told here (no clang-tidy-14, no git, not built by GCC or Clang).
set -euo pipefail
cd "$1"
build=$(realpath "$2")
most=3

command -v clang-tidy-14 >/dev/null || { echo 'tidy: there is no clang-tidy-14 here'; exit 77; }
commands=$build/compile_commands.json
[ -e "$commands" ] || { echo "tidy: $commands is not there"; exit 77; }

# The compiler's flags of a room's sources, from a source of the same program part that is built there: joined sources stand
# in no list by themselves.
flags_of() { # source
    python3 - "$commands" "$1" <<'END'
import json, os, shlex, sys
commands, source = sys.argv[1:]
part = source.split('/')[0] + '/' + (source.split('/')[1] if source.startswith('app/') else '')
entries = [e for e in json.load(open(commands)) if e['file'].endswith(('.cpp', '.cxx'))]
build = os.path.dirname(commands)
own = [e for e in entries if os.path.relpath(e['file'], os.getcwd()) == source]
near = [e for e in entries if os.path.relpath(e['directory'], build).startswith(part.rstrip('/'))
        or os.path.relpath(e['file'], os.getcwd()).startswith(part)
        or os.path.relpath(e['file'], build).startswith(part)]
if not own + near:
    sys.exit(f'tidy: {source} is not built')
entry = (own + near)[0]
keep, words = [], shlex.split(entry['command'])[1:]
for word in words:
    if word in ('-c', '-o') or word.endswith(('.o', entry['file'])) or word.startswith(('--param', '-fno-semantic')):
        continue
    keep.append(os.path.normpath(os.path.join(entry['directory'], word)) if word.startswith('..') else word)
print('\n'.join(keep))
END
}

sources=()
if [ "${3:-}" = --all ]; then
    mapfile -t sources < <(git ls-files 'core/*.cpp' 'ui/*.cpp' 'app/*.cpp')
else
    git rev-parse --is-inside-work-tree >/dev/null 2>&1 || { echo 'tidy: without git the sources that changed last are not known'; exit 77; }
    mapfile -t sources < <(git log -n 200 --format= --name-only -- 'core/*.cpp' 'ui/*.cpp' 'app/*.cpp' \
        | awk '!seen[$0]++' | while IFS= read -r file; do if [ -e "$file" ]; then echo "$file"; fi; done | head -n "$most")
fi

check() { # source
    local -a flags
    mapfile -t flags < <(flags_of "$1")
    clang-tidy-14 --quiet "$1" -- "${flags[@]}" -Wno-everything 2>/dev/null
}
export -f check flags_of
export commands
# Each on a CPU of its own; the findings of one stand together.
printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -I{} bash -c 'said=$(check {}) || { printf "%s\n" "$said"; exit 1; }' \
    || { echo 'tidy: mend these, or say in .clang-tidy why a check is off'; exit 1; }
echo "tidy: ${#sources[@]} sources are as .clang-tidy has it"
