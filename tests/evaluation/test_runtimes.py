"""Models in a process of their own: real torch, captum, onnxruntime and scikit-learn, and code that doesn't behave."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from govml.evaluation import model_process
from govml.evaluation.model_process import Job, ModelError, ModelProcess
from govml.evaluation.pickles import PickleError, scan
from tests.evaluation.example import LOADER, weights

if TYPE_CHECKING:
    from govml.evaluation.tables import Floats

ROWS = numpy.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.5], [-2.0, 0.0, 1.0], [0.0, 3.0, 0.5]])


def job(artifact: str, runtime: str = "torch", **changes: object) -> Job:
    usual = Job("torch", artifact, "", "binary-classification", "probability", ("no", "yes"), 3, 7, False)
    return usual._replace(runtime=runtime, **changes)  # type: ignore[arg-type]


def logistic(rows: Floats) -> Floats:
    return cast("Floats", 1 / (1 + numpy.exp(-(rows @ numpy.array([-1.0, 1.5, 0.0]) + 0.1))))


# -- torch ------------------------------------------------------------------------------------------------------------

ODD = '''
import neighbour, numpy, os, torch
from network import load as real

def load(path):
    assert "GOVML_SIGNING_KEY" not in os.environ and "SSH_AUTH_SOCK" not in os.environ
    module = real(path)
    def function(rows):
        kind = rows[0, 0]
        if kind == 1: return {}["gone"]
        if kind == 2: return numpy.zeros((len(rows), 5))
        if kind == 3: return numpy.full(len(rows), numpy.nan)
        if kind == 4: return numpy.full(len(rows), 2.5)
        if kind == 5: return "text"
        print("as it likes")
        return torch.sigmoid(module(torch.as_tensor(rows, dtype=torch.float32)))
    return function

def exits(path):
    print("so long")
    os._exit(3)

def crashes(path):
    os.kill(os.getpid(), 11)

def prints(path):
    while True:
        print("x" * 100_000)

def hangs(path):
    import time
    def function(rows):
        time.sleep(600)
    return function

def none(path):
    return None

def pair(path):
    return real(path), lambda rows: torch.as_tensor(rows * 2, dtype=torch.float32)
'''


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with code and weights."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src/network.py").write_text(LOADER, encoding="utf-8")
    (tmp_path / "src/odd.py").write_text(ODD, encoding="utf-8")
    (tmp_path / "src/neighbour.py").write_text("", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(weights())
    return tmp_path


def test_a_torch_module_gives_probabilities_and_integrated_gradients(project: Path) -> None:
    with ModelProcess(job("model.safetensors", loader="src/network.py:load", output="logit"), project) as model:
        model.load()
        assert model.scores(ROWS) == pytest.approx(logistic(ROWS), abs=1e-6)
        found = model.attributions(ROWS)
    # Of a linear model they are the weight times the distance from the baseline, which is the mean row.
    expected = numpy.abs((ROWS - ROWS.mean(axis=0)) * [-1.0, 1.5, 0.0]).mean(axis=0)
    assert found == pytest.approx(expected, abs=1e-5)


def test_a_function_of_the_project_and_what_it_does_wrong(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVML_SIGNING_KEY", "/secret")
    monkeypatch.setenv("SSH_AUTH_SOCK", "/secret")
    with ModelProcess(job("model.safetensors", loader="src/odd.py:load"), project) as model:
        model.load()
        assert model.scores(ROWS) == pytest.approx(logistic(ROWS), abs=1e-6)
        assert model.attributions(ROWS) is None
        assert model.files() == ["src/neighbour.py", "src/network.py", "src/odd.py"]
        for kind, said in {
            1: r"src/odd\.py:10: KeyError: 'gone'",
            2: r"scores of shape \(4, 5\) for 4 rows",
            3: "not finite",
            4: "from 2.5 to 2.5, which are no probabilities",
            5: "could not convert string",
        }.items():
            rows = ROWS.copy()
            rows[0, 0] = kind
            with pytest.raises(ModelError, match=said):
                model.scores(rows)
        for function, said in {
            "none": r"src/odd\.py:none returns a NoneType",
            "absent": r"src/odd\.py has no function 'absent'",
        }.items():
            monkeypatch.setattr(model, "_job", job("model.safetensors", loader=f"src/odd.py:{function}"))
            with pytest.raises(ModelError, match=said):
                model.load()
        monkeypatch.setattr(model, "_job", job("model.safetensors", loader="src/odd.py:pair", output="logit"))
        model.load()
        assert model.scores(ROWS) == pytest.approx(logistic(ROWS * 2), abs=1e-6)
        monkeypatch.setattr(model, "_job", job("model.safetensors", loader="src/odd.py:hangs"))
        model.load()
        monkeypatch.setattr(model, "_seconds", 0.3)
        with pytest.raises(ModelError, match="didn't predict within 0 s and was stopped"):
            model.scores(ROWS)


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("exits", r"src/odd\.py:exits ended with exit code 3 when it was to load: so long"),
        ("crashes", r"src/odd\.py:crashes was killed by SIGSEGV when it was to load"),
        ("prints", r"src/odd\.py:prints printed more than 1 MB and was stopped: .*xxx"),
    ],
)
def test_code_that_doesnt_return_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, function: str, said: str
) -> None:
    monkeypatch.setattr(model_process, "PRINTED", 1_000_000)
    with (
        ModelProcess(job("model.safetensors", loader=f"src/odd.py:{function}"), project) as model,
        pytest.raises(ModelError, match=said),
    ):
        model.load()


# -- ONNX -------------------------------------------------------------------------------------------------------------


def onnx_model(features: int = 3, output: int = TensorProto.FLOAT) -> bytes:
    line = helper.make_node("MatMul", ["rows", "w"], ["line"])
    moved = helper.make_node("Add", ["line", "b"], ["logit"])
    nodes = [line, moved, helper.make_node("Sigmoid", ["logit"], ["probability"])]
    shape = ["n", 1]
    outputs = [helper.make_tensor_value_info("probability", TensorProto.FLOAT, shape)]
    if output != TensorProto.FLOAT:
        nodes.append(helper.make_node("Cast", ["probability"], ["label"], to=output))
        outputs = [helper.make_tensor_value_info("label", output, shape)]
    tensors = {"w": numpy.array([[-1.0], [1.5], [0.0]][:features], "float32"), "b": numpy.array([0.1], "float32")}
    graph = helper.make_graph(
        nodes,
        "line",
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["n", features])],
        outputs,
        [numpy_helper.from_array(value, name) for name, value in tensors.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())


def test_an_onnx_model_gives_probabilities_and_no_code_of_the_project_runs(project: Path) -> None:
    (project / "numpy.py").write_text("raise SystemExit('not numpy')", encoding="utf-8")
    (project / "model.onnx").write_bytes(onnx_model())
    with ModelProcess(job("model.onnx", "onnx"), project) as model:
        model.load()
        assert model.scores(ROWS) == pytest.approx(logistic(ROWS), abs=1e-6)
        assert model.attributions(ROWS) is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (onnx_model(2), "the data has 3 features"),
        (onnx_model(output=TensorProto.INT64), "gives no tensor of floats"),
        (b"not a model", r"model\.onnx can't be loaded"),
    ],
)
def test_an_onnx_model_that_doesnt_fit_is_refused(project: Path, data: bytes, said: str) -> None:
    (project / "model.onnx").write_bytes(data)
    with ModelProcess(job("model.onnx", "onnx"), project) as model, pytest.raises(ModelError, match=said):
        model.load()


# -- scikit-learn -----------------------------------------------------------------------------------------------------


class Poison:
    """Runs a command when it is loaded."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, (f"touch {self.mark}",)


def test_an_estimator_gives_probabilities_by_label(project: Path) -> None:
    labels = ["yes", "no", "no", "yes"]
    estimator = LogisticRegression().fit(ROWS, labels)
    (project / "model.pkl").write_bytes(pickle.dumps(estimator))
    with ModelProcess(job("model.pkl", "sklearn", allow_pickle=True), project) as model:
        model.load()
        assert model.scores(ROWS) == pytest.approx(estimator.predict_proba(ROWS)[:, 1])
    other = job("model.pkl", "sklearn", allow_pickle=True, classes=("bad", "good"))
    with ModelProcess(other, project) as model, pytest.raises(ModelError, match="knows the classes no, yes"):
        model.load()


def test_a_regression_gives_values(project: Path) -> None:
    estimator = LinearRegression().fit(ROWS, [10.0, 20.0, 30.0, 45.0])
    (project / "model.pkl").write_bytes(pickle.dumps(estimator))
    with ModelProcess(job("model.pkl", "sklearn", allow_pickle=True, task="regression", classes=()), project) as model:
        model.load()
        assert model.scores(ROWS) == pytest.approx(estimator.predict(ROWS))


def test_a_poisoned_pickle_doesnt_run(project: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    (project / "model.pkl").write_bytes(pickle.dumps(Poison(mark)))
    with pytest.raises(PickleError, match="loading one can run anything"):
        scan(project / "model.pkl", "model.pkl", allowed=False)
    with pytest.raises(PickleError, match=r"would run posix\.system"):
        scan(project / "model.pkl", "model.pkl", allowed=True)
    with (
        ModelProcess(job("model.pkl", "sklearn", allow_pickle=True), project) as model,
        pytest.raises(ModelError, match=r"would run posix\.system"),
    ):
        model.load()
    assert not mark.exists()


def test_a_pickle_that_calls_functions_of_a_library_isnt_loaded(project: Path) -> None:
    (project / "model.pkl").write_bytes(b"cnumpy\nfull\n(I3\nI4\ntR.")
    with (
        ModelProcess(job("model.pkl", "sklearn", allow_pickle=True), project) as model,
        pytest.raises(ModelError, match=r"it calls numpy\.full, which no estimator needs"),
    ):
        model.load()


@pytest.mark.parametrize(
    ("module", "name", "arguments"),
    [
        ("numpy", "f2py.subprocess.Popen", ["touch", "@"]),
        ("numpy.f2py.crackfortran", "fileinput.FileInput", ["@"]),
        ("numpy", "memmap", ["@", "uint8", "w+", 0, 4]),
        ("scipy.io", "FortranFile", ["@", "w"]),
    ],
)
def test_a_pickle_that_makes_what_no_estimator_is_made_of_isnt_loaded(
    project: Path, tmp_path: Path, module: str, name: str, arguments: list[str | int]
) -> None:
    mark = str(tmp_path / "ran")
    told = [mark if each == "@" else each for each in arguments]
    given = [told] if "Popen" in name else told
    named = b"".join(b"\x8c" + bytes([len(each)]) + each.encode() for each in (module, name)) + b"\x93"
    values = b"".join(pickle.dumps(each, 0)[:-1] for each in given)
    (project / "model.pkl").write_bytes(b"\x80\x04" + named + b"(" + values + b"tR.")
    with (
        ModelProcess(job("model.pkl", "sklearn", allow_pickle=True), project) as model,
        pytest.raises(ModelError, match=r"can't be loaded: it (imports|calls) |would import|would run"),
    ):
        model.load()
    assert not os.path.exists(mark)


def test_usual_estimators_are_loaded(project: Path) -> None:
    labels = ["yes", "no", "no", "yes"]
    kinds = [
        make_pipeline(FunctionTransformer(numpy.arctan), StandardScaler(), LogisticRegression()),
        RandomForestClassifier(3, random_state=numpy.random.RandomState(1)),
        HistGradientBoostingClassifier(max_iter=2),
        KNeighborsClassifier(1),
    ]
    with ModelProcess(job("model.pkl", "sklearn", allow_pickle=True), project) as model:
        for estimator in kinds:
            estimator.fit(ROWS, labels)
            (project / "model.pkl").write_bytes(pickle.dumps(estimator))
            model.load()
            assert model.scores(ROWS) == pytest.approx(estimator.predict_proba(ROWS)[:, 1])


def test_a_pickle_of_an_unknown_library_or_of_joblib_isnt_loaded(project: Path) -> None:
    # What a scan doesn't know may do anything: here a class of this very test.
    (project / "model.pkl").write_bytes(b"cwarnings_of_nobody\nlaunch\n.")
    with pytest.raises(PickleError, match=r"would import warnings_of_nobody\.launch, which is of no known library"):
        scan(project / "model.pkl", "model.pkl", allowed=True)
    import joblib

    joblib.dump(LogisticRegression().fit(ROWS, [0, 1, 1, 0]), project / "model.joblib")
    with pytest.raises(PickleError, match="can't be scanned whole"):
        scan(project / "model.joblib", "model.joblib", allowed=True)
    joblib.dump(LogisticRegression(), project / "model.joblib", compress=3)
    with pytest.raises(PickleError, match="can't be scanned whole"):
        scan(project / "model.joblib", "model.joblib", allowed=True)
