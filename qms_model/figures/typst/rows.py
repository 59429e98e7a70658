"""What figures in rows share: names at the left, ends at the right, an axis between them; and legends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from qms_model.figures.spec import Figure, Kind, Series
from qms_model.figures.theme import Mark
from qms_model.figures.typst.fonts import printable, width_of, wrapped
from qms_model.figures.typst.scene import BLACK, GREY, LINE, PALE, SIZE, Item, Scene, box, patch, path, text

BAR = 3.9  # mm of a bar
_GAP = 1.5  # between two rows
_BESIDE = 2.5  # between a name, the axis and an end
_NAMES, _ENDS = 0.3, 0.36  # of the width, at most
_MOST_LINES = 3  # of a name; the table has all of it
_STEPS = (1, 2, 5)  # what ticks count in, times a power of ten
_SWATCH = 4.2  # mm
_LABEL = 7.5  # points of the numbers on an axis

Swatch = Callable[[float, float], list[Item]]


class Row(NamedTuple):
    """A row: the lines of its name and of its end, and where its middle lies (mm from the top)."""

    name: list[str]
    end: list[str]
    middle: float


class Rows(NamedTuple):
    """The rows by code, between which sides their axis lies, and how high they are."""

    rows: dict[str, Row]
    left: float
    right: float
    height: float

    def x(self, part: float) -> float:
        """Where so much of the axis (0 to 1) ends."""
        return self.left + part * (self.right - self.left)


def rows_of(figure: Figure, width: float, thick: float = BAR) -> Rows:
    """The rows of a figure in their order; an end stands on one line where it fits."""
    ends = [""] * len(figure.frame) if figure.kind is Kind.LANES else figure.column("end")
    parts = zip(figure.column("row"), figure.column("name"), ends, strict=True)
    texts = {code: (str(name), str(end)) for code, name, end in parts}
    room = _room((name for name, _ in texts.values()), width * _NAMES)
    names = {code: wrapped(name, room + 0.1, SIZE, most=_MOST_LINES) for code, (name, _) in texts.items()}
    joint = " " if figure.kind is Kind.DOTS else "; "
    said = {code: joint.join(end.splitlines()) for code, (_, end) in texts.items()}
    beside = _room(said.values(), width * _ENDS)
    rows, height = {}, 0.0
    for code in texts:
        lines = wrapped(said[code], beside + 0.1, SIZE)
        high = max(thick, LINE * max(len(names[code]), len(lines)))
        rows[code] = Row(names[code], lines, height + high / 2)
        height += high + _GAP
    right = width - (beside + _BESIDE if beside else _BESIDE)
    return Rows(rows, room + _BESIDE, right, height)


def _room(texts: Iterable[str], most: float) -> float:
    """What the widest text takes, `most` mm at most."""
    return min(most, max((width_of(printable(words), SIZE) for words in texts), default=0))


def names_and_ends(rows: Rows, away: float = _BESIDE) -> list[Item]:
    """The name beside each row, and right of the axis what stands at its end."""
    items = []
    for row in rows.rows.values():
        items += lines_at(0, row.middle, row.name)
        items += lines_at(rows.right + away, row.middle, row.end)
    return items


def lines_at(x: float, middle: float, lines: Sequence[str], *, colour: str = BLACK) -> list[Item]:
    """Lines of text around `middle`."""
    top = middle - LINE * (len(lines) - 1) / 2
    return [text(x, top + LINE * place, line, colour=colour) for place, line in enumerate(lines)]


def shares_axis(rows: Rows) -> list[Item]:
    """Upright lines at 0 to 100 percent, and their numbers below."""
    return axis(rows, [(share / 100, f"{share}%") for share in (0, 25, 50, 75, 100)])


def axis(rows: Rows, ticks: Sequence[tuple[float, str]]) -> list[Item]:
    """Upright lines at parts of the axis, and what each says below."""
    items: list[Item] = []
    for part, said in ticks:
        x = rows.x(part)
        items.append(path([(x, -0.5), (x, rows.height)], PALE, 0.25))
        items.append(text(x, rows.height + LINE * 0.6, said, size=_LABEL, colour=GREY, align="center"))
    return items


def ticks(top: float, most: int) -> list[int]:
    """Round numbers from 0 to `top`, at most `most` beyond 0."""
    power = 1
    while True:
        for step in _STEPS:
            if top / (step * power) <= most:
                return list(range(0, int(top) + 1, step * power))
        power *= 10


def legend(entries: Sequence[tuple[str, Swatch]], width: float) -> Scene:
    """The names of the series with what stands for each, in as many lines as they need."""
    items: list[Item] = []
    x, y = 0.0, LINE / 2
    for name, swatch in entries:
        lines = wrapped(name, width - _SWATCH - 2, SIZE)
        wide = _SWATCH + 1.4 + max(width_of(line, SIZE) for line in lines)
        if x and x + wide > width:
            x, y = 0.0, y + LINE * 1.25
        items += swatch(x, y)
        items += [text(x + _SWATCH + 1.4, y + LINE * place, line) for place, line in enumerate(lines)]
        x, y = (x + wide + 5, y) if len(lines) == 1 else (0.0, y + LINE * 1.25 * len(lines))
    last = max((item["y"] for item in items if item["is"] == "text"), default=0.0)
    return Scene(width, last + LINE, items)


def swatches(series: Sequence[Series], marks: dict[str, Mark]) -> list[tuple[str, Swatch]]:
    """The entries of a legend of filled series."""

    def filled(mark: Mark) -> Swatch:
        return lambda x, y: [box(x, y - 1.3, _SWATCH, 2.6, mark)]

    return [(entry.label, filled(marks[entry.code])) for entry in series]


def number_width(said: str, mark: Mark) -> float:
    """What a number on a part takes."""
    return width_of(said, SIZE, bold=True) + (1.4 if mark.pattern else 0.5)


def number_on(x: float, y: float, said: str, mark: Mark, colour: str) -> list[Item]:
    """A number in bold on a filled part; under it the pattern is left out, so that it can be read."""
    under = []
    if mark.pattern:
        wide = number_width(said, mark)
        under = [patch(x - wide / 2, y - BAR / 2 + 0.3, wide, BAR - 0.6, colour)]
    return [*under, text(x, y, said, bold=True, colour=mark.ink("light"), align="center")]
