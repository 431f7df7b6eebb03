# Outlives the tests: waits until no process holds the other end of the pipe any more, then stops the server and
# removes its files. A pipe and not a list of processes, since the system closes it whatever way a process ends.
#
# $1 the run's directory, $2 seconds to wait for another holder, $3 the link by which others find the run (or nothing)
run=${1:?} grace=${2:?} link=${3-}
trap '' INT TERM HUP
cd /
exec 3<&0

cat <&3 >/dev/null
while [ "$grace" -gt 0 ]; do
    sleep "$grace"
    # Has another one come meanwhile? `cat` ends at once when none has.
    rm -f "$run/idle"
    { cat >/dev/null; : >"$run/idle"; } <&3 &
    sleep 1
    [ -e "$run/idle" ] && break
    wait
done

# From here on nobody gets in; whoever did in the last moment may still finish.
if [ -n "$link" ] && [ "$(readlink "$link")" = "$run" ]; then rm -f "$link"; fi
mv "$run/alive" "$run/leaving" 2>/dev/null
cat <&3 >/dev/null

pid=$(cat "$run/server/pid" 2>/dev/null)
# The number may have passed on to another process: ours names the directory.
ours() {
    [ -n "$pid" ] || return 1
    if [ -d /proc/self ]; then tr '\0' ' ' <"/proc/$pid/cmdline"; else ps -o args= -p "$pid"; fi 2>/dev/null |
        grep -qF "$run/"
}
if ours; then
    kill -CONT "$pid" $(cat "$run/halted" 2>/dev/null) 2>/dev/null
    kill -s QUIT -- "-$pid"
    left=80
    while ours && [ "$left" -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
    kill -s KILL -- "-$pid" 2>/dev/null
fi
# A PostgreSQL that was killed leaves a piece of shared memory.
memory=$(sed -n 7p "$run/server/data/postmaster.pid" 2>/dev/null | awk '{ print $2 }')
[ -n "$memory" ] && ipcrm -m "$memory" 2>/dev/null

sockets=$(cat "$run/sockets" 2>/dev/null)
[ -n "$sockets" ] && rm -rf "$sockets"
# More than once: a program that was setting up may still be writing.
left=20
while [ -e "$run" ] && [ "$left" -gt 0 ]; do
    rm -rf "$run" 2>/dev/null || sleep 0.3
    left=$((left - 1))
done
