"""PostgreSQL's programs beside us: what they complain of is what we say."""

from itertools import repeat
from pathlib import Path

import pytest

from core.operations import postgres


def test_a_program_that_goes_before_us_says_why(tmp_path: Path) -> None:
    program = tmp_path / "pg_restore"
    program.write_text("#!/bin/sh\necho 'khong nhan' >&2\nexit 3\n")
    program.chmod(0o700)

    with (
        pytest.raises(postgres.ProgramFailed, match=r"pg_restore.*khong nhan"),
        postgres.reading_through(tmp_path) as stream,
    ):
        # The last of what it does not read any more still waits to be written.
        stream.writelines(repeat(b"x" * 100))
