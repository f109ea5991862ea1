# Runs a server so that it cannot outlive whoever started it.
#
#   sh -c "$(cat watchdog.sh)" watchdog SCRATCH PROGRAM ARGUMENT...
#
# Standard input is a pipe held by the owner. Each line on it is an order: the name of a signal for
# the program, or `leave`, which ends this watch. When the pipe closes without `leave` the owner is
# gone, however it went, and the program is killed; SCRATCH, unless empty, is removed after it.
# The program takes the place of this shell, so the owner's child is the program itself.

scratch=$1
shift
exec 3<&0
(
    while read -r order <&3; do
        if [ "$order" = leave ]; then
            exit 0
        fi
        kill -s "$order" $$
    done
    kill -s KILL $$
    if [ -n "$scratch" ]; then
        patience=50
        while kill -s 0 $$ && [ "$patience" -gt 0 ]; do
            sleep 0.1
            patience=$((patience - 1))
        done
        rm -rf -- "$scratch"
    fi
) </dev/null >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-
