"""Colours, patterns and signs (screens §3), for light and for dark screens.

No series is told by its colour alone: a state has a pattern and a sign too.
"""

from __future__ import annotations

from dataclasses import dataclass

CLEAR = "rgba(0,0,0,0)"
BACKGROUNDS = {"light": "#FFFFFF", "dark": "#12161C"}
INK = {"light": "#1B2430", "dark": "#E8ECF1"}
MUTED_INK = {"light": "#56616E", "dark": "#A9B4C0"}
GRID = {"light": "#E3E7EC", "dark": "#2B333D"}
FONT = '"Source Sans", "Segoe UI", "Noto Sans", sans-serif'


@dataclass(frozen=True)
class Mark:
    """How a series is drawn: fill and edge on light and on dark, pattern, sign, dashes of a line."""

    light: str
    dark: str
    edge_light: str = ""
    edge_dark: str = ""
    pattern: str = ""
    sign: str = ""
    dash: str = ""

    def fill(self, mode: str) -> str:
        """The colour inside, in `mode` "light" or "dark"."""
        return self.light if mode == "light" else self.dark

    def edge(self, mode: str) -> str:
        """The colour of the outline; the background where there is none."""
        edge = self.edge_light if mode == "light" else self.edge_dark
        return edge or BACKGROUNDS[mode]

    def ink(self, mode: str) -> str:
        """The text colour that reads best on the fill."""
        fill = self.fill(mode)
        ground = BACKGROUNDS[mode] if fill == CLEAR else fill
        return max("#FFFFFF", "#000000", key=lambda ink: contrast(ink, ground))


# The looks of an agency in the order in which bars stack them: those ever attested
# first, so that the mark of a plan, which counts these, can be compared with their end.
LOOKS: dict[str, Mark] = {
    "in_force_current": Mark("#0B2A5B", "#9CC8FF", sign="●"),
    "in_force_previous": Mark("#2F7DE1", "#3A77CC", pattern="/", sign="◐"),
    "lapsed": Mark("#8F1D14", "#D9503F", pattern="x", sign="✕"),
    "in_progress": Mark("#BF8A0D", "#E3B341", pattern=".", sign="◔"),
    "not_started": Mark("#BCC2C9", "#444E5A", "#6B6B6B", "#AEB6BF", sign="○"),
    "no_plan": Mark(CLEAR, CLEAR, "#8A8F96", "#848D98", sign="○"),
    "exempt": Mark(CLEAR, CLEAR, "#8A8F96", "#848D98", pattern="-", sign="–"),
}

# How agencies were inspected, and the parts of their score. Colours and patterns are those of the
# looks: those can be told apart with every kind of colour vision, and no page shows both.
INSPECTED: dict[str, Mark] = {
    "on_site": LOOKS["in_force_current"],
    "by_file": LOOKS["in_force_previous"],
    "not_yet": LOOKS["no_plan"],
}
SCORE: dict[str, Mark] = {
    "since": LOOKS["in_force_current"],
    "majors": LOOKS["lapsed"],
    "expiry": LOOKS["in_force_previous"],
    "recurrence": LOOKS["in_progress"],
    "reports": LOOKS["not_started"],
}

# The four rungs, the widest mark first, so that marks on one spot are all seen.
RUNGS: dict[str, Mark] = {
    "applied": Mark(CLEAR, CLEAR, "#56616E", "#A9B4C0", sign="◯"),
    "attested": Mark(CLEAR, CLEAR, "#2073BC", "#8CBDEB", sign="□"),
    "in_force": Mark("#2073BC", "#8CBDEB", sign="●"),
    "effective": Mark("#0B1F44", "#FFFFFF", sign="◆"),
}
NOBODY = Mark(CLEAR, CLEAR, "#8A8F96", "#848D98")  # a share of nothing: an empty frame
# Shares over 0 up to 100 percent, a fifth each.
SHARES: tuple[Mark, ...] = (
    Mark("#E6EFF7", "#17293B"),
    Mark("#A9C7E6", "#1F4468"),
    Mark("#6BACE6", "#2F6DA6"),
    Mark("#2073BC", "#6BACE6"),
    Mark("#12436D", "#C5DEF5"),
)

# Editions of the standard, the newest first: a bar, and a line over time.
EDITIONS: tuple[Mark, ...] = (
    Mark("#0B2A5B", "#9CC8FF", sign="●"),
    Mark("#2F7DE1", "#3A77CC", pattern="/", sign="◐", dash="dash"),
    Mark("#7F8A96", "#8E98A3", pattern="\\", sign="◒", dash="dot"),
    Mark("#BF8A0D", "#E3B341", pattern=".", sign="◔", dash="dashdot"),
)
# What lapses: a certificate whose last day is only assumed is told from one that names it.
ATTESTATIONS: dict[str, Mark] = {
    "certificate": Mark("#12436D", "#8CBDEB", sign="●"),
    "assumed": Mark("#6BACE6", "#2F6DA6", "#2073BC", "#8CBDEB", pattern="/", sign="◐"),
    "declaration": Mark("#BF8A0D", "#E3B341", pattern=".", sign="◆"),
}

# What happens to an agency on its time line.
EVENTS: dict[str, Mark] = {
    "valid": Mark("#2073BC", "#6BACE6", sign="▬"),
    "stopped": Mark("#8F1D14", "#E8776A", sign="✕"),
    "major": Mark("#8F1D14", "#E8776A", sign="▲"),
    "finding": Mark("#BF8A0D", "#E3B341", sign="▲"),
    "event": Mark("#1B2430", "#E8ECF1", sign="●"),
}

# How severe lateness is, and how long it lasts: the longer the darker.
SEVERITIES: dict[str, Mark] = {
    "high": Mark("#8F1D14", "#E8776A", sign="◆"),
    "medium": Mark("#BF8A0D", "#E3B341", sign="●"),
}
AGES: dict[str, Mark] = {
    "d1_30": Mark("#F3D9A0", "#5C4A1C", "#8A6100", "#E3B341"),
    "d31_60": Mark("#D9A441", "#8A6E26", "#8A6100", "#E3B341", pattern="/"),
    "d61_90": Mark("#B4622A", "#C98A4B", pattern="."),
    "over_90": Mark("#8F1D14", "#E8776A", pattern="x"),
}

HIGHLIGHT = Mark("#12436D", "#8CBDEB")
PLAN = Mark("#56616E", "#A9B4C0", dash="dash", sign="┄")
REST = Mark("#BFBFBF", "#59636F", "#757575", "#8E98A3")
# Types have an order by nature, so one hue from dark to light; never a rainbow.
RAMP: tuple[Mark, ...] = (
    Mark("#12436D", "#D3E6F8"),
    Mark("#2073BC", "#8CBDEB"),
    Mark("#6BACE6", "#3F88CB", "#2073BC", "#8CBDEB"),
    Mark("#D5E5F4", "#1E4C77", "#2073BC", "#8CBDEB"),
)


def shade(share: float) -> Mark:
    """The look of a share of 0 to 100 percent: an empty frame for 0, then a fifth of the way each."""
    return NOBODY if share == 0 else SHARES[min(int(share // 20), len(SHARES) - 1)]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
