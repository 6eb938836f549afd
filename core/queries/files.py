"""Reading stored files."""

import io

from core.models import StoredFile, StoredFileChunk


class StoredBytes(io.RawIOBase):
    """A stored file as a readable stream; one chunk in memory at a time."""

    def __init__(self, file: StoredFile) -> None:
        super().__init__()
        self._file = file
        self._next = 0
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer from the next chunk."""
        if not self._rest:
            self._rest = self._chunk()
        view = memoryview(buffer)  # type: ignore[arg-type] # any writable buffer
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def _chunk(self) -> memoryview:
        rows = StoredFileChunk.objects.filter(file=self._file, number=self._next)
        data = rows.values_list("data", flat=True).first()
        self._next += 1
        return memoryview(b"" if data is None else bytes(data))


def open_stored(file: StoredFile) -> io.BufferedReader:
    """Open a stored file for reading from its start."""
    return io.BufferedReader(StoredBytes(file), 256 * 1024)
