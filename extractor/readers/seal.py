"""Reading stage, the seal: a program of its own that runs another one without a network, and dies with its parent.

Enters, on the command line: `sealed` or `open`, the parent's process number, seconds of processor time, bytes of
address space, and the command. Leaves: the command's exit code, or `UNSEALED` with a reason on standard error.

Linux only. `sealed` puts the command into a network of its own that has no way out, and makes sure of it; and into a
tree of processes that the kernel ends with its root. `open` only bounds it. Whatever ends the parent, be it SIGKILL,
ends the command and all that it has started. The file imports nothing of the house, so that it starts at once.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
from functools import cache
from types import FrameType

UNSEALED = 97
"""The exit code where the network could not be taken away; the command was not run."""

MOST_BYTES_WRITTEN = 1 << 30
"""No file that the command writes grows beyond this."""

_NEW_USER, _NEW_PROCESSES, _NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
_DEATH_SIGNAL, _SUBREAPER, _NO_NEW_PRIVILEGES = 1, 36, 38

_ELSEWHERE = (("192.0.2.1", 9), ("127.0.0.1", 9))
"""Addresses that cannot be reached without a network, not even this machine itself."""


class UnsealedError(Exception):
    """The network could not be taken away."""


@cache
def explain_unsealed() -> str | None:
    """Say why this machine seals no program; None where it does. It is tried out, once a process."""
    if sys.platform != "linux":
        return sys.platform
    nothing = [sys.executable, "-I", "-S", "-c", ""]
    tried = subprocess.run(  # noqa: S603 - this file, by this interpreter
        make_command("sealed", nothing, seconds=10, memory=1 << 30), capture_output=True, check=False, timeout=120
    )
    return None if tried.returncode == 0 else tried.stderr.decode(errors="replace").strip()[-200:] or "?"


def make_command(mode: str, command: list[str], *, seconds: int, memory: int) -> list[str]:
    """Give the command line by which a command runs `sealed` or `open`, within limits."""
    limits = [str(os.getpid()), str(seconds), str(memory)]
    return [sys.executable, "-I", "-S", __file__, mode, *limits, *command]


def main(mode: str, parent: int, seconds: int, memory: int, command: list[str]) -> int:
    """Run a command; give the exit code."""
    import resource  # noqa: PLC0415 - not there on Windows, where this module is imported for its other functions

    libc = ctypes.CDLL(None, use_errno=True)
    signal.signal(signal.SIGTERM, _end_session)
    libc.prctl(_DEATH_SIGNAL, signal.SIGTERM)
    libc.prctl(_SUBREAPER, 1)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if os.getppid() != parent:
        return 1
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, MOST_BYTES_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        highest = resource.getrlimit(limit)[1]
        allowed = most if highest == resource.RLIM_INFINITY else min(most, highest)
        resource.setrlimit(limit, (allowed, allowed))
    if mode == "sealed":
        try:
            _leave_network(libc)
            _make_sure()
        except (OSError, UnsealedError) as error:
            sys.stderr.write(f"{getattr(error, 'strerror', None) or error}\n")
            return UNSEALED
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        libc.prctl(_DEATH_SIGNAL, signal.SIGKILL)
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _end_session(_signal: int, _frame: FrameType | None) -> None:
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _leave_network(libc: ctypes.CDLL) -> None:
    """Enter a network without a way out, as root or in a user namespace of one's own.

    Raises:
        OSError: neither is allowed here.
    """
    user, group = os.getuid(), os.getgid()
    inside = _NEW_NETWORK | _NEW_PROCESSES
    if libc.unshare(inside) == 0:
        return
    if libc.unshare(inside | _NEW_USER) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"unshare: {os.strerror(number)}")
    with contextlib.suppress(FileNotFoundError):
        _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{group} {group} 1")


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:  # noqa: PTH123 - a file of the kernel
        file.write(text)


def _make_sure() -> None:
    """Make sure that there is no network.

    Raises:
        UnsealedError: there is one.
    """
    others = [name for _, name in socket.if_nameindex() if name != "lo"]
    if others:
        raise UnsealedError(f"a network is left: {', '.join(others)}")
    for address in _ELSEWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sent, contextlib.suppress(OSError):
            sent.connect(address)
            raise UnsealedError(f"{address[0]} can be reached")


if __name__ == "__main__":
    _, _mode, _parent, _seconds, _memory, *_command = sys.argv
    sys.exit(main(_mode, int(_parent), int(_seconds), int(_memory), _command))
