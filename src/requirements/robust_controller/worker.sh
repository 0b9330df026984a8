# What runs in the pods that operators make here: prints one line that bears the run's nonce and that only who executes
# this can know, then stays as long as it is told. Needs a POSIX shell and busybox or coreutils.
proof=$(printf %s "$KARAT_NONCE/$KARAT_POD_UID" | sha256sum)
echo "karat-worker/1 $KARAT_NONCE $KARAT_POD_UID ${proof%% *}"
trap 'exit 0' TERM INT
sleep "$KARAT_STAY" &
wait $!
