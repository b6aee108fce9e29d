"""A service as its maker has described it (OpenAPI), by Prism: it answers what is allowed and refuses the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.servers.processes import LOOPBACK, Server, accepts, free_port, private_folder
from tools import npm_packages


def cut_out(whole: dict[str, Any], addresses: Iterable[str]) -> dict[str, Any]:
    """The description of these addresses, word for word: Prism takes half a minute to read a large one whole."""
    paths = {path: whole["paths"][path] for path in addresses}
    found: dict[str, Any] = {}
    _needed(paths, whole, found)
    components: dict[str, Any] = {}
    for name, target in found.items():
        place = components
        *folders, last = name[2:].split("/")[1:]
        for folder in folders:
            place = place.setdefault(folder, {})
        place[last] = target
    if "securitySchemes" in whole.get("components", {}):
        components["securitySchemes"] = whole["components"]["securitySchemes"]
    return {"openapi": whole["openapi"], "info": whole["info"], "paths": paths, "components": components}


@contextmanager
def running_prism(description: Path, addresses: Iterable[str]) -> Iterator[str]:
    """The address of a service that takes what its description allows and nothing else."""
    port = free_port()
    with private_folder("prism") as folder:
        cut = folder / "described.json"
        cut.write_text(json.dumps(cut_out(json.loads(description.read_text()), addresses)))
        command = [npm_packages.PRISM, "mock", "--errors", "--host", LOOPBACK, "--port", port, cut]
        server = Server([str(word) for word in command], folder / "prism.log")
        try:
            server.wait_until(partial(accepts, port), seconds=120)
            yield f"http://{LOOPBACK}:{port}"
        finally:
            server.stop()


def _needed(value: Any, whole: dict[str, Any], found: dict[str, Any]) -> None:
    """Gathers what a part of the description refers to."""
    if isinstance(value, dict):
        name = value.get("$ref", "")
        if isinstance(name, str) and name.startswith("#/") and name not in found:
            target: Any = whole
            for part in name[2:].split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            found[name] = target
            _needed(target, whole, found)
        for inner in value.values():
            _needed(inner, whole, found)
    elif isinstance(value, list):
        for inner in value:
            _needed(inner, whole, found)
