#!/bin/sh
# Lets a primary that failed return as a standby of the one that took its place, as the user
# postgres, on the host that failed. Its server is stopped. What it had and nobody confirmed goes.
#
#   return-as-standby.sh PRIMARY NAME DATA CONFIG
#
# PRIMARY, NAME and DATA as for make-standby.sh, with dbname=postgres in PRIMARY; CONFIG is its
# postgresql.conf. When pg_rewind cannot do it, empty DATA and use make-standby.sh.
set -eu
primary=$1 name=$2 data=$3 config=$4
slot="SELECT pg_create_physical_replication_slot('$name', true)
      WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '$name')"
# Until its first checkpoint the other one's files do not tell that it was promoted, and pg_rewind
# would find nothing to do.
psql -XAtq -v ON_ERROR_STOP=1 -d "$primary" -c 'CHECKPOINT' -c "$slot"
pg_rewind --target-pgdata "$data" --config-file "$config" --source-server "$primary" \
    --write-recovery-conf
# What came along with the files of the other server is its own. The last of each name counts.
printf "primary_slot_name = '%s'\nsynchronous_standby_names = ''\n" "$name" \
    >>"$data/postgresql.auto.conf"
