"""Which other file sees what the module shares, and how it comes there."""

from __future__ import annotations

from draft import Draft, Table

from parts.seen import SEEN

WAYS = Table("way")
FILES = Table("file")

# What another file does with what it has, `<it>`.
SHARED_USES = (
    "show(<it>(<again>))",
    "def again():\n    return <it>(<again>)\nshow(again())",
    "print(<it>.__module__.split('.')[0])",
)
DATA_USES = (
    'print(<it>["<old>"])',
    "print(sorted(<it>))",
    "import json\nprint(json.dumps(<it>, sort_keys=True))",
    "print(<it>)",
)


def _elsewhere(draft: Draft) -> None:
    """Another file has what the module shares, in some way, and does something with it."""
    draft.need(draft.module != "main")
    reach = draft.shared or draft.data
    draft.need(reach is not None)
    uses = SHARED_USES if draft.shared else DATA_USES
    if not draft.shared:
        draft.at_top = True
    draft.elsewhere = [str(reach.rest), draft.random.choice(uses), reach.root]


SEEN.hostile(_elsewhere)
for _ in range(25):
    SEEN.hostile(_elsewhere)


def _module_elsewhere(draft: Draft, text: str) -> None:
    """Another file looks at the module itself: statements of `main.py`."""
    draft.need(draft.module != "main")
    draft.uses.extend(text.splitlines())


SEEN.texts(
    hostile=True,
    apply=_module_elsewhere,
    its_names_elsewhere="import <lib> as L\nprint([n for n in dir(L) if 'sched' in n or n == 'optax'])",
    a_name_asked_for_elsewhere="import <lib> as L\nprint(hasattr(L, 'lrsched'), hasattr(L, 'optax'))",
    its_dict_elsewhere="import <lib> as L\nprint('optax' in vars(L), '<function>' in L.__dict__)",
    its_members_elsewhere="import inspect\nimport <lib> as L\nprint([n for n, v in inspect.getmembers(L) if inspect.ismodule(v)])",
    its_names_by_star_elsewhere="lrsched = 4\nfrom <lib> import *\nprint(lrsched)",
    its_optax_elsewhere="import <lib> as L\nprint(getattr(L, 'optax', None) is not None)",
    its_optax_by_star_elsewhere="from <lib> import *\nprint('optax' in globals())",
    its_all_elsewhere="import <lib> as L\nprint(getattr(L, '__all__', 'none'))",
    replaced_in_it_elsewhere="import optax as o\nimport <lib> as L\no.<function> = None\nprint(getattr(L, '<function>', 'none') is None)",
)


def _way(draft: Draft, text: str) -> None:
    """How a file has a name of the module: statements, and the expression as last line."""
    rest, use, root = draft.elsewhere
    path, _, text = text.rpartition("--\n")
    if path:
        name, _, body = path.partition("\n")
        draft.files[name] = body.replace("NAME", root)
    *statements, expression = text.replace("NAME", root).splitlines()
    it = f"{expression}{rest}"
    use = draft.fill(use.replace("<it>", it))
    draft.elsewhere = [*statements, *use.splitlines()]


WAYS.texts(
    hostile=False,
    apply=_way,
    by_name="import <lib>\n<lib>.NAME",
    by_an_alias="import <lib> as L\nL.NAME",
    imported="from <lib> import NAME\nNAME",
    imported_under_a_name="from <lib> import NAME as there\nthere",
    by_star="from <lib> import *\nNAME",
    by_import_module='import importlib\nimportlib.import_module("<lib>").NAME',
    by_getattr='import importlib\ngetattr(importlib.import_module("<lib>"), "NAME")',
    by_getattr_of_the_module="import <lib> as L\ngetattr(L, 'NAME')",
    by_a_made_name="import <lib> as L\ngetattr(L, '_'.join('NAME'.split('_')))",
    by_its_dict="import <lib> as L\nvars(L)['NAME']",
    by_its_dunder_dict="import <lib> as L\nL.__dict__['NAME']",
    by_sys_modules="import sys\nimport <lib>\nsys.modules['<lib>'].NAME",
    by_dunder_import="__import__('<lib>', fromlist=['x']).NAME",
    by_a_chain="mid.py\nfrom <lib> import NAME\n--\nfrom mid import NAME\nNAME",
    by_a_chain_of_names="mid.py\nimport <lib> as inner\n--\nimport mid\nmid.inner.NAME",
    by_a_chain_of_stars="mid.py\nfrom <lib> import *\n--\nfrom mid import *\nNAME",
    by_a_lazy_module="mid.py\ndef __getattr__(name):\n    import <lib> as inner\n    return getattr(inner, name)\n--\nimport mid\nmid.NAME",
    by_an_alias_elsewhere="mid.py\nimport <lib> as inner\nthere = inner.NAME\n--\nfrom mid import there\nthere",
    in_a_function="def load():\n    from <lib> import NAME\n    return NAME\nload()",
    in_a_try="try:\n    from <lib> import NAME\nexcept ImportError:\n    NAME = None\nNAME",
    by_exec="exec('from <lib> import NAME')\nNAME",
    by_eval="import <lib> as L\neval('L.NAME')",
    by_resolve_name="import pkgutil\npkgutil.resolve_name('<lib>:NAME')",
    by_attrgetter="import operator\nimport <lib> as L\noperator.attrgetter('NAME')(L)",
    by_inspect="import inspect\nimport <lib> as L\ndict(inspect.getmembers(L))['NAME']",
    by_run_path="import runpy\nrunpy.run_path('<lib>'.replace('.', '/') + '.py')['NAME']",
    by_run_module="import runpy\nrunpy.run_module('<lib>')['NAME']",
    by_a_plugin_string="plugin = '<lib>:NAME'\nimport importlib\nmodule, _, name = plugin.partition(':')\ngetattr(importlib.import_module(module), name)",
    by_a_loop="import <lib> as L\nfor name in dir(L):\n    if name == 'NAME':\n        there = getattr(L, name)\nthere",
    by_a_subclass="import <lib> as L\nclass Held:\n    module = L\nHeld.module.NAME",
)


def _file(draft: Draft, text: str) -> None:
    """Where that stands: a path, how `main.py` comes there, perhaps other files."""
    text = text.replace("LIBRARY", f"{draft.module.replace('.', '/')}.py")
    path, start, *more = text.split("\n--\n")
    lines = ["from helper import show", *draft.elsewhere]
    draft.files[path] = "\n".join(lines) + "\n"
    for other in more:
        name, _, body = other.partition("\n")
        draft.files[name] = body + "\n"
    draft.elsewhere = start.splitlines()


FILES.nothing(6)
FILES.texts(
    hostile=False,
    apply=_file,
    a_module="other.py\n--\nimport other",
    a_module_of_a_package="tools/other.py\n--\nimport tools.other\n--\ntools/__init__.py\n",
    a_module_of_a_namespace="scripts/other.py\n--\nimport scripts.other",
    a_test="tests/test_lib.py\n--\nimport runpy\nrunpy.run_path('tests/test_lib.py')",
    a_script_without_a_suffix="bin/evaluate\n--\nimport runpy\nrunpy.run_path('bin/evaluate')",
    a_file_that_git_ignores="local_settings.py\n--\nimport local_settings\n--\n.gitignore\nlocal_*.py",
    a_folder_that_git_ignores="private/other.py\n--\nimport private.other\n--\n.gitignore\n/private/",
    a_hidden_folder=".tools/other.py\n--\nimport sys\nsys.path.insert(0, '.tools')\nimport other",
    a_folder_of_sys_path="src/other.py\n--\nimport sys\nsys.path.insert(0, 'src')\nimport other",
    the_build_folder="build/other.py\n--\nimport runpy\nrunpy.run_path('build/other.py')",
    a_text_file="other.txt\n--\nexec(open('other.txt').read())",
    an_example="docs/conf.py\n--\nimport runpy\nrunpy.run_path('docs/conf.py')",
    an_excluded_file="vendored.py\n--\nimport vendored\n--\npyproject.toml\n[project]\nname = 'x'\nversion = '0'\n[tool.lrmigrate]\nexclude = ['vendored.py']\n--\n.lrmigrate-arguments\nfix --output-format json .",
    a_file_that_is_not_named="other.py\n--\nimport other\n--\n.lrmigrate-arguments\nfix --isolated --output-format json LIBRARY",
)
