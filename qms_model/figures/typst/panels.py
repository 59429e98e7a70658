"""Small panels of shares over time, three beside each other, all on the same axes."""

from __future__ import annotations

from qms_model.figures.spec import Figure, Series
from qms_model.figures.typst.fonts import wrapped
from qms_model.figures.typst.rows import Swatch, legend
from qms_model.figures.typst.scene import GREY, LINE, MODE, PALE, Item, Scene, path, text, under

_ABREAST = 3
_GUTTER = 6.0  # mm between two
_HIGH = 15.0  # of a panel without its name and its years
_MOST_LINES = 3
_FOOT = LINE * 1.8


def panels(figure: Figure, width: float) -> Scene:
    """One panel a row, in their order; each says its name and where it ended."""
    parts = (figure.column(part) for part in ("row", "name", "end"))
    texts = {code: (name, str(end)) for code, name, end in zip(*parts, strict=True)}
    years = list(dict.fromkeys(figure.column("column")))
    wide = (width - _GUTTER * (_ABREAST - 1)) / _ABREAST
    names = {code: wrapped(name, wide, 8, most=_MOST_LINES) for code, (name, _) in texts.items()}
    head = LINE * (max(map(len, names.values()), default=0) + 1.2)
    whole = head + _HIGH + _FOOT
    items: list[Item] = []
    for place, (code, (_, end)) in enumerate(texts.items()):
        line, column = divmod(place, _ABREAST)
        left, top = column * (wide + _GUTTER), line * whole
        said = enumerate(names[code])
        items += [text(left, top + LINE * (number + 0.5), words) for number, words in said]
        items.append(text(left, top + LINE * (len(names[code]) + 0.5), end, bold=True))
        items += _panel(figure, code, years, (left, top + head, wide))
    key = legend([(entry.label, _swatch(entry)) for entry in figure.series], width)
    return under(key, items, whole * -(-len(texts) // _ABREAST))


def _panel(figure: Figure, code: str, years: list[object], where: tuple[float, float, float]) -> list[Item]:
    """Lines at 0, 50 and 100 percent, the first and the last year, and the series."""
    left, top, wide = where
    step = wide / max(1, len(years))
    items = [
        path(
            [(left, top + _HIGH * part), (left + wide, top + _HIGH * part)], PALE if part < 1 else GREY, 0.25
        )
        for part in (0, 0.5, 1)
    ]
    for year, x, align in ((years[0], left, "left"), (years[-1], left + wide, "right"))[: len(years)]:
        items.append(text(x, top + _HIGH + LINE * 0.7, year, size=7.5, colour=GREY, align=align))
    parts = (figure.column(part) for part in ("row", "series", "column", "length"))
    drawn = [part for part in zip(*parts, strict=True) if part[0] == code and part[3] == part[3]]
    for entry in figure.series:
        corners = [
            (left + step * (years.index(year) + side), top + _HIGH * (1 - float(share) / 100))
            for _, series, year, share in drawn
            if series == entry.code
            for side in (0, 1)
        ]
        if corners:
            items.append(path(corners, entry.mark.fill(MODE), _thick(entry), entry.mark.dash))
    return items


def _thick(entry: Series) -> float:
    return 0.45 if entry.mark.dash else 0.8


def _swatch(entry: Series) -> Swatch:
    return lambda x, y: [
        path([(x - 0.6, y), (x + 4.8, y)], entry.mark.fill(MODE), _thick(entry), entry.mark.dash)
    ]
