"""The magics of IPython, by what they do with Python and with names.

One in no table may run, or set, anything.
"""

from __future__ import annotations

HARMLESS = frozenset(
    [
        "alias",
        "autoreload",
        "autosave",
        "bookmark",
        "cat",
        "cd",
        "colors",
        "conda",
        "config",
        "cp",
        "dirs",
        "env",
        "gist",
        "help",
        "ldir",
        "less",
        "load_ext",
        "ls",
        "lsmagic",
        "magic",
        "man",
        "matplotlib",
        "mkdir",
        "more",
        "mv",
        "notebook",
        "pdb",
        "pdef",
        "pdoc",
        "pfile",
        "pinfo",
        "pinfo2",
        "pip",
        "popd",
        "precision",
        "psource",
        "pushd",
        "pwd",
        "reload_ext",
        "rm",
        "rmdir",
        "set_env",
        "shell",
        "sx",
        "system",
        "tensorboard",
        "tensorflow_version",
        "uv",
        "watermark",
        "xmode",
    ]
)
"""Magics of a line that neither run Python nor set a name."""
OTHERS = frozenset(
    [
        "edit",
        "hist",
        "history",
        "load",
        "loadpy",
        "macro",
        "pylab",
        "recall",
        "rerun",
        "reset",
        "reset_selective",
        "run",
        "save",
        "store",
        "xdel",
    ]
)
"""Magics that may run, set or show anything, as far as a line says them without `%`."""
SHOW_NAMES = frozenset({"who", "who_ls", "whos"})
"""Magics that show the names that there are."""
RUN = frozenset({"prun", "time", "timeit"})
"""Magics of a line that run the rest of it."""
CELLS_OF_PYTHON = frozenset({"capture", "prun", "time", "timeit"})
"""Magics of a cell whose rest runs as that of any other cell."""
CELLS_OF_ELSE = frozenset(
    [
        "!",
        "HTML",
        "SVG",
        "bash",
        "bigquery",
        "cmd",
        "file",
        "html",
        "javascript",
        "js",
        "latex",
        "markdown",
        "perl",
        "pypy",
        "python",
        "python2",
        "python3",
        "ruby",
        "script",
        "sh",
        "shell",
        "sql",
        "svg",
        "sx",
        "system",
        "writefile",
    ]
)
"""Magics of a cell whose rest no Python of the notebook runs."""
