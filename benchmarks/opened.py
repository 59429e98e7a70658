"""The nation's registry as the measurements open it; run by itself, one measured opening.

python -m benchmarks.opened CACHE
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import CACHE, CONFIG, DATABASE

if TYPE_CHECKING:
    from qms_model.registry import Registry

DAY = date(2020, 12, 31)
FIRST, LAST = date(2006, 1, 1), date(2025, 12, 31)


def opened(folder: Path = CACHE) -> Registry:
    """The registry of the nation, its frames kept in `folder`."""
    from qms_model.config import read_config
    from qms_model.registry import cache, open_registry
    from qms_model.store import open_store

    cache.FOLDER = folder
    return open_registry(open_store(f"sqlite:///{DATABASE.as_posix()}"), read_config(CONFIG).rules)


def main(folder: Path) -> None:
    """Print as JSON the seconds of every step and the memory held after the last, in MB."""
    moments = {"start": time.perf_counter()}
    from qms_model import coverage, registry, state, store
    from qms_model.config import read_config
    from qms_model.registry import cache

    moments["imports"] = time.perf_counter()
    rules = read_config(CONFIG).rules
    moments["config"] = time.perf_counter()
    cache.FOLDER = folder
    nation = registry.open_registry(store.open_store(f"sqlite:///{DATABASE.as_posix()}"), rules)
    moments["opening"] = time.perf_counter()
    state.state(nation, DAY)
    moments["first_state"] = time.perf_counter()
    coverage.coverage(nation, DAY, "type")
    coverage.trend(nation, FIRST, LAST)
    moments["questions"] = time.perf_counter()
    names = list(moments)
    steps = {after: moments[after] - moments[before] for before, after in pairwise(names)}
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    print(json.dumps(steps | {"resident": pages * 4096 / 2**20}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
