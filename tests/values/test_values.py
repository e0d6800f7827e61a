"""Which values a tree states for the arguments of a call, and how certainly."""

import ast
from pathlib import Path
from textwrap import dedent

import pytest

from lrmigrate.codemod.files.source import Source
from lrmigrate.codemod.names.bind import bind_module
from lrmigrate.codemod.names.project import Project
from lrmigrate.codemod.values.values import Values
from lrmigrate.rules import catalogue

VOCABULARY = catalogue(Path()).vocabulary


def stated(root, files, name="train.py"):
    """What is stated for the argument of ``ask(...)`` in one of the files."""
    (root / "pyproject.toml").touch()
    for file, text in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    source = Source.read(root / name)
    scopes = bind_module(source.tree)
    values = Values(str(root / name), scopes, Project(VOCABULARY, root))
    calls = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ask"
    ]
    assert len(calls) == 1
    return values.of(calls[0].args[0])


UNKNOWN = {
    "two assignments": "T = 1\nT = 2\nask(T)",
    "a loop's name": "for t in range(3):\n    ask(t)",
    "an augmented name": "T = 1\nT += 1\nask(T)",
    "a parameter of two calls": """
        def make(total):
            ask(total)
        make(1)
        make(2)
    """,
    "a default that two calls replace": """
        def make(total=5):
            ask(total)
        make(1)
        make(2)
    """,
    "a parameter that nobody gives": "def make(total):\n    ask(total)",
    "an attribute that is set twice": """
        class C:
            def __init__(self):
                self.total = 1
            def more(self):
                self.total = 2
            def make(self):
                ask(self.total)
    """,
    "a field of an object of no known class": """
        class Config:
            total: int = 5
        def make(cfg):
            ask(cfg.total)
    """,
    "an argument of no parser": """
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--total", default=5)
        def make(args):
            ask(args.total)
        make(load())
    """,
    "an argument that two parsers have": """
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--total", default=5)
        parser.add_argument("--total-steps", dest="total", default=6)
        args = parser.parse_args()
        ask(args.total)
    """,
    "an argument of another parser": """
        import argparse
        first = argparse.ArgumentParser()
        first.add_argument("--total", default=5)
        second = argparse.ArgumentParser()
        args = second.parse_args()
        ask(args.total)
    """,
    "a text that argparse does not convert": """
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--total", type=parse, default="5")
        args = parser.parse_args()
        ask(args.total)
    """,
    "a key that is put in twice": "d = {'t': 1}\nd['t'] = 2\nask(d['t'])",
    "a key that is counted up": "d = {'t': 1}\nd['t'] += 2\nask(d['t'])",
    "a name that is its own value": "def f():\n    T = T\n    ask(T)",
    "a call of something": "ask(load())",
    "a builtin that is another one": "def int(x):\n    return 3\nT = 5.5\nask(int(T))",
    "a name of a star import": "from settings import *\nask(TOTAL)",
    "names of a starred assignment": "A, *B = 3, 4\nask(A)",
    "a list that grows": "b = [1]\nb.append(2)\nask(len(b))",
    "a list that is changed": "b = [1]\nb[0] = 2\nask(len(b))",
    "a generator": "def f():\n    yield 5\nask(f())",
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_certain_is_not_stated(text, tmp_path):
    found = stated(tmp_path, {"train.py": text})
    assert found is None or not isinstance(found.value, int | float)


CERTAIN = {
    "a number": ({"train.py": "ask(5)"}, 5),
    "a constant": ({"train.py": "TOTAL = 10_000\nask(TOTAL)"}, 10_000),
    "a formula": ({"train.py": "E = 3\nS = 7\nT = E * S\nask(int(T / 2) - 1)"}, 9),
    "a local name": ({"train.py": "def f():\n    t = 4\n    ask(t)"}, 4),
    "two names at once": ({"train.py": "A, B = 3, 4\nask(A * B)"}, 12),
    "the largest of two": ({"train.py": "A = 3\nask(max(A, 1))"}, 3),
    "a parameter of one call": (
        {"train.py": "def make(total):\n    ask(total)\nmake(8)"},
        8,
    ),
    "a parameter that is called elsewhere": (
        {
            "train.py": "def make(total):\n    ask(total)",
            "main.py": "from train import make\nmake(total=8)",
        },
        8,
    ),
    "a default that the one call replaces": (
        {"train.py": "def f(total=5):\n    ask(total)\nf(6)"},
        6,
    ),
    "a parameter of a method": (
        {
            "train.py": """
                class T:
                    def __init__(self, total):
                        self.total = total
                    def make(self):
                        ask(self.total)
                T(total=8)
            """
        },
        8,
    ),
    "a constant of another module": (
        {
            "train.py": "from settings import TOTAL\nask(TOTAL)",
            "settings.py": "TOTAL = 10",
        },
        10,
    ),
    "a constant of an imported module": (
        {"train.py": "import settings as s\nask(s.TOTAL)", "settings.py": "TOTAL = 10"},
        10,
    ),
    "a constant that is handed on": (
        {
            "train.py": "from a import TOTAL\nask(TOTAL)",
            "a.py": "from b import TOTAL",
            "b.py": "TOTAL = 10",
        },
        10,
    ),
    "a constant of a class": (
        {"train.py": "class C:\n    TOTAL = 5\nask(C.TOTAL)"},
        5,
    ),
    "a constant by self": (
        {
            "train.py": """
                class C:
                    TOTAL = 5
                    def make(self):
                        ask(self.TOTAL)
            """
        },
        5,
    ),
    "a field of an object that is made in sight": (
        {
            "train.py": """
                from dataclasses import dataclass
                @dataclass
                class Config:
                    lr: float = 3e-4
                    total: int = 5
                cfg = Config(lr=1e-3)
                ask(cfg.total)
            """
        },
        5,
    ),
    "a field that its call gives": (
        {
            "train.py": """
                from settings import Config
                cfg = Config(total=6)
                ask(cfg.total)
            """,
            "settings.py": "class Config:\n    total: int = 5",
        },
        6,
    ),
    "an attribute that another class has as well": (
        {
            "train.py": """
                class C:
                    def __init__(self):
                        self.total = 5
                    def make(self):
                        ask(self.total)
                class D:
                    def __init__(self):
                        self.total = 6
            """
        },
        5,
    ),
    "an entry of a dict": ({"train.py": "d = {'t': 5}\nask(d['t'])"}, 5),
    "an entry that is put in": (
        {"train.py": "d = dict(a=1)\nd['t'] = 5\nask(d['t'])"},
        5,
    ),
    "a function of one expression": (
        {"train.py": "def total():\n    return 5\nask(total())"},
        5,
    ),
}


@pytest.mark.parametrize(("files", "value"), CERTAIN.values(), ids=CERTAIN)
def test_a_value_is_certain(files, value, tmp_path):
    found = stated(tmp_path, files)
    assert found is not None
    assert (found.value, found.choice) == (value, "")


CHOSEN = {
    "an attribute that a derived class sets": (
        {
            "train.py": """
                class C:
                    def __init__(self):
                        self.total = 5
                    def make(self):
                        ask(self.total)
                class D(C):
                    def __init__(self):
                        self.total = 6
            """
        },
        5,
        "`self.total` is set on line 9 of train.py",
    ),
    "a constant of a class that is set": (
        {"train.py": "class C:\n    T = 5\nC.T = 6\nask(C.T)"},
        5,
        "`C.T` is set on line 3 of train.py",
    ),
    "a constant of a class that another file sets": (
        {
            "train.py": "class C:\n    T = 5\nask(C.T)",
            "main.py": "import train\ntrain.C.T = 6",
        },
        5,
        "`train.C.T` is set on line 2 of main.py",
    ),
    "a default of a function that nobody calls": (
        {"train.py": "def f(total=5):\n    ask(total)"},
        5,
        "`f` may be called with another",
    ),
    "a default that one of two calls replaces": (
        {"train.py": "def f(total=5):\n    ask(total)\nf(6)\nf()"},
        5,
        "the call on line 3 of train.py gives another",
    ),
    "a default that others may replace": (
        {
            "train.py": "def f(total=5):\n    ask(total)",
            "main.py": "from train import f\nf(**kw)",
        },
        5,
        "unpacked",
    ),
    "a field by its annotation": (
        {
            "train.py": """
                from dataclasses import dataclass, field
                @dataclass
                class Config:
                    total: int = field(default=5)
                def make(cfg: "Config | None"):
                    ask(cfg.total)
            """
        },
        5,
        "`Config` may be made with another `total`",
    ),
    "a field of a field": (
        {
            "train.py": """
                from typing import Optional
                import settings
                def make(cfg: Optional[settings.Config]):
                    ask(cfg.optim.total)
            """,
            "settings.py": """
                class Optim:
                    total: int = 5
                class Config:
                    optim: Optim
            """,
        },
        5,
        "`Optim` may be made with another `total`",
    ),
    "a field of a class that it derives from": (
        {
            "train.py": """
                from settings import Base
                class Config(Base):
                    lr: float = 1.0
                def make(cfg: Config):
                    ask(cfg.total)
            """,
            "settings.py": "class Base:\n    total: int = 5",
        },
        5,
        "may be made",
    ),
    "a formula of a class": (
        {
            "train.py": """
                class Config:
                    epochs: int = 5
                    per_epoch: int = 10
                    @property
                    def total(self):
                        '''All.'''
                        return self.epochs * self.per_epoch
                def make(cfg: Config):
                    ask(cfg.total)
            """
        },
        50,
        "may be made",
    ),
    "a class that the command line fills": (
        {
            "train.py": """
                import tyro
                class Args:
                    total: int = 5
                args = tyro.cli(Args)
                ask(args.total)
            """
        },
        5,
        "may be made",
    ),
    "a flag of absl": (
        {
            "train.py": """
                from absl import flags
                FLAGS = flags.FLAGS
                flags.DEFINE_integer("total", 5, "steps")
                ask(FLAGS.total)
            """
        },
        5,
        "`--total` can be given on the command line",
    ),
    "a flag of another module": (
        {
            "train.py": "from absl import flags\nask(flags.FLAGS.total)",
            "main.py": "from absl import flags\nflags.DEFINE_integer('total', 5, '')",
        },
        5,
        "`--total`",
    ),
    "a flag that is held": (
        {
            "train.py": """
                from absl import flags
                _TOTAL = flags.DEFINE_integer("total", default=5, help="steps")
                def main(_):
                    ask(_TOTAL.value)
            """
        },
        5,
        "`--total`",
    ),
    "an argument of argparse": (
        {
            "train.py": """
                import argparse
                parser = argparse.ArgumentParser()
                group = parser.add_argument_group("optimizer")
                group.add_argument("-t", "--total-steps", type=int, default="5")
                args = parser.parse_args()
                ask(args.total_steps)
            """
        },
        5,
        "`--total_steps`",
    ),
    "an argument that is handed on": (
        {
            "train.py": """
                import argparse
                def parse():
                    parser = argparse.ArgumentParser()
                    parser.add_argument("--total", type=int, default=5)
                    return parser.parse_args()
                def main(args):
                    ask(args.total)
                if __name__ == "__main__":
                    main(parse())
            """
        },
        5,
        "`--total`",
    ),
}


@pytest.mark.parametrize(("files", "value", "choice"), CHOSEN.values(), ids=CHOSEN)
def test_a_value_is_stated_with_a_choice(files, value, choice, tmp_path):
    found = stated(tmp_path, files)
    assert found is not None
    assert found.value == value
    assert choice in found.choice


CONFIGS = {
    "an attribute of a config": """
        from ml_collections import ConfigDict
        config = ConfigDict()
        config.optim = ConfigDict({"lr": 1.0})
        config.optim.total = 5
        ask(config.optim.total)
    """,
    "an entry that a config is made of": """
        import ml_collections
        config = ml_collections.ConfigDict(dict(optim=dict(total=5)))
        ask(config.optim.total)
    """,
    "a config of a function": """
        import ml_collections
        def get_config():
            config = ml_collections.ConfigDict()
            config.total = 5
            return config
        config = get_config()
        ask(config.total)
    """,
    "a config that is handed on": """
        import ml_collections
        def get_config():
            config = ml_collections.ConfigDict()
            config.optim = optim = ml_collections.ConfigDict()
            config.total = 5
            return config
        def make(config: ml_collections.ConfigDict):
            ask(config.total)
        make(get_config())
    """,
}


@pytest.mark.parametrize("text", CONFIGS.values(), ids=CONFIGS)
def test_a_config_states_a_value(text, tmp_path):
    found = stated(tmp_path, {"train.py": text})
    assert found is not None
    assert found.value == 5


HYDRA = """
    import hydra
    @hydra.main(version_base=None, config_path="conf", config_name="config")
    def main(cfg):
        make(cfg.optim)
    def make(optim):
        ask(optim.total)
"""
COMPOSED = {
    "in the file": {"conf/config.yaml": "optim:\n  total: 5\n"},
    "by an interpolation": {
        "conf/config.yaml": "steps: 5\noptim:\n  total: ${steps}\n"
    },
    "in a file of a group": {
        "conf/config.yaml": "defaults:\n- optim: adam\n- _self_\n",
        "conf/optim/adam.yaml": "total: 5\n",
        "conf/optim/sgd.yaml": "total: 6\n",
    },
}


@pytest.mark.parametrize("files", COMPOSED.values(), ids=COMPOSED)
def test_hydra_states_a_value(files, tmp_path):
    found = stated(tmp_path, {"train.py": HYDRA, **files})
    assert found is not None
    assert found.value == 5
    assert found.choice == "`optim.total` can be given on the command line"
    assert "yaml" in str(found.places[0])


GIN = """
    import gin
    @gin.configurable
    def make(lr=1.0, total=gin.REQUIRED):
        ask(total)
"""
BOUND = {
    "by its name": {"a.gin": "make.total = 5\n"},
    "in a block": {"conf/a.gin": "make:\n  lr = 0.1\n  total = 5\n"},
    "by a macro": {"a.gin": "TOTAL = 5\ntrain.make.total = %TOTAL\n"},
}
UNBOUND = {
    "by no file": {},
    "for another function": {"a.gin": "made.total = 5\n"},
    "by two files": {"a.gin": "make.total = 5\n", "b.gin": "make.total = 6\n"},
    "in a scope": {"a.gin": "outer/make.total = 5\n"},
    "to what is called": {"a.gin": "make.total = @steps()\n"},
    "in a file that is no gin": {"a.gin": "make.total = 5\n]\n"},
}


@pytest.mark.parametrize("files", BOUND.values(), ids=BOUND)
def test_gin_states_a_value(files, tmp_path):
    found = stated(tmp_path, {"train.py": GIN, **files})
    assert found is not None
    assert found.value == 5
    assert found.choice == "`make.total` can be bound in another way"
    assert str(found.places[0]).endswith("a.gin")


@pytest.mark.parametrize("files", UNBOUND.values(), ids=UNBOUND)
def test_what_gin_binds_otherwise_is_not_stated(files, tmp_path):
    found = stated(tmp_path, {"train.py": GIN, **files})
    assert found is None or not isinstance(found.value, int | float)


UNCOMPOSED = {
    "no file": {},
    "no YAML": {"conf/config.yaml": "optim: {total: 5"},
    "another key": {"conf/config.yaml": "optim:\n  steps: 5\n"},
    "a resolver": {"conf/config.yaml": "optim:\n  total: ${mul:2,3}\n"},
    "a value that two files say": {
        "conf/config.yaml": "defaults:\n- optim: adam\noptim:\n  total: 6\n",
        "conf/optim/adam.yaml": "total: 5\n",
    },
}


@pytest.mark.parametrize("files", UNCOMPOSED.values(), ids=UNCOMPOSED)
def test_what_hydra_composes_otherwise_is_not_stated(files, tmp_path):
    found = stated(tmp_path, {"train.py": HYDRA, **files})
    assert found is None or not isinstance(found.value, int | float)


def test_a_value_is_told_with_its_place(tmp_path):
    files = {
        "train.py": "from settings import EPOCHS\nSTEPS = 7\nask(EPOCHS * STEPS)",
        "settings.py": "\nEPOCHS = 3",
    }
    found = stated(tmp_path, files)
    assert [(one.name, str(one), one.value) for one in found.places] == [
        ("EPOCHS", "line 2 of settings.py", 3),
        ("STEPS", "line 2 of train.py", 7),
    ]


OWNERS = {
    "a constant": ("T = 1\nask(T)", "T"),
    "a default": ("def make(total=5):\n    ask(total)", "make(total)"),
    "a call": ("def make(total):\n    ask(total)\nmake(1)", "make(total)"),
    "a field": (
        """
        from dataclasses import dataclass
        @dataclass
        class C:
            total: int = 5
        def make(c: C):
            ask(c.total)
        """,
        "C.total",
    ),
    "an entry": ("D = {'total': 3}\nask(D['total'])", "total"),
    "a flag": (
        """
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--total", type=int, default=3)
        args = parser.parse_args()
        ask(args.total)
        """,
        "--total",
    ),
}


@pytest.mark.parametrize(("code", "owner"), OWNERS.values(), ids=OWNERS)
def test_a_place_says_what_has_the_value_there(code, owner, tmp_path):
    (place,) = stated(tmp_path, {"train.py": code}).places
    assert place.owner == owner


def test_a_value_is_followed_to_where_it_begins(tmp_path):
    files = {
        "train.py": """
            from dataclasses import dataclass
            from settings import TOTAL
            @dataclass
            class C:
                total: int = TOTAL
            def make(c: C):
                ask(c.total)
        """,
        "settings.py": "TOTAL = 3",
    }
    (place,) = stated(tmp_path, files).places
    assert [one.owner for one in place.first()] == ["TOTAL"]


def test_a_file_that_defines_no_flag_is_not_parsed_for_one(tmp_path, monkeypatch):
    files = {
        "train.py": "from absl import flags\nask(flags.FLAGS.total)",
        "main.py": "from absl import flags\nflags.DEFINE_integer('total', 5, '')",
        "other.py": "total = 9",
    }
    asked = []
    scopes = Project.scopes

    def counted(project, module):
        asked.append(Path(module.path).name)
        return scopes(project, module)

    monkeypatch.setattr(Project, "scopes", counted)
    assert stated(tmp_path, files).value == 5
    assert {*asked} == {"main.py"}
