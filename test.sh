#!/usr/bin/env bash
# Builds everything and runs every test. The last line is always "N passed, N failed".
# What is given is handed to dotnet test: ./test.sh --filter Inbox
set -uo pipefail
cd "$(dirname "$0")"

finish() {
  echo "$1"
  exit "$2"
}

stop() {
  echo "$1" >&2
  finish "0 passed, 1 failed" 1
}

# --- what the tests need -------------------------------------------------------------------------

command -v dotnet >/dev/null || stop "The .NET SDK that global.json names is missing: https://dotnet.microsoft.com/download"

debian_packages() {
  local package
  for package in chromium-headless-shell fonts-liberation postgresql postfix dovecot-imapd swaks; do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || echo "$package"
  done
}

find_initdb() {
  command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1
}

find_chromium() {
  # Without windows of its own, which cost as much as the pages.
  command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome
}

if command -v dpkg-query >/dev/null && [ "$(id -u)" = 0 ]; then
  missing=$(debian_packages)
  if [ -n "$missing" ]; then
    echo "Installing" $missing
    export DEBIAN_FRONTEND=noninteractive
    # The tests start a Postfix of their own; the machine's is left without a configuration.
    echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections 2>/dev/null
    # shellcheck disable=SC2086
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null ||
      stop "apt-get could not install: $missing"
  fi
fi

initdb=$(find_initdb)
chromium=$(find_chromium)
[ -n "$initdb" ] || stop "PostgreSQL's initdb is missing (Debian: apt-get install postgresql)."
[ -n "$chromium" ] || stop "Chromium is missing (Debian: apt-get install chromium-headless-shell fonts-liberation)."
export ENSORAS_TEST_CHROMIUM=$chromium

# --- a PostgreSQL of our own, thrown away afterwards ----------------------------------------------

scratch=$(mktemp -d)
chmod 755 "$scratch"
cluster=$scratch/cluster
results=$scratch/results

as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

clean() {
  [ -f "$cluster/postmaster.pid" ] && as_postgres "$(dirname "$initdb")/pg_ctl" -D "$cluster" -m immediate stop >/dev/null 2>&1
  rm -rf "$scratch"
}
trap clean EXIT

start_postgres() {
  local attempt port
  mkdir "$cluster" || return 1
  if [ "$(id -u)" = 0 ]; then chown postgres "$cluster" || return 1; fi
  as_postgres "$initdb" -D "$cluster" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$scratch/postgres.log" 2>&1 || return 1
  for attempt in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 40000))
    as_postgres "$(dirname "$initdb")/pg_ctl" -D "$cluster" -w -t 30 -l "$cluster/server.log" -o "-p $port -k $cluster \
      -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300" \
      start >>"$scratch/postgres.log" 2>&1 || continue
    export ENSORAS_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres;Include Error Detail=true"
    return 0
  done
  return 1
}

if ! start_postgres; then
  cat "$scratch/postgres.log" "$cluster/server.log" >&2 2>/dev/null
  stop "PostgreSQL did not start."
fi

# --- build, test, count ---------------------------------------------------------------------------

dotnet build Ensoras.sln --nologo -v quiet || stop "The build failed."

dotnet test Ensoras.Tests --no-build --nologo --results-directory "$results" --logger "trx;LogFileName=tests.trx" \
  --logger "console;verbosity=minimal" --blame-hang --blame-hang-timeout 10m --blame-hang-dump-type none "$@"
outcome=$?

count() {
  sed -n "s/.*<Counters .*\b$1=\"\([0-9]*\)\".*/\1/p" "$results/tests.trx" 2>/dev/null | head -n 1
}
total=$(count total) passed=$(count passed) executed=$(count executed) failed=$(count failed)
total=${total:-0} passed=${passed:-0} executed=${executed:-0} failed=${failed:-0}
skipped=$((total - executed))

if [ "$outcome" != 0 ] && [ "$failed" = 0 ]; then
  echo "The test run ended before all tests did." >&2
  failed=1
elif [ "$executed" = 0 ]; then
  echo "No test ran." >&2
  outcome=1
fi

line="$passed passed, $failed failed"
[ "$skipped" -gt 0 ] && line="$line, $skipped skipped"
finish "$line" "$outcome"
