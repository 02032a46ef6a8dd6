from collections import OrderedDict, defaultdict, deque, namedtuple

import numpy as np
import pytest

from cornu import tree

Pair = namedtuple("Pair", "first second")
MIXED = {
    "b": [1, (2, None)],
    "a": Pair(3, 4),
    "c": OrderedDict([("z", 1), ("y", 2)]),
    "d": defaultdict(int, {"k": 5}),
    "e": deque([7, 8]),
    "f": {1, 2},
}


def test_order_and_kinds_of_nodes():
    assert tree.flatten(MIXED) == [3, 4, 1, 2, None, 1, 2, 5, 7, 8, {1, 2}]
    paths = [path for path, _ in tree.flatten_with_path(MIXED)]
    assert paths[:4] == [("a", 0), ("a", 1), ("b", 0), ("b", 1, 0)]
    assert ("c", "z") in paths


def test_keys_of_several_types_are_walked():
    assert sorted(tree.flatten({"b": 1, 2: 3})) == [1, 3]


def test_mapping_keeps_every_kind():
    found = tree.map_structure(lambda x: x, MIXED)
    assert found == MIXED
    assert isinstance(found["a"], Pair)
    assert isinstance(found["c"], OrderedDict)
    assert found["d"].default_factory is int
    assert isinstance(found["e"], deque)


def test_none_can_be_passed_over():
    found = tree.map_structure(lambda x: x + 1, [None, 1], none_is_leaf=False)
    assert found == [None, 2]


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        ([1, 2], (3, 4), "list here, tuple there"),
        ([1, 2], [3], "2 branches here, 1 branches there"),
        ({"a": 1}, {"b": 1}, r"keys \['a'\] here"),
        ([1, 2], [3, [4]], r"at \[1\]: a leaf here, list there"),
        ([1], 5, "list here, int there"),
    ],
)
def test_structures_that_differ(a, b, words):
    with pytest.raises(ValueError, match=words):
        tree.assert_same_structure(a, b)
    with pytest.raises(ValueError, match=words):
        tree.map_structure(lambda *leaves: leaves, a, b)


def test_dictionaries_of_all_kinds_are_one_type():
    tree.assert_same_structure({"a": 1}, OrderedDict(a=2))


def test_up_to_a_shallower_structure():
    found = tree.map_structure_up_to([1, (2,)], lambda a, b: (a, b), [1, ([2, 3],)],
                                     [4, ("x",)])  # fmt: skip
    assert found == [(1, 4), (([2, 3], "x"),)]
    with pytest.raises(ValueError, match="branches"):
        tree.map_structure_up_to([1, 2], lambda a: a, [1])


def test_paths():
    tree.assert_same_paths([1, (2,)], [3, [4]])
    with pytest.raises(ValueError, match=r"only b has \[\['a', 1\]\]"):
        tree.assert_same_paths({"a": [1]}, {"a": [1, 2]})


@pytest.mark.parametrize("flat", [[1], [1, 2, 3]])
def test_packing_needs_as_many_leaves(flat):
    with pytest.raises(ValueError, match="as many"):
        tree.pack_sequence_as([0, 0], flat)


def test_packing_a_leaf_and_a_number():
    assert tree.pack_sequence_as(0, [1]) == 1
    with pytest.raises(TypeError, match="sequence"):
        tree.pack_sequence_as([0], 5)


def test_shapes():
    shapes = {"a": (1, None, 3), "b": [(2,), [3, 4]], "c": ()}
    assert tree.map_shape_structure(len, shapes) == {"a": 3, "b": [1, 2], "c": 0}


def test_traversal_up_and_down():
    assert tree.traverse(lambda x: "L" if isinstance(x, list) else None, [1, ([2],)],
                         top_down=False) == "L"  # fmt: skip

    def shorten(x):
        if isinstance(x, tuple):
            return "T"
        return tree.MAP_TO_NONE if x == 1 else None

    assert tree.traverse(shorten, [1, (2,)]) == [None, "T"]


def test_arrays_are_leaves():
    x = np.ones(2)
    assert tree.flatten([x])[0] is x


@pytest.mark.parametrize(
    "call",
    [
        lambda: tree.map_structure(5, [1]),
        lambda: tree.traverse(5, [1]),
        lambda: tree.map_shape_structure(5, (1,)),
        lambda: tree.map_structure_up_to([1], 5, [1]),
    ],
)
def test_functions_must_be_callable(call):
    with pytest.raises(TypeError, match="callable"):
        call()
