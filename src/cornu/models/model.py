"""Model: a layer that can be compiled, trained, measured, and saved."""

import inspect
import warnings
from typing import Any

from cornu import config, saving, training
from cornu.autodiff import StatelessScope, Tensor, no_grad, values_for
from cornu.core import dtype_name, spec_of
from cornu.errors import NotBuiltError
from cornu.layers.holder import Measure
from cornu.layers.input_layer import InputLayer
from cornu.layers.layer import Layer
from cornu.layers.tracking import unique, walk
from cornu.symbolic import (
    Function,
    Operation,
    SymbolicTensor,
    by_depth,
    match_inputs,
)
from cornu.training import step
from cornu.training.logs import LazyLogs
from cornu.utils import tree
from cornu.utils.naming import suggest
from cornu.utils.tracebacks import filtered
from cornu.visualization import summary


class Model(Layer):
    """Group layers into something that learns.

    With `inputs` and `outputs` (symbols from ``Input`` and what layers made of them)
    it is a functional model; subclassed with a ``call`` of its own it is whatever that
    computes.

    Parameters
    ----------
    inputs : SymbolicTensor, or a list / dictionary of them, optional
    outputs : SymbolicTensor, or a list / dictionary of them, optional
    name : str, optional
    trainable : bool, default True

    Raises
    ------
    ValueError
        If an output does not depend on the inputs.

    Examples
    --------
    >>> import cornu as keras
    >>> x = keras.Input(shape=(3,))
    >>> model = keras.Model(x, keras.layers.Dense(2)(x))
    >>> model.output_shape
    (None, 2)
    """

    _unsettling = frozenset(
        ("history", "stop_evaluating", "stop_predicting", "stop_training")
    )

    graph_class: type["Model"]
    """What ``Model(inputs, outputs)`` makes; set by the module that defines it."""

    _tells_of_making = False

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is Model and (args or "inputs" in kwargs):
            return super().__new__(cls.graph_class, *args, **kwargs)
        return super().__new__(cls, *args, **kwargs)

    def __init__(
        self,
        inputs: Any = None,
        outputs: Any = None,
        *,
        name: str | None = None,
        trainable: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, trainable=True, **kwargs)
        self.stop_training = False
        self.history: Any = None
        self._trainer: training.Trainer | None = None
        self._function: Function | None = None
        if inputs is not None or outputs is not None:
            if inputs is None or outputs is None:
                raise ValueError(
                    f"{type(self).__name__}: pass both inputs and outputs, got only "
                    f"{'inputs' if outputs is None else 'outputs'}."
                )
            self._set_graph(inputs, outputs)
        if not trainable:
            self.trainable = False

    # ---- the graph of a functional model ----

    def _set_graph(self, inputs: Any, outputs: Any) -> None:
        self._function = Function(inputs, outputs, name=self.name)
        self._graph_layers = _layers_of(self._function)
        names = [layer.name for layer in self._graph_layers]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(
                f"{self._who()}: {names.count(twice)} layers are named {twice!r}; "
                f"names must be unique. Pass another name=, or use one layer twice."
            )
        self._path = self.name
        self.built = True

    def _sublayers(self) -> Any:
        if self._function is not None:
            yield from self._graph_layers
        yield from super()._sublayers()

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Run the graph; a subclass without one defines its own `call`."""
        if self._function is None:
            raise NotBuiltError(
                f"{self._who()} has no call() method. Define "
                f"`def call(self, inputs)`, or pass inputs and outputs to Model()."
            )
        values = match_inputs(self._function, inputs, self._who)
        return _only(self._function.run(values))

    @property
    def layers(self) -> list[Layer]:
        """The layers, in the order they were added or first used."""
        return self._children()

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Return one layer by name or by position.

        Raises
        ------
        ValueError
            If there is no such layer; the nearest name is given.
        """
        if (name is None) == (index is None):
            raise ValueError(
                f"get_layer: give either a name or an index, got name={name!r}, "
                f"index={index!r}."
            )
        layers = self.layers
        if index is not None:
            if not -len(layers) <= index < len(layers):
                raise ValueError(
                    f"get_layer: index {index} is out of range; {self._who()} has "
                    f"{len(layers)} layers."
                )
            return layers[index]
        for layer in layers:
            if layer.name == name:
                return layer
        names = [layer.name for layer in layers]
        raise ValueError(
            f"get_layer: no layer {name!r} in {self._who()}."
            f"{suggest(str(name), names)} Its layers are {names}."
        )

    @property
    def inputs(self) -> list[SymbolicTensor]:
        """The symbols where values enter."""
        return self._need_function("inputs").inputs

    @property
    def outputs(self) -> list[SymbolicTensor]:
        """The symbols of the results."""
        return self._need_function("outputs").outputs

    @property
    def input(self) -> Any:
        """The input symbols, in the structure the model was given."""
        return self._need_function("input").inputs_structure

    @property
    def output(self) -> Any:
        """The output symbols, in the structure the model was given."""
        return self._need_function("output").outputs_structure

    @property
    def input_shape(self) -> Any:
        """Shape of the input, or a structure of shapes."""
        return tree.map_structure(lambda s: s.shape, _only(self.input))

    @property
    def output_shape(self) -> Any:
        """Shape of the output, or a structure of shapes."""
        return tree.map_structure(lambda s: s.shape, _only(self.output))

    def _need_function(self, what: str) -> Function:
        if self._function is None:
            raise AttributeError(
                f"{self._who()}.{what}: known only for functional models and built "
                f"Sequential ones."
            )
        return self._function

    @property
    def output_names(self) -> list[str] | None:
        """Names of the outputs: the layers' that made them."""
        if self._function is None:
            return None
        names = []
        for symbol in self._function.outputs:
            history = symbol._history
            operation = history[0].operation if history else None
            names.append(getattr(operation, "name", symbol.name))
        if len(set(names)) < len(names):
            counts: dict[str, int] = {}
            for i, n in enumerate(names):
                counts[n] = counts.get(n, 0) + 1
                names[i] = n if counts[n] == 1 else f"{n}_{counts[n] - 1}"
        return names

    def output_specs(self, x: Any) -> Any:
        """Return symbols like the outputs for data like `x`; None if unknown.

        Raises
        ------
        ShapeError
            If `x` does not fit the inputs.
        """
        if self._function is not None:
            match_inputs(self._function, x, self._who)
            return _only(self._function.outputs_structure)
        if any(not hasattr(leaf, "shape") for leaf in tree.flatten(x)):
            return None
        try:
            return self(tree.map_structure(_symbol_like, x))
        except Exception:  # what symbols cannot do, the first batch may do, or say why
            return None

    def build(self, input_shape: Any) -> None:
        """Make the weights, by running `call` on symbols of that shape."""
        if self._function is not None:
            self.built = True
            return
        symbols = _symbols(input_shape, self.input_dtype)
        self.built = True
        try:
            self.call(symbols)
        except Exception:
            self.built = False
            raise

    def _build(self, signature: Any, args: Any, kwargs: Any) -> None:
        try:
            super()._build(signature, args, kwargs)
        except Exception:
            values = tree.flatten((args, kwargs))
            if type(self).build is not Model.build or any(
                isinstance(value, SymbolicTensor) for value in values
            ):
                raise
            # A call that decides by values cannot run on symbols; on values it builds
            # its layers as it goes, or says itself what is wrong.
            self.built = True

    # ---- training ----

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Choose how the model learns and what is measured.

        Parameters
        ----------
        optimizer : str or Optimizer, default "rmsprop"
        loss : str, Loss, function, or a list / dictionary of them by output
        loss_weights : list or dict of float, optional
        metrics : list of str, Metric or function, optional
            For several outputs a list of lists, or a dictionary by output name.
        weighted_metrics : like `metrics`, optional
            Measured with sample weights.
        run_eagerly : bool, default False
            Whether each step is run by Python, call by call, and never replayed.
        steps_per_execution : int, default 1
            Steps between two calls of the batch hooks of callbacks.
        jit_compile : bool or "auto", default "auto"
            Whether steps are recorded and replayed: "auto" where that is possible, with
            a notice where it is not; True makes a step that cannot be recorded an
            error; False is as `run_eagerly`.
        auto_scale_loss : bool, default True
            Whether the optimizer of a model that computes in float16 is wrapped in a
            :class:`LossScaleOptimizer`.

        Raises
        ------
        ValueError
            If a name is unknown (the nearest known one is given), or `jit_compile` and
            `run_eagerly` are both True.
        """
        self._trainer = training.Trainer(
            self,
            optimizer,
            loss,
            loss_weights,
            metrics,
            weighted_metrics,
            run_eagerly,
            steps_per_execution,
            jit_compile,
            auto_scale_loss,
        )

    @property
    def compiled(self) -> bool:
        """Whether `compile` was called."""
        return self._trainer is not None

    @property
    def optimizer(self) -> Any:
        """The optimizer given to `compile`."""
        return self._trainer.optimizer if self._trainer else None

    @property
    def loss(self) -> Any:
        """The loss given to `compile`."""
        trainer = self._trainer
        return trainer.loss.given if trainer and trainer.loss else None

    @property
    def metrics(self) -> list[Any]:
        """The loss tracker, the compiled metrics, and the layers' own."""
        own = self._cached("metrics", self._walk_metrics)
        return unique([*(self._trainer.all_metrics() if self._trainer else []), *own])

    def _walk_metrics(self) -> list[Any]:
        return [
            metric
            for layer in self._walk_layers()
            for name, value in layer.__dict__.items()
            if name not in ("_trainer", "_cache")
            for metric in walk(value, (Measure,))
        ]

    @property
    def metrics_names(self) -> list[str]:
        """Names of the results of `evaluate`, in order."""
        return self._need_trainer("metrics_names").names()

    def reset_metrics(self) -> None:
        """Forget what all metrics have seen."""
        for metric in self.metrics:
            metric.reset_state()

    def _need_trainer(self, what: str) -> training.Trainer:
        return training.require_compiled(self._trainer, self, what)

    def train_step(self, data: Any) -> dict[str, Any]:
        """Train on one batch; override it for a step of your own.

        Parameters
        ----------
        data : tuple
            ``(x,)``, ``(x, y)`` or ``(x, y, sample_weight)`` of Tensors.

        Returns
        -------
        dict of str to number or Tensor
        """
        return step.train_step(self, data)

    def test_step(self, data: Any) -> dict[str, Any]:
        """Measure one batch; override it for a step of your own."""
        return step.test_step(self, data)

    def predict_step(self, data: Any) -> Any:
        """Compute the outputs of one batch; override it for a step of your own."""
        return step.predict_step(self, data)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Return the number to minimise: compiled losses plus those of the layers."""
        return self._need_trainer("compute_loss").compute_loss(y, y_pred, sample_weight)

    def stateless_compute_loss(
        self,
        trainable_variables: Any,
        non_trainable_variables: Any,
        metrics_variables: Any,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> tuple[Any, tuple[list[Any], list[Any], list[Any]]]:
        """Return the loss as if variables had other values; nothing is changed.

        Parameters
        ----------
        trainable_variables, non_trainable_variables, metrics_variables : list of array
            One value for each of the model's.
        x, y, y_pred, sample_weight, training
            As :meth:`compute_loss` takes them.

        Returns
        -------
        Tensor, (list, list, list)
            The loss, and the values of the three kinds of variables after it.

        Raises
        ------
        ShapeError
            If number or shapes of the values do not fit.
        """
        who = f"{self._who()}.stateless_compute_loss"
        groups = (
            (self.trainable_variables, trainable_variables, "trainable_variables"),
            (
                self.non_trainable_variables,
                non_trainable_variables,
                "non_trainable_variables",
            ),
            (self.metrics_variables, metrics_variables, "metrics_variables"),
        )
        pairs = [
            pair
            for own, given, role in groups
            for pair in values_for(own, given, role, who)
        ]
        with StatelessScope(pairs) as scope:
            loss = self.compute_loss(x, y, y_pred, sample_weight, training)
        found = [[scope.get_current_value(v) for v in own] for own, _, _ in groups]
        return loss, (found[0], found[1], found[2])

    @property
    def metrics_variables(self) -> list[Any]:
        """The state of all metrics."""
        return [v for metric in self.metrics for v in metric.variables]

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]:
        """Update the compiled metrics and return their running values."""
        trainer = self._need_trainer("compute_metrics")
        trainer.update_metrics(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """Return the running value of every metric; computed at the first look."""
        return LazyLogs(self._need_trainer("get_metrics_result").results)

    def track_loss(self, loss: Any, x: Any) -> None:
        """Add a batch's loss to the running mean, weighted by its rows."""
        trainer = self._need_trainer("track_loss")
        rows = next(
            (v.shape[0] for v in tree.flatten(x) if v is not None and v.shape), 1
        )
        trainer.loss_tracker.update_state(loss, sample_weight=rows)

    @filtered
    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool | str = True,
        class_weight: dict[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: Any = 1,
    ) -> Any:
        """Train the model.

        Parameters
        ----------
        x : array, list or dict of arrays, data frame, generator or PyDataset
        y : array, or list / dict of arrays by output, optional
            Not with generators, which yield ``(x, y)``.
        batch_size : int, default 32
            Rows per step (arrays only).
        epochs : int, default 1
        verbose : {"auto", 0, 1, 2}
            Silent, a progress bar, or a line per epoch.
        callbacks : list of Callback, optional
        validation_split : float in [0, 1), default 0
            Fraction of the last rows to validate on.
        validation_data : ``(x, y)``, ``(x, y, sample_weight)`` or a source of batches
        shuffle : bool or "batch", default True
        class_weight : dict of int to float, optional
        sample_weight : array, shape (rows,), optional
        initial_epoch : int, default 0
        steps_per_epoch, validation_steps : int, optional
        validation_batch_size : int, optional
        validation_freq : int or collection of int, default 1

        Returns
        -------
        History
            Its ``history`` holds one list per metric.

        Raises
        ------
        NotBuiltError
            If `compile` was forgotten.
        DataError
            If lengths differ, data is empty, or holds NaN.
        ShapeError
            If data does not fit the model or the loss.
        """
        return self._need_trainer("fit").fit(
            x,
            y,
            batch_size=batch_size,
            epochs=epochs,
            verbose=verbose,
            callbacks=callbacks,
            validation_split=validation_split,
            validation_data=validation_data,
            shuffle=shuffle,
            class_weight=class_weight,
            sample_weight=sample_weight,
            initial_epoch=initial_epoch,
            steps_per_epoch=steps_per_epoch,
            validation_steps=validation_steps,
            validation_batch_size=validation_batch_size,
            validation_freq=validation_freq,
        )

    @filtered
    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Measure loss and metrics over data.

        Parameters
        ----------
        x, y, sample_weight
            As :meth:`fit` takes them.
        batch_size : int, default 32
            Rows per step (arrays only).
        verbose : {"auto", 0, 1, 2}
        steps : int, optional
            Batches to measure; all by default.
        callbacks : list of Callback, optional
        return_dict : bool, default False

        Returns
        -------
        float, list of float, or dict
            One number if there is only the loss; a dictionary with `return_dict`.

        Raises
        ------
        NotBuiltError
            If `compile` was forgotten.
        DataError
            If lengths differ, data is empty, or holds NaN.
        ShapeError
            If data does not fit the model or the loss.
        """
        with no_grad():
            return self._need_trainer("evaluate").evaluate(
                x,
                y,
                batch_size=batch_size,
                verbose=verbose,
                sample_weight=sample_weight,
                steps=steps,
                callbacks=callbacks,
                return_dict=return_dict,
            )

    @filtered
    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """Compute the outputs for all rows, batch by batch.

        Parameters
        ----------
        x : array, list or dict of arrays, data frame, generator or PyDataset
        batch_size : int, default 32
            Rows per step (arrays only).
        verbose : {"auto", 0, 1, 2}
        steps : int, optional
            Batches to compute; all by default.
        callbacks : list of Callback, optional

        Returns
        -------
        ndarray, or a structure of them
            As many rows as `x`.

        Raises
        ------
        ShapeError
            If `x` does not fit the model.
        """
        return training.predict(
            self,
            x,
            batch_size=batch_size,
            verbose=verbose,
            steps=steps,
            callbacks=callbacks,
        )

    @filtered
    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: dict[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """Train on one batch; return its loss and metrics.

        Parameters
        ----------
        x, y, sample_weight
            One batch, as :meth:`fit` takes whole data.
        class_weight : dict of int to float, optional
        return_dict : bool, default False

        Returns
        -------
        float, list of float, or dict

        Raises
        ------
        NotBuiltError
            If `compile` was forgotten.
        """
        trainer = self._need_trainer("train_on_batch")
        if class_weight is not None:
            sample_weight = training.weights_from_classes(y, class_weight)
        return trainer.on_batch("train", x, y, sample_weight, return_dict)

    @filtered
    def test_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Measure one batch; return its loss and metrics.

        Parameters
        ----------
        x, y, sample_weight
            One batch, as :meth:`fit` takes whole data.
        return_dict : bool, default False

        Returns
        -------
        float, list of float, or dict

        Raises
        ------
        NotBuiltError
            If `compile` was forgotten.
        """
        trainer = self._need_trainer("test_on_batch")
        with no_grad():
            return trainer.on_batch("test", x, y, sample_weight, return_dict)

    @filtered
    def predict_on_batch(self, x: Any) -> Any:
        """Compute the outputs of one batch as NumPy arrays.

        Parameters
        ----------
        x : array, or a list or dict of arrays

        Returns
        -------
        ndarray, or a structure of them

        Raises
        ------
        ShapeError
            If `x` does not fit the model.
        """
        with no_grad():
            outputs = training.model_runner(self)((x,))
        if type(outputs) is Tensor:
            return outputs.numpy()
        return tree.map_structure(
            lambda o: o.numpy() if isinstance(o, Tensor) else o, outputs
        )

    # ---- config ----

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, or how the layers of a graph are called.

        The dictionary of a graph is that of Keras 3. A subclass whose constructor takes
        other arguments than `inputs` and `outputs` gives those, as layers do.
        """
        if self._function is None or not takes_a_graph(type(self)):
            return super().get_config()
        return {
            "name": self.name,
            "trainable": self.trainable,
            **saving.write_graph(self._function),
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Rebuild a model, without its weights, from :meth:`get_config`.

        Parameters
        ----------
        config : dict
        custom_objects : dict of str to class or function, optional
            What is yours in it, by name.

        Raises
        ------
        ValueError
            If a layer or an operation is unknown.
        FileFormatError
            If calls name others that are not there.
        """
        with saving.custom_object_scope(custom_objects or {}):
            if "layers" not in config or not takes_a_graph(cls):
                return super().from_config(config)
            inputs, outputs = saving.read_graph(config)
            model = cls(inputs, outputs, name=config.get("name"))
        model.trainable = config.get("trainable", True)
        return model

    def get_build_config(self) -> dict[str, Any] | None:
        """Return what :meth:`build` was given; of a graph that there was nothing."""
        return {"input_shape": None} if self._function else super().get_build_config()

    def get_compile_config(self) -> dict[str, Any] | None:
        """Return what `compile` was given, ready for JSON; None without it."""
        if self._trainer is None:
            return None
        return training.given_config(self._trainer)

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compile as :meth:`get_compile_config` says.

        Raises
        ------
        ValueError
            If it names a loss, metric or optimizer that is not known.
        """
        if (
            type(self).compile is not Model.compile
            and type(self).get_compile_config is Model.get_compile_config
        ):
            warnings.warn(
                f"{self._who()} has a compile() of its own and no "
                f"get_compile_config() that says what it was given, so it is not "
                f"compiled; call compile().",
                stacklevel=2,
            )
            return
        self.compile(**training.given_from_config(config))

    def to_json(self, **kwargs: Any) -> str:
        """Return the architecture as a text; weights are not in it.

        Parameters
        ----------
        **kwargs
            Of :func:`json.dumps`.

        Examples
        --------
        >>> import cornu as keras
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        >>> keras.models.model_from_json(model.to_json()).output_shape
        (None, 1)
        """
        return saving.to_text(saving.describe(self), **kwargs)

    # ---- words and files ----

    def explain(self, equations: bool = False, print_fn: Any = None) -> None:
        """Print how steps run: what was recorded, memory, parts, why one stays eager.

        Steps are recorded as they run, so train or predict first.

        Parameters
        ----------
        equations : bool, default False
            Whether to list every equation.
        print_fn : callable, optional
            Gets the text in place of :func:`print`.
        """
        (print_fn or print)(training.explain_model(self, equations))

    def summary(
        self,
        line_length: int | None = None,
        positions: Any = None,
        print_fn: Any = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: Any = None,
    ) -> None:
        """Print a table of the layers, their output shapes and numbers of weights.

        Parameters
        ----------
        line_length : int, optional
            Width of the table in characters.
        positions : list of float, optional
            Where columns end, as fractions of the width.
        print_fn : callable, optional
            Gets the text in place of :func:`print`.
        expand_nested : bool, default False
            Whether models inside the model are shown layer by layer.
        show_trainable : bool, default False
            Whether a column says which layers are trained.
        layer_range : pair of str, optional
            Names of the first and last layer to show.
        """
        summary.print_summary(
            self,
            line_length=line_length,
            positions=positions,
            print_fn=print_fn,
            expand_nested=expand_nested,
            show_trainable=show_trainable,
            layer_range=layer_range,
        )

    def save(
        self, filepath: Any, overwrite: bool = True, zipped: bool | None = None
    ) -> None:
        """Write the whole model to a ``.keras`` file: config, weights, optimizer.

        :func:`~cornu.models.load_model` and Keras 3 read it. The file appears whole or
        not at all.

        Parameters
        ----------
        filepath : str or path
            Must end in ``.keras``.
        overwrite : bool, default True
            Whether an existing file may be replaced.
        zipped : True or None
            Only single files are written.

        Raises
        ------
        ValueError
            If the ending is another, or a folder is wanted.
        FileExistsError
            If the file exists and `overwrite` is False.
        TypeError
            If an argument of a layer cannot be written.
        """
        saving.save_model(self, filepath, overwrite=overwrite, zipped=zipped)

    def save_weights(
        self, filepath: Any, overwrite: bool = True, max_shard_size: Any = None
    ) -> None:
        """Write all weights, and the optimizer's state, to a ``.weights.h5`` file.

        The file appears whole or not at all: it is written under another name first.

        Parameters
        ----------
        filepath : str or path
            Must end in ``.weights.h5``.
        overwrite : bool, default True
            Whether an existing file may be replaced.
        max_shard_size : None
            Accepted for compatibility; one file is written.

        Raises
        ------
        ValueError
            If the ending is another.
        FileExistsError
            If the file exists and `overwrite` is False.
        """
        saving.save_weights(self, filepath, overwrite=overwrite)

    def load_weights(
        self, filepath: Any, skip_mismatch: bool = False, **kwargs: Any
    ) -> None:
        """Read weights from a file, written here or by Keras 2 or 3.

        Parameters
        ----------
        filepath : str or path
            Ending in ``.weights.h5``, ``.keras``, or ``.h5`` for old files.
        skip_mismatch : bool, default False
            Whether to leave out layers whose weights do not fit, with a warning.
        **kwargs
            ``by_name=True``: of old files, layers get the weights of those of their
            name; others are left as they are.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        FileFormatError
            If it is damaged or no weights file.
        ShapeError
            If weights do not fit; the model is left as it was.
        """
        by_name = bool(kwargs.pop("by_name", False))
        if kwargs:
            raise TypeError(f"load_weights: unknown argument {next(iter(kwargs))!r}.")
        saving.load_weights(self, filepath, skip_mismatch, by_name)


def takes_a_graph(cls: type) -> bool:
    """Tell whether a class of models is made from inputs and outputs."""
    names = inspect.signature(cls.__init__).parameters  # type: ignore[misc]
    return "inputs" in names and "outputs" in names


def _only(structure: Any) -> Any:
    """Return the one item of a list of one, anything else as it is."""
    if isinstance(structure, (list, tuple)) and len(structure) == 1:
        return structure[0]
    return structure


def _layers_of(function: Function) -> list[Layer]:
    """Return the layers of a graph, those farthest from the outputs first."""
    inside = {id(n) for n in function.nodes}
    order = [
        x
        for x in by_depth(function.outputs, function.nodes)
        # What made an input that comes from another graph is no part of this one.
        if not isinstance(x, Layer)
        or isinstance(x, InputLayer)
        or any(id(n) in inside for n in x._inbound_nodes)
    ]
    found = unique(layer for x in order for layer in _layers_at(x))
    entrances = [s._history[0].operation for s in function.inputs if s._history]
    unused = [x for x in entrances if isinstance(x, InputLayer) and x not in found]
    return [*unused, *found]


def _layers_at(operation: Any) -> list[Layer]:
    """Return a layer itself; of the node of a raw operation those in its graphs."""
    if isinstance(operation, Operation):
        return [operation] if isinstance(operation, Layer) else []
    graphs = getattr(operation.operation, "graphs", ())
    return [y for graph in graphs for x in graph.operations for y in _layers_at(x)]


def _symbol_like(array: Any) -> SymbolicTensor:
    spec = spec_of(array)
    dtype = config.floatx() if spec.dtype.kind == "f" else dtype_name(spec.dtype)
    return SymbolicTensor((None, *spec.shape[1:]), dtype)


def _symbols(shape: Any, dtype: str) -> Any:
    if isinstance(shape, dict):
        return {k: _symbols(v, dtype) for k, v in shape.items()}
    if shape and isinstance(shape[0], (list, tuple)):
        return [_symbols(s, dtype) for s in shape]
    return SymbolicTensor(shape, dtype)
