"""Split the measurements into training, validation and test data, each with the same share of malignant tumours."""

from __future__ import annotations

import csv
from pathlib import Path

import yaml
from sklearn.model_selection import train_test_split

DATA = Path("data")


def write(name: str, header: list[str], rows: list[list[str]]) -> None:
    with (DATA / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def main() -> None:
    params = yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8"))["prepare"]
    with (DATA / "breast-cancer.csv").open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    # No tumour is in two splits: equal rows are dropped before the split.
    rows = sorted({tuple(row): row for row in rows}.values())
    label = header.index("diagnosis")
    rest, test = train_test_split(
        rows, test_size=params["test"], random_state=params["seed"], stratify=[row[label] for row in rows]
    )
    train, validation = train_test_split(
        rest, test_size=params["validation"], random_state=params["seed"], stratify=[row[label] for row in rest]
    )
    for name, part in (("train", train), ("validation", validation), ("test", test)):
        write(name, header, part)


if __name__ == "__main__":
    main()
