"""The files are those that the manifest names, byte for byte, and none is endless."""

import hashlib
from typing import Final

from ballots.archive import manifest as files
from ballots.archive.container import PIECE, NotAnArchive, Opened
from ballots.archive.manifest import Manifest, Member, manifest_in
from ballots.archive.verifying.touched import Touched, known

_MIB: Final = 1024 * 1024
# Far beyond any election; of forty names a record takes thirteen thousand bytes.
MOST: Final = {
    files.ELECTION: 256 * _MIB,
    files.RESULT: 64 * _MIB,
    files.MINUTES: 256 * _MIB,
    files.JOURNAL: 512 * _MIB,
    files.RECORDS: 16 * 1024 * _MIB,
    files.AUDIT: 128 * _MIB,
    files.MANIFEST: 4 * _MIB,
}


def read_manifest(archive: Opened) -> Manifest:
    """Return what the archive says of itself; its files are those it names.

    Raises:
        NotAnArchive: the manifest is none, or a file is larger than any such file is.
        Touched: other files are in the archive.
    """
    for name in archive.names:
        if archive.size(name) > MOST[name]:
            raise NotAnArchive(f"{name} lớn quá mức cho phép")
    try:
        found = manifest_in(archive.bytes(files.MANIFEST, most=MOST[files.MANIFEST]))
    except ValueError:
        raise NotAnArchive(
            f"{files.MANIFEST} không phải của một bản lưu trữ {files.FORMAT}"
        ) from None
    names = tuple(each.name for each in found.files)
    if (*names, files.MANIFEST) != archive.names:
        raise Touched(files.MANIFEST, "kể các tệp khác với những tệp có bên trong")
    return found


def look_at(archive: Opened, manifest: Manifest) -> None:
    """Compare all files with their sizes and checksums.

    Records are long and are written anew later on: their bytes are compared then.
    """
    for member in manifest.files:
        if archive.size(member.name) != member.size:
            raise _touched(member)
        if member.name != files.RECORDS:
            _look_at_one(archive, member)


def _look_at_one(archive: Opened, member: Member) -> None:
    digest = hashlib.sha256()
    with known(member.name), archive.open(member.name) as stream:
        for piece in iter(lambda: stream.read(PIECE), b""):
            digest.update(piece)
    if digest.hexdigest() != member.sha256:
        raise _touched(member)


def _touched(member: Member) -> Touched:
    return Touched(member.name, f"khác mã kiểm tra ghi trong {files.MANIFEST}")
