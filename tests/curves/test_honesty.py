"""No curve is called the user's own where the program may have another one."""

from __future__ import annotations

import pytest
from learning_rates import found

from lrmigrate.codemod.curves.record import Basis

MAKE = "S = optax.cosine_decay_schedule(0.1, T)"
CONFIG = "S = optax.cosine_decay_schedule(0.1, config.T)"
OF_CFG = "S = optax.cosine_decay_schedule(0.1, cfg['T'])"
OF_C = "S = optax.cosine_decay_schedule(0.1, c.T)"
OF_SELF = "    def make(self): return optax.cosine_decay_schedule(0.1, self.T)"
DATACLASS = "from dataclasses import dataclass\n@dataclass\nclass A:\n    T: int = 100"


def program(*lines: str) -> str:
    return "\n".join(("import optax", *lines, ""))


# Each has another value in the end; who gives it that, is named.
CHOICES = {
    "globals() is written into": (
        program("T = 100", "globals()['T'] = 5", MAKE),
        "sets `T`",
    ),
    "globals() is updated": (
        program("T = 100", "globals().update(T=5)", MAKE),
        "line 3 sets `T`",
    ),
    "vars() is written into": (
        program("T = 100", "vars()['T'] = 5", MAKE),
        "line 3 sets `T`",
    ),
    "a text is run": (program("T = 100", "exec('T = 5')", MAKE), "line 3 sets `T`"),
    "the module is set an attribute": (
        program("import sys", "T = 100", "sys.modules[__name__].T = 5", MAKE),
        "line 4 sets `T`",
    ),
    "the module is set an attribute by a text": (
        program("import sys", "T = 1", "setattr(sys.modules[__name__], 'T', 5)", MAKE),
        "line 4 sets `T`",
    ),
    "a module is set an attribute by its importer": (
        {
            "train.py": program("import config", "config.T = 5", CONFIG),
            "config.py": "T = 100\n",
        },
        "`T` is replaced in train.py",
    ),
    "a module is set an attribute by a third": (
        {
            "train.py": program("import config, other", CONFIG),
            "config.py": "T = 100\n",
            "other.py": "import config as k\nk.T = 5\n",
        },
        "`T` is replaced in other.py",
    ),
    "the dict of a module is updated": (
        {
            "train.py": program("import config", "vars(config).update(T=5)", CONFIG),
            "config.py": "T = 100\n",
        },
        "`T` is replaced in train.py",
    ),
    "a function is replaced": (
        {
            "train.py": program("import m", "m.steps = int", "T = m.steps()", MAKE),
            "m.py": "def steps(): return 100\n",
        },
        "`steps` is replaced in train.py",
    ),
    "a class is set an attribute by a text": (
        program("class A:", "    T = 100", "setattr(A, 'T', 5)", "c = A()", OF_C),
        "`setattr(A, 'T', 5)` on line 4 of train.py may set it",
    ),
    "a class is decorated": (
        program("@other", "class A:", "    T = 100", "c = A()", OF_C),
        "`@other` on line 2 of train.py may set it",
    ),
    "a class has a metaclass": (
        program("class A(metaclass=M):", "    T = 100", "c = A()", OF_C),
        "the metaclass of `A` may set it",
    ),
    "a base makes its classes": (
        program(
            "class B:",
            "    def __init_subclass__(cls): setattr(cls, 'T', 5)",
            "class A(B):",
            "    T = 100",
            "c = A()",
            OF_C,
        ),
        "`B.__init_subclass__` may give another value",
    ),
    "a class computes its attributes": (
        program(
            "class A:",
            "    T = 100",
            "    def __getattribute__(self, name): return 5",
            "c = A()",
            OF_C,
        ),
        "`A.__getattribute__` may give another value",
    ),
    "a subclass has another value": (
        program("class A:", "    T = 100", OF_SELF, "class B(A):", "    T = 5"),
        "`B` on line 5 of train.py has another `T`",
    ),
    "a subclass of another module has another value": (
        {
            "train.py": program("class A:", "    T = 100", OF_SELF),
            "other.py": "import train\nclass B(train.A):\n    T = 5\n",
        },
        "`B` on line 2 of other.py has another `T`",
    ),
    "a subclass has another property": (
        program(
            "class A:",
            "    @property",
            "    def T(self): return 100",
            OF_SELF,
            "class B(A):",
            "    @property",
            "    def T(self): return 5",
        ),
        "`B` on line 6 of train.py has another `T`",
    ),
    "a base that comes first is not seen": (
        program(
            "X = make()",
            "class A:",
            "    T = 100",
            "class D(X, A): pass",
            "c = D()",
            OF_C,
        ),
        "`X`, a base of `D`, is not seen",
    ),
    "an instance is set an attribute by a text": (
        program(DATACLASS, "c = A()", "setattr(c, 'T', 5)", OF_C),
        "`setattr(c, 'T', 5)` on line 7 of train.py may set it",
    ),
    "an instance is set computed attributes": (
        program(DATACLASS, "c = A()", "for k in new: setattr(c, k, new[k])", OF_C),
        "`setattr(c, k, new[k])` on line 7 of train.py may set it",
    ),
    "the dict of an instance is written into": (
        program(DATACLASS, "c = A()", "c.__dict__['T'] = 5", OF_C),
        "`c.__dict__` on line 7 of train.py may set it",
    ),
    "the dict of an instance is updated": (
        program(DATACLASS, "c = A()", "vars(c).update(T=5)", OF_C),
        "`vars(c)` on line 7 of train.py may set it",
    ),
    "an instance is made with a value, and set another": (
        program(DATACLASS, "c = A(T=100)", "c.T = 5", OF_C),
        "`c.T` is set on line 7 of train.py",
    ),
    "a frozen instance sets itself an attribute": (
        program(
            DATACLASS,
            "    def __post_init__(self): object.__setattr__(self, 'T', 5)",
            "c = A()",
            OF_C,
        ),
        "`object.__setattr__(self, 'T', 5)` on line 6 of train.py may set it",
    ),
    "a dict is updated": (
        program("cfg = {'T': 100}", "cfg.update(T=5)", OF_CFG),
        "`cfg.update` is called on line 3 of train.py",
    ),
    "a dict is filled in a loop": (
        program("cfg = {'T': 100}", "for k in cfg: cfg[k] = 5", OF_CFG),
        "`cfg[k]` is set on line 3 of train.py",
    ),
    "a dict is changed by a second name": (
        program("cfg = {'T': 100}", "d = cfg", "d['T'] = 5", OF_CFG),
        "`d['T']` is set on line 4 of train.py",
    ),
    "a dict is changed by a function": (
        program("def f(d): d['T'] = 5", "cfg = {'T': 100}", "f(cfg)", OF_CFG),
        "`d['T']` is set on line 2 of train.py",
    ),
    "a dict in a dict is changed by a name of its own": (
        program(
            "cfg = {'o': {'T': 100}}",
            "o = cfg['o']",
            "o['T'] = 5",
            "S = optax.cosine_decay_schedule(0.1, cfg['o']['T'])",
        ),
        "`o['T']` is set on line 4 of train.py",
    ),
    "a dict of a module is changed by a third": (
        {
            "train.py": program("from config import cfg", "import other", OF_CFG),
            "config.py": "cfg = {'T': 100}\n",
            "other.py": "import config\nconfig.cfg['T'] = 5\n",
        },
        "`config.cfg['T']` is set on line 2 of other.py",
    ),
    "a function is found by its name": (
        program(
            "def f(T): return optax.cosine_decay_schedule(0.1, T)",
            "f(100)",
            "globals()['f'](5)",
        ),
        "`globals()['f']` on line 4 reads `f`",
    ),
    "a class makes itself by its type": (
        program(
            "class A:",
            "    def __init__(self, T=100): self.T = T",
            "    def big(self): return type(self)(5)",
            OF_SELF,
            "A().big()",
        ),
        "`type(self)` on line 4 of train.py may be given another",
    ),
    "a default that another call replaces": (
        program(
            "def f(T=100): return optax.cosine_decay_schedule(0.1, T)", "f(5)\nf()"
        ),
        "the call on line 3 of train.py gives another",
    ),
    "a subclass makes another part of a join": (
        program(
            "class A:",
            "    def warm(self): return optax.linear_schedule(0.0, 1.0, 100)",
            "    def make(self): return optax.join_schedules([self.warm()], [])",
            "class B(A):",
            "    def warm(self): return None",
        ),
        "`B` on line 5 of train.py has another `warm`",
    ),
    "another file makes another part of a join": (
        {
            "train.py": program(
                "import h", "h.warm = other", "optax.join_schedules([h.warm()], [])"
            ),
            "h.py": "from optax import linear_schedule as line\n"
            "def warm(): return line(0.0, 1.0, 100)\n",
        },
        "`warm` is replaced in train.py",
    ),
    "a subclass has another dict": (
        program(
            "class A:",
            "    cfg = {'T': 100}",
            "    def make(self):",
            "        return optax.cosine_decay_schedule(0.1, self.cfg['T'])",
            "class B(A):",
            "    cfg = {'T': 5}",
        ),
        "`B` on line 6 of train.py has another `cfg`",
    ),
    "a function that is passed on": (
        program(
            "def f(T): return optax.cosine_decay_schedule(0.1, T)",
            "f(100)",
            "[*map(f, [5])]",
        ),
        "`f` is passed on as a function on line 4 of train.py",
    ),
}


@pytest.mark.parametrize(("files", "who"), CHOICES.values(), ids=CHOICES)
def test_who_can_give_another_value_is_named(tmp_path, files, who):
    (rate,) = found(tmp_path, files)
    assert rate.basis is Basis.CHOICE
    assert who in rate.why


_JOIN = "S = optax.join_schedules([optax.constant_schedule(1.), b], bs)"
_B = "b = optax.constant_schedule(2.)"
# Of each it is not known what it is made of; why, is said.
REFUSED = {
    "boundaries that grow after the join": (
        program(_B, "bs = [10]", _JOIN, "bs.append(20)"),
        "`bs.append` is called on line 5 of train.py",
    ),
    "boundaries that a second name changes": (
        program(_B, "bs = [10]", "k = bs", "k[0] = 30", _JOIN),
        "`k[0]` is set on line 5 of train.py",
    ),
    "boundaries that a function changes": (
        program("def f(x): x[0] = 30", _B, "bs = [10]", "f(bs)", _JOIN),
        "`x[0]` is set on line 2 of train.py",
    ),
    "boundaries that a library changes": (
        program("import bisect", _B, "bs = [10]", "bisect.insort(bs, 5)", _JOIN),
        "`bs` is given to `insort` on line 5 of train.py",
    ),
    "a default that is a list and grows": (
        program(
            "def f(bs=[10]):",
            "    bs.append(20)",
            f"    {_B}",
            f"    return {_JOIN[4:]}",
        ),
        "`bs.append` is called on line 3 of train.py",
    ),
    "a part that a function sets anew": (
        program(
            "s = optax.constant_schedule(1.)",
            "def g():",
            "    global s",
            "    s = optax.constant_schedule(2.)",
            "s = optax.constant_schedule(3.)",
            "g()",
            "optax.join_schedules([s], [])",
        ),
        "schedules[0]: `s` is one of 3 (line 2, line 5, line 6)",
    ),
    "a part that a loop sets anew": (
        program(
            "s = optax.constant_schedule(1.)",
            "while x:",
            "    optax.join_schedules([s], [])",
            "    s = optax.constant_schedule(2.)",
        ),
        "schedules[0]: `s` is one of 2 (line 2, line 5)",
    ),
    "a function of Optax that is replaced by a text": (
        program(
            "setattr(optax, 'linear_schedule', f)", "optax.linear_schedule(0, 1, 9)"
        ),
        "this module replaces `linear_schedule`",
    ),
    "a function of Optax that another file replaces": (
        {
            "train.py": program("optax.linear_schedule(0.0, 1.0, 9)"),
            "other.py": program("optax.linear_schedule = None"),
        },
        "`linear_schedule` is replaced in other.py",
    ),
}


@pytest.mark.parametrize(("files", "why"), REFUSED.values(), ids=REFUSED)
def test_what_may_change_is_not_drawn(tmp_path, files, why):
    rate = next(one for one in found(tmp_path, files) if "constant" not in one.name)
    assert rate.basis is Basis.UNKNOWN
    assert rate.recipe is None
    assert why in rate.why


# Uses that change nothing; each keeps the value.
KNOWN = {
    "a dict that is read": program("cfg = {'T': 100}", "print(cfg, cfg['T'])", OF_CFG),
    "a dict of which another key is updated": program(
        "cfg = {'T': 100}", "cfg.update(lr=5)", OF_CFG
    ),
    "a dict that a function only reads": program(
        "def f(d): return d['T']", "cfg = {'T': 100}", "f(cfg)", OF_CFG
    ),
    "a list that is looked at": program(
        _B, "bs = [100]", "print(len(bs), max(bs), bs[0])", _JOIN
    ),
    "a decorated config": program(DATACLASS, "c = A()", "print(c)", OF_C),
    "a config that is made with a value": program(
        DATACLASS.replace("100", "5"), "c = A(T=100)", OF_C
    ),
    "a config that is made with a value in its place": program(
        DATACLASS.replace("100", "5"), "c = A(100)", OF_C
    ),
    "a field without a default": program(
        DATACLASS.replace(" = 100", ""), "c = A(100)", OF_C
    ),
    "a field of a base": program(
        DATACLASS.replace("100", "5"),
        "@dataclass",
        "class B(A):",
        "    lr: float = 0.1",
        "c = B(100, 0.2)",
        OF_C,
    ),
    "an attribute of another class": program(
        DATACLASS,
        "class B:",
        "    def __init__(self): self.T = 5; setattr(self, 'T', 7)",
        "c = A()",
        OF_C,
    ),
    "a module that only has the same name set in a class": {
        "train.py": program("import config", CONFIG),
        "config.py": "T = 100\nclass C:\n    T = 5\n",
    },
    "the order of bases is Python's": program(
        "class R: T = 1",
        "class L(R): pass",
        "class M(R): T = 100",
        "class D(L, M): pass",
        "c = D()",
        OF_C,
    ),
}


@pytest.mark.parametrize("files", KNOWN.values(), ids=KNOWN)
def test_what_only_reads_leaves_a_value_known(tmp_path, files):
    rate = next(one for one in found(tmp_path, files) if "constant" not in one.name)
    assert rate.basis is Basis.KNOWN
    assert rate.story.span == 100
