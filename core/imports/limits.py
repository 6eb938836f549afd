"""How large a list may be. What is beyond is refused with a sentence, never cut off."""

from typing import Final

MIB: Final = 1024 * 1024
FILE_BYTES: Final = 64 * MIB
ROWS: Final = 100_000
COLUMNS: Final = 200
CELL: Final = 5_000  # characters
TEXT: Final = 48_000_000  # characters of all cells together
LINE: Final = 2_000_000  # characters of one row of a CSV file

# Of a workbook, which is a packed file.
UNPACKED: Final = 256 * MIB
PACKED_TIMES: Final = 400  # a list of the same word in every cell packs 200 times
PARTS: Final = 2_000
DIRECTORY: Final = MIB
STRINGS: Final = 2_000_000
STRINGS_TEXT: Final = 32_000_000  # characters
TAG: Final = 4 * MIB
DEPTH: Final = 40
ELEMENTS: Final = 12_000_000
