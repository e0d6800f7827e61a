"""What looks at files in place of this machine; what fails there is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ..engine.mapping import WorkError, Workers

_DOOR = "lrmigrate.codemod.cli.worker"


@contextmanager
def elsewhere(address: str | None) -> Iterator[Workers | None]:
    """The workers of a cluster, where an address of one is given.

    Raises:
        click.ClickException: it cannot be reached, or the work was not done.
    """
    try:
        if address is None:
            yield None
            return
        from ..engine.many.cluster import connected

        with connected(address, _DOOR) as workers:
            yield workers
    except WorkError as error:
        raise click.ClickException(str(error)) from error
