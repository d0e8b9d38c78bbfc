# boot: names the time since this machine was started; nothing where that can't be told.
boot() {
    cat /proc/sys/kernel/random/boot_id 2>/dev/null || sysctl -n kern.bootsessionuuid 2>/dev/null # macOS
}
