# The supervisor: one process per embedded server, in a session of its own, that outlives every JVM using the server
# just long enough to remove it. docs/decisions/0006-supervisor.md has the reasons.
#
#   sh -c TEXT holdfast-supervisor start|reap STATE ROOT ACCOUNT [ID]
#
# STATE    a directory of this account that stays; its "lock" is held while anybody looks for the dead
# ROOT     where run directories live; ROOT/holdfast-ACCOUNT-ID is ours, and everything that we start has its working
#          directory in there: that is how its processes are found, whoever their parent is by then
# stdin    a pipe that only the first JVM can write: closed by the kernel when that JVM dies
# stdout   one line for the first JVM: "ready DIRECTORY"; anything else is why it could not start

umask 077
ulimit -c 0
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
cd /
mode=$1 state=$2 root=$(cd "$3" && pwd -P) account=$4

fail() {
    printf '%s\n' "$*"
    exit 1
}

[ -n "$root" ] || fail "cannot enter $3 as $account"

# facts PID: sets $1 … to its state, parent, group, session, terminal; fails if it is gone.
facts() {
    if [ -d /proc/self ]; then
        read -r stat <"/proc/$1/stat" && echo "${stat##*) }"
    else # macOS
        ps -o stat=,ppid=,pgid=,sess=,tty= -p "$1" | sed 's/ ??* *$/ 0/'
    fi 2>/dev/null
}

# A person who looks around in the directory has a terminal; our processes never do.
on_terminal() {
    set -- $(facts "$1")
    [ "${5:-0}" != 0 ]
}

# inhabitants DIRECTORY: the processes whose working directory is in there. Works for stopped ones, for ones in other
# sessions (each backend makes its own) and for ones whose parent is dead.
inhabitants() {
    if [ -L /proc/self/cwd ]; then
        ls -ln /proc/[0-9]*/cwd 2>/dev/null | while read -r line; do
            case $line in
                *"/cwd -> $1" | *"/cwd -> $1/"* | *"/cwd -> $1 (deleted)")
                    pid=${line%%"/cwd -> "*}
                    echo "${pid##*/}"
                    ;;
            esac
        done
    else # macOS
        lsof -w -a -d cwd -u "$(id -u)" -Fpn 2>/dev/null | while read -r line; do
            case $line in p*) pid=${line#p} ;; "n$1" | "n$1/"*) echo "$pid" ;; esac
        done
    fi | while read -r pid; do on_terminal "$pid" || echo "$pid"; done
}

# remove_shared_memory DIRECTORY PIDS: PostgreSQL's System V segment, a few bytes that say "somebody is attached". It is
# ours if one of our processes made it, if postmaster.pid names it (line 7: key, id), or by its key, which is the data
# directory's inode; and only if nobody is attached any more.
remove_shared_memory() {
    read -r named_key named_id <<END
$(sed -n 7p "$1/data/postmaster.pid" 2>/dev/null)
END
    inode=$(ls -di "$1/data" 2>/dev/null) && set -- "$1" "$2" ${inode}
    inode=$((${3:-0} & 0xffffffff))
    [ "$inode" -lt 2147483648 ] || inode=$((inode - 4294967296))
    if [ -r /proc/sysvipc/shm ]; then
        while read -r key id _ _ made_by _ attached _; do
            [ "$attached" = 0 ] || continue
            case " $2 " in
                *" $made_by "*) ;;
                *)
                    [ "$key" != 0 ] || continue # a private segment has no key
                    [ "$key $id" = "$named_key $named_id" ] || [ "$key" = "$inode" ] || continue
                    ;;
            esac
            ipcrm -m "$id" 2>/dev/null
        done </proc/sysvipc/shm
    elif [ -n "$named_id" ]; then
        ipcrm -m "$named_id" 2>/dev/null
    fi
}

# shared_objects PIDS: what they have in /dev/shm. Servers of ours have nothing there, but initdb of version 15 has.
shared_objects() {
    for pid; do
        sed -n 's|.* \(/dev/shm/PostgreSQL\.[0-9]*\)$|\1|p' "/proc/$pid/maps"
    done 2>/dev/null | sort -u
}

# A zombie, which only waits for its parent to take notice, counts as gone.
any_lives() {
    for pid; do
        case $(facts "$pid") in "" | Z*) ;; *) return ;; esac
    done
    return 1
}

# destroy DIRECTORY: ends everything in there, then removes it. QUIT is PostgreSQL's immediate shutdown, TERM is for the
# others, CONT lets the suspended ones see them; after about 1 s it is KILL, again and again, as somebody may be forking.
# Safe to run twice at the same time.
destroy() {
    case $1 in */holdfast-?*) ;; *) return ;; esac # whatever else goes wrong
    pids=$(echo $(inhabitants "$1")) seen=$pids step=0
    objects=$(shared_objects $pids)
    for signal in QUIT TERM CONT; do kill -$signal $pids 2>/dev/null; done
    while any_lives $pids && [ "$step" -lt 12 ]; do
        step=$((step + 1))
        sleep 0.05
    done
    while pids=$(echo $(inhabitants "$1")) && [ -n "$pids" ] && [ "$step" -lt 100 ]; do
        seen="$seen $pids"
        kill -KILL $pids 2>/dev/null
        step=$((step + 1))
        sleep 0.02
    done
    remove_shared_memory "$1" "$seen"
    rm -f $objects
    rm -rf "$1"
}

# A run directory whose lock nobody holds belonged to a supervisor that was killed. Pids play no part: they come back.
# One without a lock is being made right now by somebody with another STATE, unless it is old.
reap() {
    for dead in "$root/holdfast-$account"-*; do
        [ -d "$dead" ] && [ ! -L "$dead" ] && [ -O "$dead" ] || continue
        (
            if [ -e "$dead/lock" ]; then
                exec 7<"$dead/lock"
                lock -n 7 || exit
            else
                [ -n "$(find "$dead" -prune -mmin +1)" ] || exit
            fi
            destroy "$dead"
        ) 2>/dev/null
    done
}

# run NAME: starts NAME.sh, which was put into the run directory. Its process id and, later, its exit status are written
# over the blanks in NAME.pid and NAME.exit, in place, as the disk may be full. Whatever is forked here is born inside the
# directory, so that destroy finds it.
run() {
    cd "$dir" || return
    (
        sh "./$1.sh" </dev/null >"$1.out" 2>&1 &
        printf %19d $! 1<>"$1.pid"
        wait $!
        printf %19d $? 1<>"$1.exit"
    ) 3<&- 9>&- &
    cd /
}

# shut_down: ends the postmaster in order (a "fast" shutdown); fails if there is none, or if it took more than about 2 s.
shut_down() {
    read -r postmaster <"$dir/data/postmaster.pid" || return
    ended=
    for file in "$dir"/postgres-*.pid; do
        read -r pid <"$file" && [ "$pid" -eq "$postmaster" ] && ended=${file%.pid}.exit
    done
    [ -n "$ended" ] && read -r status <"$ended" && [ -z "$status" ] && kill -INT "$postmaster" || return
    step=0
    while read -r status <"$ended" && [ -z "$status" ] && [ "$step" -lt 90 ]; do
        step=$((step + 1))
        sleep 0.02
    done
    [ -n "$status" ] && [ "$status" -eq 0 ] && [ ! -e "$dir/data/postmaster.pid" ]
}

# keep NAME: data that were shut down in order, and their password, become STATE/NAME, for the next server of that name; in
# one rename, so that nobody finds a part. Anything else stays in the run directory, to be destroyed. Runs in a subshell.
keep() {
    shut_down || exit
    kept=$state/$1
    exec 7>>"$kept.lock" && lock 7 || exit
    rm -rf "$kept.new" && mkdir "$kept.new" && boot >"$kept.new/boot" &&
        mv "$dir/programs" "$dir/password" "$dir/data" "$kept.new" &&
        rm -rf "$kept" && mv "$kept.new" "$kept" || rm -rf "$kept.new"
}

# forget: removes what was kept and is of no use any more: nobody asked for it for 30 days, or its programs are gone.
forget() {
    for kept in "$state"/kept-*; do
        [ -d "$kept" ] || continue
        case $kept in *.new | *.taken) name=${kept%.*} ;; *) name=$kept ;; esac
        exec 7>>"$name.lock"
        lock -n 7 || continue
        [ "$name" = "$kept" ] && read -r programs <"$kept/programs" && [ -x "$programs/postgres" ] &&
            [ -z "$(find "$kept" -prune -mtime +30)" ] || rm -rf "$kept"
    done
}

exec 8>>"$state/lock" || exit
lock 8 || fail "cannot lock $state/lock"
reap
[ "$mode" = start ] || fail "ready"

dir=$root/holdfast-$account-$5
mkdir "$dir" || exit
trap 'destroy "$dir"; exit' HUP INT TERM QUIT
{ exec 9>"$dir/lock"; } && lock -n 9 && mkfifo "$dir/clients" && mkdir "$dir/attached" || {
    rm -rf "$dir"
    exit 1
}
exec 8>&-

# Every JVM is a writer of "clients"; the first one through this cat. End of file: the last of them is gone.
exec 4<&0 </dev/null
cat <&4 >"$dir/clients" 4<&- 9>&- 2>/dev/null &
exec 3<"$dir/clients" 4<&-

(printf 'ready %s\n' "$dir") # in a subshell: if that JVM is dead, SIGPIPE ends only the subshell
exec >>"$dir/supervisor.log" 2>&1

keeping=
while read -r verb name <&3; do
    case $verb in
        attach) : >"$dir/attached/$name" ;; # the answer: who comes after the end gets none
        run) run "$name" ;;
        keep) keeping=$name ;;
    esac
done
[ -z "$keeping" ] || (keep "$keeping")
destroy "$dir"
[ -z "$keeping" ] || (forget)
