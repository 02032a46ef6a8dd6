"""Predict diabetes from eight measurements: the first network of many courses.

A network of 12, 8 and 1 neurons learns from 768 women of the Pima, of whom 268 fell
ill. Ten-fold cross-validation tells how well it does on people it has not seen.

    python examples/pima_diabetes.py           # ten folds, 150 epochs each
    python examples/pima_diabetes.py --quick   # two folds, 20 epochs
"""

import argparse
import json

import numpy as np

import cornu as keras
from cornu import layers


def build() -> keras.Model:
    """Return the network, compiled."""
    model = keras.Sequential(
        [
            layers.Dense(12, input_dim=8, activation="relu"),
            layers.Dense(8, activation="relu"),
            layers.Dense(1, activation="sigmoid", dtype="float32"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


def folds(y: np.ndarray, count: int, seed: int) -> list[np.ndarray]:
    """Return test rows of each fold, with the same share of ill people in each."""
    order = np.random.default_rng(seed)
    parts: list[list[int]] = [[] for _ in range(count)]
    for label in (0, 1):
        rows = order.permutation(np.flatnonzero(y == label))
        for i, row in enumerate(rows):
            parts[i % count].append(int(row))
    return [np.array(sorted(part)) for part in parts]


def main() -> None:
    """Cross-validate and print the accuracy of every fold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--epochs", type=int, default=150)
    parser.add_argument("--batch-size", type=int, default=10)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--device", default=None, help="cpu, gpu or gpu:<index>")
    parser.add_argument("--policy", default="float32", help="or mixed_float16, ...")
    parser.add_argument("--data", default=None, help="a CSV file of your own")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="a few seconds only")
    parser.add_argument("--json", default=None, help="write the accuracies here")
    args = parser.parse_args()
    if args.quick:
        args.epochs, args.folds = 20, 2
    if args.device:
        keras.config.set_device(args.device)
    keras.mixed_precision.set_global_policy(args.policy)
    if args.data:
        table = np.loadtxt(args.data, delimiter=",", dtype="float32")
        x, y = table[:, :8], table[:, 8].astype("int32")
    else:
        x, y = keras.datasets.pima_indians_diabetes.load_data()

    accuracies = []
    for i, test in enumerate(folds(y, args.folds, args.seed)):
        keras.utils.set_random_seed(args.seed + i)
        train = np.setdiff1d(np.arange(len(x)), test)
        model = build()
        model.fit(
            x[train],
            y[train],
            epochs=args.epochs,
            batch_size=args.batch_size,
            verbose=0,
        )
        _, accuracy = model.evaluate(x[test], y[test], verbose=0)
        accuracies.append(accuracy)
        print(f"fold {i + 1:2d} of {args.folds}: {accuracy:.2%} of {len(test)} people")
    mean, spread = np.mean(accuracies), np.std(accuracies)
    print(f"accuracy {mean:.2%} (standard deviation over folds {spread:.2%})")
    print(f"saying 'healthy' to everyone would be right for {np.mean(y == 0):.2%}")
    if args.json:
        with open(args.json, "w") as file:
            json.dump(accuracies, file)


if __name__ == "__main__":
    main()
