"""Tables: what is read, what is refused and where, and when two rows are the same."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govml.evaluation import tables
from govml.evaluation.recipe import Condition, RecipeError, canonical_cell, read_recipe
from govml.evaluation.tables import DataError, Table, read_tables
from govml.model import Json

RECIPE: dict[str, Json] = {"task": "binary-classification", "target": "y", "metrics": ["roc_auc"], "loader": "a.py:f"}
SLICES: list[Json] = [{"by": "s", "metrics": ["f1"]}]


def read(folder: Path, text: str | bytes, name: str = "t.csv") -> Table:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_tables([("data/" + name, path)])


def test_a_csv_file_is_read_with_quotes_bom_and_blank_lines(tmp_path: Path) -> None:
    found = read(tmp_path, '\ufeffa,"b, c"\r\n1,"x\ny"\r\n\r\n2,z\r\n')
    assert found.columns == ("a", "b, c")
    assert found.rows == [("1", "x\ny"), ("2", "z")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("a,b\n", "holds no rows"),
        ("a,b\n1\n", "data/t.csv:2 has 1 cells, not 2"),
        ("a,a\n1,2\n", "two columns 'a'"),
        (b"a\n\xff\n", "not UTF-8"),
        ('a\n"x"y\n', "not CSV"),
    ],
)
def test_what_is_no_table_is_refused_with_the_place(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read(tmp_path, text)


def test_other_forms_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no table"):
        read(tmp_path, "{}", "t.json")
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("b\n1\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"other columns than a\.csv"):
        read_tables([("a.csv", tmp_path / "a.csv"), ("b.csv", tmp_path / "b.csv")])


@pytest.mark.parametrize(
    ("cell", "said"), [("", "is empty"), ("x", "'x', which is no"), ("nan", "'nan'"), ("inf", "'inf'")]
)
def test_a_feature_is_a_finite_number(cell: str, said: str) -> None:
    table = Table("t.csv", ("a", "y"), [("1", "0"), (cell, "1")])
    with pytest.raises(DataError, match=f"column 'a' of row 2 .*{said}"):
        tables.matrix(table, ["a"])


def test_labels_name_the_positive_class() -> None:
    recipe = read_recipe(RECIPE, "m.safetensors")
    found = tables.labels(Table("t", ("y",), [("1.0",), ("0",), ("1",)]), recipe)
    assert found.classes == ("0", "1")
    assert found.numbers.tolist() == [1, 0, 1]
    named = recipe._replace(positive="bad")
    assert tables.labels(Table("t", ("y",), [("bad",), ("good",)]), named).numbers.tolist() == [1, 0]
    with pytest.raises(RecipeError, match="which of 'bad' and 'good' is positive"):
        tables.labels(Table("t", ("y",), [("bad",), ("good",)]), recipe)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["1", "1"], "one class only: 'y' is always '1'"),
        (["0", "1", "2"], "more than two classes"),
        (["0", " "], "'y' of row 2 is empty"),
        (["a", "b"], "is never 'c'"),
    ],
)
def test_labels_that_are_no_two_classes_are_refused(cells: list[str], said: str) -> None:
    recipe = read_recipe(RECIPE, "m.safetensors")._replace(positive="c" if cells == ["a", "b"] else "")
    with pytest.raises(DataError, match=said):
        tables.labels(Table("t", ("y",), [(cell,) for cell in cells]), recipe)


def test_features_are_what_is_left_and_never_the_target() -> None:
    table = Table("t", ("id", "a", "y"), [])
    recipe = read_recipe({**RECIPE, "drop": ["id"]}, "m.safetensors")
    assert tables.feature_names(table, recipe) == ("a",)
    with pytest.raises(DataError, match="has no column 'truth'"):
        tables.feature_names(table, recipe._replace(target="truth"))
    with pytest.raises(RecipeError, match="holds the target"):
        tables.feature_names(table, recipe._replace(features=("a", "y")))
    with pytest.raises(DataError, match=r"has no column 'b'.*") as refused:
        tables.matrix(table, ["b"])
    assert refused.value.hint == "its columns: id, a, y"


def test_a_column_of_nearly_this_name_is_named() -> None:
    wide = Table("t", tuple(f"column {n}" for n in range(12)), [])
    with pytest.raises(DataError) as unlike:
        wide.column("y")
    assert unlike.value.hint.endswith("column 7 and 4 more")
    with pytest.raises(DataError) as near:
        wide.column("colum 11")
    assert near.value.hint == "did you mean 'column 11'?"


def test_groups_are_conditions_on_a_column() -> None:
    table = Table("t", ("age", "sex"), [("39", "f"), ("40", "m"), ("40.0", "x")])
    assert tables.is_in(table, "age", Condition(below=40)).tolist() == [True, False, False]
    assert tables.is_in(table, "age", Condition(at_least=40, at_most=40)).tolist() == [False, True, True]
    assert tables.is_in(table, "age", Condition(one_of=("40",))).tolist() == [False, True, True]
    assert tables.is_in(table, "sex", Condition(one_of=("f", "x"))).tolist() == [True, False, True]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_the_same_cell_however_it_is_written(number: float) -> None:
    forms = {canonical_cell(each) for each in (repr(number), f" {number!r}\t", f"{number:.17g}")}
    assert len(forms) == 1
    assert float(forms.pop()) == number


def test_row_digests_dont_depend_on_the_order_of_columns() -> None:
    one = Table("a", ("x", "y"), [("1", "b"), ("2", "c")])
    other = Table("b", ("y", "x"), [("c", "2.0"), ("b", " 1")])
    assert tables.row_digests(one, ["x", "y"]) == tables.row_digests(other, ["y", "x"])[::-1]
    assert tables.row_digests(one, ["x"]) != tables.row_digests(one, ["x", "y"])


def test_a_matrix_has_the_columns_in_the_order_that_is_asked_for() -> None:
    table = Table("t", ("a", "b"), [("1", "2"), ("3", "4e0")])
    assert numpy.array_equal(tables.matrix(table, ["b", "a"]), [[2, 1], [4, 3]])


def test_parquet_is_read_where_pyarrow_is_there(tmp_path: Path) -> None:
    try:
        import pyarrow  # type: ignore[import-not-found, unused-ignore]
        from pyarrow import parquet  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        with pytest.raises(DataError, match="pyarrow is not installed"):
            read(tmp_path, "x", "t.parquet")
        return
    parquet.write_table(pyarrow.table({"a": [1.5, None], "b": ["x", "y"]}), tmp_path / "t.parquet")
    assert read_tables([("t", tmp_path / "t.parquet")]).rows == [("1.5", "x"), ("", "y")]
    with pytest.raises(DataError, match="is not Parquet"):
        read(tmp_path, "x", "t.parquet")


@pytest.mark.parametrize(
    ("value", "artifact", "said"),
    [
        (None, "m.onnx", "doesn't say how its numbers are recomputed"),
        ({"metrics": ["a"]}, "m.bin", r"recompute\.runtime is missing: m\.bin"),
        ({"metrics": ["a"]}, "m.onnx", r"recompute\.task or recompute\.target is missing"),
        ({**RECIPE, "loader": ""}, "m.safetensors", r"recompute\.loader is missing"),
        ({**RECIPE, "metrics": []}, "m.onnx", "names no metric"),
        ({"metrics": ["a"], "runtime": "stage"}, "m.onnx", r"recompute\.stage is missing"),
        ({"metrics": ["a"], "stage": "dvc.yaml#e"}, "m.onnx", "names no metrics file"),
        ({**RECIPE, "slices": SLICES}, "m.onnx", r"slice 's' has the metric 'f1'"),
    ],
)
def test_a_recipe_that_says_too_little_is_refused_with_what_to_add(value: Json, artifact: str, said: str) -> None:
    with pytest.raises(RecipeError, match=said) as refused:
        read_recipe(value, artifact)
    assert refused.value.hint
    assert refused.value.exit_code == 2
