"""Election files in and out, result files out: the portal's public contract.

Reading takes two passes over the same bytes: the header first, then the ballots one
by one, so that memory does not grow with the number of ballots.
"""

from ballots.interchange.ballots import read_ballots
from ballots.interchange.header import (
    ELECTION_FORMAT,
    Candidate,
    ElectionHeader,
    read_header,
)
from ballots.interchange.refused import FileRefused
from ballots.interchange.source import ByteStream, OpenSource, file_source, unpacking
from ballots.interchange.write import (
    RESULT_FORMAT,
    result_object,
    write_election,
)

__all__ = [
    "ELECTION_FORMAT",
    "RESULT_FORMAT",
    "ByteStream",
    "Candidate",
    "ElectionHeader",
    "FileRefused",
    "OpenSource",
    "file_source",
    "read_ballots",
    "read_header",
    "result_object",
    "unpacking",
    "write_election",
]
