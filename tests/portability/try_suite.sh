#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the README's two commands, ./run.sh and ./test.sh, in a bare root of a Debian suite: nothing is installed there but
# what the suite cannot be without, so what the commands need, they have to install. HEAD is what is tried.
#
#   tests/portability/try_suite.sh [--run | --test] [--again] SUITE [FOLDER]
#
#   SUITE    bookworm, trixie, sid: whatever debootstrap knows and the mirror holds
#   FOLDER   where the root is made, some 5 GB (/var/tmp/lockscope-SUITE); the log is FOLDER.log
#   --run    ./run.sh alone
#   --test   ./test.sh alone
#   --again  in the root that an earlier call made in FOLDER, with all that it installed
#
# Needs root, debootstrap and git. The mirror is the one that apt of this machine uses for Debian. All mounts are in a
# namespace of their own and all processes of the root in another: whatever ends this script ends them.
# Exit codes: 0 both passed, 1 something failed, 2 bad arguments. The last line says which.
set -euo pipefail

fail() { # code sentence
    printf 'try_suite.sh: %s\n' "$2" >&2
    exit "$1"
}

usage='usage: try_suite.sh [--run | --test] [--again] SUITE [FOLDER]'
commands=(run.sh test.sh)
again=
while [[ ${1:-} == -* ]]; do
    case $1 in
        --run) commands=(run.sh) ;;
        --test) commands=(test.sh) ;;
        --again) again=yes ;;
        -h | --help) sed -n '3,18s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) fail 2 "$1 is not an option; $usage" ;;
    esac
    shift
done
[[ $# == [12] ]] || fail 2 "a suite and at most a folder are needed; $usage"
suite=$1
[[ $suite =~ ^[a-z][a-z0-9.-]*$ ]] || fail 2 "'$suite' is no name of a suite, such as trixie"
root=$(realpath -m "${2:-/var/tmp/lockscope-$suite}")
log=$root.log
source=$(realpath "$(dirname "$0")/../..")

[ "$(id -u)" -eq 0 ] || fail 2 'a root can be made by root alone'
for tool in debootstrap git setpriv unshare; do
    command -v "$tool" >/dev/null || fail 2 "there is no $tool here; on Debian: apt-get install debootstrap git util-linux"
done
[ -e "/usr/share/debootstrap/scripts/$suite" ] || fail 2 "debootstrap knows no suite '$suite'"
! grep -qF " $root/" /proc/mounts || fail 2 "something is mounted in $root: unmount it first"
if [ -n "$again" ]; then
    [ -x "$root/usr/bin/apt-get" ] || fail 2 "there is no root in $root to try again in"
elif [ -e "$root" ] && [ ! -e "$root/.made-by-try_suite" ]; then
    fail 2 "$root is there and was not made by this script: name another folder"
fi

# shellcheck disable=SC2016 # apt fills these in
# Debian's own archive, as apt of this machine reaches it.
mirror=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' \
    | awk -F'|' '$1 == "Debian" && $2 == "Debian" && $3 == "main" { print $4; exit }')
[ -n "$mirror" ] || fail 1 'apt of this machine knows no mirror of Debian; run apt-get update first'

say() { printf '%s %s\n' "$(date +%T)" "$*" | tee -a "$log"; }

took=()
end() { # verdict sentence exit-code
    say "$1: $suite${system:+ ($system)}: $2 [log: $log]"
    exit "$3"
}

# Runs one step into the log and keeps how long it took; ends everything when it fails.
step() { # name command...
    local name=$1 begin=$SECONDS code=0
    shift
    say "$name ..."
    "$@" >>"$log" 2>&1 || code=$?
    took+=("$name $((SECONDS - begin)) s")
    if [ "$code" -ne 0 ]; then
        tail -n 40 "$log"
        end FAILED "$name ended with exit code $code after $((SECONDS - begin)) s" 1
    fi
}

# These run as the left side of an "or", where set -e does not hold.
make_root() {
    rm -rf --one-file-system "$root" && mkdir -p "$root" && touch "$root/.made-by-try_suite" \
        && debootstrap --variant=minbase "$suite" "$root" "$mirror" || return
    # How apt of this machine reaches its mirror (proxies, a mirror that stands still) holds in there, too.
    apt-config dump | grep -E '^Acquire::(Check-|ForceIPv|Retries|http|https)' >"$root/etc/apt/apt.conf.d/90machine"
    printf 'deb %s %s main\n' "$mirror" "$suite" >"$root/etc/apt/sources.list"
}

clone() {
    rm -rf --one-file-system "$root/root/lockscope" \
        && git clone --quiet --no-local "$source" "$root/root/lockscope"
}

# A command in the root, in namespaces of its own: its mounts and processes end with it, and it ends with this script.
# No display, nothing of this machine's environment.
inside() { # shell command
    # shellcheck disable=SC2016 # expanded in there
    setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child=KILL --propagation private bash -euc '
        root=$1
        mount -t proc proc "$root/proc"
        mount --rbind /sys "$root/sys"
        mount --rbind /dev "$root/dev"
        exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
            chroot "$root" bash -c "$2" </dev/null' inside "$root" "$1"
}

run_it() {
    inside 'cd /root/lockscope && ./run.sh' || return
    local pictures
    pictures=$(find "$root/root/lockscope/charts" -name '*.png' -size +1k | wc -l)
    echo "run.sh left $pictures pictures."
    [ "$pictures" -ge 2 ]
}

mkdir -p "$(dirname "$root")"
: >"$log"
say "HEAD is $(git -C "$source" log -1 --format='%h (%s)')."
[ -n "$again" ] || step debootstrap make_root
step clone clone
system="Debian $(cat "$root/etc/debian_version")"
for command in "${commands[@]}"; do
    case $command in
        run.sh) step run.sh run_it ;;
        test.sh) step test.sh inside 'cd /root/lockscope && ./test.sh' ;;
    esac
done
# shellcheck disable=SC2016 # expanded in there
versions=$(inside 'printf "GCC %s" "$(g++ -dumpfullversion)"
    for name in qt6-base-dev:Qt libtbb-dev:oneTBB libfmt-dev:fmt libeigen3-dev:Eigen; do
        printf ", %s %s" "${name#*:}" "$(dpkg-query -W -f="\${source:Upstream-Version}" "${name%:*}")"
    done' 2>>"$log" || true)
system+="${versions:+, $versions}"
list=$(printf ', %s' "${took[@]}")
end PASSED "${list:2}" 0
