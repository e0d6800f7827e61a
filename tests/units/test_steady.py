"""What a formula reads a second time has the same value, or the site is left."""

import pytest

from lrmigrate.codemod.config.settings import Settings
from lrmigrate.codemod.engine import run
from lrmigrate.codemod.engine.request import Request

HEAD = "import optax\n"
CALL = "s = optax.cosine_onecycle_schedule({}, 0.1, pct_start=0.2)\n"
COUNTS = "        self.n += 50\n        return self.n\n"
PROPERTY = f"class C:\n    n = 0\n    @property\n    def steps(self):\n{COUNTS}"

ANOTHER_VALUE = {
    "the sum of an iterator": ("", "sum(it)", "`it` would be gone through twice"),
    "the largest of an iterator": ("", "max(it)", "`it` would be gone through twice"),
    "a list of an iterator": ("", "len(list(it))", "`it` would be gone through"),
    "a sorted iterator": ("", "sorted(it)[-1]", "`it` would be gone through twice"),
    "an iterator that is unpacked": ("", "max(*it)", "`*it` would be gone through"),
    "a search in an iterator": ("", "9 if 3 in it else 8", "`it` would be gone"),
    "a comprehension over an iterator": (
        "",
        "len([row for row in rows if row])",
        "`rows` would be gone through twice",
    ),
    "a generator over pairs": ("", "sum(n for _, n in pairs)", "`pairs` would be gone"),
    "a generator that has a name": (
        "it = (n for n in (1, 2))\n",
        "sum(it)",
        "`it` would be gone through twice",
    ),
    "a property that counts": (PROPERTY, "c.steps", "`steps` is computed on line 5"),
    "a property by its call": (
        f"class C:\n    def get(self):\n{COUNTS}    steps = property(get)\n",
        "c.steps",
        "`steps` is computed on line 6 of",
    ),
    "a property that is set": (
        f"setattr(C, 'steps', property(get))\n{PROPERTY.replace('steps', 'other')}",
        "c.steps",
        "`steps` is computed on line 2 of",
    ),
    "a property that is set in a loop": (
        "for name in ('steps', 'n'):\n    setattr(C, name, property(take))\n",
        "c.steps",
        "`steps` is computed on line 3 of",
    ),
    "a product that counts": (
        "class Size:\n    n = 0\n    def __mul__(self, by):\n        self.n += 10\n"
        "        return self.n * by\n    __rmul__ = __mul__\n\n\nsize = Size()\n",
        "int(size * 3)",
        "`__mul__` is no formula on line 4 of",
    ),
    "a product that counts, by another name": (
        "class Size:\n    n = 0\n    def _times(self, by):\n        self.n += 10\n"
        "        return self.n * by\n    __mul__ = _times\n\n\nsize = Size()\n",
        "int(size * 3)",
        "`__mul__` is no formula on line 4 of",
    ),
    "a product that is not seen": (
        "class Size:\n    __mul__ = made(3)\n\n\nsize = Size()\n",
        "int(size * 3)",
        "`__mul__` is no formula on line 3 of",
    ),
    "a product that is put into a class": (
        "setattr(Size, '__mul__', times)\nsize = Size()\n",
        "int(size * 3)",
        "`__mul__` is no formula on line 2 of",
    ),
    "a product that is decorated": (
        "class Size:\n    @counted\n    def __mul__(self, by):\n        return by\n",
        "int(size * 3)",
        "`__mul__` is no formula on line 4 of",
    ),
    "a condition that counts": (
        "class Once:\n    n = 0\n    def __bool__(self):\n        self.n += 1\n"
        "        return self.n < 2\n\n\nonce = Once()\n",
        "50 if once else 100",
        "`__bool__` is no formula on line 4 of",
    ),
    "a length that is one of two": (
        "class Size:\n    n = 0\n    def __bool__(self):\n        self.n += 1\n"
        "        return self.n < 2\n\n\nsize = Size()\n",
        "size or 100",
        "`__bool__` is no formula on line 4 of",
    ),
    "bits that count": (
        "class Size:\n    n = 0\n    def __or__(self, by):\n        self.n += 1\n"
        "        return self.n\n\n\nsize = Size()\n",
        "int(size | 3)",
        "`__or__` is no formula on line 4 of",
    ),
    "a conversion that steps on": (
        "class Size:\n    def __int__(self):\n        return next(self.sizes)\n",
        "int(size)",
        "`__int__` is no formula on line 3 of",
    ),
    "a property that reads one that counts": (
        f"{PROPERTY}    @property\n    def length(self): return 2 * self.steps\n",
        "c.length",
        "`steps` is computed on line 5 of",
    ),
    "a property that is assigned": (
        "C.steps = mock.PropertyMock(side_effect=[50, 100])\n",
        "c.steps",
        "`steps` is computed on line 2 of",
    ),
    "a descriptor": (
        f"class D:\n    def __get__(self, of, kind):\n{COUNTS}"
        "class C:\n    steps = D()\n",
        "c.steps",
        "`__get__` is no formula on line 3",
    ),
    "an attribute that is made up and counts": (
        f"class C:\n    def __getattr__(self, name):\n{COUNTS}",
        "c.steps",
        "`__getattr__` is no formula on line 3",
    ),
    "an attribute of its own that is made up by a call": (
        "class C:\n    def __getattr__(self, name): return self.take(name)\n"
        "    def f(self): return optax.cosine_onecycle_schedule(\n"
        "        self.steps, 0.1, pct_start=0.3)\n",
        "9",
        "`__getattr__` is no formula on line 3",
    ),
    "a length that counts": (
        f"class C:\n    def __len__(self):\n{COUNTS}",
        "len(c)",
        "`__len__` is no formula on line 3",
    ),
    "a key of a dict that is not plain": (
        "class D(dict):\n    def __missing__(self, key): return take(key)\nd = D()\n",
        "d['steps']",
        "`__missing__` is no formula on line 3",
    ),
    "a key of what may be such a dict": (
        "class D(dict):\n    def __getitem__(self, key): return self.pop(key)\n",
        "d['steps']",
        "`__getitem__` is no formula on line 3",
    ),
    "a key of what is held by a plain dict": (
        "class D(dict):\n    def __getitem__(self, key): return self.pop(key)\n"
        "d = {'a': D()}\n",
        "d['a']['steps']",
        "`__getitem__` is no formula on line 3",
    ),
    "a key of what takes a property by its name": (
        f"{PROPERTY}    def __getitem__(self, key): return getattr(self, key)\n",
        "c['steps']",
        "`steps` is computed on line 5",
    ),
    "a key of what calls something": (
        "class C:\n    def __getitem__(self, key): return self.get(key)\n",
        "c['steps']",
        "`__getitem__` is no formula on line 3",
    ),
    "a key by a method that is set by its name": (
        "for name in ('get', '__getitem__'): setattr(C, name, take)\n",
        "c['steps']",
        "`__getitem__` is no formula on line 2",
    ),
    "a key of a class that counts": (
        f"class C:\n    n = 0\n    def __class_getitem__(self, key):\n{COUNTS}",
        "C['steps']",
        "`__class_getitem__` is no formula on line 4",
    ),
    "a key of what a mock gives": (
        "d = mock.MagicMock()\nd.__getitem__.side_effect = [50, 100]\n",
        "d['steps']",
        "`__getitem__` is no formula on line 3",
    ),
    "a key of what is patched": (
        "patch = mock.patch.object(C, '__getitem__', side_effect=[50, 100])\n",
        "d['steps']",
        "`__getitem__` is no formula on line 2",
    ),
    "a key of what is patched by its path": (
        "patch = mock.patch('lib.C.__getitem__', side_effect=[50, 100])\n",
        "d['steps']",
        "`__getitem__` is no formula on line 2",
    ),
    "a key of an attribute that is computed": (
        PROPERTY,
        "c.steps['train']",
        "`steps` is computed on line 5",
    ),
    "a key that is no text": ("", "d[i]", "what `d` is, is not seen"),
    "an element of an attribute": ("", "c.d[0]", "what `c.d` is, is not seen"),
    "a key of what a call gives": ("", "f()['steps']", "`f()['steps']` would be"),
    "a key of one of two": ("", "(c or d)['steps']", "what `c or d` is, is not"),
}


MATH = "import math\n"
NUMPY = "import numpy as np\n"
TWICE = "` would be evaluated twice"
GETS = f"class C:\n    n = 0\n    def get(self, key, default):\n{COUNTS}"

EVALUATED_TWICE = {
    "a function of another module": ("from mine import ceil\n", "ceil(n)"),
    "a function of a name of a module": ("", "math.ceil(n)"),
    "one that is not listed": (MATH, "math.factorial(n)"),
    "one that gives another number each time": ("import random\n", "random.random()"),
    "a module that is bound again": (f"{MATH}math = fake\n", "math.ceil(n)"),
    "a module that is bound again in a function": (
        f"{MATH}def f():\n    global math\n    math = fake\n",
        "math.ceil(n)",
    ),
    "a function that is bound again": (
        "from math import ceil\nceil = fake\n",
        "ceil(n)",
    ),
    "a function that is assigned": (f"{MATH}math.ceil = fake\n", "math.ceil(n)"),
    "a function whose mock is set": (
        f"{MATH}math.ceil.side_effect = [50, 100]\n",
        "math.ceil(n)",
    ),
    "a function that is patched by its path": (
        f"{MATH}patch = mock.patch('math.ceil', side_effect=[50, 100])\n",
        "math.ceil(n)",
    ),
    "a function that is patched by its name": (
        f"{MATH}from math import ceil\nmonkeypatch.setattr(train, 'ceil', fake)\n",
        "ceil(n)",
    ),
    "a module that is handed on": (f"{MATH}counted(math)\n", "math.ceil(n)"),
    "a module that is handed on by another name": (
        f"{MATH}import math as m\ncounted(m)\n",
        "math.ceil(n)",
    ),
    "a module that is put into the modules": (
        f"{MATH}sys.modules['math'] = fake\n",
        "math.ceil(n)",
    ),
    "a module whose name is set": (f"{NUMPY}train.np = fake\n", "np.ceil(n)"),
    "an argument that is none of these": (MATH, "math.ceil(next(it))"),
    "an argument that is a walrus": (MATH, "math.ceil((n := n + 1))"),
    "a rounding that counts": (
        f"{MATH}class C:\n    def __ceil__(self):\n{COUNTS}",
        "math.ceil(n)",
    ),
    "a number that counts": (
        f"{MATH}class C:\n    def __float__(self):\n{COUNTS}",
        "math.sqrt(n)",
    ),
    "an array that counts": (
        f"{NUMPY}class C:\n    def __array__(self):\n{COUNTS}",
        "np.int64(n)",
    ),
    "the product of an iterator": (MATH, "math.prod(it)"),
    "the product of what is unpacked": (MATH, "math.prod(*it)"),
    "the product of a generator": (MATH, "math.prod(one for one in it)"),
    "an array that is written into": (NUMPY, "np.ceil(n, n)"),
    "one that is written into by its name": (NUMPY, "np.ceil(n, out=n)"),
    "what a class in sight gives": (GETS, "c.get('steps', 9)"),
    "what is given by another name": (
        "class C:\n    get = take\n",
        "c.get('steps', 9)",
    ),
    "what is set to give": ("C.get = take\n", "c.get('steps', 9)"),
    "what is set to give by its name": (
        "setattr(C, 'get', take)\n",
        "c.get('steps', 9)",
    ),
    "what a mock gives": (
        "c.get.side_effect = [50, 100]\n",
        "c.get('steps', 9)",
    ),
    "what a queue gives": ("", "q.get()"),
    "what a queue gives in time": ("", "q.get(True, 9)"),
    "what a server gives": ("", "client.get('steps')"),
    "a page": ("import requests\n", "requests.get('steps', 9)"),
    "what is in an answer": ("", "client.get('train').get('steps', 9)"),
    "what a part of an answer is": ("", "client.get('steps', 9).text"),
    "another default": ("", "c.get('steps', take())"),
    "a key that is taken": ("d = {'a': 9}\n", "d.get(next(it), 9)"),
    "what is in a dict of others": (
        f"{GETS}d = {{'a': C()}}\n",
        "d['a'].get('steps', 9)",
    ),
    "what is taken out": ("d = {'steps': 9}\n", "d.pop('steps', 9)"),
    "what is put there": ("d = {}\n", "d.setdefault('steps', 9)"),
}


@pytest.mark.parametrize(
    ("before", "length"), EVALUATED_TWICE.values(), ids=EVALUATED_TWICE
)
def test_what_may_do_something_is_evaluated_as_often_as_it_was(before, length, fix):
    fixed = fix(HEAD + before + CALL.format(length), "optax")
    assert "pct_start=0.2" in fixed.text
    held = [finding for finding in fixed.findings if not finding.written]
    assert [finding.verdict.kind for finding in held] == ["unverifiable"]
    assert "twice" in held[0].verdict.reason


@pytest.mark.parametrize(
    ("before", "length", "reason"), ANOTHER_VALUE.values(), ids=ANOTHER_VALUE
)
def test_what_may_have_another_value_is_told_and_not_written(
    before, length, reason, fix
):
    code = HEAD + before + CALL.format(length)
    fixed = fix(code, "optax")
    held = [finding for finding in fixed.findings if not finding.written]
    assert [finding.verdict.kind for finding in held] == ["unverifiable"]
    assert reason in held[0].verdict.reason


SETS = "        self.steps = self.n = 50\n        return 0.1\n"
LR = f"class C:\n    @property\n    def lr(self):\n{SETS}"
TAKEN = "        global N\n        N = 50\n        return 0.1\n"

CHANGED_BETWEEN = {
    "by a property": (LR, "c.steps, c.lr, pct_start=0.2", "`lr` is computed on line 4"),
    "by one whose value is kept from then on": (
        LR.replace("property", "functools.cached_property"),
        "c.steps, c.lr, pct_start=0.2",
        "`lr` is computed on line 4",
    ),
    "by a property that reads one": (
        f"{LR}    @property\n    def peak(self): return 2 * self.lr\n",
        "c.steps, c.peak, pct_start=0.2",
        "`lr` is computed on line 4",
    ),
    "by the fraction itself": (
        LR,
        "c.steps, 0.1, pct_start=c.lr",
        "`lr` is computed on line 4",
    ),
    "a global": (
        f"N = 90\nclass C:\n    @property\n    def lr(self):\n{TAKEN}",
        "N, c.lr, pct_start=0.2",
        "`lr` is computed on line 5",
    ),
    "by an attribute that is made up": (
        f"N = 90\nclass C:\n    def __getattr__(self, name):\n{SETS}{TAKEN}",
        "N, c.lr, pct_start=0.2",
        "`__getattr__` is no formula on line 4",
    ),
    "by what makes a text": (
        f"class C:\n    def __format__(self, spec):\n{SETS}",
        "c.steps, rates[f'{c}'], pct_start=0.2",
        "`__format__` is no formula on line 3",
    ),
    "by a key": (
        f"class C(dict):\n    def __getitem__(self, key):\n{SETS}",
        "c.steps, c['lr'], pct_start=0.2",
        "`__getitem__` is no formula on line 3",
    ),
    "a global by what makes a text": (
        f"N = 90\nclass C:\n    def __format__(self, spec):\n{TAKEN}",
        "N, rates[f'{c}'], pct_start=0.2",
        "`__format__` is no formula on line 4",
    ),
    "by a product": (
        f"class C:\n    def __mul__(self, by):\n{SETS}",
        "c.steps, c * 2, pct_start=0.2",
        "`__mul__` is no formula on line 3",
    ),
    "an element by a product": (
        "n = [90]\nclass C:\n    def __mul__(self, by):\n        n[0] = 50\n",
        "n[0], c * 2, pct_start=0.2",
        "`__mul__` is no formula on line 4",
    ),
}


@pytest.mark.parametrize(
    ("before", "given", "reason"), CHANGED_BETWEEN.values(), ids=CHANGED_BETWEEN
)
def test_what_may_be_changed_before_it_is_read_again_is_told_and_not_written(
    before, given, reason, fix
):
    fixed = fix(f"{HEAD}{before}s = optax.cosine_onecycle_schedule({given})\n", "optax")
    held = [finding for finding in fixed.findings if not finding.written]
    assert [finding.verdict.kind for finding in held] == ["unverifiable"]
    assert "may change what is read again" in held[0].verdict.reason
    assert reason in held[0].verdict.reason


UNCHANGED_BETWEEN = {
    "by a formula": (
        "class C:\n    @property\n    def lr(self): return self.base * 2\n",
        "c.steps, c.lr, pct_start=0.2",
    ),
    "by what is read before": (
        LR,
        "peak_value=c.lr, transition_steps=c.n, pct_start=0.2",
    ),
    "by what is read behind": (
        LR,
        "transition_steps=c.n, pct_start=0.2, peak_value=c.lr",
    ),
    "a name that nothing else sets": (LR, "n, c.lr, pct_start=0.2"),
    "a number": (LR, "90, c.lr, pct_start=0.2"),
}


@pytest.mark.parametrize(
    ("before", "given"), UNCHANGED_BETWEEN.values(), ids=UNCHANGED_BETWEEN
)
def test_what_cannot_be_changed_before_it_is_read_again_is_written(before, given, fix):
    fixed = fix(f"{HEAD}{before}s = optax.cosine_onecycle_schedule({given})\n", "optax")
    assert all(finding.written for finding in fixed.findings)
    assert "warmup_steps=" in fixed.text


SAME_VALUE = {
    "a name": ("", "n"),
    "an attribute": ("", "cfg.train.steps"),
    "arithmetic on attributes": ("", "cfg.epochs * cfg.per_epoch // 2"),
    "a conversion": ("", "int(round(abs(n)))"),
    "a length": ("", "len(data)"),
    "a condition": ("", "50 if n > 3 else 100"),
    "one of two": ("", "n or 100"),
    "a product of one that works it out": (
        "class Size:\n    def __mul__(self, by): return self.n * by\n"
        "    __rmul__ = __mul__\n    __len__ = None\n",
        "int(3 * size)",
    ),
    "a text that is a method's name": (
        "class Size:\n    def __mul__(self, by): return self.n * by\n"
        "known = hasattr(x, '__mul__')\n",
        "int(size * 3)",
    ),
    "the larger of two": ("", "max(1, n)"),
    "the sum of a display": ("", "sum([a, b])"),
    "the sum of a list that is written": ("lengths = [30, 70]\n", "sum(lengths)"),
    "a property that is a formula": (
        "class C:\n    @property\n    def steps(self): return self.epochs * self.n\n",
        "c.steps",
    ),
    "a property that is worked out once": (
        "class C:\n    @cached_property\n    def steps(self): return count()\n",
        "c.steps",
    ),
    "a property of another name": (PROPERTY, "c.n_steps"),
    "a product that is a new object": (
        "class V:\n    def __mul__(self, by):\n        made = V()\n"
        "        made.x = self.x * by\n        made.parts.append(by)\n"
        "        return made\n",
        "int(n * 3)",
    ),
    "a class that counts something else": (
        f"class C:\n    n = 0\n    def __add__(self, by):\n{COUNTS}",
        "int(n * 3)",
    ),
    "a field": (
        "@dataclass\nclass C:\n    steps: int = field(default=9)\n",
        "c.steps",
    ),
    "an attribute that is looked up in a dict": (
        "class C(dict):\n    def __getattr__(self, name):\n"
        "        try:\n            return self[name]\n"
        "        except KeyError:\n            raise AttributeError(name)\n",
        "c.steps",
    ),
    "a key of a parameter": ("", "d['steps']"),
    "a key of an attribute": ("", "c.d['train']['steps']"),
    "a key, where a method for keys is looked for": (
        "known = hasattr(d, '__getitem__') or name in ('__getitem__', 'get')\n",
        "d['steps']",
    ),
    "a key of what looks it up": (
        "class D:\n    def __getitem__(self, key): return getattr(self, key)\n",
        "d['steps']",
    ),
    "an element of a display": ("", "[a, b][0]"),
    "a key of a plain dict": ("d = {'steps': 9}\n", "d['steps']"),
    "a key of a plain dict in another": (
        "d = {'a': {'steps': 9}}\n",
        "d['a']['steps']",
    ),
    "an element of a plain list": ("d = [9, 0.1]\n", "d[0]"),
    "a key of what JSON gives": (
        "import json\nd = json.loads(text)\n",
        "d['steps']",
    ),
    "a dimension": ("", "x.shape[0]"),
    "a rounding": (MATH, "math.ceil(n / batch)"),
    "a rounding by another name": ("from math import ceil as up\n", "up(n / 3) * 2"),
    "a rounding of a length": (MATH, "math.floor(len(data) / batch)"),
    "a conversion of a root": (MATH, "int(math.sqrt(cfg.n))"),
    "a product of numbers": (MATH, "math.prod([n, cfg.epochs])"),
    "a product of a shape": (NUMPY, "np.prod(x.shape)"),
    "a rounding of an array": (NUMPY, "np.ceil(n / batch)"),
    "a number of an array": (NUMPY, "np.int64(100)"),
    "a rounding that is a formula": (
        f"{MATH}class C:\n    def __ceil__(self): return self.n + 1\n",
        "math.ceil(n)",
    ),
    "a key or else a number": ("", "cfg.get('steps', 1000)"),
    "a key of an attribute or else a number": ("", "cfg.train.get('steps', 1000)"),
    "a key of a key or else a number": ("", "cfg['train'].get('steps', 1000)"),
    "a key of a dict that is a key": ("", "cfg.get('train', {}).get('steps', 1000)"),
    "a key of what only looks it up": (
        "class C:\n    def get(self, key, default): return self.d.get(key, default)\n",
        "c.get('steps', 9)",
    ),
    "any key of a plain dict or else a number": (
        "d = {'steps': 9}\n",
        "d.get(key, 9)",
    ),
    "any key of a plain dict in another or else a number": (
        "d = {'a': {'steps': 9}}\n",
        "d['a'].get(key, 9)",
    ),
}


@pytest.mark.parametrize(("before", "length"), SAME_VALUE.values(), ids=SAME_VALUE)
def test_what_has_the_same_value_is_read_again(before, length, fix):
    code = HEAD + before + CALL.format(length)
    fixed = fix(code, "optax")
    assert "warmup_steps=int(0.2 * " in fixed.text
    assert all(finding.written for finding in fixed.findings)


def test_a_property_in_another_file_counts_as_well(tmp_path, monkeypatch):
    train = f"{HEAD}from steps import c\n{CALL.format('c.steps')}"
    for name, text in (("steps.py", PROPERTY), ("train.py", train)):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    settings = Settings(frozenset({"LRS002"}), target="lrsched")
    result = run.fix(Request((".",), lambda path: settings), lambda *_: None)
    assert not result.changes
    [finding] = result.findings
    assert "`steps` is computed on line 4 of steps.py" in finding.verdict.reason
