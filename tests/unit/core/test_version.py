"""Which portal this is, as the changelog says."""

import pytest

from core.operations.version import version_in

RELEASED = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0]\n\n- x\n\n## [0.1.0]\n"


@pytest.mark.parametrize(
    ("changelog", "version"),
    [
        (RELEASED, "0.2.0"),
        (RELEASED.replace("[Unreleased]\n", "[Unreleased]\n\n- y\n"), "0.2.0+"),
        ("# Changelog\n\n## [Unreleased]\n\n- y\n", "0+"),
        ("", "0"),
    ],
)
def test_the_newest_release_counts_and_a_plus_says_there_is_more(
    changelog: str, version: str
) -> None:
    assert version_in(changelog) == version
