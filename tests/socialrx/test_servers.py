"""The private servers start from system programs and from wheels, stop, and come back after a kill."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest
import redis

from socialrx.tools.servers import mqtt, postgres
from socialrx.tools.servers import redis as private_redis
from socialrx.tools.servers.errors import ServerError
from socialrx.tools.servers.processes import accepts, wait_for
from socialrx.tools.servers.together import SYSTEM_FIRST, Programs, Servers

Prepare = Callable[..., Servers]
WHEELS = Programs(postgres=postgres.wheel(), redis=private_redis.wheel(), broker="iotcore")


@pytest.fixture(params=[SYSTEM_FIRST, WHEELS], ids=["system", "wheels"])
def servers(request: pytest.FixtureRequest, private_servers: Prepare) -> Servers:
    return private_servers(programs=request.param)


def ask_postgres(servers: Servers, question: str) -> object:
    connection = psycopg2.connect(servers.environment["DATABASE_URL"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone() if cursor.description else None
            return row and row[0]
    finally:
        connection.close()


def test_servers_answer_on_their_addresses_and_leave_no_process(servers: Servers) -> None:
    with servers:
        assert ask_postgres(servers, "SELECT current_database()") == "socialrx"
        with redis.Redis.from_url(servers.environment["REDIS_URL"]) as client:
            assert client.ping()
        assert accepts(servers.broker.port)
        groups = [process.pid for process in servers.processes if process.pid]
    assert len(groups) == 3
    assert wait_for(lambda: not any(map(has_members, groups)), seconds=5)


def test_servers_listen_on_loopback_only_and_ask_for_a_password(servers: Servers) -> None:
    with servers:
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(
                host="127.0.0.1", port=servers.postgres.port, user="socialrx", password="no", dbname="socialrx"
            )
        with redis.Redis(port=servers.redis.port) as client, pytest.raises(redis.AuthenticationError):
            client.ping()
        for port in (servers.postgres.port, servers.redis.port, servers.broker.port):
            assert listening_addresses(port) <= {"127.0.0.1"}


def listening_addresses(port: int) -> set[str]:
    """Local addresses on which the kernel lists a listener of this port."""
    found = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            address, number = line.split()[1].split(":")
            if int(number, 16) == port and line.split()[3] == "0A":
                found.add("127.0.0.1" if address == "0100007F" else address)
    return found


def test_data_survives_a_kill_of_every_server(servers: Servers) -> None:
    with servers:
        ask_postgres(servers, "CREATE TABLE kept (n int)")
        ask_postgres(servers, "INSERT INTO kept VALUES (7)")
        for process in servers.processes:
            process.kill()
            assert not process.alive
        for process in servers.processes:
            process.start()
        assert ask_postgres(servers, "SELECT n FROM kept") == 7


def test_a_second_start_on_the_same_folder_keeps_data_and_passwords(servers: Servers) -> None:
    with servers:
        ask_postgres(servers, "CREATE TABLE kept (n int)")
    again = Servers(servers.folder)
    assert again.postgres.password == servers.postgres.password
    assert again.redis.password == servers.redis.password
    with again:
        assert ask_postgres(again, "SELECT count(*) FROM kept") == 0


def test_servers_end_with_the_process_that_started_them(private_servers: Prepare) -> None:
    folder = private_servers().folder
    script = (
        "import sys, time; from pathlib import Path; from socialrx.tools.servers.together import Servers\n"
        "servers = Servers(Path(sys.argv[1])).start()\n"
        "print(*[process.pid for process in servers.processes], flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, folder], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        groups = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert len(groups) == 3
    assert wait_for(lambda: not any(map(has_members, groups)), seconds=10)


def has_members(group: int) -> bool:
    """Whether a process of the group is left; one that is dead but not yet collected by its parent counts."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_named_program_that_is_missing_is_named_in_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOCIALRX_MOSQUITTO", "/no/such/mosquitto")
    with pytest.raises(ServerError, match="SOCIALRX_MOSQUITTO names /no/such/mosquitto"):
        mqtt.find()
