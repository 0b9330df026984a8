# karat's HTTP backend. Answers GET of each of KARAT_PATHS with "NAME/DIGEST": its container's name, and what only can
# say who executes this very script in this very pod. Needs a POSIX shell, sha256sum and agnhost.
#
# KARAT_NONCE         unknown to anyone before the run
# KARAT_POD_UID, KARAT_CONTAINER    who this is
# KARAT_PATHS         files to serve, in folders that can be written to
# KARAT_PORT          where to listen
proof=$(printf %s "$KARAT_NONCE/$KARAT_POD_UID/$KARAT_CONTAINER" | sha256sum)
for path in $KARAT_PATHS; do
  printf %s "$KARAT_CONTAINER/${proof%% *}" > "$path"
done
exec /agnhost test-webserver --port "$KARAT_PORT"
