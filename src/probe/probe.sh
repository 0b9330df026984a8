# karat's probe. Prints what this container sees of device files and what it may open, then stays as long as it is told.
# A line is "karat-probe/1 NONCE NUMBER KIND FIELD…". What others wrote (file names, errors, contents) is printed in
# hexadecimal, "-" when empty, so that none of it can pass for a line. Needs a POSIX shell and busybox or coreutils.
#
# KARAT_NONCE         unknown to anyone before the run
# KARAT_POD_UID, KARAT_NODE, KARAT_CONTAINER    who this is
# KARAT_OPEN          patterns of device files to open
# KARAT_ENVIRONMENT   patterns of environment variables to print
# KARAT_READ          patterns of small files to print
# KARAT_MAKE          devices to make nodes of and to open, TYPE:MAJOR:MINOR with TYPE b or c
# KARAT_TELL          file to write the devices that were found to; KARAT_HEAR: file to take more KARAT_MAKE from
# KARAT_AFTER         commands to run afterwards; what they print is lost
# KARAT_STAY          seconds to stay afterwards
set -f
exec 2>/dev/null
export LC_ALL=C
words=$IFS
newline='
'
number=0

say() {
  IFS=$words
  number=$((number + 1))
  echo "karat-probe/1 $KARAT_NONCE $number $*"
}

hex() {
  digits=$(od -An -v -tx1 | tr -d ' \n')
  echo "${digits:--}"
}

text() { printf %s "$1" | hex; }

# Whether $1 matches one of the patterns in $2.
matches() {
  IFS=$words
  for pattern in $2; do
    case $1 in $pattern) return 0 ;; esac
  done
  return 1
}

# Each prints the error's words; the status says whether it worked. In a subshell, which a failing redirection ends.
open_to_read() { { : < "$1"; } 2>&1; }
open_to_write() { { : >> "$1"; } 2>&1; }

# Prints "STATUS ERROR" for reading and for writing.
openings() {
  error=$(open_to_read "$1")
  printf '%s %s ' $? "$(text "$error")"
  error=$(open_to_write "$1")
  printf '%s %s' $? "$(text "$error")"
}

proof=$(printf %s "$KARAT_NONCE/$KARAT_POD_UID/$KARAT_CONTAINER" | sha256sum)
say begin "$KARAT_CONTAINER" "$KARAT_POD_UID" "$KARAT_NODE" "${proof%% *}"
say kernel "$(uname -srm | hex)"

while read -r key value; do
  [ "$key" = CapEff: ] && say capabilities "$value"
done < /proc/self/status
say file "$(text /proc/self/cgroup)" "$(hex < /proc/self/cgroup)"
say file "$(text /proc/self/uid_map)" "$(hex < /proc/self/uid_map)"

while read -r _ _ _ _ point _; do
  case $point in /proc/* | /sys/*) ;; *) say mount "$(text "$point")" ;; esac
done < /proc/self/mountinfo

IFS=$newline
for line in $(env); do
  name=${line%%=*}
  case $name in *[!A-Za-z0-9_]* | [0-9]* | '') continue ;; esac
  if matches "$name" "$KARAT_ENVIRONMENT"; then
    eval "value=\$$name"
    say environment "$name" "$(text "$value")"
  fi
done
IFS=$words
for pattern in $KARAT_READ; do
  set +f
  for file in $pattern; do
    [ -f "$file" ] && say file "$(text "$file")" "$(dd if="$file" bs=4096 count=1 | hex)"
  done
  set -f
done

# What cannot be looked into stands among the paths, in the words of find's error.
devices=$(find / \( -path /proc -o -path /sys \) -prune -o \( -type b -o -type c \) -print 2>&1)
IFS=$newline
say devices "$(IFS=$newline; for path in $devices; do ls -ldn "$path" 2>&1; done | hex)"

told=
IFS=$newline
for path in $devices; do
  if matches "$path" "$KARAT_OPEN"; then
    say open "$(text "$path")" $(openings "$path") "$(dd if="$path" bs=512 count=1 | hex)"
    set -- $(ls -ldn "$path")
    told="$told ${1%"${1#?}"}:${5%,}:$6"
  fi
done
IFS=$words
if [ -n "$KARAT_TELL" ]; then
  echo "$told" > "$KARAT_TELL.new" && mv "$KARAT_TELL.new" "$KARAT_TELL"
fi

if [ -n "$KARAT_HEAR" ]; then
  waited=0
  while [ ! -e "$KARAT_HEAR" ] && [ $waited -lt 300 ]; do
    sleep 0.2 || sleep 1
    waited=$((waited + 1))
  done
  KARAT_MAKE="$KARAT_MAKE $(cat "$KARAT_HEAR")"
fi
for device in $KARAT_MAKE; do
  IFS=:
  set -- $device
  IFS=$words
  node=/karat-made-$1-$2-$3
  error=$(mknod "$node" "$1" "$2" "$3" 2>&1)
  status=$?
  if [ $status = 0 ]; then opened=$(openings "$node"); else opened='- - - -'; fi
  say made "$1" "$2" "$3" $status "$(text "$error")" $opened
  rm -f "$node"
done
say end

if [ -n "$KARAT_AFTER" ]; then
  set +f
  (eval "$KARAT_AFTER") > /dev/null
fi
if [ "${KARAT_STAY:-0}" != 0 ]; then
  trap 'exit 0' TERM
  sleep "$KARAT_STAY" &
  wait
fi
