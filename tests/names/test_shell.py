"""What is done by IPython's shell, as a notebook that was saved as Python does it."""

from __future__ import annotations

import pytest

CODE = (
    "import optax\nsteps = 9\n"
    "s = optax.cosine_onecycle_schedule(n, 0.1, pct_start=p)\n"
    "t = optax.cosine_decay_schedule(0.1, decay_steps=steps)\n"
)
SHELL = "get_ipython()"

REFUSED = {
    "a file is run": f"{SHELL}.run_line_magic('run', './other.py')\n",
    "a file is run by the old method": f"{SHELL}.magic('run other.py')\n",
    "a file is run by the old method, with its sign": f"{SHELL}.magic('%run x')\n",
    "names come from a plot library": f"{SHELL}.run_line_magic('pylab', 'inline')\n",
    "a magic that nobody knows": f"{SHELL}.run_line_magic('mine', '')\n",
    "a cell of one that nobody knows": f"{SHELL}.run_cell_magic('mine', '', 'x')\n",
    "a magic by a name": f"{SHELL}.run_line_magic(name, '')\n",
    "a magic by a keyword": f"{SHELL}.run_line_magic(magic_name='run', line='x')\n",
    "a magic without a word": f"{SHELL}.magic('')\n",
    "a magic that is kept": f"run = {SHELL}.run_line_magic\nrun('run', 'other.py')\n",
    "a timed cell that sets the function": (
        f"{SHELL}.run_cell_magic('time', '', 'import mine as optax\\n')\n"
    ),
    "a timed line that sets the function": (
        f"{SHELL}.run_line_magic('time', 'optax = mine')\n"
    ),
    "a timed cell in which a file is run": (
        f"{SHELL}.run_cell_magic('time', '', '%run other.py\\n')\n"
    ),
    "a cell is run": f"{SHELL}.run_cell('optax = mine')\n",
    "names are pushed": f"{SHELL}.push({{'optax': mine}})\n",
    "a name is set": f"{SHELL}.user_ns['optax'] = mine\n",
    "names are set": f"{SHELL}.user_ns.update(names)\n",
    "the shell has a name": f"ip = {SHELL}\nip.run_line_magic('run', 'other.py')\n",
    "the shell has a name where there is one": (
        f"try:\n    ip = {SHELL}\nexcept NameError:\n    ip = None\n"
        "if ip is not None:\n    ip.run_line_magic('run', 'other.py')\n"
    ),
    "the shell is imported": (
        "from IPython import get_ipython\nget_ipython().run_line_magic('run', 'x')\n"
    ),
    "the shell is of a module": "import IPython\nIPython.get_ipython().ex('optax = 1')\n",
    "the function has a name": "ip = get_ipython\nip().ex('optax = mine')\n",
    "the function is imported by another name": (
        "from IPython import get_ipython as ip\nip().run_line_magic('run', 'x')\n"
    ),
    "the function is passed on": "setup(get_ipython)\n",
    "the shell is passed on": f"setup({SHELL})\n",
    "the shell is kept": f"self.shell = {SHELL}\n",
    "the method has a name": f"f = getattr({SHELL}, name)\n",
}


@pytest.mark.parametrize("beside", REFUSED.values(), ids=REFUSED)
def test_what_may_set_any_name_leaves_its_uses(beside, fix):
    fixed = fix(beside + CODE)
    assert "pct_start=p" in fixed.text
    assert "decay_steps=steps" in fixed.text
    assert " on line " in fixed.findings[-1].left


ALLOWED = {
    "what is not Python": (
        f"{SHELL}.system('pip install optax')\nfiles = {SHELL}.getoutput('ls')\n"
    ),
    "a plot library": f"{SHELL}.run_line_magic('matplotlib', 'inline')\n",
    "modules that are loaded again": (
        f"{SHELL}.run_line_magic('load_ext', 'autoreload')\n"
        f"{SHELL}.run_line_magic('autoreload', '2')\n"
    ),
    "the old method": f"{SHELL}.magic('matplotlib inline')\n{SHELL}.magic('%cd ..')\n",
    "a cell of a shell": f"{SHELL}.run_cell_magic('bash', '', 'run x\\n')\n",
    "a cell that is written": f"{SHELL}.run_cell_magic('writefile', 'a.py', 'x = 1')\n",
    "a timed cell": f"{SHELL}.run_cell_magic('time', '', 'loss = f()\\n')\n",
    "a captured cell": f"{SHELL}.run_cell_magic('capture', '', 'loss = f()\\n')\n",
    "a timed line": f"{SHELL}.run_line_magic('timeit', 'f()')\n",
    "another name is set": f"{SHELL}.user_ns['seed'] = 1\n",
    "whether there is a shell": (
        f"if {SHELL} is not None: pass\n"
        f"if {SHELL} and 'google.colab' in str({SHELL}): pass\n"
        f"name = {SHELL}.__class__.__name__\n"
        f"if hasattr({SHELL}, 'kernel'): pass\n"
    ),
    "the shell has a name": (
        f"try:\n    ip = {SHELL}\nexcept NameError:\n    ip = None\n"
        "if ip is not None:\n    ip.run_line_magic('matplotlib', 'inline')\n"
    ),
    "whether there is a function": (
        "if callable(get_ipython): pass\nfrom IPython import get_ipython as ip\n"
        "if ip is not None and 'x' in str(ip()): pass\n"
    ),
    "another object": "bot.run_line_magic('run', 'other.py')\nbot.push(x)\n",
}


@pytest.mark.parametrize("beside", ALLOWED.values(), ids=ALLOWED)
def test_what_sets_no_name_leaves_nothing(beside, fix):
    fixed = fix(beside + CODE)
    assert "int(p * n)" in fixed.text
    assert "transition_steps=steps" in fixed.text
