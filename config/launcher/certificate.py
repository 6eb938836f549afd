"""The hall's certificate: made here, known to people by its fingerprint."""

import os
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LASTS = timedelta(days=730)
RENEWED_BEFORE = timedelta(days=30)
# A laptop comes back to halls it knows: their addresses stay, so the fingerprint does.
REMEMBERED = 16


class Certificate:
    """The certificate in a folder: kept as long as it fits, made anew when not."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "certificate.pem"
        self.key = folder / "key.pem"
        self.folder = folder

    def ensure(self, addresses: Sequence[str], *, now: datetime) -> bool:
        """Have a certificate that names these addresses; True if it is a new one."""
        known = self._read()
        if known and self._fits(known, addresses, now):
            return False
        before = _addresses_of(known) if known else []
        names = [*addresses, *(each for each in before if each not in addresses)]
        self._make(names[: max(REMEMBERED, len(addresses))], now)
        return True

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as browsers show it: pairs of capitals."""
        return self._loaded().fingerprint(SHA256()).hex(":").upper()

    @property
    def made_at(self) -> datetime:
        """Since when it is valid."""
        return self._loaded().not_valid_before_utc

    def _loaded(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.file.read_bytes())

    def _read(self) -> x509.Certificate | None:
        try:
            return self._loaded() if self.key.exists() else None
        except (OSError, ValueError):
            return None

    def _fits(
        self, known: x509.Certificate, addresses: Sequence[str], now: datetime
    ) -> bool:
        # Before its time: the clock was set back since, and browsers would refuse it.
        in_time = (
            known.not_valid_before_utc <= now
            and now + RENEWED_BEFORE < known.not_valid_after_utc
        )
        return in_time and set(addresses) <= set(_addresses_of(known))

    def _make(self, addresses: Sequence[str], now: datetime) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _signed(key, addresses, now)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(self.key, secret)
        _write(self.file, certificate.public_bytes(Encoding.PEM))


def _signed(
    key: ec.EllipticCurvePrivateKey, addresses: Sequence[str], now: datetime
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cong Dai hoi")])
    public = key.public_key()
    itself = x509.SubjectKeyIdentifier.from_public_key(public)
    names = [
        *(x509.IPAddress(ip_address(each)) for each in addresses),
        *(x509.DNSName(each) for each in host_names()),
    ]
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        # A phone whose clock is a little behind finds it valid already.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        .add_extension(itself, critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(itself),
            critical=False,
        )
        .sign(key, SHA256())
    )


def host_names() -> list[str]:
    """What this machine may be called in its network."""
    bare = socket.gethostname().partition(".")[0]
    fits = bare.isascii() and bare.replace("-", "").isalnum()
    return [bare, f"{bare}.local"] if fits else []


def _addresses_of(certificate: x509.Certificate) -> list[str]:
    names = certificate.extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    ).value
    return [str(each) for each in names.get_values_for_type(x509.IPAddress)]


def _write(file: Path, content: bytes) -> None:
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    draft.replace(file)


def now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)  # noqa: TID251 - no Django here
