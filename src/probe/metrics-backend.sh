# karat's service that exports a metric. GET /hit counts one request and answers the count; GET /metrics answers it in
# Prometheus's format, with how often that was asked for itself. Needs a POSIX shell, sha256sum and a busybox nc.
#
# KARAT_NONCE         unknown to anyone before the run
# KARAT_POD_UID, KARAT_CONTAINER    who this is
# KARAT_METRIC        name of the counter
# KARAT_PORT          where to listen
if [ "$1" != answer ]; then
  export KARAT_HOME=/tmp/karat
  export KARAT_PROOF=$(printf %s "$KARAT_NONCE/$KARAT_POD_UID/$KARAT_CONTAINER" | sha256sum)
  mkdir -p $KARAT_HOME && echo 0 > $KARAT_HOME/hits && echo 0 > $KARAT_HOME/scrapes
  printf %s "$KARAT_SCRIPT" > $KARAT_HOME/script
  # Of the two busyboxes that there are, one wants -lk to stay, the other -ll.
  nc -lk -p "$KARAT_PORT" -e /bin/sh $KARAT_HOME/script answer 2>/dev/null
  exec nc -ll -p "$KARAT_PORT" -e /bin/sh $KARAT_HOME/script answer
fi

read -r method path rest
while read -r line && [ "${#line}" -gt 1 ]; do :; done

# Counts one in the file of this name, one at a time, and prints how many there are.
count() {
  until mkdir $KARAT_HOME/lock 2>/dev/null; do :; done
  number=$(($(cat $KARAT_HOME/$1) + 1))
  echo $number > $KARAT_HOME/$1
  rmdir $KARAT_HOME/lock
  echo $number
}

status='200 OK'
case $path in
  /hit | /hit\?*) body=$(count hits) ;;
  /metrics | /metrics\?*)
    scrapes=$(count scrapes)
    labels="{karat_container=\"$KARAT_CONTAINER\",karat_proof=\"${KARAT_PROOF%% *}\"}"
    body="# HELP $KARAT_METRIC Requests that were answered.
# TYPE $KARAT_METRIC counter
$KARAT_METRIC$labels $(cat $KARAT_HOME/hits)
# HELP karat_scrapes_total How often this was asked for.
# TYPE karat_scrapes_total counter
karat_scrapes_total$labels $scrapes"
    ;;
  *) status='404 Not Found' body= ;;
esac
printf 'HTTP/1.1 %s\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n' \
  "$status" $((${#body} + 1)) "$body"
