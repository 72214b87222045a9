#!/usr/bin/env bash
# Writes the baseline migration of both databases anew. Only while nothing is released: from the first tagged version on,
# migrations are added, never rewritten.
set -euo pipefail
cd "$(dirname "$0")/.."

rm -rf Ensoras.Domain/Storage/Sqlite Ensoras.Domain/Storage/Postgres
dotnet tool restore >/dev/null
dotnet build build/Migrations --nologo -v quiet
for database in Sqlite Postgres; do
  dotnet ef migrations add Baseline --no-build --project Ensoras.Domain --startup-project build/Migrations \
    --context "${database}Db" --output-dir "Storage/$database"
  # One name whenever it is written, so that a change of the model is a change of one file.
  for file in Ensoras.Domain/Storage/"$database"/*_Baseline*.cs; do
    sed -i -E 's/[0-9]{14}_Baseline/20261127000000_Baseline/' "$file"
    mv "$file" "$(echo "$file" | sed -E 's/[0-9]{14}_Baseline/20261127000000_Baseline/')"
  done
done
