"""How the module has the function that it calls."""

from __future__ import annotations

from draft import Draft, Reach, Table

ACCESS = Table("access")


def _had(draft: Draft, text: str) -> None:
    """Statements, where the last line is the callee, after ``@`` what others reach.

    Import lines that come first stand at the module's top.
    """
    statements, _, shared = text.partition("\n@")
    *lines, callee = statements.splitlines()
    while lines and lines[0].startswith(("import ", "from ")):
        draft.imported(lines.pop(0))
    draft.top[:0] = lines
    draft.callee = draft.callee.replace("<callee>", callee) or callee
    if shared:
        root = shared.strip()
        end = min((root.find(c) for c in ".[(" if c in root), default=len(root))
        draft.shared = Reach(root[:end], root[end:])


def _in_another_file(draft: Draft, text: str) -> None:
    """A file of the project, after ``--`` how its function is had."""
    draft.need("compat.py" not in draft.files)
    file, _, rest = text.partition("--\n")
    draft.files["compat.py"] = file
    _had(draft, rest)


ACCESS.texts(
    hostile=False,
    apply=_had,
    of_the_module="import optax\noptax.<function>",
    of_the_module_again="import optax\noptax.<function>\n@optax.<function>",
    of_an_alias_of_the_module="import optax as ox\nox.<function>",
    imported="from optax import <function>\n<function>\n@<function>",
    imported_with_another="from optax import <function>, adam\n<function>",
    imported_under_a_name="from optax import <function> as make\nmake\n@make",
    imported_schedules="from optax import schedules\nschedules.<function>\n@schedules.<function>",
    of_the_schedules="import optax.schedules\noptax.schedules.<function>",
    imported_from_schedules="from optax.schedules import <function>\n<function>\n@<function>",
    an_alias="import optax\nmake = optax.<function>\nmake\n@make",
    an_alias_with_a_type="import optax\nfrom collections.abc import Callable\nmake: Callable = optax.<function>\nmake\n@make",
    a_private_alias="import optax\n_make = optax.<function>\n_make",
    a_registry='import optax\nMAKERS = {"one": optax.<function>}\nMAKERS["one"]\n@MAKERS["one"]',
    a_registry_of_two="""
    import optax
    MAKERS = {"constant": optax.constant_schedule, "one": optax.<function>}
    MAKERS["one"]
    @MAKERS["one"]
    """,
    optax_and_another_import="import optax\nimport jax.numpy as jnp\noptax.<function>",
)
ACCESS.texts(
    hostile=True,
    apply=_had,
    an_alias_of_an_alias="import optax\nmake = optax.<function>\nother = make\nother\n@make",
    a_class_attribute="import optax\nclass Trainer:\n    make = optax.<function>\nTrainer.make\n@Trainer.make",
    a_static_method="import optax\nclass Trainer:\n    make = staticmethod(optax.<function>)\nTrainer.make\n@Trainer.make",
    a_static_method_of_an_instance="import optax\nclass Trainer:\n    make = staticmethod(optax.<function>)\nTrainer().make\n@Trainer().make",
    an_instance_attribute="""
    import optax
    class Trainer:
        def __init__(self):
            self.make = optax.<function>
    trainer = Trainer()
    trainer.make
    @trainer.make
    """,
    an_inherited_attribute="""
    import optax
    class Base:
        make = staticmethod(optax.<function>)
    class Trainer(Base):
        pass
    Trainer.make
    @Base.make
    """,
    a_slot="""
    import optax
    class Trainer:
        __slots__ = ("make",)
        def __init__(self):
            self.make = optax.<function>
    trainer = Trainer()
    trainer.make
    @trainer.make
    """,
    a_default_argument="import optax\ndef call(*args, make=optax.<function>, **kw):\n    return make(*args, **kw)\ncall\n@call",
    a_wrapper="import optax\ndef call(*args, **kw):\n    return optax.<function>(*args, **kw)\ncall\n@call",
    a_wrapper_that_prints="import optax\ndef call(*args, **kw):\n    print(len(args), sorted(kw))\n    return optax.<function>(*args, **kw)\ncall\n@call",
    a_function_that_returns_it="import optax\ndef maker():\n    return optax.<function>\nmaker()\n@maker()",
    a_lambda="import optax\nmake = lambda *args, **kw: optax.<function>(*args, **kw)\nmake\n@make",
    a_partial_without_arguments="import optax\nimport functools\nmake = functools.partial(optax.<function>)\nmake\n@make",
    a_walrus="import optax\n(make := optax.<function>)\n@make",
    a_conditional="import optax\nlong = True\n(optax.<function> if long else optax.constant_schedule)",
    an_or="import optax\nnone = None\n(none or optax.<function>)",
    a_subscripted_list="import optax\nmakers = [optax.<function>]\nmakers[0]\n@makers[0]",
    a_popped_list="import optax\nmakers = [optax.<function>]\nmakers.pop()",
    an_unpacked_tuple="import optax\nmake, other = optax.<function>, optax.constant_schedule\nmake\n@make",
    a_star_unpacked="import optax\n*others, make = optax.constant_schedule, optax.<function>\nmake\n@make",
    a_loop_variable="import optax\nfor make in (optax.constant_schedule, optax.<function>):\n    pass\nmake\n@make",
    a_named_tuple="import optax\nfrom collections import namedtuple\nMakers = namedtuple('Makers', 'one')\nmakers = Makers(optax.<function>)\nmakers.one\n@makers.one",
    a_data_class="import optax\nimport dataclasses\nfrom typing import Any\n@dataclasses.dataclass\nclass Makers:\n    one: Any = optax.<function>\nMakers().one\n@Makers().one",
    an_enumeration="import optax\nimport enum\nimport functools\nclass Makers(enum.Enum):\n    ONE = functools.partial(optax.<function>)\n    @classmethod\n    def get(cls):\n        return optax.<function>\nMakers.get()\n@Makers.get()",
    a_simple_namespace="import optax\nfrom types import SimpleNamespace\nns = SimpleNamespace(make=optax.<function>)\nns.make\n@ns.make",
    by_getattr='import optax\ngetattr(optax, "<function>")',
    by_getattr_of_a_name='import optax\nname = "<function>"\ngetattr(optax, name)',
    an_alias_by_getattr='import optax\nmake = getattr(optax, "<function>")\nmake\n@make',
    by_getattr_with_a_default='import optax\ngetattr(optax, "<function>", None)',
    by_the_dict_of_the_module='import optax\nvars(optax)["<function>"]',
    by_dunder_dict='import optax\noptax.__dict__["<function>"]',
    by_import_module='import importlib\noptax = importlib.import_module("optax")\noptax.<function>\n@optax.<function>',
    by_dunder_import='optax = __import__("optax")\noptax.<function>\n@optax.<function>',
    by_sys_modules='import sys\nimport optax\nsys.modules["optax"].<function>',
    by_globals='import optax\nglobals()["optax"].<function>',
    by_attrgetter='import optax\nimport operator\noperator.attrgetter("<function>")(optax)',
    by_resolve_name='import pkgutil\npkgutil.resolve_name("optax:<function>")',
    by_eval='import optax\neval("optax.<function>")',
    by_star="from optax import *\n<function>\n@<function>",
    in_a_try="try:\n    import optax\nexcept ImportError:\n    optax = None\noptax.<function>\n@optax.<function>",
    in_a_try_from="try:\n    from optax import <function>\nexcept ImportError:\n    <function> = None\n<function>\n@<function>",
    under_a_condition="import sys\nif sys.version_info > (3,):\n    import optax\noptax.<function>\n@optax.<function>",
    a_rebound_module="import optax\nox = optax\nox.<function>\n@ox.<function>",
    a_global_import="def load():\n    global optax\n    import optax\nload()\noptax.<function>\n@optax.<function>",
    a_registry_by_get='import optax\nMAKERS = {"one": optax.<function>}\nMAKERS.get("one")\n@MAKERS["one"]',
    a_registry_of_names='import optax\nMAKERS = {name: getattr(optax, name) for name in ("<function>",)}\nMAKERS["<function>"]\n@MAKERS["<function>"]',
    a_registry_of_values='import optax\nMAKERS = dict(one=optax.<function>)\nnext(iter(MAKERS.values()))\n@MAKERS["one"]',
    a_registered_function="""
    import optax
    MAKERS = {}
    def register(name):
        return lambda make: MAKERS.setdefault(name, make)
    register("one")(optax.<function>)
    MAKERS["one"]
    @MAKERS["one"]
    """,
    a_setdefault_registry='import optax\nMAKERS = {}\nMAKERS.setdefault("one", optax.<function>)\nMAKERS["one"]\n@MAKERS["one"]',
    an_updated_registry='import optax\nMAKERS = {"one": None}\nMAKERS.update(one=optax.<function>)\nMAKERS["one"]\n@MAKERS["one"]',
    a_decorated_function="""
    import optax
    import functools
    def logged(f):
        @functools.wraps(f)
        def inner(*args, **kw):
            print(f.__name__, len(args), sorted(kw))
            return f(*args, **kw)
        return inner
    make = logged(optax.<function>)
    make
    @make
    """,
    a_cached_function="import optax\nimport functools\nmake = functools.lru_cache(optax.<function>)\nmake\n@make",
    a_property="""
    import optax
    class Trainer:
        @property
        def make(self):
            return optax.<function>
    Trainer().make
    @Trainer().make
    """,
    an_attribute_of_a_function="import optax\ndef build():\n    pass\nbuild.make = optax.<function>\nbuild.make\n@build.make",
    an_attribute_set_by_name='import optax\nclass Trainer:\n    pass\nsetattr(Trainer, "make", staticmethod(optax.<function>))\nTrainer.make\n@Trainer.make',
    a_bound_call="import optax\noptax.<function>.__call__",
    a_wrapped_function="import optax\nimport functools\n@functools.wraps(optax.<function>)\ndef make(*args, **kw):\n    return make.__wrapped__(*args, **kw)\nmake\n@make",
    a_private_module="import optax\nfrom optax.schedules import _schedule\n_schedule.<function>\n@_schedule.<function>",
    a_deleted_name="import optax\nmake = optax.<function>\nkeep = [make]\ndel make\nkeep[0]\n@keep[0]",
    a_lazy_attribute="""
    class Lazy:
        def __getattr__(self, name):
            import optax
            return getattr(optax, name)
    lazy = Lazy()
    lazy.<function>
    @lazy.<function>
    """,
)
ACCESS.texts(
    hostile=True,
    apply=_in_another_file,
    exported_again="from optax import <function>\n--\nfrom compat import <function>\n<function>\n@<function>",
    exported_again_under_a_name="from optax import <function> as make\n--\nimport compat\ncompat.make\n@compat.make",
    the_module_exported_again="import optax\n--\nfrom compat import optax\noptax.<function>\n@optax.<function>",
    exported_by_star="from optax import *\n--\nfrom compat import *\n<function>\n@<function>",
    exported_by_all="__all__ = ['<function>']\nfrom optax import <function>\n--\nfrom compat import *\n<function>\n@<function>",
    exported_lazily="def __getattr__(name):\n    import optax\n    return getattr(optax, name)\n--\nimport compat\ncompat.<function>\n@compat.<function>",
    an_alias_elsewhere="import optax\nmake = optax.<function>\n--\nfrom compat import make\nmake\n@make",
    a_registry_elsewhere="import optax\nMAKERS = {'one': optax.<function>}\n--\nfrom compat import MAKERS\nMAKERS['one']\n@MAKERS['one']",
    a_changed_module_elsewhere="import optax\noptax.<function> = optax.<function>\n--\nimport compat\nimport optax\noptax.<function>\n@optax.<function>",
    a_wrapper_elsewhere="import optax\ndef make(*args, **kw):\n    return optax.<function>(*args, **kw)\n--\nfrom compat import make\nmake\n@make",
    a_fake_in_a_try="import optax\n--\ntry:\n    from compat import optax\nexcept ImportError:\n    import optax\noptax.<function>",
)
