import numpy as np
import pytest

from cornu import Input, Model, ops
from cornu.errors import ArgumentError, ShapeError
from cornu.symbolic import SymbolicTensor


@pytest.fixture
def x(rng):
    return rng.standard_normal((2, 4, 6))


def same(found, wanted):
    np.testing.assert_array_equal(found, wanted)


def test_patterns(x):
    same(ops.rearrange(x, "a b c->c a b"), x.transpose(2, 0, 1))
    same(ops.rearrange(x, "a b c -> (a b c)"), x.ravel())
    same(ops.rearrange(x, "a b c -> a (c b)"), x.transpose(0, 2, 1).reshape(2, -1))
    same(ops.rearrange(x, "a (h b) c -> h a b c", h=2)[1], x[:, 2:])
    same(ops.rearrange(x, "... c -> c ..."), np.moveaxis(x, -1, 0))
    same(ops.rearrange(x, "a ... -> a (...)"), x.reshape(2, -1))
    same(ops.rearrange(x, "... -> 1 ... ()"), x[None, ..., None])
    same(ops.rearrange(x[:, None], "a 1 ... -> a ..."), x)


def test_there_and_back(x):
    heads = ops.rearrange(x, "b t (h d) -> b h t d", h=3)
    same(ops.rearrange(heads, "b h t d -> b t (h d)"), x)
    small = x[..., None]
    small = ops.space_to_depth(small, 2)
    assert small.shape == (2, 2, 3, 4)
    same(ops.depth_to_space(small, 2), x[..., None])


def test_several_sizes_may_be_unknown():
    words = SymbolicTensor((None, None, 8))
    heads = ops.rearrange(words, "b t (h d) -> b h t d", h=2)
    assert heads.shape == (None, 2, None, 4)
    images = Input((None, None, 3))
    model = Model(images, ops.depth_to_space(ops.space_to_depth(images, 2), 2))
    batch = np.arange(48.0, dtype=np.float32).reshape(1, 4, 4, 3)
    same(model(batch), batch)


def test_a_block_of_pixels_in_either_format():
    x = np.arange(4).reshape(1, 2, 2, 1)
    assert ops.space_to_depth(x, 2).tolist() == [[[[0, 1, 2, 3]]]]
    first = ops.space_to_depth(x.transpose(0, 3, 1, 2), 2, "channels_first")
    assert first.tolist() == [[[[0]], [[1]], [[2]], [[3]]]]


@pytest.mark.parametrize(
    ("pattern", "lengths", "words"),
    [
        ("a b c", {}, "one '->'"),
        ("a b c -> a b", {}, "c must stand on both sides"),
        ("a b c -> a b c d", {}, "d must stand on both sides"),
        ("a b c -> a ((b c))", {}, "within parentheses"),
        ("a b c -> a (b c", {}, r"a '\(' has no '\)'"),
        ("a b c -> a b) c", {}, r"a '\)' has no '\('"),
        ("a b 2 -> a b 2", {}, "'2' is no name"),
        ("a b-c -> a b c", {}, "'-' is no name"),
        ("a a c -> a c", {}, "'a' stands twice"),
        ("(...) a -> a ...", {}, "in parentheses on the left"),
        ("a b (c d) -> a b c d", {}, "c, d in .* must be known"),
        ("a b c -> a b c", {"cc": 2}, "Did you mean 'c'"),
        ("a b (c d) -> a b c d", {"c": 1.5}, "length of c must be a whole number"),
    ],
)
def test_patterns_that_cannot_be_read(x, pattern, lengths, words):
    with pytest.raises(ArgumentError, match=words):
        ops.rearrange(x, pattern, **lengths)


def test_arrays_that_do_not_fit(x):
    with pytest.raises(ShapeError, match="has 2 axes, but the tensor has 3"):
        ops.rearrange(x, "a b -> b a")
    with pytest.raises(ShapeError, match=r"size 6 .* a multiple of 4"):
        ops.rearrange(x, "a b (c d) -> a b c d", c=4)
    with pytest.raises(ShapeError, match=r"size 6 .* must be 5"):
        ops.rearrange(x, "a b c -> c b a", c=5)
    with pytest.raises(ShapeError, match="needs at least 4 axes"):
        ops.rearrange(x, "a b c d ... -> a b c d ...")
    with pytest.raises(ShapeError, match=r"size 4 .* '1' .* must be 1"):
        ops.rearrange(x, "a 1 c -> a c")
