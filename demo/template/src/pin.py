"""Keep a SHA-256 beside DVC's MD5 in each `.dvc` file, as two files can be made to share an MD5."""

from __future__ import annotations

import hashlib
from pathlib import Path

import yaml


def main() -> None:
    for pointer in sorted(Path("data").glob("*.dvc")):
        content = yaml.safe_load(pointer.read_text(encoding="utf-8"))
        content["meta"] = {"sha256": hashlib.sha256(pointer.with_suffix("").read_bytes()).hexdigest()}
        pointer.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
