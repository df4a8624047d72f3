"""Secrets and hashes: what Mosquitto reads, and the password file as a whole."""

import shutil
import subprocess
from pathlib import Path

import pytest

from devices import credentials
from referrals.kit import randomness


def test_a_secret_verifies_against_its_hash_only() -> None:
    secret = randomness.new_secret()
    stored = credentials.hash_secret(secret)
    assert credentials.verify(secret, stored)
    assert not credentials.verify(secret + "x", stored)
    assert not credentials.verify("", stored)


def test_secrets_have_at_least_128_bits_and_never_repeat() -> None:
    drawn = {randomness.new_secret() for _ in range(1000)}
    assert len(drawn) == 1000
    assert min(map(len, drawn)) * 6 >= 128


def test_the_hash_has_the_form_that_mosquitto_reads() -> None:
    salt = bytes(range(12))
    stored = credentials.hash_secret("secret", salt=salt, iterations=101)
    assert stored.startswith("$7$101$AAECAwQFBgcICQoL$")
    assert len(stored.rsplit("$", 1)[1]) == 88


def test_mosquittos_own_tool_writes_a_hash_that_verifies(tmp_path: Path, needs_mosquitto: None) -> None:
    tool = shutil.which("mosquitto_passwd")
    assert tool
    file = tmp_path / "passwords"
    subprocess.run([tool, "-c", "-b", file, "device-1", "a secret"], check=True, capture_output=True)
    assert credentials.verify("a secret", credentials.parse(file.read_text())["device-1"])


@pytest.mark.parametrize(
    "stored", ["", "x", "$7$", "$6$101$AAAA$AAAA", "$7$x$AAAA$AAAA", "$7$101$!$AAAA", "$7$0$AAAA$AAAA"]
)
def test_what_is_no_hash_verifies_nothing(stored: str) -> None:
    assert not credentials.verify("secret", stored)
    assert not credentials.verify("", stored)


def test_the_password_file_is_sorted_and_reads_back() -> None:
    accounts = {"b": "$7$2", "a": "$7$1"}
    text = credentials.render(accounts)
    assert text == "a:$7$1\nb:$7$2\n"
    assert credentials.parse(text) == accounts


@pytest.mark.parametrize("name", ["", "a:b", "a\nb", "a\rb"])
def test_an_account_name_cannot_forge_a_line(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be an account name"):
        credentials.render({name: "$7$"})


def test_the_password_file_is_replaced_in_one_step_and_only_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "passwords"
    credentials.replace(file, {"a": "$7$1"})
    first = file.stat()
    credentials.replace(file, {"a": "$7$1"})
    assert file.stat().st_ino == first.st_ino
    credentials.replace(file, {"a": "$7$2"})
    assert file.read_text() == "a:$7$2\n"
    assert [path.name for path in tmp_path.iterdir()] == ["passwords"]
    assert file.stat().st_mode & 0o777 == 0o640
