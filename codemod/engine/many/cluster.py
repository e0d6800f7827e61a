"""Workers of a cluster that exists, reached by its scheduler: ``dask.distributed``."""

from __future__ import annotations

import logging
import os
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from ..mapping import Item, WorkError
from .apart import ENVIRONMENT, Place, orders, outcomes, run_apart

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 5
"""Seconds in which a scheduler, and then its first worker, has to answer."""

# A worker that has not got a function of ours, and is sent it, ends with all it does.
# So it is sent what any worker can read, and an error comes back.
_CALL = (
    f"__import__({run_apart.__module__!r}, fromlist=['']).{run_apart.__name__}"
    "(place, wanted)"
)
_RETRIES = 2  # where a worker lost the process that had the work in hand

T = TypeVar("T", bound=Item)
R = TypeVar("R")


class Cluster:
    """Workers that share our files, and have what is installed here.

    Args:
        client: of their scheduler.
        place: where they start a process.
    """

    def __init__(self, client: Client, place: Place) -> None:
        self._client = client
        self._place = place

    def map_over(
        self, function: Callable[[T], R], items: Sequence[T], chunk: int
    ) -> Iterator[R]:
        """Yield what the function gives for each item, in their order.

        What a worker had in hand that goes away is done by another one.

        Raises:
            WorkError: it cannot be run there, or not to its end.
        """
        place = tuple(self._place)
        sent = [
            {"place": place, "wanted": order}
            for order in orders(function, items, chunk)
        ]
        # Not pure: the same question has another answer when the files are others.
        how: dict[str, Any] = {"pure": False, "retries": _RETRIES, "key": "lrmigrate"}
        futures = deque(self._client.map(eval, [_CALL] * len(sent), sent, **how))
        try:
            while futures:
                yield from outcomes(*_result(futures[0]))
                futures.popleft()  # the cluster need not keep it any longer
        finally:
            self._client.cancel([*futures], force=True)


@contextmanager
def connected(address: str, door: str) -> Iterator[Cluster]:
    """A cluster, as long as it is needed.

    Args:
        address: its scheduler's, or the file in which that tells it.
        door: the module that a worker's process runs.

    Raises:
        WorkError: it cannot be reached, or has no worker.
    """
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise WorkError(
            '--dask needs dask.distributed: pip install "lrmigrate[dask]"'
        ) from error
    active = os.environ.get(ENVIRONMENT, "")
    place = Place(door, os.getcwd(), active, uuid4().hex)  # noqa: PTH109
    with _silent(), _client(address) as client:
        yield Cluster(client, place)


@contextmanager
def _silent() -> Iterator[None]:
    """Log nothing: what goes wrong is told, in one line."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def _client(address: str) -> Iterator[Client]:
    from distributed import Client

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other versions: ours are compared
        try:
            where = _where(address)
            client = Client(**where, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, ImportError) as error:
            raise WorkError(
                f"--dask {address}: no scheduler answers there ({_first_line(error)}); "
                "`dask scheduler` starts one, and tells its address"
            ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            given = f"--scheduler-file {address}" if Path(address).exists() else address
            raise WorkError(
                f"--dask {address}: its scheduler has no worker; "
                f"`dask worker {given}` starts one"
            ) from error
        yield client


def _where(address: str) -> dict[str, str]:
    """Return how a client is told where the scheduler is.

    Raises:
        ValueError: that is neither an address nor a file.
    """
    from distributed.comm.addressing import get_address_host_port

    if "://" not in address and Path(address).is_file():
        return {"scheduler_file": address}
    get_address_host_port(address, strict=True)
    return {"address": address}


def _result(future: Any) -> tuple[str, bytes]:
    """Return what a worker answered.

    Raises:
        WorkError: it could not.
    """
    try:
        answered: tuple[str, bytes] = future.result()
    except WorkError:
        raise
    except Exception as error:
        raise WorkError(_told(error)) from error
    return answered


def _told(error: Exception) -> str:
    what = f"{type(error).__name__}: {_first_line(error)}"
    if isinstance(error, ImportError | AttributeError) and "lrmigrate" in what:
        return (
            f"a worker has no lrmigrate, or another one: {_first_line(error)}; "
            "install the same on all machines"
        )
    if isinstance(error, CancelledError):
        return f"the scheduler went away, or took the work back ({what}); run it again"
    return f"the cluster could not do it: {what}; the logs of its workers tell more"


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
