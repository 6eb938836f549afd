"""Bech32 (BIP 173), the writing of age's keys. Pure, and only the way out."""

from typing import Final

LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LENGTH: Final = 6


def encode(prefix: str, data: bytes) -> str:
    """Return the bytes as letters behind a lower-case prefix, with a checksum."""
    values = _in_fives(data)
    checksum = _checksum(prefix, values)
    return f"{prefix}1{''.join(LETTERS[value] for value in (*values, *checksum))}"


def _in_fives(data: bytes) -> list[int]:
    """Cut the bits into groups of five, the last filled up with zeros."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[start : start + 5], 2) for start in range(0, len(bits), 5)]


def _checksum(prefix: str, values: list[int]) -> list[int]:
    spread = [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix)]
    rest = _polymod([*spread, *values, *([0] * _CHECKSUM_LENGTH)]) ^ 1
    return [(rest >> 5 * (5 - place)) & 31 for place in range(_CHECKSUM_LENGTH)]


def _polymod(values: list[int]) -> int:
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                rest ^= generator
    return rest
