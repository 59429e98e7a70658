"""config.yaml as frozen models: what an expert of the province may change.

`Config` is the whole file. `Rules` is the part that numbers depend on; it is
recorded in the journal, so that an old number can be computed again with the
rules of its time.
"""

from qms_model.config.reading import Config, ConfigError, read_config, read_rules
from qms_model.config.rules import (
    AgencyType,
    Cause,
    Clause,
    District,
    Edition,
    Limits,
    Period,
    Periods,
    Quality,
    Regimes,
    Rules,
)

__all__ = [
    "AgencyType",
    "Cause",
    "Clause",
    "Config",
    "ConfigError",
    "District",
    "Edition",
    "Limits",
    "Period",
    "Periods",
    "Quality",
    "Regimes",
    "Rules",
    "read_config",
    "read_rules",
]
