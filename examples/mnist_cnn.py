"""Read handwritten digits with a convolutional network.

The classic first network for images: two convolutions, pooling, dropout, two dense
layers. It reads more than 99 of 100 digits right after 12 epochs.

    python examples/mnist_cnn.py               # 12 epochs of MNIST
    python examples/mnist_cnn.py --quick       # seconds, a part of the data
    python examples/mnist_cnn.py --data digits # the small digits that come with cornu
"""

import argparse

import numpy as np

import cornu as keras
from cornu import layers


def load(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, str]:
    """Return training and test images in [0, 1], labels, and the data's name."""
    if name == "mnist":
        try:
            (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
            return _images(x, 255), y, _images(x_test, 255), y_test, name
        except keras.errors.DownloadError as error:
            reason = str(error).split("\n")[0]
            print(f"MNIST cannot be had, so this runs on `digits` instead. ({reason})")
    (x, y), (x_test, y_test) = keras.datasets.digits.load_data()
    return _images(x, 16), y, _images(x_test, 16), y_test, "digits"


def _images(x: np.ndarray, top: float) -> np.ndarray:
    return x[..., None].astype("float32") / top


def moved(x: np.ndarray, y: np.ndarray, batch_size: int, seed: int):
    """Yield shuffled batches for ever, each moved by up to a 28th of its size.

    A digit stays the same digit when it moves, so nine slightly different training
    sets come out of one: the network sees fewer images twice and reads new ones better.
    """
    rng = np.random.default_rng(seed)
    height, width = x.shape[1:3]
    reach = height // 28  # one pixel of MNIST, none of the tiny `digits`
    edge = ((0, 0), (reach, reach), (reach, reach), (0, 0))
    while True:
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            down, right = rng.integers(0, 2 * reach + 1, 2)
            wide = np.pad(x[rows], edge)
            yield wide[:, down : down + height, right : right + width], y[rows]


def build(image_shape: tuple[int, ...]) -> keras.Model:
    """Return the network, compiled."""
    model = keras.Sequential(
        [
            keras.Input(image_shape),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax", dtype="float32"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def main() -> None:
    """Train, measure, and show a few digits the network gets wrong."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--device", default=None, help="cpu, gpu or gpu:<index>")
    parser.add_argument("--policy", default="float32", help="or mixed_float16, ...")
    parser.add_argument("--data", choices=["mnist", "digits"], default="mnist")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="a few seconds only")
    parser.add_argument("--verbose", type=int, default=1)
    args = parser.parse_args()

    if args.device:
        keras.config.set_device(args.device)
    keras.mixed_precision.set_global_policy(args.policy)
    keras.utils.set_random_seed(args.seed)
    x, y, x_test, y_test, name = load(args.data)
    if args.quick:
        args.epochs = 1 if name == "mnist" else 5
        x, y, x_test, y_test = x[:4096], y[:4096], x_test[:1000], y_test[:1000]

    model = build(x.shape[1:])
    model.summary()
    # The rate falls along half a cosine: large steps first, small ones to settle.
    steps = -(-len(x) // args.batch_size)
    model.optimizer.learning_rate = keras.optimizers.schedules.CosineDecay(
        1e-3, args.epochs * steps
    )
    model.fit(
        moved(x, y, args.batch_size, args.seed),
        steps_per_epoch=steps,
        epochs=args.epochs,
        verbose=args.verbose,
        validation_data=(x_test, y_test),
    )
    loss, accuracy = model.evaluate(x_test, y_test, batch_size=500, verbose=0)
    print(f"{name}: test accuracy {accuracy:.2%}, test loss {loss:.4f}")

    guesses = model.predict(x_test, batch_size=500, verbose=0).argmax(1)
    wrong = np.flatnonzero(guesses != y_test)
    for i in wrong[:2]:
        print(f"\nread as {guesses[i]}, but it is {y_test[i]}:")
        for row in x_test[i, ..., 0]:
            print("".join(" .:-=+*#%@"[int(v * 9.99)] * 2 for v in row).rstrip())


if __name__ == "__main__":
    main()
