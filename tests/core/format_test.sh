#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every C and C++ file is as .clang-format has it. Formatters of different versions differ, so one is held: 14, of Debian 12.
# Exit code 77: there is none of that version here, and nothing was checked.
set -euo pipefail
cd "$1"
formatter=
for name in clang-format-14 clang-format; do
    if command -v "$name" >/dev/null && "$name" --version | grep -q 'version 14\.'; then
        formatter=$name
        break
    fi
done
if [ -z "$formatter" ]; then
    echo 'There is no clang-format 14 here: nothing was checked.'
    exit 77
fi
if ! find app core ui resources tests -name '*.h' -o -name '*.cpp' -o -name '*.c' \
    | xargs "$formatter" --dry-run --Werror --ferror-limit=3; then
    echo "format: mend these files with: $formatter -i FILE"
    exit 1
fi
