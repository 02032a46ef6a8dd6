"""Cells as users write them."""

import cornu as keras


@keras.utils.register_keras_serializable("tests")
class Adder(keras.layers.Layer):
    """Project, and add the state; one state, no initial state of its own."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="w")

    def call(self, inputs, states):
        output = keras.ops.tanh(keras.ops.matmul(inputs, self.kernel) + states[0])
        return output, [output]


class Counter(Adder):
    """Two states of different rank; starts from ones."""

    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.state_size = [(units, 2), units]

    def get_initial_state(self, batch_size=None):
        return [
            keras.ops.ones((batch_size, self.units, 2)),
            keras.ops.zeros((batch_size, self.units)),
        ]

    def call(self, inputs, states):
        first, second = states
        output = keras.ops.matmul(inputs, self.kernel) + second
        return output, [first + 1.0, output]


class Stepwise(keras.layers.LSTMCell):
    """The library's own step, but looped over."""

    def call(self, *args, **kwargs):
        return super().call(*args, **kwargs)
