"""How large a list may be. What is beyond is refused with a sentence, never cut off."""

from typing import Final

MIB: Final = 1024 * 1024
FILE_BYTES: Final = 64 * MIB
ROWS: Final = 100_000
COLUMNS: Final = 200
CELL: Final = 5_000  # characters
TEXT: Final = 48_000_000  # characters of all cells together
LINE: Final = 2_000_000  # characters of one row of a CSV file
MARKS: Final = 30  # on one letter; putting n of them in order takes n times n steps

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
SHEETS: Final = 255
SHEET_NAME: Final = 255  # characters; Excel has 31, others write longer ones
LINKS: Final = 2_000
FORMATS: Final = 65_500  # Excel has 65,490
INDEX: Final = 8 * MIB  # what says where things are: sheets and links
STYLES: Final = 32 * MIB
