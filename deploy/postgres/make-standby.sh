#!/bin/sh
# Makes a standby from its primary, as the user postgres, on the host of the standby. The data
# directory must be empty: on Debian `pg_createcluster 15 main`, then empty it.
#
#   make-standby.sh PRIMARY NAME DATA
#
# PRIMARY is how to reach the primary, in the words of libpq:
#   'host=a.db.example user=samenspraak_standby sslmode=verify-full sslrootcert=/etc/….pem'
# NAME is the cluster_name of this standby: its slot on the primary gets that name too. The password
# stands in ~/.pgpass of postgres (or in the file that PGPASSFILE names), readable by it alone.
set -eu
primary=$1 name=$2 data=$3
exec pg_basebackup --dbname "$primary" --pgdata "$data" --checkpoint fast \
    --create-slot --slot "$name" --write-recovery-conf
