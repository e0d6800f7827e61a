"""Who else sees the function that the module shares, or the dict with the old name."""

from __future__ import annotations

from draft import Draft, Table

SEEN = Table("seen")
WAYS = Table("way")
FILES = Table("file")

CALLED = "show(<shared>(<again>))"


def _here(draft: Draft, text: str) -> None:
    draft.need(draft.module == "main" or "exec" not in text)
    draft.tail.extend(text.splitlines())
    if draft.module != "main":
        draft.imported("from helper import show")


def _dict_here(draft: Draft, text: str) -> None:
    if draft.data and draft.data.root == "kw":
        draft.at_top = True
    _here(draft, text)


SEEN.nothing(12)
SEEN.texts(
    hostile=True,
    apply=_here,
    called_again=CALLED,
    called_again_in_a_function="def again():\n    return <shared>(<again>)\nshow(again())",
    called_by_eval='show(eval("<shared>")(<again>))',
    called_in_an_evaluated_text='show(eval("""<shared>(<again>)"""))',
    called_in_an_executed_text='exec("""other = <shared>(<again>)""")\nshow(other)',
    called_in_a_compiled_text='show(eval(compile("""<shared>(<again>)""", "text", "eval")))',
    called_under_another_name="same = <shared>\nshow(same(<again>))",
    called_by_a_function="def call(f):\n    return f(<again>)\nshow(call(<shared>))",
    called_by_a_lambda="show((lambda f: f(<again>))(<shared>))",
    called_in_a_loop="for f in [<shared>]:\n    show(f(<again>))",
    called_in_a_comprehension="[show(f(<again>)) for f in (<shared>,)]",
    called_by_map="import functools\nlist(map(show, [functools.partial(<shared>, <again>)()]))",
    called_through_a_list="held = []\nheld.append(<shared>)\nshow(held[0](<again>))",
    called_through_a_dict="held = {}\nheld['f'] = <shared>\nshow(held['f'](<again>))",
    called_through_an_attribute="from types import SimpleNamespace\nheld = SimpleNamespace(f=<shared>)\nshow(held.f(<again>))",
    called_through_a_partial="import functools\nlate = functools.partial(<shared>)\nshow(late(<again>))",
    called_through_a_default="def call(f=<shared>):\n    return f(<again>)\nshow(call())",
    called_through_a_return="def get():\n    return <shared>\nshow(get()(<again>))",
    called_with_a_dict="def again(**kw):\n    return <shared>(**kw)\nimport inspect\nshow(again(**inspect.signature(<shared>).bind(<again>).arguments))",
    called_by_a_subclass="class Call:\n    make = staticmethod(<shared>)\nclass Sub(Call):\n    def run(self):\n        return self.make(<again>)\nshow(Sub().run())",
    called_by_attrgetter_of_the_module='import operator\nimport sys\nshow(operator.attrgetter("<shared>")(sys.modules[__name__])(<again>))',
    its_name="print(<shared>.__name__)",
    its_module="print(<shared>.__module__.split('.')[0])",
    its_signature="import inspect\nprint(list(inspect.signature(<shared>).parameters))",
    its_documentation="print((<shared>.__doc__ or '')[:40])",
    its_code="print(getattr(<shared>, '__code__', None) and <shared>.__code__.co_varnames[:4])",
    its_identity="import optax as first\nprint(<shared> is first.<function>)",
    its_defaults="print(getattr(<shared>, '__defaults__', None))",
    its_hash="import optax as first\nprint(<shared> in {first.<function>: 1})",
    its_pickle="import pickle\nprint(b'optax' in pickle.dumps(<shared>))",
    its_type_hints="import typing\nprint(sorted(typing.get_type_hints(<shared>)))",
    shown_in_a_text="print(f'{<shared>.__name__} {<shared>=!s:.5}')",
    compared="import optax as first\nprint(<shared> == first.<function>)",
    a_failed_call="try:\n    <shared>(nothing=1)\nexcept TypeError as error:\n    print(error)",
    a_failed_call_without_arguments="try:\n    <shared>()\nexcept TypeError as error:\n    print(str(error)[:30])",
)
SEEN.texts(
    hostile=True,
    apply=_dict_here,
    the_old_key_read='print(<data>["<old>"])',
    the_old_key_by_get='print(<data>.get("<old>"))',
    the_old_key_asked_for='print("<old>" in <data>)',
    the_dict_printed="print(<data>)",
    the_dict_in_an_f_string="print(f'{<data>}')",
    the_dict_s_own_text="print(f'{<data>=}')",
    the_dict_formatted='print("{<old>}".format(**<data>))',
    the_dict_in_percent='print("%(<old>)s" % <data>)',
    the_dict_as_json="import json\nprint(json.dumps(<data>, sort_keys=True))",
    the_dict_s_keys="print(sorted(<data>))",
    the_dict_s_keys_by_star="print([*<data>])",
    the_dict_s_items="for key, value in <data>.items():\n    print(key)",
    the_dict_matched="match <data>:\n    case {'<old>': value}:\n        print(value)\n    case _:\n        print('none')",
    the_dict_given_to_a_function="def tell(**kw):\n    print(sorted(kw))\ntell(**<data>)",
    the_dict_given_to_a_parameter="def tell(<old>=None, **kw):\n    print(<old>)\ntell(**<data>)",
    the_dict_merged="print(sorted(<data> | {'x': 1}))",
    the_dict_copied="other = dict(<data>)\nprint(other.pop('<old>'))",
    the_dict_compared="print(<data> == {'<old>': 1})",
    the_dict_by_globals="print([sorted(v) for n, v in sorted(globals().items()) if v is <data>])",
    the_dict_by_eval='print(eval("<data>")["<old>"])',
    the_dict_by_itemgetter="import operator\nprint(operator.itemgetter('<old>')(<data>))",
    the_dict_by_its_method="print(<data>.__getitem__('<old>'))",
    the_dict_under_another_name="same = <data>\nprint(same['<old>'])",
    the_dict_held="held = [<data>]\nprint(sorted(held[0]))",
    the_dict_in_a_closure="def tell():\n    return <data>['<old>']\nprint(tell())",
    the_dict_with_a_made_key="print(<data>['_'.join('<old>'.split('_'))])",
    the_dict_pretty_printed="import pprint\npprint.pprint(<data>)",
    the_dict_deleted_from="del <data>['<old>']\nprint(len(<data>))",
    the_dict_as_a_table="import types\nprint(types.SimpleNamespace(**<data>).<old>)",
    the_dict_s_representation="print(repr(<data>), str(<data>))",
    the_dict_logged="import logging\nimport sys\nlogging.basicConfig(stream=sys.stdout, format='%(message)s')\nlogging.warning('made with %s', <data>)",
    the_dict_of_the_module="import sys\nprint(vars(sys.modules[__name__])['<data>'.split('[')[0]])",
    the_dict_in_a_doctest="""
    import doctest
    import sys
    def tell():
        \"\"\"
        >>> <data>["<old>"] is None
        False
        \"\"\"
    print(doctest.testmod(sys.modules[__name__]).failed)
    """,
    the_dict_used_by_another_function="import optax as second\nshow(second.<function>(**<data>) if '<function>' != 'sgdr_schedule' else second.warmup_cosine_decay_schedule(**<data>))",
    the_keys_counted="print(len(<data>), bool(<data>))",
    another_key_read="print(sorted(<data>.values(), key=str))",
)

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
    by_a_made_name="import <lib> as L\ngetattr(L, 'N' 'AME')",
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
