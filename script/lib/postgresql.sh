# The tests' own PostgreSQL: a fresh cluster in a temporary folder, on a free loopback port, as an account without
# rights; stopped by its process id. Sourced; a caller stops it on EXIT.
#   start_postgresql    exports NRM_TEST_POSTGRESQL, a connection string of a role that may create databases
#   stop_postgresql
#   quick_folder        where a test's files go: in memory where there is room, or else the temporary folder. No test
#                       cuts the power, and a database waits for the disk at every commit

nrm_postgresql_folder=""
nrm_postgresql_pid=""

# PostgreSQL refuses to run as root.
nrm_as_postgresql() {
  if [[ "$(id -u)" != 0 ]]; then "$@"; return; fi
  setpriv --reuid postgres --regid postgres --clear-groups env HOME="$nrm_postgresql_folder" "$@"
}

quick_folder() {
  local least_kib=$((4 * 1024 * 1024)) free_kib=0
  if [[ -w /dev/shm ]]; then free_kib="$(df --output=avail /dev/shm | tail -n 1)"; fi
  if ((free_kib > least_kib)); then printf '/dev/shm\n'; else printf '%s\n' "${TMPDIR:-/tmp}"; fi
}

nrm_find_postgresql() {
  local folder
  for folder in /usr/lib/postgresql/{17,16,15}/bin; do
    if [[ -x "$folder/initdb" ]]; then printf '%s\n' "$folder"; return; fi
  done
  printf 'error: PostgreSQL 15 or newer is not installed\n' >&2
  return 1
}

nrm_free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Made with a password: another account of the machine must not become its superuser.
nrm_make_cluster() {
  local programs="$1" password="$2"
  nrm_postgresql_folder="$(mktemp -d "$(quick_folder)/nrm-postgresql-XXXXXX")"
  (umask 077; printf '%s\n' "$password" >"$nrm_postgresql_folder/password")
  if [[ "$(id -u)" == 0 ]]; then chown -R postgres:postgres "$nrm_postgresql_folder"; fi
  nrm_as_postgresql "$programs/initdb" --pgdata "$nrm_postgresql_folder/data" --username nrm_test --encoding UTF8 \
    --locale C --no-sync --auth scram-sha-256 --pwfile "$nrm_postgresql_folder/password" \
    >"$nrm_postgresql_folder/initdb.log" 2>&1 || { cat "$nrm_postgresql_folder/initdb.log" >&2; return 1; }
}

nrm_wait_until_ready() {
  local programs="$1" port="$2" tries
  for ((tries = 0; tries < 150; tries++)); do
    if "$programs/pg_isready" --quiet --host 127.0.0.1 --port "$port"; then return 0; fi
    if ! kill -0 "$nrm_postgresql_pid" 2>/dev/null; then return 1; fi
    sleep 0.2
  done
  return 1
}

start_postgresql() {
  local programs password port
  programs="$(nrm_find_postgresql)" || return 1
  password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  nrm_make_cluster "$programs" "$password" || return 1
  port="$(nrm_free_port)"
  (
    cd "$nrm_postgresql_folder"
    nrm_as_postgresql_exec "$programs/postgres" -D "$nrm_postgresql_folder/data" -p "$port" \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories="" -c max_connections=200 \
      -c max_wal_size=256MB
  ) >"$nrm_postgresql_folder/postgres.log" 2>&1 &
  nrm_postgresql_pid=$!
  if ! nrm_wait_until_ready "$programs" "$port"; then
    cat "$nrm_postgresql_folder/postgres.log" >&2
    stop_postgresql
    return 1
  fi
  export NRM_TEST_POSTGRESQL="host=127.0.0.1 port=$port user=nrm_test password=$password dbname=postgres"
}

# In place of the calling shell, so that its process id is the server's.
nrm_as_postgresql_exec() {
  if [[ "$(id -u)" != 0 ]]; then exec "$@"; fi
  exec setpriv --reuid postgres --regid postgres --clear-groups env HOME="$nrm_postgresql_folder" "$@"
}

stop_postgresql() {
  if [[ -n "$nrm_postgresql_pid" ]]; then
    kill -INT "$nrm_postgresql_pid" 2>/dev/null || true
    wait "$nrm_postgresql_pid" 2>/dev/null || true
  fi
  if [[ -n "$nrm_postgresql_folder" ]]; then rm -rf "$nrm_postgresql_folder"; fi
  nrm_postgresql_pid="" nrm_postgresql_folder=""
  unset NRM_TEST_POSTGRESQL
}
