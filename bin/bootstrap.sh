# Read by the commands beside it: finds a Python that is new enough for bootstrap.py.
bin=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
for python in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11 python; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exec "$python" -E -s "$bin/bootstrap.py" "${0##*/}" "$@"
  fi
  if [ -n "$PYTHON" ]; then
    echo "PYTHON is $PYTHON, which is not Python 3.11 or newer: correct or unset it." >&2
    exit 1
  fi
done
echo "This needs Python 3.11 or newer, and there is none on the PATH: install one (Debian and" >&2
echo "Ubuntu: apt install python3; macOS: brew install python), or set PYTHON to where it is." >&2
exit 1
