"""Measure how the app bears many visitors at once, each with documents of their own.

    python -m benchmarks.load [--visitors 20] [--clicks 20]

All are at the app at the same time, each in a browser of their own that shares the processors with
the app, and read for up to four seconds between two clicks. No page may meet an error or tell a
name from anybody else's documents. A click is over when the app has come to rest.
"""

import argparse
import asyncio
import sys

from benchmarks.visitors import (
    Visitor,
    arrive,
    click,
    leave,
    look_around,
    mark_of,
    memory,
    pause,
    print_times,
    serve_sample,
    start_browser,
    work,
)

TARGETS = "a[href^='?see=concept'], [data-testid=stTopNavLink], [role=radio][aria-checked=false]"
ARRIVE = 4  # visitors at once
READS = 4.0  # seconds at most between two clicks
FORGOTTEN, GIVEN_BACK = 125, 65  # seconds


def main() -> int:
    """Print what clicks take and the server keeps; return 1 if anything was not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--clicks", type=int, default=20, help="of each visitor")
    given = parser.parse_args()
    with serve_sample() as (address, server):
        strange = asyncio.run(_visit(address, server, given.visitors, given.clicks))
    print(*strange, sep="\n", file=sys.stderr)
    return 1 if strange else 0


async def _visit(address: str, server: int, count: int, clicks: int) -> list[str]:
    async with start_browser() as browser:
        first = await arrive(browser, address, seed=0)
        await look_around(first, address)
        await leave(first)
        print(f"memory before  {memory(server):6.0f} MB", flush=True)
        door = asyncio.Semaphore(ARRIVE)

        async def come(number: int) -> Visitor:
            async with door:
                return await arrive(browser, address, seed=number, mark=mark_of(number))

        visitors = await asyncio.gather(*map(come, range(count)))
        print(f"memory, all read {memory(server):4.0f} MB", flush=True)
        before = work(server)
        found = await asyncio.gather(*(_click_on(visitor, clicks) for visitor in visitors))
        times = [taken for some in found for taken in some]
        print_times(times)
        worked = 1000 * (work(server) - before) / len(times)
        print(f"work of the server for a click {worked:.0f} ms of one processor", flush=True)
        print(f"memory at most {memory(server):6.0f} MB", flush=True)
        for visitor in visitors:
            await leave(visitor)
        strange = [what for visitor in visitors for what in visitor.strange]
        print(f"errors, and names of others: {len(strange)}", flush=True)
        # The framework forgets a session two minutes after its end, when another one ends; the
        # app looks each minute for what is no longer used.
        await asyncio.sleep(FORGOTTEN)
        last = await arrive(browser, address, seed=0)
        await leave(last)
        await asyncio.sleep(GIVEN_BACK)
        print(f"memory after   {memory(server):6.0f} MB", flush=True)
    return strange


async def _click_on(visitor: Visitor, clicks: int) -> list[float]:
    times = []
    for _ in range(clicks):
        taken = await click(visitor, TARGETS, patience=60)
        if taken is not None:
            times.append(taken)
        await pause(visitor, READS)
    return times


if __name__ == "__main__":
    sys.exit(main())
