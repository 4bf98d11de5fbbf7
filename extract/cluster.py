"""Cluster: the same analysis on the workers of a Dask cluster."""

import gc
from collections import deque
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from distributed import Client, Future

    from extract.analysis import Map, Parts, Work
    from extract.sections import Section

LOCAL = "local"

_CONNECT_SECONDS = 5
_AHEAD = 3  # batches per thread that are under way or wait for an earlier one
_one_at_a_time = Lock()


class ClusterError(ValueError):
    """A cluster that cannot do the work; the message says what to do."""


@contextmanager
def connect(address: str) -> "Iterator[Map]":
    """Connect to a Dask cluster; yield what maps work over batches there, in order.

    A batch whose worker is lost is done again by another one.

    Parameters
    ----------
    address : str
        Of a scheduler (``tcp://host:8786``), or ``local``: a cluster of processes on this
        machine, as many as it has processors, for as long as the context lasts.

    Raises
    ------
    ClusterError
        If Dask is not installed, no scheduler answers, or, later, workers or the scheduler fail.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise ClusterError(
            "Dask is not installed; install it with: pip install -r requirements-cluster.txt"
        ) from None

    if address == LOCAL:
        with (
            LocalCluster(threads_per_worker=1, dashboard_address=":0") as cluster,
            Client(cluster) as client,
        ):
            yield _mapping(client, address)
        return
    client = None
    with suppress(OSError, ValueError):
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    if client is None:
        # What is left of one that failed closes itself when it is collected. Within the start of
        # another one, both would wait for each other.
        gc.collect()
        raise ClusterError(
            f"no Dask scheduler answers at {address!r}; check the address (tcp://HOST:PORT), "
            "or start a scheduler there with: dask scheduler"
        )
    with client:
        yield _mapping(client, address)


def _mapping(client: "Client", address: str) -> "Map":
    def map_in_order(work: "Work", batches: "Sequence[list[Section]]") -> "Iterator[Parts]":
        from distributed import CancelledError, KilledWorker

        # A window over the batches: however many there are, few are in memory twice, and one
        # that takes long holds the others up only when they are far ahead of it.
        window: deque[Future[Parts]] = deque()
        try:
            for batch in batches:
                while len(window) >= _AHEAD * max(1, sum(client.nthreads().values())):
                    yield window.popleft().result()
                window.append(client.submit(_work_alone, work, batch, pure=False))
            while window:
                yield window.popleft().result()
        except KilledWorker as error:
            raise ClusterError(
                f"the workers of {address!r} were lost again and again, most likely for want of "
                "memory; give each worker 2 GB"
            ) from error
        except ImportError as error:
            raise ClusterError(
                f"a worker of {address!r} cannot do the work ({error}); install this program, in "
                "this version, with its requirements on every worker"
            ) from error
        except (CancelledError, OSError) as error:
            raise ClusterError(
                f"the Dask scheduler at {address!r} was lost; start it again, and this command"
            ) from error

    return map_in_order


def _work_alone(work: "Work", batch: "list[Section]") -> "Parts":
    # spaCy's vocabulary does not stand two threads of a worker at once.
    with _one_at_a_time:
        return work(batch)
