"""The sub-committees that congresses have by custom (domain 2.8, article 001)."""

from typing import Final

# Codes of fields of work; no rule found says that these four have to be.
CUSTOMARY: Final = ("documents", "personnel", "logistics", "propaganda")
