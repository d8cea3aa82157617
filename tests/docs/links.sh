#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# links.sh FOLDER: every link of every Markdown file in the folder leads to a file there, and its anchor to a heading of that
# file; every path in backquotes that has a folder of ours and a known ending is a file; README and ARCHITECTURE are short.
# shellcheck disable=SC2016 # backquotes are Markdown's
set -euo pipefail
cd "$1"
failed=0
complain() {
    echo "docs: $*"
    failed=1
}

# What is outside fences of code.
prose() { awk '/^ *```/ { fence = !fence; next } !fence' "$1"; }

# A heading becomes an anchor as the web makes it: small letters, no signs but - and _, blanks to -.
anchors() {
    prose "$1" | sed -nE 's/^#+ +//p' | sed 's/`//g' | awk '{ print tolower($0) }' | sed -E 's/[^[:alnum:] _-]//g; s/ /-/g'
}

while IFS= read -r file; do
    folder=$(dirname "$file")
    while IFS= read -r link; do
        case $link in *://* | mailto:*) continue ;; esac
        target=$file
        [ "${link%%#*}" = "" ] || target=$folder/${link%%#*}
        if [ ! -e "$target" ]; then
            complain "$file links to $link, which is not there"
        elif [[ $link == *#* ]] && ! grep -Fxq -- "${link#*#}" <<<"$(anchors "$target")"; then
            complain "$file links to $link, and $target has no such heading"
        fi
    done < <(prose "$file" | sed 's/`[^`]*`//g' | grep -oE '\]\([^) ]+\)' | sed -E 's/^\]\(//; s/\)$//' || true)
    # NAME, * and ... stand for something. Texts name the rooms that ui is about to have: looked for once they are there.
    while IFS= read -r path; do
        case $path in *NAME* | *\** | *...*) continue ;; esac
        [ -e "$path" ] || complain "$file names $path, which is not there"
    done < <(prose "$file" | grep -oE '`(app|core|resources|tests|ui)/[^` ]+\.(c|cpp|h|md|mjs|py|qrc|sh|txt)`' | tr -d '`' || true)
done < <(find . -name '*.md' -not -path './build*' -not -path './.git/*' -printf '%P\n' | sort)

# A page that grows past this has a room or a manual to go to.
at_most() { # bytes file
    [ ! -e "$2" ] || [ "$(wc -c <"$2")" -le "$1" ] || complain "$2 has $(wc -c <"$2") bytes, and may have $1"
}
at_most 9216 README.md
at_most 12288 ARCHITECTURE.md
exit $failed
