"""Make ``src/cornu/datasets/data/digits.npz`` from scikit-learn's copy of the set.

Run with scikit-learn installed: ``python tools/make_digits.py``. The result is the same
to the byte each time.
"""

from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "src/cornu/datasets/data/digits.npz"


def main() -> None:
    """Write images and labels as small integers, in one fixed shuffled order."""
    from sklearn.datasets import load_digits  # type: ignore[import-not-found]

    digits = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
    if not (images == digits.images).all() or images.shape != (1797, 8, 8):
        raise SystemExit("scikit-learn's digits are not the 1797 8x8 images expected")
    # Writers follow each other in the original: cut there, the last fifth would be
    # other people's hands. RandomState's stream is frozen, so the order is for good.
    order = np.random.RandomState(1797).permutation(len(images))
    np.savez_compressed(TARGET, x=images[order], y=labels[order])
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
