"""The contract every layer keeps."""

import numpy as np
import pytest

import cornu as keras
from cornu import layers, ops
from cornu.core.observers import CHANGES
from cornu.errors import NotBuiltError, ShapeError
from cornu.layers.context import CONTEXT

X = np.arange(6, dtype="float32").reshape(2, 3)


class Affine(layers.Layer):
    """x w + b with weights of its own."""

    def __init__(self, units=2, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(
            shape=(input_shape[-1], self.units), initializer="ones", name="w"
        )
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")
        self.seen = self.add_weight(
            shape=(), initializer="zeros", trainable=False, name="seen"
        )

    def call(self, x):
        return x @ self.w + self.b


class Stack(layers.Layer):
    """Layers in lists and dictionaries."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = [Affine(3), (Affine(3),)]
        self.table = {"head": Affine(1)}

    def call(self, x):
        return self.table["head"](self.parts[1][0](self.parts[0](x)))


class Probe(layers.Layer):
    """Remember what it was called with."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.calls = []
        self.supports_masking = True

    def call(self, x, training=False, mask=None):
        self.calls.append((training, mask))
        return x


# ---- weights ----


def test_weights_are_made_at_the_first_call():
    layer = Affine()
    assert not layer.built
    assert layer.weights == []
    np.testing.assert_allclose(layer(X), X @ np.ones((3, 2)))
    assert layer.built
    assert [w.name for w in layer.weights] == ["w", "b", "seen"]
    assert [w.name for w in layer.trainable_weights] == ["w", "b"]
    assert [w.name for w in layer.non_trainable_weights] == ["seen"]
    assert layer.count_params() == 9


def test_frozen_weights_come_after_all_trainable_ones_of_a_layer():
    class Mixed(layers.Layer):
        def build(self, shape):
            self.add_weight(shape=(), trainable=False, name="first")
            self.add_weight(shape=(), name="second")

    layer = Mixed()
    layer.build((1,))
    assert [w.name for w in layer.weights] == ["second", "first"]


def test_building_by_hand():
    layer = Affine()
    layer.build((None, 4))
    assert layer.built
    assert layer.w.shape == (4, 2)
    assert layer.w.path == f"{layer.name}/w"
    assert layer.get_build_config() == {"input_shape": (None, 4)}


def test_layers_in_containers_are_found():
    layer = Stack(name="stack")
    layer(X)
    assert len(layer.weights) == 9
    paths = [w.path for w in layer.trainable_weights]
    assert all(p.startswith("stack/affine") for p in paths)
    assert len(set(paths)) == 6


def test_variables_assigned_to_attributes_are_weights():
    class Own(layers.Layer):
        def __init__(self):
            super().__init__()
            self.scale = keras.Variable(2.0, name="scale")
            self.count = keras.Variable(0, trainable=False, name="count")

        def call(self, x):
            return x * self.scale

    layer = Own()
    assert [w.name for w in layer.weights] == ["scale", "count"]
    np.testing.assert_allclose(layer(X), 2 * X)


def test_state_of_random_generators_is_a_variable_but_no_weight():
    layer = layers.Dropout(0.5)
    layer(X)
    assert layer.weights == []
    assert len(layer.variables) == 1


def test_set_weights_round_trip():
    layer = Affine()
    layer(X)
    new = [np.full((3, 2), 2.0), np.array([1.0, -1.0]), np.array(5.0)]
    layer.set_weights(new)
    for one, other in zip(layer.get_weights(), new, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(layer(X), X @ new[0] + new[1])


@pytest.mark.parametrize(
    "weights", [[], [np.ones((3, 2))], [np.ones((3, 2)), np.ones(2), np.ones(1)]]
)
def test_set_weights_changes_nothing_if_something_is_wrong(weights):
    layer = Affine()
    layer(X)
    before = layer.get_weights()
    with pytest.raises(ShapeError, match=layer.name):
        layer.set_weights(weights)
    for one, other in zip(layer.get_weights(), before, strict=True):
        np.testing.assert_array_equal(one, other)


def test_weight_needs_known_sizes():
    with pytest.raises(ShapeError, match=r"'d'.*\(None, None\)"):
        layers.Dense(2, name="d").build((None, None))


def test_weights_cannot_be_counted_before_they_exist():
    with pytest.raises(NotBuiltError, match="build"):
        Affine().count_params()


# ---- training or not ----


def test_trainable_reaches_sublayers_and_comes_back():
    layer = Stack()
    layer(X)
    layer.trainable = False
    assert layer.trainable_weights == []
    assert len(layer.non_trainable_weights) == 9
    assert not layer.table["head"].trainable
    layer.trainable = True
    assert len(layer.trainable_weights) == 6, "what was never trainable stays so"


def test_a_layer_made_untrainable_has_no_trainable_weights_later():
    layer = Affine(trainable=False)
    layer(X)
    assert layer.trainable_weights == []
    assert len(layer.weights) == 3


def test_training_flag_is_inherited_and_can_be_overruled():
    inner = Probe()

    class Outer(layers.Layer):
        def __init__(self, force=None):
            super().__init__()
            self.inner, self.force = inner, force

        def call(self, x):
            return (
                self.inner(x) if self.force is None else self.inner(x, training=False)
            )

    Outer()(X, training=True)
    Outer()(X)
    Outer(force=True)(X, training=True)
    assert [training for training, _ in inner.calls] == [True, False, False]


# ---- masks ----


def test_mask_travels_and_an_explicit_one_wins():
    probe = Probe()
    tokens = np.array([[1, 0, 2]])
    embedded = layers.Embedding(3, 2, mask_zero=True)(tokens)
    out = probe(embedded)
    np.testing.assert_array_equal(probe.calls[-1][1], [[True, False, True]])
    np.testing.assert_array_equal(out._keras_mask, [[True, False, True]])
    probe(embedded, mask=np.array([[False, True, True]]))
    np.testing.assert_array_equal(probe.calls[-1][1], [[False, True, True]])


def test_mask_stops_at_layers_that_do_not_support_it():
    embedded = layers.Embedding(3, 2, mask_zero=True)(np.array([[1, 0]]))
    assert getattr(Affine()(embedded), "_keras_mask", None) is None


# ---- losses ----


def test_losses_are_those_of_the_last_call():
    class Penalty(layers.Layer):
        def call(self, x):
            self.add_loss(ops.sum(x))
            return x

    layer = Penalty()
    for _ in range(2):
        layer(X)
    assert [float(loss) for loss in layer.losses] == [15.0]


def test_regularizers_of_frozen_weights_do_not_count():
    layer = layers.Dense(1, kernel_regularizer="l2", kernel_initializer="ones")
    layer(X)
    np.testing.assert_allclose([float(v) for v in layer.losses], [0.03], rtol=1e-6)
    layer.trainable = False
    assert layer.losses == []


# ---- shapes ----


def test_output_shape_comes_from_call():
    assert Affine(5).compute_output_shape((None, 3)) == (None, 5)
    assert tuple(layers.Conv2D(2, 3).compute_output_shape((None, 8, 8, 1))) == (
        None,
        6,
        6,
        2,
    )


def test_several_inputs_are_built_from_all_their_shapes():
    class Bilinear(layers.Layer):
        def build(self, left_shape, right_shape):
            self.w = self.add_weight(shape=(left_shape[-1], right_shape[-1]), name="w")

        def call(self, left, right):
            return ops.sum((left @ self.w) * right, axis=-1)

    layer = Bilinear()
    assert layer(X, np.ones((2, 4))).shape == (2,)
    assert layer.w.shape == (3, 4)


def test_list_of_inputs_gives_a_list_of_shapes():
    class Join(layers.Layer):
        def build(self, input_shape):
            self.shapes = input_shape

        def call(self, inputs):
            return ops.concatenate(inputs, axis=-1)

    layer = Join()
    assert layer([X, X[:, :1]]).shape == (2, 4)
    assert [tuple(s) for s in layer.shapes] == [(2, 3), (2, 1)]


# ---- types ----


def test_floats_are_cast_and_integers_are_not():
    probe = Probe()
    assert probe(X.astype("float64")).dtype == "float32"
    assert probe(np.array([[1, 2]])).dtype == "int64"
    assert probe([[1.0, 2.0]]).dtype == "float32"


def test_a_mixed_policy_casts_inputs_and_keeps_weights_in_32_bits():
    layer = Affine(dtype="mixed_float16")
    probe = Probe(dtype="mixed_float16")
    assert probe(X).dtype == "float16"
    layer(X)
    assert layer.w.dtype == "float32"
    assert (layer.compute_dtype, layer.variable_dtype) == ("float16", "float32")


class Reader(layers.Layer):
    """Tell in which types its weights are read."""

    def __init__(self, inner=None, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def build(self, input_shape):
        self.w = self.add_weight(shape=(3,), name="w")
        self.kept = self.add_weight(shape=(3,), name="kept", autocast=False)
        self.count = self.add_weight(shape=(3,), name="count", dtype="int32")

    def call(self, x):
        if self.inner is not None:
            self.inner(x)
        weights = (self.w, self.kept, self.count)
        self.seen = [w.dtype for w in weights], [str((w * 1).dtype) for w in weights]
        return x * self.w


def test_a_mixed_policy_reads_weights_in_16_bits_inside_call():
    mixed = (["float16", "float32", "int32"],) * 2
    plain = (["float32", "float32", "int32"],) * 2
    layer = Reader(Reader(dtype="float32"), dtype="mixed_float16")
    assert layer(X).dtype == "float16"
    assert layer.seen == mixed
    assert layer.inner.seen == plain
    assert [w.dtype for w in layer.weights][:2] == ["float32", "float32"]
    outer = Reader(Reader(dtype="mixed_float16"), dtype="float32")
    assert outer(X).dtype == "float32"
    assert (outer.seen, outer.inner.seen) == (plain, mixed)
    loose = Reader(dtype="mixed_float16", autocast=False)
    assert loose(X).dtype == "float32"
    assert loose.seen == plain
    symbols = Reader(dtype="mixed_float16")
    assert symbols(keras.Input((3,))).dtype == "float16"
    assert symbols.seen == mixed


def test_what_is_computed_again_reads_weights_as_before():
    class Again(layers.Layer):
        def build(self, input_shape):
            self.w = self.add_weight(shape=(3,), initializer="ones")

        def call(self, x):
            return keras.checkpoint(self.step)(x)

        def step(self, x):
            self.seen.append(self.w.dtype)
            return x * self.w

    layer = Again(dtype="mixed_float16")
    layer.seen = []
    layer(X)
    layer.seen.clear()
    with keras.GradientTape() as tape:
        loss = keras.ops.sum(layer(X))
    assert tape.gradient(loss, layer.w).dtype == "float32"
    assert len(layer.seen) > 1
    assert set(layer.seen) == {"float16"}


def test_float64():
    layer = layers.Dense(2, dtype="float64")
    assert layer(X).dtype == "float64"
    assert layer.kernel.dtype == "float64"


# ---- config ----


def test_config_is_read_off_the_constructor():
    config = Affine(4, name="a").get_config()
    assert config["units"] == 4
    assert (config["name"], config["trainable"]) == ("a", True)
    twin = Affine.from_config(config)
    assert (twin.name, twin.units) == ("a", 4)


def test_config_holds_layers_inside():
    class Wrapper(layers.Layer):
        def __init__(self, layer, times=1, **kwargs):
            super().__init__(**kwargs)
            self.layer, self.times = layer, times

        def call(self, x):
            for _ in range(self.times):
                x = self.layer(x)
            return x

    config = Wrapper(layers.Dense(3), times=2).get_config()
    twin = Wrapper.from_config(config)
    assert twin(X).shape == (2, 3)
    assert len(twin.weights) == 2


# ---- names and mistakes ----


def test_names_count_up_by_class():
    keras.utils.clear_session()
    assert [layers.Dense(1).name for _ in range(3)] == ["dense", "dense_1", "dense_2"]
    assert Affine().name == "affine"


def test_error_says_which_layers_were_being_called():
    class Outer(layers.Layer):
        def __init__(self):
            super().__init__(name="outer")
            self.inner = layers.Dense(2, name="inner")

        def call(self, x):
            return self.inner(x)

    layer = Outer()
    layer(X)
    with pytest.raises(ShapeError) as caught:
        layer(X[:, :2])
    notes = "\n".join(caught.value.__notes__)
    assert "'inner'" in notes
    assert "'outer'" in notes


def test_failed_build_can_be_repeated():
    layer = layers.Dense(2)
    with pytest.raises(ShapeError):
        layer(np.ones(3))
    assert not layer.built
    assert layer(X).shape == (2, 2)


def test_layer_without_call_says_so():
    class Empty(layers.Layer):
        pass

    with pytest.raises(NotImplementedError, match=r"Empty.*def call"):
        Empty()(X)


def test_attribute_may_be_replaced():
    class Holder(layers.Layer):
        def __init__(self):
            super().__init__()
            self.inner = Affine()

        def call(self, x):
            return self.inner(x)

    layer = Holder()
    layer(X)
    layer.inner = Affine(1)
    layer(X)
    assert [w.shape for w in layer.trainable_weights] == [(3, 1), (1,)]


def test_input_and_output_of_one_call_on_symbols():
    layer = layers.Dense(2)
    x = keras.Input((3,))
    y = layer(x)
    assert layer.input is x
    assert layer.output is y
    layer(keras.Input((3,)))
    with pytest.raises(AttributeError, match="2 times"):
        _ = layer.output


def test_layers_put_into_a_list_later_are_found():
    layer = Stack()
    layer(X)
    extra = Affine(1)
    extra(X)
    assert len(layer.weights) == 9
    layer.parts.append(extra)
    assert len(layer.weights) == 12
    layer.parts.pop()
    assert len(layer.weights) == 9
    layer.table["head"] = extra
    assert layer.weights[-1] is extra.seen
    del layer.table
    assert len(layer.weights) == 6


def test_a_part_taken_away_is_missed():
    layer = Stack()
    layer(X)
    layer.table["body"] = layer.extra = Affine(1)
    layer.extra(X)
    assert len(layer.weights) == 12
    del layer.table["body"]
    assert len(layer.weights) == 12, "it is an attribute as well"
    layer.extra = None
    assert len(layer.weights) == 9


def test_variables_are_found_as_they_come():
    layer = Affine()
    layer(X)
    assert len(layer.variables) == 3
    layer.chance = [keras.random.SeedGenerator(1)]
    assert layer.variables[-1] is layer.chance[0].state
    layer.chance.append(keras.random.SeedGenerator(2))
    assert len(layer.variables) == 5
    layer.chance[:] = [0]
    assert len(layer.variables) == 3
    layer.chance[0] = keras.random.SeedGenerator(3)
    assert len(layer.variables) == 4
    layer.variables.clear()
    assert len(layer.variables) == 4, "what was given away is a copy"


def test_arrays_go_where_the_weights_are():
    layer = Stack()
    assert layer._home() is None
    layer(X)
    assert layer._home().name == "cpu"


@pytest.mark.parametrize(
    ("name", "value", "counts"),
    [
        ("rate", 0.5, True),
        ("inner", Affine(1), True),
        ("_inner", Affine(1), True),
        ("_hidden", 0.5, True),
        ("history", 0.5, True),
        ("trainable", False, True),
    ],
)
def test_changes_of_settings_are_counted(name, value, counts):
    layer = Affine()
    before = CHANGES.settings
    setattr(layer, name, value)
    assert (CHANGES.settings > before) is counts
    if name != "trainable":
        before = CHANGES.settings
        delattr(layer, name)
        assert CHANGES.settings > before


def test_private_names_of_the_library_are_caches():
    layer = layers.Dense(2)
    before = CHANGES.settings
    layer._kept = 0.5
    assert CHANGES.settings == before
    layer._parts = [Affine()]
    assert CHANGES.settings > before


def test_inputs_are_checked_again_when_the_demand_changes():
    layer = layers.Dense(2)
    layer(X)
    layer.input_spec.axes[-1] = 5
    with pytest.raises(ShapeError, match=r"layer 'dense.*size 5 on axis -1"):
        layer(X)
    layer.input_spec = keras.layers.InputSpec(shape=(None, 4))
    with pytest.raises(ShapeError, match=r"shape \(None, 4\), got \(2, 3\)"):
        layer(X)


def test_context_is_left_as_it_was_after_an_error():
    class Fails(layers.Layer):
        def call(self, x):
            raise ValueError("no")

    outer = keras.Sequential([layers.Dense(2), Fails()])
    probe = Probe()
    with pytest.raises(ValueError, match="no"):
        outer(X, training=True)
    probe(X)
    assert probe.calls == [(False, None)]
    assert CONTEXT.names == []
    assert CONTEXT.entry is None


def test_a_layer_without_weights_remembers_its_shape():
    layer = keras.layers.Flatten()
    layer.build_from_config({"input_shape": (None, 2)})
    assert layer.get_build_config() == {"input_shape": (None, 2)}


def test_a_layer_of_one_dictionary_is_built_from_its_config():
    class Named(layers.Layer):
        def build(self, input_shape):
            self.seen = input_shape

        def call(self, data):
            return data["a"]

    layer = Named()
    layer({"a": np.ones((2, 3)), "b": np.ones((2, 4))})
    twin = Named()
    twin.build_from_config(layer.get_build_config())
    assert twin.seen == {"a": (2, 3), "b": (2, 4)}


def test_a_weight_there_is_no_memory_for():
    words = "'wide' .*no memory for a weight of shape .3, 1000000000000000."
    with pytest.raises(MemoryError, match=words):
        layers.Dense(10**15, name="wide")(X)
