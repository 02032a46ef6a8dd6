"""Ops say the same of arrays, tensors and symbols, also where a size is unknown."""

import numpy as np
import pytest

from cornu import ops
from cornu.autodiff import Tensor
from cornu.symbolic import Function, SymbolicTensor
from cornu.utils import tree

# Calls on one float32 array of shape (3, 4), whose first size symbols do not know.
ON_MATRIX = {
    "add": lambda x: ops.add(x, [1.0, 2.0, 3.0, 4.0]),
    "divide by number": lambda x: ops.divide(1, ops.exp(x)),
    "comparison": lambda x: ops.greater(x, 0),
    "clip": lambda x: ops.clip(x, -1, 1),
    "where": lambda x: ops.where(x > 0, x, 0),
    "where of numbers": lambda x: ops.where(x > 0, 1, 2.5),
    "round": lambda x: ops.round(x, 2),
    "log2": lambda x: ops.log2(ops.exp(x)),
    "sum": ops.sum,
    "sum rows": lambda x: ops.sum(x, -1),
    "sum columns": lambda x: ops.sum(x, 0, keepdims=True),
    "mean": lambda x: ops.mean(x, 0),
    "max": lambda x: ops.max(x, axis=1, initial=0.5),
    "var": lambda x: ops.var(x, axis=0),
    "std": lambda x: ops.std(x, axis=-1),
    "average": lambda x: ops.average(x, 1, [1.0, 2.0, 3.0, 4.0]),
    "logsumexp": lambda x: ops.logsumexp(x, axis=1),
    "argmax": lambda x: ops.argmax(x, axis=-1),
    "argmax of all": lambda x: ops.argmax(x),
    "count_nonzero": lambda x: ops.count_nonzero(x > 0, axis=0),
    "cumsum": lambda x: ops.cumsum(x, axis=0),
    "cumprod": lambda x: ops.cumprod(x, axis=1),
    "sort": lambda x: ops.sort(x, axis=0),
    "top_k": lambda x: ops.top_k(x, 2),
    "in_top_k": lambda x: ops.in_top_k(ops.argmax(x, -1), x, 1),
    "reshape": lambda x: ops.reshape(x, (-1, 2)),
    "ravel": ops.ravel,
    "transpose": ops.transpose,
    "expand_dims": lambda x: ops.expand_dims(x, (1, -1)),
    "squeeze": lambda x: ops.squeeze(ops.expand_dims(x, 1), 1),
    "concatenate": lambda x: ops.concatenate([x, x], axis=0),
    "stack": lambda x: ops.stack([x, x], axis=-1),
    "unstack": lambda x: ops.unstack(x, axis=1),
    "split": lambda x: ops.split(x, [1, 3], axis=1),
    "flip": lambda x: ops.flip(x, 0),
    "repeat": lambda x: ops.repeat(x, [1, 0, 2, 1], axis=1),
    "tile": lambda x: ops.tile(x, (2, 1, 3)),
    "roll": lambda x: ops.roll(x, 1, axis=0),
    "pad": lambda x: ops.pad(x, ((1, 0), (0, 2))),
    "reflect": lambda x: ops.pad(x, ((0, 0), (2, 1)), mode="reflect"),
    "moveaxis": lambda x: ops.moveaxis(x, 0, 1),
    "take": lambda x: ops.take(x, [0, 2], axis=1),
    "one_hot": lambda x: ops.one_hot(ops.argmax(x, -1), 5),
    "multi_hot": lambda x: ops.multi_hot(ops.argsort(x)[:, :2], 4),
    "matmul": lambda x: ops.matmul(x, np.ones((4, 2), np.float32)),
    "matmul with vector": lambda x: ops.matmul(x, np.ones(4, np.float32)),
    "tensordot": lambda x: ops.tensordot(x, x, ((0,), (0,))),
    "einsum": lambda x: ops.einsum("ij,kj->ik", x, x),
    "outer": lambda x: ops.outer(x[0], x[0]),
    "norm": lambda x: ops.norm(x, axis=-1),
    "normalize": ops.normalize,
    "tril": ops.tril,
    "softmax": ops.softmax,
    "softmax over all": lambda x: ops.softmax(x, None),
    "sparsemax": ops.sparsemax,
    "gelu": ops.gelu,
    "elu": ops.elu,
    "glu": ops.glu,
    "moments": lambda x: ops.moments(x, 0),
    "batch_normalization": lambda x: ops.batch_normalization(
        x, np.zeros(4, np.float32), np.ones(4, np.float32), -1
    ),
    "cast": lambda x: ops.cast(x, "int32"),
    "zeros_like": ops.zeros_like,
    "full_like": lambda x: ops.full_like(x, 2, dtype="int32"),
    "binary_crossentropy": lambda x: ops.binary_crossentropy(
        ops.sigmoid(x), ops.sigmoid(-x)
    ),
    "categorical_crossentropy": lambda x: ops.categorical_crossentropy(
        ops.softmax(x), x, from_logits=True
    ),
    "sparse_categorical_crossentropy": lambda x: ops.sparse_categorical_crossentropy(
        ops.argmax(x, -1), ops.softmax(x)
    ),
}

# Calls on images of shape (2, 6, 5, 3); symbols do not know batch, height and width.
KERNEL = np.ones((3, 2, 3, 4), np.float32)
ON_IMAGES = {
    "conv": lambda x: ops.conv(x, KERNEL),
    "conv same": lambda x: ops.conv(x, KERNEL, 2, "same"),
    "conv dilated": lambda x: ops.conv(x, KERNEL, dilation_rate=2),
    "depthwise_conv": lambda x: ops.depthwise_conv(x, KERNEL, padding="same"),
    "conv_transpose": lambda x: ops.conv_transpose(
        x, np.ones((3, 2, 4, 3), np.float32), 2
    ),
    "max_pool": lambda x: ops.max_pool(x, 2),
    "average_pool": lambda x: ops.average_pool(x, 3, 2, "same"),
}


def check_boxes(call, value, shape):
    from_array = tree.flatten(call(value))
    from_tensor = tree.flatten(call(Tensor(value)))
    symbol = SymbolicTensor(shape)
    from_symbol = tree.flatten(call(symbol))
    assert len(from_array) == len(from_tensor) == len(from_symbol)
    for array, tensor, abstract in zip(from_array, from_tensor, from_symbol):
        assert isinstance(tensor, Tensor)
        np.testing.assert_array_equal(np.asarray(array), tensor.numpy())
        assert isinstance(abstract, SymbolicTensor)
        assert abstract.dtype == tensor.dtype.name
        assert len(abstract.shape) == tensor.ndim
        for known, real in zip(abstract.shape, tensor.shape):
            assert known in (None, real)
    return symbol, from_symbol, from_tensor


@pytest.mark.parametrize("name", ON_MATRIX)
def test_matrix(name, rng):
    value = rng.standard_normal((3, 4)).astype(np.float32)
    call = ON_MATRIX[name]
    symbol, from_symbol, from_tensor = check_boxes(call, value, (None, 4))
    # The graph left behind computes the same.
    replayed = Function(symbol, from_symbol).run([Tensor(value)])
    for again, tensor in zip(replayed, from_tensor):
        np.testing.assert_array_equal(again.numpy(), tensor.numpy())


@pytest.mark.parametrize("name", ON_IMAGES)
def test_images(name, rng):
    value = rng.standard_normal((2, 6, 5, 3)).astype(np.float32)
    check_boxes(ON_IMAGES[name], value, (None, None, None, 3))


def test_known_sizes_stay_known():
    x = SymbolicTensor((None, 4, 6))
    assert ops.sum(x, 1).shape == (None, 6)
    assert ops.einsum("bij,bjk->bik", x, SymbolicTensor((None, 6, 2))).shape == (
        None,
        4,
        2,
    )
    assert ops.conv(x, np.ones((3, 6, 5))).shape == (None, 2, 5)
    assert ops.reshape(x, (-1, 24)).shape == (None, 24)
    assert ops.pad(x, ((0, 0), (1, 1), (0, 0)), mode="reflect").shape == (None, 6, 6)
