# Shared by the scripts: where the project is, and how progress is shown. Sourced, not run.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$root"

# ccache may share objects between build folders and clones: paths are made relative, working folders left out.
# A precompiled header holds the paths of its folder: what it was made of is compared instead (script/build writes it down).
export CCACHE_PCH_EXTSUM=1
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR="$root" CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export PATH="$root/build/node/node_modules/.bin:$PATH"

# Node.js from npm brings its own list of authorities; those that this machine trusts besides are in Debian's.
[[ -n "${NODE_EXTRA_CA_CERTS:-}" || ! -e /etc/ssl/certs/ca-certificates.crt ]] ||
  export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt

started_s=$SECONDS
step() { printf '\n== [%3d s] %s\n' "$((SECONDS - started_s))" "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
jobs_count() { nproc; }

# Runs a command and says every 15 seconds that it still runs; its output goes to a log that is shown on failure.
quietly() {
  local label="$1" log="$2"; shift 2
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 &
  local pid=$! began=$SECONDS shown=$SECONDS
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if ((SECONDS - shown >= 15)); then shown=$SECONDS; printf '   … %s, %d s\n' "$label" "$((SECONDS - began))"; fi
  done
  if ! wait "$pid"; then tail -n 60 "$log" >&2; fail "$label failed; the whole output is in $log"; fi
}
