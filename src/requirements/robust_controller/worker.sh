# What runs in the pods that operators make here: prints one line that bears the run's nonce and that only who executes
# this can know, then stays as long as it is told. Needs a POSIX shell and busybox or coreutils.

# Not as a success: what has succeeded is not replaced.
trap 'kill "$!"; exit 143' TERM INT
proof=$(printf %s "$KARAT_NONCE/$KARAT_POD_UID" | sha256sum)
echo "karat-worker/1 $KARAT_NONCE $KARAT_POD_UID ${proof%% *}"
sleep "$KARAT_STAY" > /dev/null 2>&1 &
wait $!
