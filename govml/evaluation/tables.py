"""Data sets as tables: CSV, TSV and Parquet files read strictly, features and labels taken from them."""

from __future__ import annotations

import csv
import hashlib
import math
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

import numpy

from govml.base.canonical import canonical
from govml.base.few import few
from govml.evaluation.recipe import Condition, RecipeError, canonical_cell
from govml.model import GovmlError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from govml.evaluation.recipe import Recipe
    from govml.model import Json

    Floats: TypeAlias = NDArray[numpy.float64]
    Integers: TypeAlias = NDArray[numpy.int64]
    Flags: TypeAlias = NDArray[numpy.bool_]

"""Columns that a message names."""
YES = ("1", "true", "True", "TRUE", "yes", "Yes", "YES")
"""Labels that say by themselves that they are of the positive class."""


class DataError(GovmlError):
    """The data can't be evaluated on."""


class Table(NamedTuple):
    """Rows of text under named columns."""

    name: str
    """Where it comes from, for messages."""
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def column(self, name: str) -> list[str]:
        """The cells of a column. Raises `DataError`, naming those there are, when there is none."""
        if name not in self.columns:
            close = get_close_matches(name, self.columns, 1)
            known = f"its columns: {few(self.columns)}"
            raise DataError(f"{self.name} has no column {name!r}", f"did you mean {close[0]!r}?" if close else known)
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


class Labels(NamedTuple):
    """What is true of each row of a classification."""

    numbers: Integers
    """Number of the class of each row; of two classes, 1 is the positive one."""
    classes: tuple[str, ...]


def read_tables(files: Sequence[tuple[str, Path]]) -> Table:
    """The rows of all files, which have the same columns, as `(name, path)`. Raises `DataError`."""
    tables = [_read_table(name, path) for name, path in files]
    first = tables[0]
    for other in tables[1:]:
        if other.columns != first.columns:
            raise DataError(f"{other.name} has other columns than {first.name}", "evaluate on files of one form")
    if not any(table.rows for table in tables):
        raise DataError(f"{first.name} holds no rows", "evaluate on data that has some")
    return Table(", ".join(name for name, _ in files), first.columns, [row for table in tables for row in table.rows])


def _read_table(name: str, path: Path) -> Table:
    ending = path.suffix.lower()
    if ending == ".parquet":
        return _parquet(name, path)
    if ending not in (".csv", ".tsv"):
        raise DataError(f"{name} is no table that is read here", "CSV, TSV or Parquet; or let a stage evaluate it")
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = csv.reader(file, delimiter="\t" if ending == ".tsv" else ",", strict=True)
            columns = tuple(next(lines, ()))
            rows = []
            for line in lines:
                if len(line) != len(columns):
                    if not line:
                        continue
                    raise DataError(
                        f"{name}:{lines.line_num} has {len(line)} cells, not {len(columns)} as its header",
                        "quote what holds a separator",
                    )
                rows.append(tuple(line))
    except UnicodeDecodeError:
        raise DataError(f"{name} is not UTF-8", "save it as UTF-8") from None
    except csv.Error as error:
        raise DataError(f"{name} is not CSV: {error}", "quote what holds a separator or a line end") from None
    if not columns:
        raise DataError(f"{name} is empty", "a table starts with a line that names its columns")
    if len(set(columns)) < len(columns):
        twice = next(each for each in columns if columns.count(each) > 1)
        raise DataError(f"{name} has two columns {twice!r}", "give one of them another name")
    return Table(name, columns, rows)


def _parquet(name: str, path: Path) -> Table:
    try:
        parquet = import_module("pyarrow.parquet")  # no dependency of govml: read where it happens to be there
    except ImportError:
        raise DataError(f"{name} is a Parquet file, and pyarrow is not installed", "`pip install pyarrow`") from None
    try:
        found = parquet.read_table(path)
    except (ValueError, OSError) as error:
        raise DataError(f"{name} is not Parquet: {str(error).splitlines()[0]}") from None
    cells = [["" if cell is None else str(cell) for cell in column.to_pylist()] for column in found.columns]
    return Table(name, tuple(found.column_names), list(zip(*cells, strict=True)))


# -- what a model is given and what is true ---------------------------------------------------------------------------


def feature_names(table: Table, recipe: Recipe) -> tuple[str, ...]:
    """The columns that the model is given. Raises `DataError` where the target, which it isn't given, is no column."""
    table.column(recipe.target)
    left = tuple(name for name in table.columns if name != recipe.target and name not in recipe.drop)
    names = recipe.features or left
    if not names:
        raise DataError(f"{table.name} has no features beside {recipe.target!r}", "name them: recompute.features")
    if recipe.target in names:
        raise RecipeError(f"recompute.features holds the target {recipe.target!r}", "the model must not be given it")
    return names


def matrix(table: Table, names: Sequence[str]) -> Floats:
    """The numbers of some columns, a row for each row. Raises `DataError` for what is no finite number."""
    found = numpy.empty((len(table.rows), len(names)))
    for place, name in enumerate(names):
        found[:, place] = numbers(table, name)
    return found


def numbers(table: Table, name: str) -> Floats:
    """A column as numbers. Raises `DataError` with the first row that has none."""
    cells = table.column(name)
    values = numpy.empty(len(cells))
    for place, cell in enumerate(cells):
        try:
            values[place] = float(cell)
        except ValueError:
            values[place] = math.nan
        if not math.isfinite(values[place]):
            said = "is empty" if not cell.strip() else f"is {cell.strip()[:40]!r}, which is no finite number"
            raise DataError(
                f"{table.name}: column {name!r} of row {place + 1} {said}",
                "encode it as a number, fill the gap, or leave the column out: recompute.drop",
            )
    return values


def labels(table: Table, recipe: Recipe) -> Labels:
    """What is true of each row. Raises `DataError` for classes that are not those that the card names."""
    cells = [canonical_cell(cell) for cell in table.column(recipe.target)]
    if "" in cells:
        raise DataError(f"{table.name}: {recipe.target!r} of row {cells.index('') + 1} is empty", "label every row")
    present = sorted(set(cells))
    if len(present) < 2:
        raise DataError(
            f"{table.name} holds one class only: {recipe.target!r} is always {present[0]!r}",
            "evaluate on data with all classes",
        )
    if recipe.task == "binary-classification":
        classes: tuple[str, ...] = _two(table, recipe, present)
    else:
        classes = recipe.classes or tuple(present)
    if unknown := [each for each in present if each not in classes]:
        raise DataError(f"{table.name}: {recipe.target!r} is {unknown[0]!r}, none of recompute.classes", "add it")
    place = {label: number for number, label in enumerate(classes)}
    return Labels(numpy.array([place[cell] for cell in cells], dtype=numpy.int64), classes)


def _two(table: Table, recipe: Recipe, present: list[str]) -> tuple[str, str]:
    if len(present) > 2:
        shown = ", ".join(present[:5])
        raise DataError(f"{table.name}: {recipe.target!r} has more than two classes: {shown}", "correct recompute.task")
    positive = recipe.positive or next((each for each in present if each in YES), "")
    if not positive:
        raise RecipeError(f"which of {present[0]!r} and {present[1]!r} is positive?", "say so: recompute.positive")
    if positive not in present:
        raise DataError(f"{table.name}: {recipe.target!r} is never {positive!r}", "correct recompute.positive")
    return next(each for each in present if each != positive), positive


# -- groups and rows --------------------------------------------------------------------------------------------------


def is_in(table: Table, column: str, condition: Condition) -> Flags:
    """Which rows are in a group."""
    inside: Flags = numpy.ones(len(table.rows), dtype=numpy.bool_)
    if condition.one_of:
        inside &= numpy.array([canonical_cell(cell) in condition.one_of for cell in table.column(column)])
    if any(bound is not None for bound in condition[:4]):
        values = numbers(table, column)
        if condition.below is not None:
            inside &= values < condition.below
        if condition.at_most is not None:
            inside &= values <= condition.at_most
        if condition.above is not None:
            inside &= values > condition.above
        if condition.at_least is not None:
            inside &= values >= condition.at_least
    return inside


def row_digests(table: Table, columns: Iterable[str]) -> list[str]:
    """SHA-256 of each row: of its cells by column, so that the order of columns and of rows doesn't matter."""
    names = sorted(columns)
    places = [table.columns.index(name) for name in names]
    found = []
    for row in table.rows:
        value: Json = {name: canonical_cell(row[place]) for name, place in zip(names, places, strict=True)}
        found.append(hashlib.sha256(canonical(value)).hexdigest())
    return found
