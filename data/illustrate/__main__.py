"""Rewrites the illustrative tables of the sample registry.

    python data/illustrate [FOLDER]     (default: data/registry)

Agencies, settings and exemptions are read from the folder. What is invented of
single systems is in `invented/`: `paths.txt` says when each was applied, attested,
suspended and so on, to the month. The dice fill in days, numbers and texts, and
are seeded with the name of their subject: one edit changes one subject, and
every run writes the same bytes.
"""

import sys
from pathlib import Path

# Run as a folder, Python would look for the modules in the folder itself.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from data.illustrate.files import write
from data.illustrate.tables import illustrate


def main(folder: Path) -> None:
    for name, rows in illustrate(folder).items():
        write(folder / f"{name}.csv", rows)


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent / "registry"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here)
