"""A tree that somebody wrote to harm whoever looks at it.

Each place that could be executed would leave a file whose name begins with MARK; texts
hold what a terminal, a page or a workflow would take for more than text.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

MARK = "executed"
OLD = "import optax\ns = optax.cosine_decay_schedule(0.1, decay_steps=9)\n"
ESCAPES = "\x1b[31m\x1b]0;title\x07\x9b2J\u202e\u2066\x08\x00".replace("\x00", "")
PAGE = "<img src=x onerror=alert(1)></script><script>alert(1)</script>]]>&lt;"
WORKFLOW = "::error::taken%0A::set-output name=a::b"
MARKUP = "[bold red]markup[/] [link=file:///etc/passwd]here[/link]"
TEXTS = (ESCAPES, PAGE, WORKFLOW, MARKUP)

_TOUCH = f"open('{MARK} {{}}', 'w')"


def _touch(where: str) -> str:
    return _TOUCH.format(where)


NAMES = (
    "esc\x1b[31m.py",
    "line\n::error::taken\n.py",
    "return\r::error::taken.py",
    "bell\x07\x08\x9b2J.py",
    "bidi\u202e\u2066.py",
    "<img src=x onerror=alert(1)>.py",
    "[bold red]markup[",
    "quotes'\"`$(touch executed name);&|.py",
    "per%0A::error::cent,file=x.py",
    "-rf.py",
    " blank .py",
    "caf\udce9.py",
    "]]>.py",
)

MODULES = (
    *("jax", "jaxlib", "optax", "flax", "numpy", "click", "libcst", "pathspec", "rich"),
    *("yaml", "ruamel", "packaging", "lrmigrate", "conftest", "json", "re", "setup"),
)

EVALUATED = (
    "10 ** 10 ** 10",
    "9 ** 9 ** 9 ** 9",
    "pow(2, 10 ** 10)",
    "1 << 10 ** 10",
    "-1 << -1",
    "'a' * 10 ** 11",
    "len('a' * 10 ** 11)",
    "[0] * 10 ** 11",
    "sum(range(10 ** 12))",
    "max(*range(10 ** 9))",
    "int('9' * 10 ** 6)",
    "'%1000000000d' % 1",
    "f'{1:1000000000d}'",
    "int(f'{9:>99999999}')",
    "2.0 ** 100000",
    "1 // 0",
    "0.1 % 0",
    "1e308 * 1e308",
    "float('nan')",
    "int(float('inf'))",
    "10 ** -400",
    "(1 + 2j) ** 99999",
    "round(1e308, -400)",
    "'%s' % X()",
    "f'{X():>9}'",
    "int(X())",
    "X()[0]",
    "-X()",
    "X() + 1",
    "X.__class__.__base__.__subclasses__()[0]",
    "().__class__.__mro__[1].__subclasses__()",
    "Missing()['key']",
    "(lambda: " + _touch("lambda") + ")()",
    "[" + _touch("comprehension") + " for _ in [0]][0]",
    "eval(" + repr(_touch("eval")) + ")",
    "__import__('os').system('touch \"" + MARK + " import\"')",
    "getattr(__builtins__, 'open')('" + MARK + " getattr', 'w')",
    "(x := " + _touch("walrus") + ")",
    "f()",
    "{**Missing()}['a']",
    "'x'.__class__.__init__.__globals__",
    "0x" + "f" * 5000,
    "int('" + "9" * 5000 + "')",
    "not " * 150 + "0",
    "+".join(["1"] * 800),
)

TRAPS = f"""
class Meta(type):
    def __getattribute__(cls, name): return {_touch("metaclass")}
    def __prepare__(*_): return {_touch("prepare")}

class X:
    a = {_touch("class body")}
    __slots__ = property(lambda self: {_touch("slots")})
    @property
    def __class__(self): return {_touch("class")}
    def __init__(self, a={_touch("default")}): ...
    def __format__(self, spec): return str({_touch("format")})
    def __int__(self): return {_touch("int")}
    def __index__(self): return {_touch("index")}
    def __getitem__(self, key): return {_touch("getitem")}
    def __neg__(self): return {_touch("neg")}
    def __add__(self, other): return {_touch("add")}
    def __repr__(self): return {_touch("repr")}
    def __del__(self): {_touch("del")}

class Missing(dict):
    def __missing__(self, key): return {_touch("missing")}

@{_touch("decorator")}.write
def f(a={_touch("a default")}, *, b: {_touch("annotation")} = {_touch("b")}) -> {_touch("returns")}:
    return 9
"""


def _traps() -> Iterator[tuple[str, str]]:
    """Yield Python that an evaluator could be led to run, or not to leave."""
    for first in range(0, len(EVALUATED), 9):
        calls = (
            f"n{number} = {value}\n"
            f"optax.cosine_decay_schedule(0.1, decay_steps={value})\n"
            f"optax.cosine_decay_schedule(0.1, decay_steps=n{number})\n"
            f"optax.cosine_onecycle_schedule({value}, 0.1, pct_start={value})\n"
            for number, value in enumerate(EVALUATED[first : first + 9])
        )
        yield f"traps/t{first}.py", f"import optax\n{TRAPS}\n{''.join(calls)}"


def _deep() -> Iterator[tuple[str, str]]:
    """Yield files that are deep, long or without end."""
    yield "deep/round.py", f"{OLD}x = {'(' * 5000}{')' * 5000}\n"
    yield "deep/square.py", f"{OLD}x = {'[' * 90}{']' * 90}\n"
    yield "deep/open.py", f"{OLD}x = {'{' * 9000}\n"
    yield "deep/not.py", f"{OLD}x = {'not ' * 9000}1\n"
    yield "deep/sum.py", f"{OLD}x = {'+'.join(['1'] * 9000)}\n"
    yield "deep/dots.py", f"{OLD}x = a{'.b' * 9000}\n"
    yield "deep/long.py", f"{OLD}x = '{'a' * 300_000}'\n"
    yield "deep/lines.py", OLD + "\n" * 100_000
    yield "deep/codes.py", f"{OLD.rstrip()}  # noqa: {', '.join(['E501'] * 5000)}\n"
    yield "deep/f.py", f"{OLD}x = {'f' + repr('{x}' * 5000)}\n"
    yield "deep/quotes.md", "> " * 3000 + "```python\n" + OLD
    yield "deep/list.md", "- " * 3000 + "optax.cosine_decay_schedule\n"
    yield "deep/fences.md", f"```python\n{OLD}```\n" * 60
    yield "deep/block.rst", "".join(f"{' ' * n}.. note::\n\n" for n in range(0, 900, 3))
    yield (
        "deep/brackets.md",
        "[" * 5000 + " optax cosine_decay_schedule " + "]" * 5000,
    )


def _configurations() -> Iterator[tuple[str, str]]:
    """Yield configurations that a loader would execute, open or blow up."""
    target = "_target_: optax.cosine_decay_schedule\ninit_value: 0.1\ndecay_steps: "
    system = f"!!python/object/apply:os.system [\"touch '{MARK} tag'\"]"
    yield "yaml/tag.yaml", f"{target}{system}\n"
    yield "yaml/new.yaml", f"{target}!!python/object/new:X [1]\n"
    yield "yaml/include.yaml", f"{target}!include /etc/passwd\n"
    yield "yaml/self.yaml", f"a: &a [*a]\nb: &b\n  <<: *b\n  {target}9\n"
    bomb = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    bomb += [f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]" for n in range(12)]
    yield "yaml/bomb.yaml", "\n".join(bomb) + f"\n{target}*a12\n"
    merged = [
        f"m{n + 1}: &m{n + 1}\n  <<: [{', '.join([f'*m{n}'] * 9)}]" for n in range(12)
    ]
    head = "m0: &m0\n  _target_: optax.cosine_decay_schedule\n  decay_steps: 9\n"
    yield "yaml/merged.yaml", head + "\n".join(merged) + "\n"
    yield "yaml/deep.yaml", f"{target}{'[' * 3000}{']' * 3000}\n"
    yield "yaml/deeper.yaml", f"{target}{'{a: ' * 3000}{'}' * 3000}\n"
    yield "yaml/text.yaml", f'{target}"{PAGE} {WORKFLOW} {MARKUP}"\n'
    yield (
        "conf/config.yaml",
        f"defaults:\n  - ../../../../../etc/passwd\n  - self\n{target}9\n",
    )
    gin = "optax.cosine_decay_schedule.decay_steps = "
    yield "gin/include.gin", f"include '/etc/passwd'\ninclude 'include.gin'\n{gin}9\n"
    yield "gin/macro.gin", f"import os\na = %b\nb = %a\n{gin}%a\n"
    yield "gin/call.gin", f"{gin}@os.system()\n{gin}{'[' * 3000}\n"
    yield (
        "requirements.txt",
        "-r requirements.txt\n-r ../../../etc/passwd\n-r /dev/zero\n",
    )
    yield "setup.cfg", "[options]\ninstall_requires = file: /dev/zero\n"


def _notebooks() -> Iterator[tuple[str, str]]:
    shell = [f"!touch '{MARK} shell'\n", f"%run {MARK}.py\n", OLD]
    lines = [*shell, f"get_ipython().system('touch \"{MARK} ipython\"')\n"]
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": lines}
    cell["execution_count"] = None
    output = {"output_type": "stream", "name": "stdout", "text": ["x" * 99] * 5000}
    about = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"a": [PAGE, ESCAPES]}}
    bash = {**cell, "source": ["%%bash\n", f"touch '{MARK} bash'\n"]}
    loud = {**cell, "outputs": [output]}
    yield "notes/magic.ipynb", json.dumps({**about, "cells": [cell, bash]})
    yield "notes/outputs.ipynb", json.dumps({**about, "cells": [loud, cell]})
    whole = json.dumps({**about, "cells": [cell]})
    deep = '"deep": ' + "[" * 50_000 + "]" * 50_000
    yield "notes/deep.ipynb", f"{whole[:-1]}, {deep}}}"
    yield "notes/twice.ipynb", f'{whole[:-1]}, "cells": 1, "cells": NaN}}'
    yield "notes/half.ipynb", whole.replace("import optax", "import optax # \\ud800")


def _texts() -> Iterator[tuple[str, str]]:
    """Yield code whose text is shown, and would be taken for more."""
    for number, text in enumerate(TEXTS):
        plain = text.replace("\x08", "")
        call = f"optax.cosine_decay_schedule({text!r}, decay_steps=g({text!r}))"
        raw = f"s = optax.cosine_decay_schedule('{plain}', decay_steps=h('{plain}'))"
        lines = ["import optax", f"# {plain}", f"a = {call}  # {plain}", raw]
        yield f"texts/x{number}.py", "\n".join(lines) + f"  # noqa: {plain}\n"
        page = f"# {plain}\n\n```python\n# {plain}\nimport optax\n{raw}\n```\n"
        yield f"texts/x{number}.md", page


def _settings() -> Iterator[tuple[str, str]]:
    project = "[project]\nname = 'x'\nversion = '1'\ndependencies = ['flax<0.11']\n"
    yield "pyproject.toml", f"[tool.lrmigrate]\n{project}"
    fsmonitor = f"fsmonitor = touch '{MARK} monitor'\n\thooksPath = hooks\n"
    pager = f"pager = touch '{MARK} pager'\n\texcludesFile = ../../../etc/passwd\n"
    yield (
        ".git/config",
        f"[core]\n\t{fsmonitor}\t{pager}[include]\n\tpath = /dev/zero\n",
    )
    yield ".git/HEAD", "ref: refs/heads/main\n"
    yield ".gitignore", "*" * 99 + "a\n[z-a]\n" + "\x1b[31m\n"
    for name in MODULES:
        yield f"{name}.py", f"import os\nos.mkdir('{MARK} {name}')\n{OLD}"


def files() -> dict[str, str]:
    """Return what the tree holds, by path."""
    found: dict[str, str] = dict.fromkeys((f"names/{name}" for name in NAMES), OLD)
    for some in (
        _traps(),
        _deep(),
        _configurations(),
        _notebooks(),
        _texts(),
        _settings(),
    ):
        found |= dict(some)
    return found


def write(top: Path) -> None:
    """Write the tree, with links out of it to a folder beside it."""
    for name, text in files().items():
        path = Path(os.fsdecode(os.fsencode(top) + b"/" + os.fsencode(name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    victim = top.parent / "victim"
    victim.mkdir()
    (victim / "a.py").write_text(OLD)
    links = top / "links"
    links.mkdir()
    for name, target in {
        "out.py": victim / "a.py",
        "folder": victim,
        "root": Path("/"),
        "passwd.py": Path("/etc/passwd"),
        "zero.py": Path("/dev/zero"),
        "loop.py": links / "loop.py",
        "up": top,
        "gone.py": top / "gone",
    }.items():
        (links / name).symlink_to(target)
    os.mkfifo(top / "links/pipe.py")
