"""Nested structures."""

from collections import OrderedDict, namedtuple

import pytest

from cornu.utils import tree

Pair = namedtuple("Pair", "a b")


def test_flatten_walks_dictionaries_in_key_order():
    assert tree.flatten({"b": [1, (2, 3)], "a": {"z": 0}}) == [0, 1, 2, 3]
    assert tree.flatten(5) == [5]
    assert tree.flatten([]) == []
    assert tree.flatten([None]) == [None]


@pytest.mark.parametrize(
    "nest",
    [
        {"b": [1, (2, 3)], "a": {"z": 0}},
        [1, [2, [3, []]]],
        Pair(1, [2, 3]),
        OrderedDict([("z", 1), ("a", 2)]),
        7,
    ],
)
def test_pack_undoes_flatten(nest):
    packed = tree.pack_like(nest, tree.flatten(nest))
    assert packed == nest
    assert type(packed) is type(nest)


def test_pack_keeps_the_order_of_keys():
    assert list(tree.pack_like(OrderedDict([("z", 1), ("a", 2)]), [5, 6])) == ["z", "a"]


@pytest.mark.parametrize("leaves", [[1], [1, 2, 3], []])
def test_pack_counts_leaves(leaves):
    with pytest.raises(ValueError, match="leaves"):
        tree.pack_like([0, 0], leaves)


def test_map_structure():
    assert tree.map_structure(lambda x: x + 1, Pair(1, {"k": [2]})) == Pair(
        2, {"k": [3]}
    )
    assert tree.map_structure(lambda a, b: a * b, [1, (2,)], [3, (4,)]) == [3, (8,)]


def test_map_structure_refuses_trees_that_differ():
    with pytest.raises(ValueError, match="trees differ"):
        tree.map_structure(lambda a, b: a, [1, 2], [1])
    with pytest.raises(ValueError, match="trees differ"):
        tree.map_structure(lambda a, b: a, [1, 2], 1)


def test_is_nested():
    assert [tree.is_nested(t) for t in ([], (), {}, 1, "ab", None)] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_agree_looks_at_places_only():
    assert tree.agree([1, {"a": None}], ("x", {"a": None}))
    assert not tree.agree([1, {"a": None}], [1, {"a": 2}])
    assert not tree.agree({"a": 1}, {"b": 1})
    assert not tree.agree([1], [1, 2])
    assert not tree.agree({"a": 1}, [1])
