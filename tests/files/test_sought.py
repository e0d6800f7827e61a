"""Which words count in a file: those that do not come first."""

from functools import partial
from pathlib import Path

import pytest

from lrmigrate.codemod.engine.mapping import map_here
from lrmigrate.codemod.files.search.discover import Discovery
from lrmigrate.codemod.files.search.sought import Leading, says
from lrmigrate.rules import catalogue

SOUGHT = catalogue(Path()).sought


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"import onnx", False),
        (b"from onnx import helper  # ONNX", False),
        (b"ajax = 9nnx, nnxs", False),
        (b"from flax import nnx", True),
        (b"import flax.nnx as nn", True),
        (b"import my_nnx", True),
        (b"nnx.Optimizer", True),
        (b"import onnx, nnx", True),
        (rb'{"source": "import jax\nnnx.Optimizer(model)"}', True),
        (rb'{"source": "\u000annx.Optimizer(model)"}', True),
        ("é".encode() + b"nnx", True),
    ],
)
def test_a_word_is_no_part_of_another_one(data, said):
    assert says(data, b"nnx") is said


@pytest.mark.parametrize(
    ("data", "leads"),
    [
        (b"from tensorflow.keras import optimizers", False),
        (b"tf.train.exponential_decay(0.1, step, decay_steps=9)", False),
        (b"from scipy.optimize import lbfgs", False),
        (b"$.ajax(); optimizers = []", False),
        (b"from torch.optim import LRScheduler", False),
        (b"jax.numpy, keras.optimizers", False),
        (b"self.lr_scheduler_type = 'reduce_on_plateau'", False),
        (b"import optax", True),
        (b"from flax import nnx", True),
        (b"nnx.Optimizer(model, tx)", True),
        (b"from jax.example_libraries import optimizers", True),
        (b"from jax.experimental import optix", True),
        (b"from lrmigrate import lrsched", True),
        (b"x = 1  # noqa: LRS001", True),
        (b"x = 1  # noqa: LRS", True),
    ],
)
def test_what_leads_to_a_schedule(data, leads):
    assert Leading(SOUGHT.leading).is_said(data) is leads


OLD = "make(0.1, decay_steps=9)\n"


@pytest.fixture(params=[1, 2], ids=["in one process", "in two"])
def candidates(request):
    return partial(candidates_in, request.param)


def candidates_in(jobs, folder, files, *, whole):
    mapped = partial(map_here, jobs=jobs, chunk=1, pays=2)
    for path, text in files.items():
        (folder / path).write_text(text)
    found = Discovery(
        (str(folder),),
        SOUGHT,
        lambda folder: (Path(), ()),
        print,
        whole=whole,
        map_over=mapped,
    )
    paths = [Path(one.path).name for one in found]
    assert found.files_scanned == len(files)
    return paths


def test_where_nothing_leads_to_a_schedule_no_word_counts(tmp_path, candidates):
    files = {"a.py": OLD, "b.md": OLD, "c.py": "import scipy.optimize.lbfgs\n"}
    assert candidates(tmp_path, files, whole=True) == []


def test_what_leads_there_makes_the_words_of_all_files_count_in_their_order(
    tmp_path, candidates
):
    files = {"a.py": OLD, "b.py": "", "c.py": "import optax\n", "d.py": OLD}
    assert candidates(tmp_path, files, whole=True) == ["a.py", "c.py", "d.py"]


def test_a_configuration_counts_whatever_leads_there(tmp_path, candidates):
    files = {"a.py": OLD, "b.yaml": "decay_steps: 9\n", "c.gin": "x = 1\n"}
    assert candidates(tmp_path, files, whole=True) == ["b.yaml"]
    files["d.py"] = "import optax\n"
    assert candidates(tmp_path, files, whole=True) == ["a.py", "b.yaml", "d.py"]


def test_where_other_modules_are_not_read_each_word_counts(tmp_path, candidates):
    assert candidates(tmp_path, {"a.py": OLD, "b.py": ""}, whole=False) == ["a.py"]
