#!/bin/sh
# The archive_command: keeps a piece of the write-ahead log. Success means that it is on the disk.
#
#   archive-wal.sh PIECE DIRECTORY NAME
#
# PostgreSQL asks again until this succeeds, also for a piece that stands there already: that is
# well when it is the same, and an error when it is another.
set -eu
piece=$1 kept=$2/$3
if [ -e "$kept" ]; then
    exec cmp -s "$piece" "$kept"
fi
cp "$piece" "$kept.part"
sync "$kept.part"
mv "$kept.part" "$kept"
sync "$2"
