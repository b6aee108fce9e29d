"""The private PostgreSQL answers, keeps what was committed through a kill, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.servers.postgres import Postgres, running_postgres
from tests.servers.processes import ServerFailed, accepts, run, wait_for


def test_answers_over_tcp_and_over_its_socket(postgres: Postgres) -> None:
    for url in (postgres.url, postgres.socket_url):
        with psycopg.connect(url) as connection:
            assert connection.execute("select current_setting('server_version_num')::int / 10000").fetchone() == (15,)


def test_commits_survive_a_power_cut(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        connection.execute("create table kept as select 'Ionuț' as name")
    postgres.kill()
    assert not accepts(postgres.port)
    postgres.start()
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("select name from kept").fetchone() == ("Ionuț",)
        connection.execute("drop table kept")


def test_nothing_is_left_after_the_end() -> None:
    with running_postgres() as cluster:
        assert accepts(cluster.port)
    assert not accepts(cluster.port)
    assert not cluster.folder.exists()


def test_a_killed_run_takes_its_server_along() -> None:
    print_and_wait = (
        "from tests.servers.postgres import running_postgres; import sys, time\n"
        "with running_postgres() as cluster: print(cluster.port, cluster.folder, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", print_and_wait]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        port, folder = child.stdout.readline().split()
        assert accepts(int(port))
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
    wait_for(lambda: not accepts(int(port)))
    assert Path(folder).exists(), "a killed run cannot clean up; the next one does"
    with running_postgres():
        assert not Path(folder).exists()


def test_a_server_that_cannot_start_shows_its_own_words() -> None:
    with pytest.raises(ServerFailed, match="no-such-file"):
        run(["ls", "no-such-file"])
