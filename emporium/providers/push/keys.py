"""The key that signs push messages: given, or the one that belongs to this installation's secret."""

from __future__ import annotations

import base64
import binascii

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ORDER = int("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16)
"""Of the base point of P-256: FIPS 186-5 and SEC 2, section 2.4.2."""


def key_of_secret(secret: str) -> ec.EllipticCurvePrivateKey:
    """The key that every machine with the same secret has, without a file of its own.

    64 bits more than needed are drawn, so that no value is likelier than others: FIPS 186-5, A.2.1.
    """
    drawn = HKDF(hashes.SHA256(), 40, salt=b"emporium", info=b"web push signing key").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(drawn) % (ORDER - 1) + 1, ec.SECP256R1())


def read_key(text: str) -> ec.EllipticCurvePrivateKey:
    """A key as PEM, or as other tools print it: 32 bytes in URL-safe base64. Raises ValueError."""
    if "BEGIN" in text:
        found = serialization.load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)
        if not isinstance(found, ec.EllipticCurvePrivateKey) or found.curve.name != "secp256r1":
            raise ValueError("EMPORIUM_VAPID_PRIVATE_KEY is no key of the curve P-256.")
        return found
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raw = b""
    if len(raw) != 32:
        raise ValueError("EMPORIUM_VAPID_PRIVATE_KEY is neither PEM nor 32 bytes in base64.")
    return ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1())
