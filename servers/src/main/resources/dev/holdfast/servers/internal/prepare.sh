# Puts a cluster into ./data and its superuser's password into ./password: the kept one, or copies of the cached ones, which
# the first caller makes. Runs in the run directory, so that a killed initdb leaves nothing outside it but CLUSTER.new.
#
#   BIN        where initdb is
#   CLUSTER    the cache entry; renamed into place when complete, never changed afterwards
#   KEPT       what a shared server of the same kind kept, if there is any; empty for a server that isn't shared
#   OPTIONS    for initdb

# It is renamed before it is moved, because a move between two file systems that is killed would leave a part. What isn't of
# this boot may not have reached the disk when the machine went down. Settings that ALTER SYSTEM left don't count.
take() {
    exec 7>>"$KEPT.lock" && lock 7 || exit
    rm -rf "$KEPT.taken" && mv "$KEPT" "$KEPT.taken" || exit
    now=$(boot) && [ -n "$now" ] && [ "$(cat "$KEPT.taken/boot")" = "$now" ] &&
        mv "$KEPT.taken/data" "$KEPT.taken/password" . &&
        : >data/postgresql.auto.conf &&
        sed '/^# Holdfast$/,$d' data/postgresql.conf >postgresql.conf &&
        mv postgresql.conf data
    status=$?
    rm -rf "$KEPT.taken"
    exit $status
}

if [ -n "$KEPT" ]; then
    printf '%s\n' "$BIN" >programs || exit
    if [ -d "$KEPT" ]; then
        (take) && exit
        rm -rf data password
    fi
fi

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
