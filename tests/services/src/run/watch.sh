# Outlives the tests: waits until no process holds the other end of the pipe any more, then stops the server and
# removes its files. A pipe and not a list of processes, since the system closes it whatever way a process ends.
#
# $1 the run's directory, $2 that of its sockets, $3 seconds to wait for another holder,
# $4 the link by which others find the run (or nothing)
run=${1:?} sockets=${2:?} grace=${3:?} link=${4-}
trap '' INT TERM HUP
cd /
exec 3<&0

cat <&3 >/dev/null
while [ "$grace" -gt 0 ]; do
    # Without the pipe: who has it open for reading is taken for the watcher.
    sleep "$grace" <&- 3<&-
    # Has another one come meanwhile? `cat` ends at once when none has.
    rm -f "$sockets/idle"
    { cat >/dev/null; : >"$sockets/idle"; } <&3 &
    sleep 1 <&- 3<&-
    [ -e "$sockets/idle" ] || [ ! -d "$sockets" ] && break
    wait
done

# From here on nobody gets in; whoever did in the last moment may still finish.
if [ -n "$link" ] && [ "$(readlink "$link")" = "$run" ]; then rm -f "$link"; fi
mv "$run/alive" "$run/leaving" 2>/dev/null
cat <&3 >/dev/null

# Every process that works in the directory, even if that is gone: the server, and what sets one up.
ours() {
    if [ -d /proc/self ]; then
        ls -l /proc/[0-9]*/cwd 2>/dev/null | awk -v run="/cwd -> $run/" '
            index($0, run) && match($0, "/proc/[0-9]+/cwd") { print substr($0, RSTART + 6, RLENGTH - 10) }'
    else
        ps -A -ww -o pid= -o args= | awk -v run="$run/" 'index($0, run) && !/awk/ { print $1 }'
    fi
}
ended=
for signal in CONT QUIT; do
    pids=$(ours)
    ended="$ended "$pids
    [ -n "$pids" ] && kill -s "$signal" $pids 2>/dev/null
done
left=80
while pids=$(ours) && [ -n "$pids" ]; do
    [ "$left" -gt 0 ] || kill -s KILL $pids 2>/dev/null
    sleep 0.1
    left=$((left - 1))
done
# A PostgreSQL that didn't end in order leaves a piece of shared memory: noted beside its data, or made by one of ours.
noted=$(sed -n 7p "$run/server/data/postmaster.pid" 2>/dev/null | awk '{ print $2 }')
made=$(awk -v ended=" $(echo $ended) " '$7 == 0 && index(ended, " " $5 " ") { print $2 }' /proc/sysvipc/shm 2>/dev/null)
for memory in $noted $made; do ipcrm -m "$memory" 2>/dev/null; done
rm -rf "$sockets" "$run"
