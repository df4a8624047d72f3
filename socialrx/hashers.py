"""How the secrets of programs are kept."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class SecretHasher(PBKDF2PasswordHasher):
    """One round: a program's secret is 128 random characters, and slow hashing would only slow every token down."""

    algorithm = "pbkdf2_sha256_once"
    iterations = 1
