# The far side of a publication by ssh: what fiche/targets/ssh.py has a server do. Argument: the folder.
#
# Reads a command a line. Bytes that a command needs follow it, with their number on a line before. Answers are records, each
# ended by a zero byte; an empty one ends a list. Where the connection ends, so does this, and the lock with it.
set -eu
umask 022
export LC_ALL=C
unset CDPATH
root=$1

# Copies what follows in the input.
piece() {
  read -r size
  head -c "$size"
}

# Goes into the folder, once.
enter() {
  cd -- "$root"
  root=.
}

# Says whose folder this is, which release the link leads to, and which releases are there: name, the one before, whole or not.
look() {
  if [ ! -e "$root" ]; then printf 'new\0'; return; fi
  if [ ! -d "$root" ]; then printf 'file\0'; return; fi
  enter
  if [ -z "$(ls -A)" ]; then printf 'new\0'; return; fi
  if [ ! -f .fiche-target ]; then printf 'foreign\0%s\0' "$(ls -A | head -n 3)"; return; fi
  printf 'ours\0'
  if [ -L current ]; then printf '%s\0' "$(readlink current)"; elif [ -e current ]; then printf '?\0'; else printf -- '-\0'; fi
  for file in releases/*.paths; do
    if [ -f "$file" ]; then
      name=${file##*/} && name=${name%.paths} before=-
      read -r before <"$file" || true
      if [ -f "releases/$name.json" ]; then state=whole; else state=part; fi
      printf '%s %s %s\0' "$name" "${before:--}" "$state"
    fi
  done
  printf '\0'
}

# Tells each thing in a release that is no folder: kind, size, time, inode, mode, path. In order.
files() {
  if [ -d "releases/$1" ]; then find "releases/$1" -mindepth 1 ! -type d -printf "$told" | sort -z; fi
}
told='%y %s %T@ %i %m %P\0'

# Tells of a release which files were written down, and how it differs from what was told then: what is, and after a tab what was.
show() {
  if [ -f "releases/$1.json" ] && [ -f "releases/$1.files" ]; then
    printf '%s\0' "$(wc -c <"releases/$1.json")"
    cat "releases/$1.json"
    files "$1" | comm -z -3 - "releases/$1.files"
  else
    printf '0\0'
    files "$1"
  fi
  printf '\0'
}

# Tells bytes of files of a release: size and bytes of each, or that it is not there.
get() {
  piece | (cd "releases/$1" && xargs -0 -r sh -c 'for file do
    if [ -f "$file" ] && [ -r "$file" ]; then stat -L -c %s -- "$file" | tr "\n" "\0" && cat -- "$file"; else printf "%s\0" -; fi
  done' fiche)
}

# Makes the folder ours, and keeps other publishers out.
begin() {
  mkdir -p -- "$root"
  enter
  if [ ! -f .fiche-target ] && [ -n "$(ls -A)" ]; then printf 'foreign\0'; return; fi
  if [ ! -f .fiche-target ]; then
    echo 'fiche publishes into this folder. The web server’s root is the link “current” in it.' >.fiche-target
  fi
  mkdir -p releases
  exec 9<>.fiche-target
  status=0
  flock -n -E 75 9 || status=$?
  if [ "$status" -eq 75 ]; then printf 'busy\0'; exit 0; fi
  [ "$status" -eq 0 ] || exit "$status"
  rm -f releases/*.new
  printf 'ok\0'
}

# Lays a release down: paths it will have, those that are sent, an archive of these. What is not sent is linked from the one
# that is online. Where an old one is named it is made of that: what is the same in it stays. Tells what is not as it is online.
lay() {
  new=releases/$1 live=releases/$2 old=releases/$3
  piece >"$new.paths.new"
  mv -f "$new.paths.new" "$new.paths"
  piece >"$new.sent.new"
  tail -n +2 "$new.paths" | sort -z | comm -z -23 - "$new.sent.new" >"$new.same.new"
  was=$live.files && if [ ! -f "$was" ]; then was=/dev/null; fi
  : >"$new.stay.new"
  if [ -d "$old" ]; then take_over "$3"; fi
  mkdir -p "$new"
  if [ -d "$live" ]; then
    carry -l || { rm -rf "$new" && mkdir "$new" && : >"$new.stay.new" && carry; }
  fi
  while read -r size && [ "$size" -gt 0 ]; do head -c "$size"; done | tar -x -m -o -f - -C "$new"
  find "$new" -type d ! -perm 755 -exec chmod 755 {} + -o ! -type d -printf "$told" | sort -z >"$new.files"
  sync -f "$new" 2>/dev/null || sync
  tail -n +2 "$new.paths" | sort -z >"$new.ours.new"
  cut -z -d ' ' -f 6- "$new.files" | sort -z | comm -z -3 - "$new.ours.new" >"$new.others.new"
  if [ -s "$new.others.new" ]; then echo 'the release does not have just the files that it was to have' >&2; exit 1; fi
  comm -z -23 "$new.files" "$was"
  printf '\0'
  rm -f "$new".*.new
}

# Makes the folder of the new release of an old one, of which only the very files stay that are online and will be. One in which
# somebody else put a file is removed like any other.
take_over() {
  rm -f "$old.json" "$old.files"
  files "$1" >"$new.there.new"
  cut -z -d ' ' -f 6- "$new.there.new" | sort -z >"$new.names.new"
  tail -n +2 "$old.paths" | sort -z | comm -z -13 - "$new.names.new" >"$new.others.new"
  if [ -s "$new.others.new" ]; then remove "$1"; return; fi
  comm -z -12 "$new.there.new" "$was" | cut -z -d ' ' -f 6- | sort -z | comm -z -12 - "$new.same.new" >"$new.stay.new"
  comm -z -13 "$new.stay.new" "$new.names.new" >"$new.gone.new"
  (cd "$old" && xargs -0 -r rm -f --) <"$new.gone.new"
  sed -z -n 's|/[^/]*$||p' "$new.gone.new" | sort -z -u | (cd "$old" && xargs -0 -r rmdir -p --ignore-fail-on-non-empty --)
  mv -T "$old" "$new"
  rm -f "$old.paths"
}

# Has the new release have what is not sent and not there, as links (-l) or copies.
carry() {
  comm -z -13 "$new.stay.new" "$new.same.new" | (cd "$live" && xargs -0 -r cp -a "$@" --parents -t "../../$new" --)
}

# Removes a release: of what is in it, what was written down.
remove() {
  gone=releases/$1
  rm -f "$gone.json" "$gone.files"
  if [ -d "$gone" ]; then
    tail -n +2 "$gone.paths" | sort -z >"$gone.ours.new"
    find "$gone" ! -type d -printf '%P\0' | sort -z | comm -z -12 - "$gone.ours.new" | (cd "$gone" && xargs -0 -r rm -f --)
    find "$gone" -depth -type d -empty -delete
  fi
  rm -f "$gone.ours.new" "$gone.paths"
}

printf '\0fiche\0'
while read -r command first second third; do
  case $command in
    look) look ;;
    show) show "$first" ;;
    get) get "$first" ;;
    begin) begin ;;
    lay) lay "$first" "$second" "$third" ;;
    record) piece >"releases/$first.json.new" && mv -f "releases/$first.json.new" "releases/$first.json" && printf 'ok\0' ;;
    swap) rm -f current.new && ln -s "releases/$first" current.new && mv -T current.new current && printf 'ok\0' ;;
    remove) remove "$first" && printf 'ok\0' ;;
  esac
done
