"""A Signer signs tokens with a key of ours, and tells its public half, so that real verifiers accept them.

The key is handed in; what stands in a token is decided by whoever needs one.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jwt.algorithms import RSAAlgorithm

ALGORITHM = "RS256"
"""How Entra and the calling platform sign (RFC 7518 section 3.3): that every verifier knows."""


class Signer:
    """Signs with one RSA key. The same key and claims give the same token.

    kid: the id of the key, its thumbprint (RFC 7638 section 3). jwk: its public half (RFC 7517 section 4), as
    a JWKS holds it.
    """

    def __init__(self, key: RSAPrivateKey) -> None:
        self._key = key
        public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        members = {name: str(public[name]) for name in ("e", "kty", "n")}
        self.kid = thumbprint(members)
        self.jwk: Mapping[str, Any] = {
            **members,
            "use": "sig",
            "alg": ALGORITHM,
            "kid": self.kid,
            "x5t": self.kid,
            "endorsements": ["msteams"],  # Bot Framework's verifiers ask for the channel
        }

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A token with these claims (RFC 7519)."""
        named = {"kid": self.kid, "x5t": self.kid}
        return jwt.encode(dict(claims), self._key, algorithm=ALGORITHM, headers=named)


def thumbprint(members: Mapping[str, str]) -> str:
    """The id of a key by the members that it consists of (RFC 7638 section 3): base64url of a SHA-256."""
    told = ",".join(f'"{name}":"{members[name]}"' for name in sorted(members))
    return urlsafe_b64encode(sha256(f"{{{told}}}".encode()).digest()).decode().rstrip("=")
