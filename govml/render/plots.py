"""Plots as inline SVG: numbers -> `str`, pure.

They are drawn 300 units wide, so that their text can be read on a telephone, too. Nothing is told by colour alone:
marks differ in shape, and lines and bars have their numbers in words beside them. Colours are the style sheet's.
"""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final, Literal

from govml.named import NamedTuple
from govml.render import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govml.model import Json

WIDTH: Final = 300
_TOP, _HEIGHT, _LEFT, _RIGHT = 18, 120, 44, 14
_LINE: Final = 17
"""Height of a line of text."""
_CHAR: Final = 6.4
"""Width of a character of the font, about."""
_MOST: Final = 1e12
"""Larger numbers are not drawn."""
_LEAST: Final = 1e-12
"""Numbers that differ by less are drawn in one place."""

State = Literal["before", "holds", "asked"]


class Point(NamedTuple):
    """A version in a history."""

    label: str
    value: float | None
    """None where this version has no such number."""
    interval: tuple[float, float] | None = None
    state: State = "before"


class Bar(NamedTuple):
    """A named number."""

    label: str
    value: float
    told: str
    """The number in words."""


class Bin(NamedTuple):
    """Cases with about the same score: the mean of it, and the share that came true; both from 0 to 1."""

    score: float
    rate: float
    n: int = 0


def number(value: Json) -> float | None:
    """A value that can be drawn; None for any other."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _MOST else None


def short(value: float) -> str:
    """A number with four digits at most, without an exponent where that is short."""
    text = f"{value:.4g}"
    return f"{value:.0f}" if "e" in text and abs(value) >= 1 else text


def history(points: Sequence[Point]) -> str:
    """A number over versions with its intervals: circles, that of the stage now filled, and what is asked a square."""
    drawn = [(place, point, point.value) for place, point in enumerate(points) if point.value is not None]
    if not drawn:
        return ""
    ends = [end for _, point, _ in drawn for end in point.interval or ()]
    axis = _Axis([value for _, _, value in drawn] + ends)
    step = (WIDTH - _LEFT - _RIGHT - 20) / max(len(points) - 1, 1)
    at = [_LEFT + 10 + (step * place if len(points) > 1 else 120) for place in range(len(points))]
    parts = axis.grid()
    line = " ".join(f"{_n(at[place])},{_n(axis.y(value))}" for place, _, value in drawn)
    parts.append(_path(f"M{line}"))
    for place, point, value in drawn:
        x, y = at[place], axis.y(value)
        told = f"{point.label}: {short(value)}"
        if point.interval is not None:
            low, high = (axis.y(end) for end in point.interval)
            told += f" ({short(point.interval[0])} to {short(point.interval[1])})"
            bar = f"M{_n(x - 4)} {_n(high)}h8M{_n(x)} {_n(high)}V{_n(low)}M{_n(x - 4)} {_n(low)}h8"
            parts.append(_path(bar))
        parts.append(_mark(point.state, x, y, told))
    place, point, value = drawn[-1]
    near = axis.y(max((value, *(point.interval or ()))))
    parts.append(_text(short(value), min(at[place], WIDTH - 4), near - 7, "end" if place else "middle"))
    parts += _below(at, [point.label for point in points], _TOP + _HEIGHT + 16)
    told = ", ".join(f"{p.label} {short(v)}" for _, p, v in drawn)
    return _svg(parts, _TOP + _HEIGHT + 24, told)


def dots(rows: Sequence[Bar], reference: float | None = None) -> str:
    """Numbers of groups on one line each, with a stroke across it where the whole is."""
    if not rows:
        return ""
    axis = _Axis([row.value for row in rows] + ([reference] if reference is not None else []), across=True)
    parts, y = [], 4
    bottom = 4 + 2 * _LINE * len(rows)
    for row in rows:
        parts += _named(row, y)
        middle = y + _LINE + 8
        parts.append(_path(f"M{_n(axis.start)} {_n(middle)}H{_n(axis.end)}", "grid"))
        if reference is not None:
            parts.append(_path(f"M{_n(axis.x(reference))} {_n(middle - 7)}v14"))
        parts.append(_mark("holds", axis.x(row.value), middle, f"{row.label}: {row.told}"))
        y += 2 * _LINE
    parts += [_text(label, x, bottom + 14, anchor, "soft") for label, x, anchor in axis.ends()]
    return _svg(parts, bottom + 20, _said(rows))


def bars(rows: Sequence[Bar], whole: float = 0.0) -> str:
    """Numbers as bars from zero, one below the other; those below zero are hollow.

    `whole` is the number whose bar is as wide as there is room; the largest one, when it is 0.
    """
    most = whole or max((abs(row.value) for row in rows), default=0.0)
    if not most or not rows:
        return ""
    parts, y = [], 4
    for row in rows:
        parts += _named(row, y)
        width = max((WIDTH - 8) * min(abs(row.value) / most, 1), 1)
        look = "hollow" if row.value < 0 else "bar"
        parts.append(_tag("rect", x="4", y=_n(y + _LINE), width=_n(width), height="9", **{"class": look}))
        y += 2 * _LINE
    return _svg(parts, y, _said(rows))


def reliability(bins: Sequence[Bin]) -> str:
    """What came true over what was scored; on the dashed line both are the same."""
    if not bins:
        return ""
    side = 200
    left, bottom = 40, 10 + side

    def place(each: Bin) -> tuple[float, float]:
        return left + side * each.score, bottom - side * each.rate

    parts = [
        _path(f"M{left} 10V{bottom}H{left + side}", "axis"),
        _path(f"M{left} {bottom}L{left + side} 10", "dashed"),
    ]
    for tick in (0, 0.5, 1):
        parts.append(_text(short(tick), left - 6, bottom - side * tick + 4, "end", "soft"))
        parts.append(_text(short(tick), left + side * tick, bottom + 15, "middle", "soft"))
    ordered = sorted(bins)
    points = " ".join(",".join(map(_n, place(each))) for each in ordered)
    parts.append(_path(f"M{points}"))
    for each in ordered:
        told = f"scored {short(each.score)}, came true {short(each.rate)}{f' of {each.n:,}' if each.n else ''}"
        parts.append(_mark("holds", *place(each), told))
    parts.append(_text("score", left + side, bottom + 30, "end"))
    parts.append(_text("came true", left + 6, 20))
    told = ", ".join(f"{short(each.score)} came true {short(each.rate)}" for each in ordered)
    return _svg(parts, bottom + 36, told)


class _Axis:
    """Where numbers are; its ends are round."""

    def __init__(self, values: Iterable[float], *, across: bool = False) -> None:
        found = sorted(values)
        low, high = found[0], found[-1]
        if high - low <= max(1e-9 * max(abs(low), abs(high)), _LEAST):  # all the same
            room = max(abs(low), abs(high)) / 20
            low, high = (low - room, high + room) if room > _LEAST else (low - 1, high + 1)
        raw = (high - low) / 3
        power = 10.0 ** floor(log10(raw))
        self._step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= raw * 0.999)
        self._low = floor(low / self._step + 1e-9) * self._step
        self._high = ceil(high / self._step - 1e-9) * self._step
        self.start, self.end = (10.0, WIDTH - 10.0) if across else (0.0, 0.0)

    def _share(self, value: float) -> float:
        return (value - self._low) / (self._high - self._low)

    def y(self, value: float) -> float:
        return _TOP + _HEIGHT * (1 - self._share(value))

    def x(self, value: float) -> float:
        return self.start + (self.end - self.start) * self._share(value)

    def ends(self) -> tuple[tuple[str, float, str], ...]:
        return (short(self._low), 4, "start"), (short(self._high), WIDTH - 4, "end")

    def grid(self) -> list[str]:
        parts = []
        for count in range(round((self._high - self._low) / self._step) + 1):
            value = self._low + count * self._step
            y = self.y(value)
            parts.append(_path(f"M{_LEFT} {_n(y)}H{WIDTH - _RIGHT}", "grid"))
            parts.append(_text(short(0.0 if abs(value) < self._step / 2 else value), _LEFT - 5, y + 4, "end", "soft"))
        return parts


def _mark(state: State, x: float, y: float, told: str) -> str:
    title = f"<title>{_safe(told)}</title>"
    if state == "asked":
        corner = {"x": _n(x - 5), "y": _n(y - 5), "width": "10", "height": "10"}
        return _tag("rect", title, **corner, **{"class": "mark"})
    look = "mark" if state == "holds" else "hollow"
    return _tag("circle", title, cx=_n(x), cy=_n(y), r="4.5", **{"class": look})


def _named(row: Bar, y: float) -> list[str]:
    """The line of text above a bar: its name on the left, its number on the right."""
    room = int((WIDTH - 16) / _CHAR) - words.width(row.told)
    return [_text(_cut(row.label, room), 4, y + 12), _text(row.told, WIDTH - 4, y + 12, "end")]


def _below(at: Sequence[float], labels: Sequence[str], y: float) -> list[str]:
    """As many labels as have room: the last, the first, then the others."""
    order = [len(at) - 1, *range(len(at) - 1)]
    taken: list[tuple[float, float]] = []
    parts = []
    for place in order:
        label = _cut(labels[place], 14)
        half = words.width(label) * _CHAR / 2
        middle = min(max(at[place], half + 2), WIDTH - half - 2)
        if all(middle + half + 4 < start or middle - half - 4 > end for start, end in taken):
            taken.append((middle - half, middle + half))
            parts.append(_text(label, middle, y, "middle", "soft"))
    return parts


def _said(rows: Sequence[Bar]) -> str:
    return ", ".join(f"{row.label} {row.told}" for row in rows)


def _cut(text: str, room: int) -> str:
    room = max(room, 4)
    shown = words.name(text)
    if words.width(shown) <= room:
        return shown
    while words.width(shown) > room - 1:
        shown = shown[:-1]
    return shown + "…"


def _path(d: str, look: str = "line") -> str:
    # As it is to look without the style sheet, too.
    return _tag("path", d=d, fill="none", stroke="currentColor", **{"class": look})


def _text(text: str, x: float, y: float, anchor: str = "start", look: str = "") -> str:
    return _tag("text", _safe(text), x=_n(x), y=_n(y), **{"text-anchor": anchor}, **({"class": look} if look else {}))


def _svg(parts: Sequence[str], height: float, told: str) -> str:
    label = _safe(words.prose(told, 1000))
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {_n(height)}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    )


def _tag(name: str, inside: str = "", **attributes: str) -> str:
    given = "".join(f' {key}="{_safe(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{inside}</{name}>"


def _safe(text: str) -> str:
    return escape(words.name(text))


def _n(value: float) -> str:
    """A coordinate."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # no -0
