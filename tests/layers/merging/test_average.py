"""Average against NumPy."""

import numpy as np

from cornu import layers


def test_combines_three_inputs():
    rng = np.random.default_rng(0)
    a, b, c = (rng.normal(size=(2, 3)).astype("float32") for _ in range(3))
    expected = (a + b + c) / 3
    found = layers.Average()([a, b, c]).numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    np.testing.assert_array_equal(layers.average([a, b, c]).numpy(), found)


def test_one_input_is_returned():
    x = np.array([[1.0, 2.0]])
    assert layers.Average()([x]).numpy().tolist() == x.tolist()
