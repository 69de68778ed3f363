"""`scripts/bench`: make homes, load them, serve them, ask, and print what it cost."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import parts, table
from tests.bench.homes import Homes
from tests.bench.parts import Effort

USUAL, TREND = 100_000, 20_000
THOROUGH, QUICK = Effort(rounds=5, count=100, seconds=30), Effort(rounds=3, count=40, seconds=8)


def main() -> int:
    given = _given()
    with _folder(given.homes) as folder:
        homes = Homes(folder, given.tickets or (TREND if given.quick else USUAL))
        try:
            effort, wanted = QUICK if given.quick else THOROUGH, given.parts or list(parts.NAMES)
            lines = list(parts.lines(homes, effort, wanted, large=given.large))
        finally:
            homes.stop()
    sys.stdout.write(table.show(lines) + "\n")
    return 0


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure, all of it without: {', '.join(parts.NAMES)}")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, 20,000 tickets: to see a trend")
    parser.add_argument("--large", action="store_true", help="lists, boards and searches at 1,000,000 too; loads for minutes")
    parser.add_argument("--tickets", type=int, help="so many tickets instead")
    parser.add_argument("--homes", type=Path, help="keep the loaded homes in this folder, and take those that are there")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(parts.NAMES):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return given


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        yield kept
    else:
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            yield Path(folder)


if __name__ == "__main__":
    sys.exit(main())
