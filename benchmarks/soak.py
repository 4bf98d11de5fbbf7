"""Click through the app at random for a long time, and see whether its memory stays flat.

    nice python -m benchmarks.soak [--minutes 30] [--seed 0] [-o FILE.csv]

Some visitors are at the app at once. They click whatever can be clicked on any page, and now and
then one leaves and another one comes, every other one with documents of their own. The slope is
that of a straight line through the memory of the second half, when all that is loaded once has
been loaded.
"""

import argparse
import asyncio
import sys
from itertools import count
from pathlib import Path
from statistics import linear_regression
from time import monotonic

from benchmarks.visitors import (
    Visitor,
    arrive,
    click,
    leave,
    mark_of,
    memory,
    pause,
    print_times,
    serve_sample,
    start_browser,
)

AT_ONCE = 3  # visitors
STAY = 120.0  # seconds at most that a visitor stays
READS = 1.0  # seconds at most between two clicks
EVERY = 15.0  # seconds between two looks at the memory
PAGES = "[data-testid=stTopNavLink]"
# All but what leads elsewhere.
ANYTHING = (
    f"a[href^='?'], {PAGES}, [role=radio], [role=checkbox], [role=option], [role=tab], summary, "
    "[data-testid=stMain] button"
)


def main() -> int:
    """Print what clicks take and how memory grows; return 1 if anything was not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", type=Path, dest="output", help="memory over time, as CSV")
    given = parser.parse_args()
    with serve_sample() as (address, server):
        looks, times, strange = asyncio.run(_soak(address, server, 60 * given.minutes, given.seed))
    if given.output:
        rows = [f"{second:.0f},{megabytes:.1f}\n" for second, megabytes in looks]
        given.output.write_text("second,megabytes\n" + "".join(rows))
    half = looks[len(looks) // 2 :]
    slope = linear_regression(*zip(*half, strict=True)).slope * 3600
    print_times(times)
    first, middle, last = looks[0][1], half[0][1], looks[-1][1]
    print(f"memory: {first:.0f} MB at first, {middle:.0f} MB half-way, {last:.0f} MB at the end")
    print(f"slope of the second half: {slope:+.0f} MB an hour")
    print(f"errors, and names of others: {len(strange)}")
    print(*strange, sep="\n", file=sys.stderr)
    return 1 if strange else 0


async def _soak(
    address: str, server: int, seconds: float, seed: int
) -> tuple[list[tuple[float, float]], list[float], list[str]]:
    began = monotonic()
    looks: list[tuple[float, float]] = []
    times: list[float] = []
    strange: list[str] = []
    numbers = count()

    async def come_and_go() -> None:
        while monotonic() - began < seconds:
            number = next(numbers)
            mark = mark_of(number) if number % 2 else ""
            visitor = await arrive(browser, address, seed=seed + number, mark=mark)
            await _click_on(visitor, min(monotonic() + STAY, began + seconds), times)
            strange.extend(visitor.strange)
            await leave(visitor)

    async def look() -> None:
        while monotonic() - began < seconds:
            looks.append((monotonic() - began, memory(server)))
            print(
                f"{looks[-1][0]:5.0f} s {looks[-1][1]:6.0f} MB {len(times):6,} clicks", flush=True
            )
            await asyncio.sleep(EVERY)

    async with start_browser() as browser:
        await asyncio.gather(look(), *(come_and_go() for _ in range(AT_ONCE)))
    return looks, times, strange


async def _click_on(visitor: Visitor, until: float, times: list[float]) -> None:
    while monotonic() < until:
        # Else the pages with many links would keep a visitor for ever.
        targets = PAGES if visitor.chance.random() < 0.1 else ANYTHING
        taken = await click(visitor, targets, patience=1)
        if taken is not None:
            times.append(taken)
        await visitor.page.keyboard.press("Escape")  # closes what was opened over the page
        await pause(visitor, READS)


if __name__ == "__main__":
    sys.exit(main())
