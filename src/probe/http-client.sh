# karat's HTTP client. Sends the requests of KARAT_REQUESTS, one order a line, each over a connection of its own, and
# prints every answer as "answer ORDER STATUS BODY", in the lines of probe.sh. In the status line and in the body all but
# visible ASCII is printed as "_", so that none of it can pass for a line; "-" when empty. After an order's last answer
# comes "done ORDER SECONDS". Needs a POSIX shell, sha256sum, timeout, and the nc of BusyBox or of OpenBSD.
#
# An order is "ORDER TIMES SECONDS WANTED ADDRESS PORT HOST PATH [HEADER:VALUE]…": TIMES requests that are answered, as one
# in a hundred may be lost; where WANTED is not "-", as many as it takes until TIMES answers in a row hold that text, for
# at most SECONDS. When it does not come to that, what comes after is not done.
#
# KARAT_NONCE         unknown to anyone before the run
# KARAT_POD_UID, KARAT_NODE, KARAT_CONTAINER    who this is
# KARAT_PATIENCE      seconds that an answer is waited for
set -f
exec 2>/dev/null
export LC_ALL=C
cr=$(printf '\r')
newline='
'
number=0

say() {
  number=$((number + 1))
  echo "karat-probe/1 $KARAT_NONCE $number $*"
}

# BusyBox's tells the server that it has sent all as soon as its input ends, and a proxy drops the request then; its input
# must stay open. OpenBSD's does not end while its input is open.
busybox=
case $(nc -h 2>&1) in *BusyBox*) busybox=/tmp/karat-http && mkfifo $busybox ;; esac

# ADDRESS PORT HOST PATH [HEADER:VALUE]…
ask() {
  address=$1 port=$2
  request="GET $4 HTTP/1.1$cr${newline}Host: $3$cr${newline}Connection: close$cr$newline"
  shift 4
  for header; do request="$request${header%%:*}: ${header#*:}$cr$newline"; done
  request="$request$cr$newline"
  if [ -n "$busybox" ]; then
    # Opened anew, it has nothing left of a request that could not be sent.
    exec 3<> "$busybox"
    printf %s "$request" >&3
    timeout "$KARAT_PATIENCE" nc -w "$KARAT_PATIENCE" "$address" "$port" <&3
  else
    printf %s "$request" | timeout "$KARAT_PATIENCE" nc -w "$KARAT_PATIENCE" "$address" "$port"
  fi
}

# Sets $visible.
show() {
  visible=$1
  if [ ${#1} -gt 300 ]; then visible=$(printf %.300s "$1"); fi
  case $visible in
    '') visible=- ;;
    *[!!-~]*) visible=$(printf %s "$visible" | tr -c '!-~' _) ;;
  esac
}

tell() {
  status=${response%%"$cr$newline"*}
  body=
  case $response in *"$cr$newline$cr$newline"*) body=${response#*"$cr$newline$cr$newline"} ;; esac
  # Mostly the same as before, and a process is saved.
  if [ "$status" != "$before" ]; then show "$status"; before=$status shown=$visible; fi
  show "$body"
  say answer "$order" "$shown" "$visible"
}

since() { echo $(($(date +%s) - begin)); }

obey() {
  order=$1 times=$2 seconds=$3 wanted=$4
  shift 4
  begin=$(date +%s) row=0 late=0 lost=0
  while [ $row -lt "$times" ]; do
    response=$(ask "$@")
    tell
    if [ "$wanted" = - ] && [ -z "$response" ]; then
      lost=$((lost + 1))
      [ $lost -le $((times / 100 + 1)) ] || { late=1; break; }
      continue
    fi
    row=$((row + 1))
    [ "$wanted" = - ] && continue
    case $body in *"$wanted"*) continue ;; esac
    row=0
    [ "$(since)" -lt "$seconds" ] || { late=1; break; }
    sleep 0.2 || sleep 1
  done
  say 'done' "$order" "$(since)"
  return $late
}

proof=$(printf %s "$KARAT_NONCE/$KARAT_POD_UID/$KARAT_CONTAINER" | sha256sum)
say begin "$KARAT_CONTAINER" "$KARAT_POD_UID" "$KARAT_NODE" "${proof%% *}"
before=- shown=-
while read -r line; do
  obey $line || break
done << ORDERS
$KARAT_REQUESTS
ORDERS
say end
