"""An installed wheel is the whole product: pages, styles, translations and story included."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.servers.desk import running_desk

ROOT = Path(__file__).parents[2]


@pytest.mark.long
def test_a_wheel_serves_the_desk(tmp_path):
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
                    "--wheel-dir", tmp_path, ROOT], check=True)
    [wheel] = tmp_path.glob("entendu-*.whl")
    code = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(code)
    with running_desk(code, DEMO="yes") as desk, httpx.Client(base_url=desk.url, follow_redirects=True) as client:
        page = client.get("/", headers={"Accept-Language": "fr"})
        assert page.status_code == 200
        assert 'lang="fr"' in page.text
        for line in page.text.splitlines():
            if "/static/" in line and "href=" in line:
                assert client.get(line.split('href="')[1].split('"')[0]).status_code == 200
        assert client.get("/healthz").json()
        where = subprocess.run([sys.executable, "-c", "import entendu; print(entendu.__file__)"], check=True, text=True,
                               capture_output=True, env=desk.environment(), cwd=tmp_path).stdout
        assert where.startswith(str(code))
