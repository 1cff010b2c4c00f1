"""Starts MiniStack, and ends it when the program that started it is gone, however that ended."""

import os
import sys
import threading


def end_with_parent() -> None:
    sys.stdin.buffer.read()  # returns when the other end of the pipe is closed
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()

from ministack.app import main  # noqa: E402

main()
