"""Measure the trained network on the test data: numbers with intervals, by group, under noise, and what it looks at."""

from __future__ import annotations

import json
from pathlib import Path

import network as net
import numpy
import torch
import yaml
from sklearn.metrics import recall_score, roc_auc_score


def scores(network: torch.nn.Sequential, x: torch.Tensor) -> numpy.ndarray:
    with torch.no_grad():
        return torch.sigmoid(network(x).squeeze(1)).numpy()


def interval(truth: numpy.ndarray, score: numpy.ndarray, measure, resamples: int, seed: int) -> list[float]:
    """Return the 95 % interval of a bootstrap over the tumours."""
    random = numpy.random.default_rng(seed)
    values = []
    while len(values) < resamples:
        chosen = random.integers(0, len(truth), len(truth))
        if 0 < truth[chosen].sum() < len(truth):
            values.append(measure(truth[chosen], score[chosen]))
    return [round(float(value), 4) for value in numpy.quantile(values, [0.025, 0.975])]


def integrated_gradients(network: torch.nn.Sequential, x: torch.Tensor, steps: int = 64) -> torch.Tensor:
    """Return the mean absolute attribution by feature, with the mean tumour (zero after scaling) as baseline."""
    total = torch.zeros_like(x)
    for step in range(1, steps + 1):
        point = (x * step / steps).requires_grad_(True)
        network(point).sum().backward()
        total += point.grad
    return (total / steps * x).abs().mean(0)


def write(path: str, value: object) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    params = yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8"))["evaluate"]
    net.deterministic(params["seed"])
    network, mean, scale = net.load()
    names, raw, y = net.read("test")
    x, truth = (raw - mean) / scale, y.numpy()
    score = scores(network, x)

    def recall(true: numpy.ndarray, given: numpy.ndarray) -> float:
        return float(recall_score(true, given >= params["threshold"]))

    radius = raw[:, names.index("mean radius")]
    small = (radius <= radius.median()).numpy()
    noisy = scores(network, x + params["noise"] * torch.randn(x.shape))
    measures = {"roc_auc": lambda true, given: float(roc_auc_score(true, given)), "recall": recall}
    write(
        "metrics.json",
        {
            **{name: round(measure(truth, score), 4) for name, measure in measures.items()},
            "n": len(truth),
            "confidence_interval": {
                name: interval(truth, score, measure, params["resamples"], params["seed"])
                for name, measure in measures.items()
            },
            **{
                f"{name}_by_size": {
                    "small": round(measure(truth[small], score[small]), 4),
                    "large": round(measure(truth[~small], score[~small]), 4),
                }
                for name, measure in measures.items()
            },
            "roc_auc_under_noise": round(float(roc_auc_score(truth, noisy)), 4),
        },
    )
    attributions = integrated_gradients(network, x)
    order = attributions.argsort(descending=True).tolist()
    write(
        "reports/attributions.json",
        {
            "method": "integrated gradients",
            "baseline": "mean of the training data",
            "mean_absolute_attribution": {names[i]: round(float(attributions[i]), 4) for i in order},
        },
    )


if __name__ == "__main__":
    main()
