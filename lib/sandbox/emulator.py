"""Starts MiniStack on this machine alone, and ends it when the program that started it is gone, however that ended."""

import ipaddress
import os
import socket
import sys
import threading


def end_with_parent() -> None:
    sys.stdin.buffer.read()  # returns when the other end of the pipe is closed
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()


def refuse_other_hosts(host: object) -> None:
    """Raises unless a host is this machine, as lib/run/loopback.cjs does for Node.js."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if name == "localhost" or name.endswith(".localhost"):
        return
    try:
        address = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        address = None
    if address is None or not (address.is_loopback or address.is_unspecified):
        raise OSError(f"expected an address of this machine, got {name}: the emulator reaches no other host")


def guarded(method):
    def call(self, *args):
        # The address of a local socket is a path.
        if isinstance(args[-1], tuple):
            refuse_other_hosts(args[-1][0])
        return method(self, *args)

    return call


for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


def guarded_lookup(look_up):
    def call(host, *args, **kwargs):
        refuse_other_hosts(host)
        return look_up(host, *args, **kwargs)

    return call


for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
    setattr(socket, name, guarded_lookup(getattr(socket, name)))

from ministack import app  # noqa: E402

if os.environ.get("CORRECTIONS") != "none":
    import corrections

    corrections.apply()

import unread  # noqa: E402

unread.watch()

app.main()
