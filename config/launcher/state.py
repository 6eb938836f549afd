"""The folder of one instance: its lock, its secret, its sockets, logs and stamps."""

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from config.launcher import kernel
from config.launcher.console import CannotGoOn

ROOT = Path(__file__).resolve().parents[2]
# A socket's path may have 107 bytes; the longest name we append is .s.PGSQL.5432.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
NOBODY = 65534
LOG_BYTES = 2 * 1024 * 1024
OLD_LOGS = 3


def base() -> Path:
    """Where the state folders lie: ``PORTAL_VAR`` or ``var`` in the checkout."""
    return Path(os.environ.get("PORTAL_VAR") or ROOT / "var").absolute()


@dataclass(frozen=True)
class State:
    """Everything one portal keeps on disk, and nothing of any other."""

    folder: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder alone. A second launcher is refused with a sentence."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = (self.folder / "lock").open("a+")
        except PermissionError:
            raise CannotGoOn(
                f"Không ghi được vào {self.folder}: thư mục thuộc người dùng khác."
            ) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise CannotGoOn(
                    f"Cổng đang chạy trên {self.folder}; "
                    "hãy dừng nó trước (Ctrl-C ở cửa sổ kia)."
                ) from None
            yield

    @property
    def mark(self) -> str:
        """What every process started for this folder carries in its environment."""
        return f"{self.folder}::"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def valkey(self) -> Path:
        return self.folder / "valkey"

    def sockets(self) -> Path:
        """A folder for sockets that is ours alone and short enough."""
        folder = self.folder / "run"
        plain = re.fullmatch(r"[A-Za-z0-9/._-]+", str(folder))
        if not plain or len(bytes(folder)) > LONGEST_SOCKET_FOLDER:
            name = hashlib.sha256(bytes(self.folder)).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"portal-{os.geteuid()}-{name}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = folder.lstat().st_uid
        if folder.is_symlink() or owner not in {os.geteuid(), NOBODY}:
            raise CannotGoOn(f"Thư mục {folder} thuộc người dùng khác; hãy xóa nó.")
        folder.chmod(0o700)
        return folder

    def secret_key(self) -> str:
        """Made once, kept for ever: sessions survive a restart."""
        file = self.folder / "secret_key"
        if not file.exists():
            self._write(file, secrets.token_urlsafe(50))
        return file.read_text().strip()

    def log(self, name: str) -> Path:
        """The log of a child; a big one is put aside first."""
        folder = self.folder / "log"
        folder.mkdir(exist_ok=True, mode=0o700)
        log = folder / f"{name}.log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            for number in range(OLD_LOGS, 0, -1):
                older = log.with_suffix(f".log.{number}")
                newer = log.with_suffix(f".log.{number - 1}") if number > 1 else log
                if newer.exists():
                    newer.replace(older)
        return log

    def announce(self, variables: Mapping[str, str], *, foremost: bool) -> None:
        """Let a second terminal reach the running portal, unasked if it is foremost."""
        own = self.folder / "portal.env"
        self._write(own, "".join(f"{k}='{v}'\n" for k, v in variables.items()))
        if not foremost:
            return
        link = self.folder.parent / "portal.env"
        link.unlink(missing_ok=True)
        link.symlink_to(own.relative_to(link.parent))

    def fall_silent(self) -> None:
        """Take back what ``announce`` wrote, unless another portal wrote since."""
        own = self.folder / "portal.env"
        link = self.folder.parent / "portal.env"
        with suppress(OSError):
            if link.is_symlink() and link.readlink() == own.relative_to(link.parent):
                link.unlink()
        own.unlink(missing_ok=True)

    def is_stamped(self, name: str, value: str) -> bool:
        stamp = self.folder / f"{name}.stamp"
        return stamp.exists() and stamp.read_text() == value

    def stamp(self, name: str, value: str) -> None:
        self._write(self.folder / f"{name}.stamp", value)

    def sweep(self) -> None:
        """End what a killed launcher left behind, the database with time to close."""
        homes = (self.postgres, self.valkey)
        for number, seconds in ((signal.SIGINT, 10), (signal.SIGKILL, 5)):
            for pid in kernel.strays(self.mark, *homes):
                kernel.signal_process(pid, number)
            until = time.monotonic() + seconds
            while kernel.strays(self.mark, *homes) and time.monotonic() < until:
                time.sleep(0.1)

    def wipe(self) -> None:
        """Remove everything but the lock file itself."""
        for path in self.folder.iterdir():
            if path.name == "lock":
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _write(self, file: Path, text: str) -> None:
        draft = file.with_name(f"{file.name}.new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        draft.replace(file)
