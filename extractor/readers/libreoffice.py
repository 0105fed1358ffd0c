"""Reading stage, LibreOffice: a file of an older format → the same document in a newer one, in a sealed run.

Enters: a file's bytes. Leaves: the bytes of a DOCX. Each run has a profile of its own, with macros, links to
other files and updates turned off; it has no network, bounded time, memory and output; and it ends with the process
that started it. A run has succeeded only where its output is there: LibreOffice says that it has where it has not.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from extractor.document import ReadError
from extractor.readers import seal

SECONDS = 120
"""How long a run may take, by the clock and in processor time. A page takes milliseconds, the start a second or two."""

MOST_MEMORY = 2 << 30
"""The address space of a run, about four times of what a form needs."""

MOST_BYTES = 64 << 20
"""A larger file is not converted, nor is a larger output read."""

INSIST = "JIXIAO_UNSEALED_OFFICE"
"""The environment variable that lets LibreOffice run where its network cannot be taken away."""

PROGRAM = "JIXIAO_SOFFICE"
"""The environment variable that names LibreOffice's program, where it is not found by itself."""

FILTER = "docx:MS Word 2007 XML"

_LOOK = 0.05
"""Every so many seconds a run is looked at."""

# What is set in the profile: path, name, value. Macros and what else a document may start are off, links are never
# followed, fields not computed anew; and what asks for the network all the same is sent to where nobody listens.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "CheckDocumentEvents", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "UseOpenCL", "false"),
    ("Office.Common/Save/Document", "CreateBackup", "false"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Writer/Content/Update", "Chart", "false"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(
        setting
        for scheme in ("HTTP", "HTTPS", "FTP")
        for setting in (
            ("Inet/Settings", f"ooInet{scheme}ProxyName", "127.0.0.1"),
            ("Inet/Settings", f"ooInet{scheme}ProxyPort", "9"),
        )
    ),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
)

_INSTALL = {
    "linux": "sudo apt install libreoffice-writer-nogui",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
    "darwin": "brew install --cask libreoffice",
}


def say_install() -> str:
    """Give the command that installs LibreOffice on this machine."""
    return _INSTALL.get(sys.platform, _INSTALL["linux"])


def find_program() -> str | None:
    """Give the path of LibreOffice's program, None where it is not installed."""
    return next((str(path) for path in _list_places() if path.is_file()), None)


def _list_places() -> Iterator[Path]:
    if named := os.environ.get(PROGRAM):
        yield Path(named).absolute()
    if sys.platform == "win32":
        # The `.com` waits until the run is over.
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"):
            if folder := os.environ.get(variable):
                yield Path(folder, "LibreOffice", "program", "soffice.com")
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "darwin":
        for folder in (Path("/"), Path.home()):
            yield folder / "Applications/LibreOffice.app/Contents/MacOS/soffice"
    if sys.platform == "linux":
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
        yield Path("/usr/lib/libreoffice/program/soffice")


def is_insisted() -> bool:
    """Tell whether the user lets LibreOffice run where its network cannot be taken away."""
    return os.environ.get(INSIST, "") not in {"", "0"}


def convert(data: bytes, ending: str, beat: Callable[[], None]) -> bytes:
    """Convert a file to DOCX.

    Args:
        data: its bytes.
        ending: what LibreOffice is to take it for: `doc` or `rtf`.
        beat: called while the run goes on.

    Raises:
        ReadError: `needs_office` where LibreOffice is not installed, `not_sealed` where it cannot be kept from the
            network and nobody insists, `conversion` where it gives nothing or takes too long, `limit` for a file or
            an output that is too large.
    """
    if len(data) > MOST_BYTES:
        raise ReadError("limit", f"more than {MOST_BYTES} bytes")
    program = find_program()
    if program is None:
        raise ReadError("needs_office", say_install())
    reason = seal.explain_unsealed()
    if reason is not None and not is_insisted():
        raise ReadError("not_sealed", reason)
    with TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"form.{ending}"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nologo", "--nofirststartwizard"),
            *("--convert-to", FILTER, "--outdir", str(folder / "out"), str(source)),
        ]
        said = _run(command, folder, beat, sealed=reason is None)
        made = folder / "out" / "form.docx"
        if not made.is_file() or not made.stat().st_size:
            raise ReadError("conversion", said or "no output")
        if made.stat().st_size > MOST_BYTES:
            raise ReadError("limit", f"the conversion has more than {MOST_BYTES} bytes")
        return made.read_bytes()


def _run(command: list[str], folder: Path, beat: Callable[[], None], *, sealed: bool) -> str:
    """Run a command until it ends, or ends it with all that it has started; give the last of what it said.

    Raises:
        ReadError: `conversion` where it takes too long, `not_sealed` where the network is there all the same.
    """
    if sys.platform == "linux":
        mode = "sealed" if sealed else "open"
        command = seal.make_command(mode, command, seconds=SECONDS, memory=MOST_MEMORY)
    words = folder / "said"
    with words.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 - the program found, on a file of our own making
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=_clear_environment(folder),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            ended = _wait(process, beat)
        finally:
            _kill(process)
    if not ended:
        raise ReadError("conversion", f"{SECONDS} s")
    lines = words.read_bytes()[-2000:].decode(errors="replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip() and "javaldx" not in line), "")
    if process.returncode == seal.UNSEALED and sealed:
        raise ReadError("not_sealed", last[-200:])
    return last.replace(str(folder), "")[-200:]


def _wait(process: "subprocess.Popen[bytes]", beat: Callable[[], None]) -> bool:
    """Wait until a process ends, and tell whether it did in time."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK)
            return True
        beat()
    return False


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it has started."""
    started: list[psutil.Process] = []
    if process.poll() is None:
        with contextlib.suppress(psutil.Error):
            started = psutil.Process(process.pid).children(recursive=True)
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, 9)  # It leads a session of its own.
    for child in started:
        with contextlib.suppress(psutil.Error):
            child.kill()
    process.kill()
    process.wait()


def _clear_environment(folder: Path) -> Mapping[str, str]:
    """Give an environment without the user's screen, session, proxies and language."""
    if sys.platform == "win32":
        return {**os.environ, "TMP": str(folder), "TEMP": str(folder)}
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, name, value in _SETTINGS
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
