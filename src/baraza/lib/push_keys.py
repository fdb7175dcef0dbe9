"""Keys of web push: our own pair by which push services know us (VAPID, RFC 8292), and those that browsers give us."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_SCALAR_BYTES = 32
_AUTH_BYTES = 16
_POINT_BYTES = 65
# The order of the curve P-256: a private key is a whole number below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class KeyUnusable(ValueError):
    """Not a key of this kind; the text never repeats it."""


def new_private_key() -> str:
    """For BARAZA_VAPID_KEYS."""
    return encoded((secrets.randbelow(_ORDER - 1) + 1).to_bytes(_SCALAR_BYTES))


def private_key(key: str) -> ec.EllipticCurvePrivateKey:
    """Raises KeyUnusable."""
    scalar = _decoded(key)
    if len(scalar) != _SCALAR_BYTES or not 0 < int.from_bytes(scalar) < _ORDER:
        raise KeyUnusable("This is no private key of the curve P-256.")
    return ec.derive_private_key(int.from_bytes(scalar), ec.SECP256R1())


def public_key(key: str) -> str:
    """The public half of a private key, as browsers take it. Raises KeyUnusable."""
    point = private_key(key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return encoded(point)


def browser_key(key: str) -> bytes:
    """The point that a browser gave as `p256dh`, once it is known to lie on the curve. Raises KeyUnusable."""
    point = _decoded(key)
    if len(point) != _POINT_BYTES:
        raise KeyUnusable("This is no public key of the curve P-256.")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnusable("This is no public key of the curve P-256.") from error
    return point


def browser_auth(auth: str) -> bytes:
    """Raises KeyUnusable."""
    found = _decoded(auth)
    if len(found) != _AUTH_BYTES:
        raise KeyUnusable("This is no authentication secret of a browser.")
    return found


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text.rstrip("=").encode("ascii") + b"=" * (-len(text.rstrip("=")) % 4))
    except (NotBase64, ValueError, UnicodeEncodeError) as error:
        raise KeyUnusable("This is no base64url.") from error
