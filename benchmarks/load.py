"""`load` of the nation's folder into an empty database, and `verify` of it: whole processes.

python -m benchmarks.load [--runs N]
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import DATA, NATION, command, conditions, prepare, process, runs_wanted, say

BAR = 60.0


def main() -> None:
    """Measure and print."""
    runs = runs_wanted(__doc__)
    prepare()
    conditions()
    loads, checks = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=DATA) as empty:
            database = Path(empty) / "nation.sqlite"
            loads.append(process(command("load", str(NATION), "--apply", database=database)))
            checks.append(process(command("verify", database=database)))
    say("load of the folder", [run["seconds"] for run in loads], bar=BAR)
    say("load: seconds of processor", [run["cpu"] for run in loads])
    say("load: peak memory", [run["peak"] for run in loads], "MB")
    say("verify", [run["seconds"] for run in checks])
    say("verify: peak memory", [run["peak"] for run in checks], "MB")


if __name__ == "__main__":
    main()
