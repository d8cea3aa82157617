#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The checks of the texts find what they are there for: a small folder of texts passes, and each fault in it alone does not.
# shellcheck disable=SC2016 # backquotes are Markdown's
set -euo pipefail
checks=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# A program with one command, and one flag of it, in place of ours.
cat >"$folder/cli" <<'END'
#!/bin/sh
case $1 in
run) printf '  --known N   what it is\n' ;;
*) printf '  -h,--help   this\n\nSubcommands:\n  run         runs\n' ;;
esac
END
chmod +x "$folder/cli"

good() {
    rm -f "$folder/texts/ARCHITECTURE.md"
    mkdir -p "$folder/texts/resources/help" "$folder/texts/core"
    touch "$folder/texts/core/a.h"
    printf '# One\n\n[two](resources/help/two.md#the-second-part) and `core/a.h`\n' >"$folder/texts/README.md"
    printf '# Two\n\n## The second part\n\n```sh\nlockscope-cli run --known 1 | other --flag\n```\n' >"$folder/texts/resources/help/two.md"
}
check() { "$checks/links.sh" "$folder/texts" && "$checks/flags.sh" "$folder/texts" "$folder/cli"; }
finds() { # what
    if check >"$folder/said" 2>&1; then
        echo "checks_fail_test: $1 is not found"
        failed=1
    fi
    good
}

good
check || { echo 'checks_fail_test: good texts do not pass'; exit 1; }
cd "$folder/texts"
echo '[three](three.md)' >>README.md && finds 'a link to a file that is not there'
echo '[two](resources/help/two.md#third)' >>README.md && finds 'a link to a heading that is not there'
echo 'see `core/b.h`' >>README.md && finds 'a path that is not there'
head -c 9300 /dev/zero | tr '\0' x >>README.md && finds 'a README that is too long'
head -c 12300 /dev/zero | tr '\0' x >ARCHITECTURE.md && finds 'an ARCHITECTURE that is too long'
echo 'say `lockscope-cli run --unknown`' >>README.md && finds 'a flag that is not there'
echo 'say `lockscope-cli walk`' >>README.md && finds 'a command that is not there'
printf '```sh\nlockscope-cli run \\\n    --unknown 1\n```\n' >>README.md && finds 'a flag in a line that goes on'
exit $failed
