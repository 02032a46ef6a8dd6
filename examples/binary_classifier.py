"""Learn a rule nobody wrote down, from examples alone.

Each row is ten whole numbers from 0 to 99. A hidden rule says yes or no:

    (f0 > 67 and f1 < 32)  or  (f2 mod 7 < 3 and f3 mod 30 > 12)

The other six numbers mean nothing. A plain network on the ten scaled numbers finds the
comparisons but not the remainders: "f2 mod 7" jumps up and down fourteen times between
0 and 99, which a smooth function of one number cannot follow. So the better network
looks every number up in a table instead: an embedding has one entry for each of the
hundred values of each feature, as a person would with a list, and it is free to learn
that 0, 1, 2, 7, 8, 9, ... belong together. One number per value and feature is enough
for the rule; a few more help it to find the way there. The dense layers above combine
what the tables say, and L2 on the tables keeps the six idle features quiet.

    python examples/binary_classifier.py           # both networks
    python examples/binary_classifier.py --quick   # seconds
    python examples/binary_classifier.py --rule and  # all four conditions at once
"""

import argparse

import numpy as np

import cornu as keras
from cornu import layers, ops

FEATURES, VALUES = 10, 100


def rule(rows: np.ndarray, kind: str) -> np.ndarray:
    """Return 1 where the hidden rule holds."""
    first = (rows[:, 0] > 67) & (rows[:, 1] < 32)
    second = (rows[:, 2] % 7 < 3) & (rows[:, 3] % 30 > 12)
    return (first | second if kind == "or" else first & second).astype("int32")


def plain() -> keras.Model:
    """Return a network on the numbers, divided by 100."""
    return keras.Sequential(
        [
            keras.Input((FEATURES,)),
            layers.Lambda(lambda x: ops.cast(x, "float32") / VALUES),
            layers.Dense(64, activation="relu"),
            layers.Dense(64, activation="relu"),
            layers.Dense(1, activation="sigmoid", dtype="float32"),
        ],
        name="plain",
    )


def with_tables() -> keras.Model:
    """Return a network that looks every number up in a table of its feature."""
    numbers = keras.Input((FEATURES,), dtype="int32")
    # Feature i uses the rows from 100 i to 100 i + 99 of one large table.
    places = numbers + np.arange(FEATURES, dtype="int32") * VALUES
    looked_up = layers.Embedding(
        FEATURES * VALUES, 4, embeddings_regularizer=keras.regularizers.L2(1e-5)
    )(places)
    x = layers.Flatten()(looked_up)
    x = layers.Dense(64, activation="relu")(x)
    x = layers.Dense(32, activation="relu")(x)
    answer = layers.Dense(1, activation="sigmoid", dtype="float32")(x)
    return keras.Model(numbers, answer, name="tables")


def main() -> None:
    """Train both networks on the same rows and compare them on unseen ones."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--epochs", type=int, default=15)
    parser.add_argument("--rows", type=int, default=40000)
    parser.add_argument("--rule", choices=["or", "and"], default="or")
    parser.add_argument("--device", default=None, help="cpu, gpu or gpu:<index>")
    parser.add_argument("--policy", default="float32", help="or mixed_float16, ...")
    parser.add_argument("--data", default=None, help="rows of your own (.npy)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="a few seconds only")
    parser.add_argument("--verbose", type=int, default=2)
    args = parser.parse_args()
    if args.device:
        keras.config.set_device(args.device)
    keras.mixed_precision.set_global_policy(args.policy)
    if args.quick:
        args.epochs, args.rows = 3, 8000
    numbers = np.random.default_rng(args.seed)
    if args.data:
        rows = np.load(args.data)
        cut = int(0.8 * len(rows))
        train, test = rows[:cut], rows[cut:]
    else:
        train = numbers.integers(0, VALUES, (args.rows, FEATURES), dtype=np.int32)
        test = numbers.integers(0, VALUES, (10000, FEATURES), dtype=np.int32)
    y, y_test = rule(train, args.rule), rule(test, args.rule)
    print(f"{y_test.mean():.1%} of the unseen rows are a yes")

    for build in (plain, with_tables):
        keras.utils.set_random_seed(args.seed)
        model = build()
        model.compile(
            keras.optimizers.Adam(2e-3), "binary_crossentropy", metrics=["accuracy"]
        )
        model.fit(train, y, batch_size=128, epochs=args.epochs, verbose=args.verbose)
        _, accuracy = model.evaluate(test, y_test, batch_size=1000, verbose=0)
        print(f"{model.name}: {accuracy:.2%} right on {len(test)} unseen rows")


if __name__ == "__main__":
    main()
