"""The addresses that open a personal link: made, written for people, read back, and told by their digest. Pure functions.

A key is 26 random letters (130 bits) and a seal of 13 (65 bits) that only this portal can make: what was guessed or
mistyped is known without asking the database, and so looks the same as what was tampered with. The letters are those of
Crockford's base 32, so that somebody can type them from paper: case does not matter, o is 0, i and l are 1.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ALIKE = str.maketrans("oil", "011", "-")
SECRET, SEAL, GROUP = 26, 13, 4
SALT = "evaluations.review_key"


def new_key() -> str:
    secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET))
    return secret + _seal(secret)


def read_key(typed: str) -> str | None:
    """Give the key that was typed or pressed; None when this portal cannot have made it."""
    key = typed.lower().translate(ALIKE)
    if len(key) != SECRET + SEAL or not set(key) <= set(ALPHABET):
        return None
    return key if constant_time_compare(_seal(key[:SECRET]), key[SECRET:]) else None


def in_groups(key: str) -> str:
    """abcd-efgh-…, as it stands in an address and on paper."""
    return "-".join(key[place : place + GROUP] for place in range(0, len(key), GROUP))


def digest(key: str) -> str:
    """What the database keeps instead of the key. Without the portal's own secret it cannot be computed."""
    return salted_hmac(f"{SALT}.digest", key, algorithm="sha256").hexdigest()


def _seal(secret: str) -> str:
    number = int.from_bytes(salted_hmac(f"{SALT}.seal", secret, algorithm="sha256").digest())
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(SEAL))
