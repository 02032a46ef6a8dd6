"""Teach a recurrent network to add, digit by digit, from text.

"535+61 " goes in, one character at a time; "596 " comes out. The network is told
nothing of numbers: an encoder reads the question into one vector, a decoder writes the
answer from it. Questions come backwards ("16+535"), as people add from the right.

    python examples/decimal_addition.py           # three digits, until it can add
    python examples/decimal_addition.py --quick   # two digits, a first taste
"""

import argparse

import numpy as np

import cornu as keras
from cornu import layers

ALPHABET = "0123456789+ "


class Speller:
    """Turn text into one-hot rows and back."""

    def __init__(self, digits: int) -> None:
        self.digits = digits
        self.question_length = 2 * digits + 1
        self.answer_length = digits + 1

    def encode(self, texts: list[str]) -> np.ndarray:
        """Return shape (number of texts, length, 12)."""
        places = np.array([[ALPHABET.index(c) for c in text] for text in texts])
        return np.eye(len(ALPHABET), dtype="float32")[places]

    def decode(self, rows: np.ndarray) -> list[str]:
        """Return the most likely text of each row."""
        return ["".join(ALPHABET[k] for k in row) for row in rows.argmax(-1)]

    def pairs(self, a: np.ndarray, b: np.ndarray) -> tuple[list[str], list[str]]:
        """Return questions (reversed) and answers for numbers a and b."""
        questions = [f"{i}+{j}".ljust(self.question_length)[::-1] for i, j in zip(a, b)]
        answers = [str(i + j).ljust(self.answer_length) for i, j in zip(a, b)]
        return questions, answers


def sums(digits: int, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return `count` different pairs; a + b and b + a count as one.

    Numbers of one and two digits are as frequent as those of three: each number's
    length is drawn first.
    """
    draw = np.random.default_rng(seed)
    found: dict[tuple[int, int], None] = {}
    while len(found) < count:
        lengths = draw.integers(1, digits + 1, (2 * count, 2))
        numbers = (draw.random((2 * count, 2)) * 10**lengths).astype(int)
        for a, b in numbers.tolist():
            found.setdefault((min(a, b), max(a, b)))
            if len(found) == count:
                break
    pairs = np.array(list(found))
    swap = draw.random(count) < 0.5
    pairs[swap] = pairs[swap, ::-1]
    return pairs[:, 0], pairs[:, 1]


def build(speller: Speller, units: int) -> keras.Model:
    """Return the encoder and decoder, compiled."""
    model = keras.Sequential(
        [
            keras.Input((speller.question_length, len(ALPHABET))),
            layers.LSTM(units),
            layers.RepeatVector(speller.answer_length),
            layers.LSTM(units, return_sequences=True),
            layers.Dense(len(ALPHABET), activation="softmax", dtype="float32"),
        ]
    )
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model


class ShowSums(keras.callbacks.Callback):
    """Print some unseen sums and the share of right ones after each epoch."""

    def __init__(self, speller: Speller, x: np.ndarray, answers: list[str]) -> None:
        super().__init__()
        self.speller, self.x, self.answers = speller, x, answers

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Ask the network."""
        guesses = self.speller.decode(self.model.predict(self.x, 1000, verbose=0))
        right = np.mean([g == a for g, a in zip(guesses, self.answers)])
        print(f"epoch {epoch + 1}: {right:.2%} of unseen sums exactly right")
        for i in np.arange(epoch, epoch + 3) % len(guesses):
            question = self.speller.decode(self.x[i : i + 1])[0][::-1].strip()
            mark = "ok " if guesses[i] == self.answers[i] else f"({self.answers[i]})"
            print(f"    {question} = {guesses[i]} {mark}")


def main() -> None:
    """Train, and count exactly right answers among sums never shown."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--digits", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--rows", type=int, default=55000, help="sums in all")
    parser.add_argument("--units", type=int, default=128)
    parser.add_argument("--device", default=None, help="cpu, gpu or gpu:<index>")
    parser.add_argument("--policy", default="float32", help="or mixed_float16, ...")
    parser.add_argument("--data", default=None, help="pairs of your own (CSV)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="a few seconds only")
    args = parser.parse_args()
    if args.quick:
        args.digits, args.epochs, args.rows = 2, 8, 4000
    if args.device:
        keras.config.set_device(args.device)
    keras.mixed_precision.set_global_policy(args.policy)
    keras.utils.set_random_seed(args.seed)

    speller = Speller(args.digits)
    if args.data:
        a, b = np.loadtxt(args.data, delimiter=",", dtype=int).T
    else:
        a, b = sums(args.digits, args.rows, args.seed)
    questions, answers = speller.pairs(a, b)
    x, y = speller.encode(questions), speller.encode(answers)
    cut = int(0.9 * len(x))
    model = build(speller, args.units)
    steps = args.epochs * -(-cut // 128)
    model.optimizer.learning_rate = keras.optimizers.schedules.CosineDecay(3e-3, steps)
    model.fit(
        x[:cut],
        y[:cut],
        batch_size=128,
        epochs=args.epochs,
        verbose=0,
        callbacks=[ShowSums(speller, x[cut:], answers[cut:])],
    )
    guesses = speller.decode(model.predict(x[cut:], 1000, verbose=0))
    right = np.mean([g == a for g, a in zip(guesses, answers[cut:])])
    print(f"{right:.2%} of {len(guesses)} unseen sums exactly right")


if __name__ == "__main__":
    main()
