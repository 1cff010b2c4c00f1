# Says how many bytes an event has.
handler() {
  # In this locale, a character is a byte.
  local LC_ALL=C
  if [[ $1 != "{"* ]]; then
    echo "expected an object, got ${1:0:100}" >&2
    return 1
  fi
  printf '{"bytes":%d}' "${#1}"
}
