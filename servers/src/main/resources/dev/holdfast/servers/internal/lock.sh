# lock [-n] FD: takes flock(2) on an open descriptor; with -n fails at once where another process has it. The kernel
# frees it when the last copy of the descriptor is closed, however its owner died.
lock() {
    if command -v flock >/dev/null 2>&1; then
        flock "$@"
    else # macOS
        perl -e 'my $fd = pop; open(my $file, "<&=", $fd) or die "descriptor $fd: $!"; exit !flock($file, @ARGV ? 6 : 2)' -- "$@"
    fi
}
