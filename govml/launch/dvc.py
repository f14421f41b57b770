"""DVC pipelines: which stage makes an artifact, what goes into it, whether it is up to date, and the data it needs.

The only importer of dvc, which is slow to import and so is imported where it is used. Stages are run by `dvc repro` in
a process of its own (`command`), everything else is asked of DVC's own objects.
"""

from __future__ import annotations

import json
import math
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from govml.base.urls import without_credentials
from govml.model import GovmlError, Json, UsageError
from govml.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dvc.dependency import Dependency
    from dvc.output import Output as DvcOutput
    from dvc.repo import Repo
    from dvc.stage import PipelineStage

_COPIES: Final = ["reflink", "copy"]
_LARGEST: Final = 2**53 - 1
_INSTALL: Final = "install it: `pip install 'govml[train]'`"


class PipelineError(GovmlError):
    """DVC can't do what a training needs: no data, no remote, a pipeline that it can't read."""


class Input(NamedTuple):
    """A dependency of a stage."""

    path: str
    """From the root of the repository, `/` as separator."""
    md5: str = ""
    """What `source` says that the content is; empty when DVC doesn't track it."""
    source: str = ""
    """The `.dvc` file, or the `dvc.lock` of the stage that makes it."""
    params: bool = False
    """Whether it is a file of parameters."""


class Output(NamedTuple):
    """An output of a stage, metrics and plots among them."""

    path: str
    md5: str = ""
    """What `dvc.lock` says; empty when the stage has never run."""
    persist: bool = False
    """Whether DVC leaves it in place when the stage begins."""
    metric: bool = False
    cached: bool = True
    """Whether DVC keeps its content; Git does otherwise."""


class Stage(NamedTuple):
    """A stage of a `dvc.yaml`, with its variables filled in."""

    pipeline: str
    """Path of the `dvc.yaml`."""
    name: str
    command: str
    folder: str
    """Where it runs, empty for the root."""
    frozen: bool
    inputs: tuple[Input, ...]
    params: dict[str, Json]
    """Values by file and key."""
    outputs: tuple[Output, ...]
    reasons: tuple[str, ...]
    """Why it has to run; empty when it is up to date."""

    @property
    def address(self) -> str:
        """As DVC takes it: `dvc.yaml:train`."""
        return f"{self.pipeline}:{self.name}"

    @property
    def lock(self) -> str:
        """Path of the lock file that DVC writes for it."""
        return os.path.splitext(self.pipeline)[0] + ".lock"


class Pipelines:
    """The pipelines of one DVC repository in a Git work tree, as they are now."""

    def __init__(self, root: Path, repo: Repo) -> None:
        self._root = Path(os.path.realpath(root))
        self._repo = repo

    @classmethod
    def open(cls, root: Path, folder: str = "") -> Pipelines:
        """The DVC repository that holds `folder` of the work tree `root`.

        Raises `UsageError` where there is none, `PipelineError` without dvc.
        """
        try:
            from dvc.exceptions import NotDvcRepoError
            from dvc.repo import Repo
        except ImportError:
            raise PipelineError("dvc is not installed, and a training is a DVC stage", _INSTALL) from None
        with _told(f"can't open the DVC repository at {root}"):
            try:
                return cls(root, Repo(os.path.realpath(root / folder)))
            except NotDvcRepoError:
                raise UsageError(
                    "this repository has no DVC pipeline", "set it up: `dvc init`, then describe the stage in dvc.yaml"
                ) from None

    def close(self) -> None:
        """Let go of DVC's databases."""
        self._repo.close()

    @property
    def caches(self) -> tuple[Path, ...]:
        """Folders that DVC may link files of the work tree to."""
        found = (self._repo.cache.local.path, self._repo.cache.legacy.path)
        return tuple(dict.fromkeys(Path(os.path.realpath(path)) for path in found))

    def lend_to(self, checkout: Path) -> None:
        """Let a checkout of this repository in another folder use the cache and the remotes that this one uses.

        It needs no Git. What it takes from the cache is a copy, so that nothing there can change the cache.
        """
        from dvc.config import Config

        inside = os.path.relpath(str(self._repo.dvc_dir), self._root)
        with (
            _told(f"can't set up DVC in {checkout}"),
            Config(str(checkout / inside), validate=False).edit("local", validate=False) as config,
        ):
            config["core"] = {**self._repo.config["core"], "no_scm": True, "autostage": False, "analytics": False}
            config["cache"] = {"dir": str(self._repo.cache.local.path).removesuffix("/files/md5"), "type": _COPIES}
            config["remote"] = {name: dict(each) for name, each in self._repo.config["remote"].items()}

    def version(self) -> str:
        """Version of dvc."""
        import dvc

        return str(dvc.__version__)

    # -- stages -----------------------------------------------------------------------------------------------------

    def making(self, paths: Sequence[str]) -> Stage | None:
        """The stage that makes one of some paths, or a folder that holds it; None when no stage does."""
        for stage in self._stages():
            for out in stage.outs:
                made = self._path(out)
                if made and any(path == made or path.startswith(made + "/") for path in paths):
                    return self._stage(stage)
        return None

    def named(self, pipeline: str, name: str) -> Stage | None:
        """The stage of this name in the `dvc.yaml` at a path."""
        for stage in self._stages():
            if stage.name == name and self._relative(stage.path) == pipeline:
                return self._stage(stage)
        return None

    def names(self) -> list[str]:
        """`dvc.yaml#NAME` of every stage."""
        return sorted(f"{self._relative(stage.path)}#{stage.name}" for stage in self._stages())

    def before(self, stage: Stage) -> list[Stage]:
        """The stages whose outputs it needs, directly or not, in the order in which they run; frozen ones left out."""
        with _told("can't follow the stages of the pipeline"):
            graph = self._repo.index.graph
            start = next(found for found in self._stages() if self._address(found) == stage.address)
            found: dict[str, Stage] = {}

            def visit(node: PipelineStage) -> None:
                for needed in sorted(graph.successors(node), key=lambda each: str(each.addressing)):
                    if getattr(needed, "name", None) and not needed.frozen and self._address(needed) not in found:
                        visit(needed)
                        found[self._address(needed)] = self._stage(needed)

            visit(start)
        return list(found.values())

    def _stages(self) -> list[PipelineStage]:
        with _told("the pipeline can't be read"):
            named = [stage for stage in self._repo.index.stages if getattr(stage, "name", None)]
        return sorted(named, key=lambda stage: str(self._address(stage)))

    def _address(self, stage: PipelineStage) -> str:
        return f"{self._relative(stage.path)}:{stage.name}"

    def _stage(self, stage: PipelineStage) -> Stage:
        address = self._address(stage)
        with _told(f"stage {address} can't be read"):
            inputs = [self._input(dep, address) for dep in stage.deps]
            params = {self._relative(dep.fs_path): _json(dep.read_params()) for dep in stage.deps if _is_params(dep)}
            outputs = [
                Output(self._inside(out, address), _md5(out), bool(out.persist), bool(out.metric), bool(out.use_cache))
                for out in stage.outs
            ]
            command = "\n".join(stage.cmd) if isinstance(stage.cmd, list) else str(stage.cmd)
            reasons = tuple(self._reasons(stage))
        return Stage(
            self._relative(stage.path),
            str(stage.name),
            command,
            self._relative(stage.wdir),
            bool(stage.frozen),
            tuple(sorted(inputs)),
            params,
            tuple(sorted(outputs)),
            reasons,
        )

    def _reasons(self, stage: PipelineStage) -> Iterator[str]:
        """Why DVC would run it. Content that is only not here, and would be what it was, is no reason."""
        if all(not out.hash_info for out in stage.outs):
            yield "it has never run"
            return
        if stage.cmd_changed:
            yield "its command changed"
        if stage.always_changed:
            yield "it says always_changed"
        for dep in stage.deps:
            if _is_params(dep):
                for state in dep.status().values():
                    keys = state if isinstance(state, dict) else [self._path(dep)]
                    yield from (f"parameter {key} changed" for key in sorted(map(str, keys)))
            elif dep.exists or not self._recorded(dep)[0]:
                yield from (f"{self._path(dep)} is {what}" for what in dep.status().values())
            elif self._recorded(dep)[0] != _md5(dep):
                yield f"{self._path(dep)} is modified"
        for out in stage.outs:
            if not out.hash_info:
                yield f"{self._path(out)} was never made"
            elif out.exists and out.changed_checksum():
                yield f"{self._path(out)} is not what {os.path.basename(stage.path)[:-5]}.lock says"

    def _input(self, dep: Dependency, address: str) -> Input:
        path = self._inside(dep, address)
        if _is_params(dep):
            return Input(path, params=True)
        md5, source = self._recorded(dep)
        return Input(path, md5, source)

    def _recorded(self, dep: Dependency) -> tuple[str, str]:
        """MD5 that a dependency should have, and which file says so; `("", FILE)` for a file of a tracked folder."""
        for out in self._repo.index.outs:
            if dep.fs_path == out.fs_path:
                return _md5(out), self._source(out)
            if dep.fs_path.startswith(out.fs_path + os.sep):
                return "", self._source(out)
        return "", ""

    def _source(self, out: DvcOutput) -> str:
        path = self._relative(out.stage.path)
        return path if path.endswith(".dvc") else os.path.splitext(path)[0] + ".lock"

    def _inside(self, found: Dependency | DvcOutput, address: str) -> str:
        path = self._path(found)
        if not path:
            raise UsageError(
                f"stage {address} names {found}, which is not in the work tree",
                "evidence is about files of the repository: bring it in with `dvc import-url` or `dvc add`",
            )
        return path

    def _path(self, found: Dependency | DvcOutput) -> str:
        """Path from the root of the repository; empty for what is elsewhere."""
        if found.protocol != "local":
            return ""
        path = self._relative(found.fs_path)
        return "" if path.startswith("../") else path

    def _relative(self, path: str) -> str:
        found = os.path.relpath(path, self._root).replace(os.sep, "/")
        return "" if found == "." else found

    # -- data -------------------------------------------------------------------------------------------------------

    def files(self, folder: str) -> list[str]:
        """Paths of the files in a folder and below, from that folder, as DVC sees them (`.dvcignore` counts)."""
        top = str(self._root / folder)
        found = []
        for parent, _, names in self._repo.dvcignore.walk(self._repo.fs, top):
            found += [os.path.relpath(os.path.join(parent, name), top).replace(os.sep, "/") for name in names]
        return sorted(found)

    def checkout(self, paths: Sequence[str]) -> None:
        """Bring content into the work tree, from the cache alone. Raises `PipelineError` when it isn't there."""
        from dvc.exceptions import DvcException

        try:
            self._repo.checkout(targets=[str(self._root / path) for path in paths], force=True)
        except DvcException:
            missing = [path for path in paths if not (self._root / path).exists()] or list(paths)
            hint = "`dvc fetch`, or leave out --no-pull"
            raise PipelineError(f"{', '.join(missing)}: not in the cache", hint) from None

    def pull(self, paths: Sequence[str]) -> None:
        """Bring content into the work tree, from cache or remote. Raises `PipelineError` when it can't be had."""
        from dvc.exceptions import DvcException

        for remote in self._repo.config["remote"].values():
            remote["verify"] = True
        try:
            self._repo.pull(targets=[str(self._root / path) for path in paths])
        except (DvcException, ImportError, OSError) as error:
            missing = [path for path in paths if not (self._root / path).exists()] or list(paths)
            what = f"{', '.join(missing)}: the content can't be had from {self._remote()}"
            if not isinstance(error, DvcException):
                what += f" ({_first_line(error)})"
            raise PipelineError(
                what, "is the remote reachable, and was the content pushed (`dvc push`)? `dvc pull -v` says more"
            ) from None

    def _remote(self) -> str:
        name = self._repo.config["core"].get("remote", "")
        if not name:
            return "the cache, and no default remote is configured"
        url = str(self._repo.config["remote"].get(name, {}).get("url", ""))
        gone = " (there is no such folder)" if "://" not in url and not os.path.isdir(url) else ""
        return f"cache or remote {name!r}, {without_credentials(url)}{gone}"


def command(stage: Stage) -> list[str]:
    """The command that runs one stage, whatever DVC thinks of its state; to be run in the root of the work tree."""
    options = ["--single-item", "--force", "--no-run-cache"]
    return [sys.executable, "-m", "dvc", "repro", *options, stage.address]


def _is_params(dep: Dependency) -> bool:
    return hasattr(dep, "read_params")


def _md5(found: Dependency | DvcOutput) -> str:
    info = found.hash_info
    return str(info.value) if info and info.name == "md5" and info.value else ""


def _json(value: object) -> Json:
    """Parameters as JSON: dates as text, and so are `nan`, infinities and integers that RFC 8785 refuses."""

    def plain(item: object) -> object:
        if isinstance(item, dict):
            return {str(key): plain(each) for key, each in item.items()}
        if isinstance(item, list | tuple):
            return [plain(each) for each in item]
        if isinstance(item, float) and not math.isfinite(item):
            return str(item)
        return str(item) if isinstance(item, int) and abs(item) > _LARGEST else item

    return cast("Json", json.loads(json.dumps(plain(value), default=str)))


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn DVC's exceptions into a `PipelineError` with DVC's own words."""
    from dvc.exceptions import DvcException

    try:
        yield
    except DvcException as error:
        raise PipelineError(f"{what}: {_first_line(error)}", "`dvc status` shows the same; mend the pipeline") from None
