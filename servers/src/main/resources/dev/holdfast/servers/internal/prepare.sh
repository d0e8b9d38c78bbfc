# Puts a new cluster into ./data and its superuser's password into ./password: copies of the cached ones, which the first
# caller makes. Runs in the run directory, so that a killed initdb leaves nothing outside it but CLUSTER.new.
#
#   BIN        where initdb is
#   CLUSTER    the cache entry; renamed into place when complete, never changed afterwards
#   OPTIONS    for initdb

exec 7>>"$CLUSTER.lock" || exit
lock 7 || exit
if [ -d "$CLUSTER" ]; then
    exec 7>&-
    cp -a "$CLUSTER/data" "$CLUSTER/password" .
    exit
fi
rm -rf "$CLUSTER.new" # we hold the lock: whoever began this one is dead
od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >password &&
    "$BIN/initdb" -D data -U postgres --pwfile=password $OPTIONS &&
    mkdir "$CLUSTER.new" &&
    cp -a data password "$CLUSTER.new" &&
    mv "$CLUSTER.new" "$CLUSTER"
