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

# The table of additions, with one row and its example.
added=$folder/added
good_addition() {
    rm -rf "$added"
    mkdir -p "$added/tests/docs/additions" "$added/core"
    cd "$added"
    printf 'one\ntwo\nthree\n' >core/locks.cpp
    printf '## Where do I add a ...\n\n| a ... | files | more |\n| --- | --- | --- |\n' >ARCHITECTURE.md
    echo '| lock kind (any) | `core/locks.cpp`, `core/NAME_lock.h` | now and then: `core/more.cpp` |' >>ARCHITECTURE.md
    {
        printf 'A lock.\nProof: true\n\n'
        printf 'diff --git a/core/locks.cpp b/core/locks.cpp\n--- a/core/locks.cpp\n+++ b/core/locks.cpp\n'
        printf '@@ -1,2 +1,3 @@\n one\n+more\n two\n'
        new_file core/good_lock.h
        new_file tests/core/good_lock_test.cpp
    } >tests/docs/additions/lock_kind.patch
}
new_file() { # path
    printf 'diff --git a/%s b/%s\nnew file mode 100644\n--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+new\n' "$1" "$1" "$1"
}
finds_addition() { # what
    if "$checks/additions.sh" "$added" >"$folder/said" 2>&1; then
        echo "checks_fail_test: $1 is not found"
        failed=1
    fi
    good_addition
}

command -v git >/dev/null || exit "$failed"
good_addition
"$checks/additions.sh" "$added" || { echo 'checks_fail_test: a good addition does not pass'; exit 1; }
echo '| key | a row, [the test](core/locks.cpp) | |' >>ARCHITECTURE.md
"$checks/additions.sh" "$added" || { echo 'checks_fail_test: a row that links its test does not pass'; exit 1; }
example=tests/docs/additions/lock_kind.patch
good_addition
sed -i s/one/1/ core/locks.cpp && finds_addition 'an example that no longer applies'
new_file core/other.cpp >>$example && finds_addition 'an example that touches what its row does not name'
new_file core/deep/good_lock.h >>$example && finds_addition 'an example that touches a file in another folder'
sed -i 's|`core/locks.cpp`|&, `core/table.cpp`|' ARCHITECTURE.md && finds_addition 'a row that names a file too many'
rm $example && finds_addition 'a row without an example'
cp $example tests/docs/additions/key.patch && finds_addition 'an example without a row'
sed -i /^Proof/d $example && finds_addition 'an example that nothing proves'
sed -i s/Where/When/ ARCHITECTURE.md && finds_addition 'that there is no table'
exit $failed
