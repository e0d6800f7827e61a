"""What the module itself does with its function, or with the dict of old names."""

from __future__ import annotations

from draft import Draft, Table

SEEN = Table("seen")

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
    called_by_an_annotation="import typing\ndef tell(f: '<shared>'):\n    pass\nshow(typing.get_type_hints(tell)['f'](<again>))",
    called_by_locate="import pydoc\nimport sys\nshow(pydoc.locate(f'{__name__}.<shared>')(<again>))",
    called_by_an_interpreter="import code\ncode.InteractiveInterpreter(globals()).runsource('show(<shared>(<again>))')",
    called_by_getattr_of_its_owner="show(getattr(<owner>, 'm' + 'ake')(<again>))",
    called_by_the_members_of_its_owner="import inspect\nshow(dict(inspect.getmembers(<owner>))['make'](<again>))",
    called_by_the_names_of_its_owner="show([getattr(<owner>, n) for n in dir(<owner>) if n == 'make'][0](<again>))",
    called_by_object="show(object.__getattribute__(<owner>, 'make')(<again>))",
    called_on_a_copy_of_its_owner="import copy\nshow(copy.copy(<owner>).make(<again>))",
    called_on_the_owner_in_a_list="show([<owner>][0].make(<again>))",
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
    the_dict_patched_by_a_text="from unittest import mock\nmock.patch.dict(f'{__name__}.<data>', {'other': 1}).start()\nprint(len(<data>))",
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
