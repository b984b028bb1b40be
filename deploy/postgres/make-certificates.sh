#!/bin/sh
# Makes an authority of your own, and a certificate of it for each server of the log. Where there is
# an authority already, have it make these instead.
#
#   make-certificates.sh DIRECTORY NAME…
#
# NAME is how the services and the other servers name a server: a.db.example. Afterwards DIRECTORY
# holds authority.pem, for everybody who connects, and NAME.crt and NAME.key for each server. Keep
# authority.key in a safe: whoever has it can pass for a server.
set -eu
umask 077
directory=$1
shift
mkdir -p "$directory"
cd "$directory"
if [ ! -e authority.key ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
        -subj '/CN=Samenspraak databases' -keyout authority.key -out authority.pem
fi
for name in "$@"; do
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -subj "/CN=$name" -keyout "$name.key" -out "$name.csr"
    printf 'subjectAltName = DNS:%s\nbasicConstraints = CA:FALSE\n' "$name" >"$name.ext"
    openssl x509 -req -in "$name.csr" -CA authority.pem -CAkey authority.key -CAcreateserial \
        -days 825 -extfile "$name.ext" -out "$name.crt"
    rm "$name.csr" "$name.ext"
done
chmod 644 authority.pem ./*.crt
