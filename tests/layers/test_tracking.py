"""Parts are found inside lists, tuples and dictionaries, each once."""

from cornu.layers.tracking import has_changed, unique, walk, watch


def test_nested_containers_are_walked_in_order():
    tree = [1, {"b": (2, [3]), "a": "text"}, [[4]], None]
    assert list(walk(tree, (int,))) == [1, 2, 3, 4]


def test_identity_decides_not_equality():
    one, other = [1], [1]
    assert unique(iter([one, other, one])) == [one, other]
    assert unique(iter([one, one])) == [one]


def test_changes_of_containers_are_noticed():
    parts, table, numbers = [1.5], {"a": []}, ["text"] * 3
    watched = watch([parts, table, numbers], (float,))
    assert not has_changed(watched)
    table["a"].append(2.5)
    assert has_changed(watched)
    for change in (
        lambda: parts.append(2.5),
        lambda: parts.__setitem__(0, 3.5),
        lambda: table.update(b=4.5),
        parts.clear,
    ):
        watched = watch([parts, table, numbers], (float,))
        change()
        assert has_changed(watched)


def test_plain_data_is_not_watched():
    numbers = list(range(5))
    watched = watch({"data": numbers}, (float,))
    assert len(watched) == 1, "only the dictionary"
