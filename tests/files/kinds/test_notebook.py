"""Notebooks: what is read of them, and which bytes a rewrite changes."""

from __future__ import annotations

import json

import pytest

from lrmigrate.codemod.files.kinds import kind_of, read_document
from lrmigrate.codemod.files.source import SourceError
from lrmigrate.codemod.model import Edit, Position

PYTHON = {"language_info": {"name": "python"}}


def code(source, **more):
    return {"cell_type": "code", "source": source, "outputs": [], **more}


def notebook(*cells, metadata=PYTHON, **more):
    content = {"cells": [*cells], "metadata": metadata, "nbformat": 4, **more}
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"


def document(*cells, **more):
    return read_document(notebook(*cells, **more), "a.ipynb")


def replaced(found, old, new):
    (source,) = found.sources
    start = source.text.index(old)
    edit = Edit(start, start + len(old), new)
    return found.rewritten([source.edited([edit])])


def texts(data):
    return ["".join(cell["source"]) for cell in json.loads(data)["cells"]]


BROKEN = {
    "nothing": (b"", "is no notebook: it has no cells"),
    "a brace": (b"{", "is no notebook: a key is no string"),
    "a list": (b"[]", "is no notebook: it has no cells"),
    "no cells": (b"{}", "is no notebook: it has no cells"),
    "no commas": (b'{"cells": [1 2]}', "is no notebook: "),
    "no end": (b'{"cells": [], "metadata": {}', "is no notebook: "),
    "two values": (b'{"cells": []} {}', "is no notebook: something is behind the end"),
    "too deep": (b'{"cells": ' + b"[" * 10**5, "is no notebook: it is nested too deep"),
    "latin-1": (b'{"cells": "\xff"}', "is no notebook, which is UTF-8: invalid start"),
}


@pytest.mark.parametrize(("data", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_notebook_is_named(data, message):
    with pytest.raises(SourceError, match=message):
        read_document(data, "a.ipynb")


@pytest.mark.parametrize(
    "metadata",
    [
        {"language_info": {"name": "julia"}},
        {"kernelspec": {"language": "R"}},
    ],
    ids=["by its language", "by its kernel"],
)
def test_a_notebook_of_another_language_holds_no_python(metadata):
    assert document(code("import optax"), metadata=metadata).sources == ()


def test_a_cell_that_cannot_be_parsed_is_left_out_and_told():
    found = document(code("a = 1"), code("print 'optax'\n"), code("b = a"))
    assert found.sources[0].text == "a = 1\nb = a\n"
    (part,) = found.unread
    assert part.place.cell == 2
    assert part.why.startswith("cannot be parsed: ")


READ = [
    ("%matplotlib inline\na = 1", "None\na = 1"),
    ("!pip install optax", "None"),
    ("files = !ls", "files = get_ipython().getoutput()"),
    ("%time a = 1", "if 1: a = 1"),
    ("%time --no-raise-error a = 1", "if 1: a = 1"),
    ("%timeit -n 10 -qr3 f()", "if 1: f()"),
    ("%prun -s time a = f()", "if 1: a = f()"),
    ("if a:\n  %time b = 1", "if a:\n  if 1: b = 1"),
    ("%time for i in j: f(i)", "exec('for i in j: f(i)')"),
    ("%time %run other.py", "exec(\"exec(get_ipython().run_path('other'))\")"),
    ("%time a = !ls", "exec('a = get_ipython().getoutput()')"),
    ("%timeit -n $n f()", "exec(get_ipython())"),
    ("a = %timeit -o f()", "a = exec(get_ipython())"),
    ("%%prun -q\n!ls\na = 1", "\nNone\na = 1"),
    ("!ls \\\r\n  -l\r\noptax?\r\na = 1", "None\r\nNone\r\na = 1"),
    ("\f!ls\nif a:\n\t%pip x\n%run b", "\fNone\nif a:\n\tNone\nexec(get_ipython())"),
    ("b = '''\n!ls\nd?\n'''\n!ls", "b = '''\n!ls\nd?\n'''\nNone"),
    ("%run other.py", "exec(get_ipython().run_path('other'))"),
    ("%run -i ./a/b.ipynb x", "exec(get_ipython().run_path('./a/b'))"),
    ("%run $name", "exec(get_ipython())"),
    ("!echo {a['b']} $c {d:.2f} \\$e ${f}", "get_ipython().system(a['b'], c, d, f)"),
    ("%env A={a} {print $1}", "get_ipython().system(a)"),
    ("a = !ls $b", "a = get_ipython().getoutput(b)"),
    ("%whos", "dir()"),
    ("a = %who_ls", "a = dir()"),
    ("%history -f x.py", "exec(get_ipython())"),
    ("pip install optax", "None"),
    ("run other.py", "exec(get_ipython().run_path('other'))"),
    ("store -r kw names", "exec(get_ipython())"),
    ("%pylab inline", "exec(get_ipython())"),
    ("a = %unknown", "a = exec(get_ipython())"),
    ("optax?", "None"),
    ("?optax", "None"),
    ("%%time\na = 1", "\na = 1"),
    ("%%timeit\na = 1", "\na = 1"),
    ("%%timeit -n 3 b = 2\na = 1", "exec('b = 2')\na = 1"),
    ("%%time\n%%capture out\na = 1", "\nout = get_ipython().getoutput()\na = 1"),
    ("%%capture --no-stderr\na = 1", "\na = 1"),
    ("%%bash --out a\nls", "a = get_ipython().getoutput()"),
    ("%%bigquery a\nselect", "a = get_ipython().getoutput()"),
    ("%%unknown\na = 1", "exec(get_ipython())"),
    ("if a:\n    !ls\nb = 2", "if a:\n    None\nb = 2"),
    ("!ls \\\n  -l\na = 1", "None\na = 1"),
    ("a = (1\n%2)", "a = (1\n%2)"),
    ("!ls\na = (1\n%b)", "None\na = (1\n%b)"),
    ("await f()", "await f()"),
]


@pytest.mark.parametrize(("cell", "text"), READ, ids=[cell for cell, _ in READ])
def test_what_is_read_of_a_cell(cell, text):
    (source,) = document(code(cell)).sources
    assert source.text == text + "\n"


NO_PYTHON = [
    "%%bash\nls",
    "%%writefile a.txt\nimport optax",
    "%%writefile a.py\nprint 'optax'",
    "%%script node\nlet optax = python",
]


@pytest.mark.parametrize("cell", NO_PYTHON)
def test_a_cell_of_something_else_is_no_python(cell):
    assert document(code(cell)).sources == ()


PROGRAMS = [
    "writefile a.py",
    "file 'a.py'",
    "writefile -a b/a.py",
    "python3",
    "python -O",
    "pypy",
    "script python3",
    "script --bg /usr/bin/python -u",
]


@pytest.mark.parametrize("head", PROGRAMS)
def test_a_cell_that_another_program_gets_is_a_module_that_stays(head):
    found = document(code("b = 2"), code(f"%%{head}\nold = 1\n"))
    module, program = found.sources
    assert "old" not in module.text
    assert program.text == "old = 1\n"
    assert program.place(4) == Position(2, 5, 2)
    name = head.split()[0]
    edit = Edit(0, 3, "new")
    assert program.refused([edit]) == f"`%%{name}` hands it to another program"
    changed = module.edited([Edit(4, 5, "3")])
    assert texts(found.rewritten([changed, program]))[0] == "b = 3"


def test_a_program_is_not_the_module_of_a_notebook_without_one():
    module, program = document(code("%%writefile a.py\nold = 1")).sources
    assert (module.text, program.text) == ("\n", "old = 1")


def test_what_a_cell_of_parameters_sets_may_be_set_behind_it():
    tagged = code("a: int = 1\nb, c = d = 2, 3", metadata={"tags": ["x", "parameters"]})
    (source,) = document(tagged, code("a")).sources
    set_anew = "a = get_ipython().getoutput()\nd = get_ipython().getoutput()"
    assert source.text == f"a: int = 1\nb, c = d = 2, 3\n{set_anew}\na\n"
    data = replaced(document(tagged), "2", "4")
    assert texts(data) == ["a: int = 1\nb, c = d = 4, 3"]


def test_places_are_those_of_cells():
    found = document({"cell_type": "markdown", "source": "x"}, code("%pip x\na = 1\n"))
    (source,) = found.sources
    assert source.place(source.text.index("1")) == Position(2, 5, 2)
    assert source.place(0) == Position(1, 1, 2)
    assert source.offset_of(Position(2, 5, 2)) == source.text.index("1")
    assert str(Position(2, 5, 2)) == "cell 2:2:5"
    assert found.lines(2) == ["%pip x", "a = 1", ""]


def test_what_is_said_of_lines_is_said_of_those_of_cells():
    (source,) = document(code("a = 1"), code("b = 2")).sources
    told = source.frame.told(
        "see line 1 and line 2, not line 3 of b.py", Position(1, 1, 2)
    )
    assert told == "see line 1 of cell 1 and line 1, not line 3 of b.py"


def test_a_new_line_is_a_string_of_its_own_where_the_others_are():
    data = replaced(
        document(code(["import a\n", "b = 1"])), "import a", "import a\nimport c"
    )
    assert json.loads(data)["cells"][0]["source"] == [
        "import a\n",
        "import c\n",
        "b = 1",
    ]


def test_a_line_that_goes_leaves_no_empty_string():
    data = replaced(document(code(["import a\n", "b = 1"])), "import a\n", "")
    assert json.loads(data)["cells"][0]["source"] == ["b = 1"]


def test_characters_that_stay_are_spelled_as_they_were():
    spelled = b'{"cells":[{"cell_type":"code","source":"a=\\"\\u00e9\\/\\ud83d\\ude00\\" ;b=1"}]}'
    data = replaced(read_document(spelled, "a.ipynb"), "b=1", "b='ü'")
    assert data == spelled.replace(b"b=1", b"b='\\u00fc'")


def test_the_third_format_is_read_and_written():
    cell = {"cell_type": "code", "input": ["a = 1\n"], "language": "python"}
    data = json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": 3}).encode()
    assert replaced(read_document(data, "a.ipynb"), "1", "2") == data.replace(
        b"1\\n", b"2\\n"
    )


def test_a_change_is_told_by_cells():
    found = document(code("a = 1"), code("b = 1"))
    change = found.change(replaced(found, "b = 1", "b = 2"))
    assert [(one.cell, one.before, one.after) for one in change.cells] == [
        (2, "b = 1", "b = 2")
    ]


def test_kinds_are_told_by_their_names():
    kinds = {path: kind_of(path) for path in ("a.py", "a.IPYNB", "script", "a.xyz")}
    names = {path: kind and kind.name for path, kind in kinds.items()}
    assert names["a.IPYNB"] == "notebook"
    assert names["script"] == names["a.py"] == "Python file"
    assert names["a.xyz"] is None
