"""Time a keystroke: from what an editor says to what ``lrmigrate server`` answers.

A file of a generated tree is opened in a real server, and typed in, one character after
another. Told are the wall time from each change to the diagnostics of its version, with
and without the moment that the server waits for more; and the cpu time of the server,
also for a look at the tree when typing rests.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from check_speed import make_tree
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from lrmigrate.codemod.server.desk import MOMENT, REST

_SERVER = (str(Path(sys.executable).with_name("lrmigrate")), "server")
_TICKS = os.sysconf("SC_CLK_TCK")


class Client(LanguageClient):
    """An editor that waits for diagnostics by their version."""

    def __init__(self) -> None:
        super().__init__("editor_speed", "1")
        self.told: dict[int, asyncio.Future[float]] = {}

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: types.PublishDiagnosticsParams) -> None:
            waiting = self.told.get(params.version or 0)
            if waiting is not None and not waiting.done():
                waiting.set_result(time.perf_counter())

    async def answered(self, version: int) -> float:
        """Return when the diagnostics of a version came."""
        return await asyncio.wait_for(self.told[version], 120)

    def expect(self, version: int) -> None:
        self.told[version] = asyncio.get_running_loop().create_future()

    @property
    def cpu(self) -> float:
        """Seconds that the server has worked, without the process that verifies."""
        stat = Path(f"/proc/{self._server.pid}/stat").read_text()
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / _TICKS


async def measured(root: Path, file: Path, keys: int, rest: float) -> None:
    """Open a file, type in it, and print what that took."""
    client = Client()
    await client.start_io(*_SERVER, cwd=str(root))
    folder = types.WorkspaceFolder(root.as_uri(), "tree")
    await client.initialize_async(
        types.InitializeParams(
            capabilities=types.ClientCapabilities(), workspace_folders=[folder]
        )
    )
    client.initialized(types.InitializedParams())
    text, uri = file.read_text(encoding="utf-8"), file.as_uri()
    client.expect(1)
    start = time.perf_counter()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "python", 1, text))
    )
    first = await client.answered(1) - start
    await asyncio.sleep(20)  # till all is verified once
    line = text[: text.index("import optax")].count("\n") + 1
    before = client.cpu
    walls = [await _typed(client, uri, key, line, rest) for key in range(keys)]
    await asyncio.sleep(REST + 5)
    cpu = (client.cpu - before) / keys
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    walls = sorted(1000 * wall for wall in walls)
    print(f"opened: {1000 * first:.0f} ms to the first diagnostics")
    print(
        f"{keys} keys, {rest:g} s apart: median {statistics.median(walls):.0f} ms, "
        f"19 of 20 within {walls[len(walls) * 19 // 20 - 1]:.0f} ms, "
        f"slowest {walls[-1]:.0f} ms; {1000 * MOMENT:.0f} ms of each are waited"
    )
    print(f"cpu of the server: {1000 * cpu:.0f} ms a key, all that follows with it")


async def _typed(client: Client, uri: str, key: int, line: int, rest: float) -> float:
    """Type a character of a comment below the import; return how long that took."""
    place = types.Position(line, key)
    change = types.TextDocumentContentChangePartial(
        types.Range(place, place), "#" if key == 0 else "x"
    )
    version = key + 2
    client.expect(version)
    start = time.perf_counter()
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version, uri), [change]
        )
    )
    took = await client.answered(version) - start
    await asyncio.sleep(rest)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000, help="files in the tree")
    parser.add_argument("--keys", type=int, default=40, help="characters typed")
    parser.add_argument("--seed", type=int, default=0, help="of the tree")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lrmigrate-bench-") as folder:
        root = Path(folder).resolve() / "tree"
        told = make_tree(root, options.files, options.seed)
        (root / "pyproject.toml").write_text("")
        print(f"{told}; Python {platform.python_version()}, {os.cpu_count()} CPUs")
        for rest in (0.0, 2 * REST):
            file = next(
                one
                for one in sorted(root.rglob("*.py"))
                if "decay_steps" in one.read_text(encoding="utf-8")
            )
            asyncio.run(measured(root, file, options.keys, rest))


if __name__ == "__main__":
    main()
