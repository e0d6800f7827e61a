"""Judges the Optax of the environment that runs it, and prints what it finds as JSON.

``python judge.py PACKAGES STRIDE [FUNCTION...]``: lrmigrate and what it needs are taken
from the folder PACKAGES where the environment has them not. Every case of the table of
arguments, or one in STRIDE of them, is built twice, by Optax and by `lrsched`, and asked
with the numbers of JAX, Python and NumPy, in float32 and under x64. Where the two are
not one program, and the values can be written down, the verifier says what it makes of
them.
"""

from __future__ import annotations

import json
import site
import sys
import warnings
from pathlib import Path


def main() -> None:
    packages, stride, *names = sys.argv[1:]
    site.addsitedir(packages)
    sys.path.append(str(Path(__file__).parents[1] / "support"))
    warnings.simplefilter("ignore")
    import jax
    import optax
    from judging import judged
    from schedule_table import CASES

    jax.config.update("jax_platforms", "cpu")
    found = {name: judged(name, int(stride)) for name in names or CASES}
    versions = {"optax": optax.__version__, "jax": jax.__version__}
    json.dump({"versions": versions, "functions": found}, sys.stdout)


if __name__ == "__main__":
    main()
