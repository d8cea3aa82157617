#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# flags.sh FOLDER LOCKSCOPE_CLI [LOCKSCOPE]: every command and every flag of ours that README and manual name is in --help.
# Without the window's program its flags are not looked at.
# shellcheck disable=SC2016 # backquotes are Markdown's
set -euo pipefail
cd "$1"
cli=$2
window=${3:-}
failed=0
complain() {
    echo "docs: $*"
    failed=1
}

help=$(mktemp -d)
trap 'rm -rf "$help"' EXIT
# A flag of a help text: at the begin of a line, or after a comma.
flags_in() { grep -oE -- '(^ *|,)-{1,2}[a-z][a-z-]*' | tr -d ' ,' || true; }
"$cli" --help >"$help/text"
sed -nE '/^Subcommands:/,$ s/^  ([a-z, ]+[a-z])  .*/\1/p' "$help/text" | tr -d ' ' | tr ',' '\n' >"$help/commands"
[ -s "$help/commands" ] || { complain 'lockscope-cli --help names no command'; exit 1; }
flags_in <"$help/text" >"$help/cli"
while IFS= read -r command; do
    "$cli" "$command" --help | flags_in >"$help/cli-$command"
done <"$help/commands"
cat "$help"/cli* >"$help/all"
if [ -n "$window" ]; then
    QT_QPA_PLATFORM=offscreen "$window" --help | flags_in >"$help/window"
    cat "$help/window" >>"$help/all"
fi

checked=0
# A call of ours: the program, for lockscope-cli its command, and flags up to the next program.
check_call() { # where call...
    local where=$1 program=$2 list=$help/window word
    shift 2
    if [ "$program" = lockscope-cli ]; then
        list=$help/cli
        if [[ ${1:-} =~ ^[a-z]+$ ]]; then
            list=$help/cli-$1
            [ -e "$list" ] || { complain "$where: lockscope-cli has no command $1"; return 0; }
        fi
    elif [ -z "$window" ]; then
        return 0
    fi
    for word in "$@"; do
        case $word in '|' | '>' | '&&' | ';' | '#'*) break ;; esac
        word=${word%%[=\"\']*}
        if [[ $word =~ ^--[a-z] ]]; then
            checked=$((checked + 1))
            grep -Fxq -- "$word" "$list" || complain "$where: $program ${1:-} has no flag $word"
        fi
    done
}

# All calls in a line, wherever they begin.
check_line() { # where line
    local -a words
    local i
    read -ra words <<<"$2"
    for i in "${!words[@]}"; do
        words[i]=${words[i]#\'}
        case ${words[i]} in
        '#'*) break ;;
        lockscope | lockscope-cli) check_call "$1" "${words[@]:i}" ;;
        esac
    done
}

for file in README.md resources/help/*.md; do
    [ -e "$file" ] || continue
    # Code: calls, continued lines joined.
    while IFS= read -r line; do
        check_line "$file" "$line"
    done < <(awk '/^ *```/ { fence = !fence; next } fence' "$file" | sed -e ':a' -e '/\\$/N; s/\\\n//; ta')
    # Words in backquotes: calls, flags of any of ours, commands before flags.
    while IFS= read -r span; do
        case $span in
        lockscope*) check_line "$file" "$span" ;;
        --*)
            [ -n "$window" ] || continue
            word=${span%%[ =]*}
            checked=$((checked + 1))
            grep -Fxq -- "$word" "$help/all" || complain "$file: no program of ours has the flag $word"
            ;;
        *)
            word=${span%% *}
            if [[ $span == *' --'* ]] && grep -Fxq -- "$word" "$help/commands"; then
                check_line "$file" "lockscope-cli $span"
            fi
            ;;
        esac
    done < <(awk '/^ *```/ { fence = !fence; next } !fence' "$file" | tr '\n' ' ' | grep -oE '`[^`]+`' | tr -d '`' || true)
done
[ "$checked" -gt 0 ] || complain 'no flag was found to be checked'
echo "docs: $checked flags checked"
exit $failed
