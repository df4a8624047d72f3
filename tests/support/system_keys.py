"""Keys of systems that call the API, and what they sign with them."""

import json
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from referrals.kit.api.validator import token_address

SIGNERS: dict[str, Any] = {"RS384": jwt.algorithms.RSAAlgorithm, "ES384": jwt.algorithms.ECAlgorithm}
FIVE_MINUTES = timedelta(minutes=5)


class SystemKey:
    """A new pair, with which a system signs by one algorithm."""

    def __init__(self, algorithm: str, kid: str = "first", *, bits: int = 2048, curve: Any = ec.SECP384R1) -> None:
        self.algorithm, self.kid = algorithm, kid
        self.private: Any = (
            rsa.generate_private_key(65537, bits) if algorithm == "RS384" else ec.generate_private_key(curve())
        )
        self.public: dict[str, Any] = self._as_json(self.private.public_key())
        self.secret: dict[str, Any] = self._as_json(self.private)

    def _as_json(self, key: Any) -> dict[str, Any]:
        return {**json.loads(SIGNERS[self.algorithm].to_jwk(key)), "kid": self.kid}

    def as_text(self) -> str:
        """The public key as an administrator pastes it."""
        return json.dumps(self.public)

    def sign(self, client_id: str, *, now: datetime, assertion_id: str = "one", kid: str = "", **claims: Any) -> str:
        """An assertion of a client for our token endpoint; a claim that is None is left out."""
        whole = {
            "iss": client_id,
            "sub": client_id,
            "aud": token_address(),
            "exp": int((now + FIVE_MINUTES).timestamp()),
            "jti": assertion_id,
        } | claims
        said = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(said, self.private, algorithm=self.algorithm, headers={"kid": kid or self.kid})
