"""What the site has beside the pages under docs/: the gallery, and links out of it.

The pages are written to be read in the repository, so they link to its files. On the
site these links lead to the repository.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any

from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GALLERY = ROOT / "fixtures" / "gallery"
LINK = re.compile(r"(?<=\]\()([^)#:\s]+)(#[^)\s]*)?(?=\))")
PAGE = """\
# Gallery

Every schedule once, drawn by `lrmigrate curves --html` from
[{name}]({link}), without JAX and without running it.

<iframe src="../curves.html" title="Every schedule as a curve"
  style="width: 100%; height: 80vh; border: 0"></iframe>
"""


def on_config(config: Any) -> Any:
    """Take the repository's address from the one place that says it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    config.repo_url = project["urls"]["Repository"]
    config.repo_name = project["name"]
    _let_docs_find_the_package()
    rules = [
        {_title(path): f"rules/{path.name}"}
        for path in sorted((DOCS / "rules").glob("LRS*.md"))
    ]
    for section in config.nav:
        for pages in section.values() if isinstance(section, dict) else ():
            if "rules/*" in pages:
                pages[pages.index("rules/*") :] = rules
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the gallery: the page that the tool itself makes, in a frame."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "curves.html"
        command = ["-m", "lrmigrate.codemod.cli", "curves", "--isolated", "--quiet"]
        subprocess.run(
            [sys.executable, "-P", *command, "--html", str(page), "."],
            cwd=GALLERY,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        html = page.read_text(encoding="utf-8")
    source = GALLERY / "gallery.py"
    link = _address(config, source.relative_to(ROOT).as_posix())
    files.append(File.generated(config, "curves.html", content=html))
    text = PAGE.format(name=source.name, link=link)
    files.append(File.generated(config, "gallery.md", content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: Any, files: Files) -> str:
    """Let links out of docs/ lead to the repository."""
    folder = PurePosixPath("docs", page.file.src_uri).parent

    def led(link: re.Match[str]) -> str:
        path = normpath(str(folder / link[1]))
        file = files.get_file_from_path(path.removeprefix("docs/"))
        inside = path.startswith("docs/") and file and file.inclusion.is_included()
        if inside or not (ROOT / path).exists():
            return link[0]
        return _address(config, path) + (link[2] or "")

    return LINK.sub(led, markdown)


def _address(config: Any, path: str) -> str:
    return f"{config.repo_url.rstrip('/')}/blob/main/{path}"


def _title(page: Path) -> str:
    """Return what a rule's page is called: its code and its name."""
    lines = page.read_text(encoding="utf-8").splitlines()
    heading = next(line for line in lines if line.startswith("# "))
    return heading.removeprefix("# ").replace(":", "")


def _let_docs_find_the_package() -> None:
    """Let what the reference is made of be found by its name, and nothing beside it."""
    folder = ROOT / ".venv" / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("codemod", "lrsched"):
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(ROOT / name)
