"""Layer: a function with weights, and the contract every layer keeps."""

import functools
from typing import Any

from cornu import regularizers
from cornu.autodiff import Tensor, Variable, stateless_scope
from cornu.autodiff.autocast import AUTOCAST, autocast
from cornu.backend import common_backend
from cornu.core import spec_of
from cornu.core.quiet import quiet
from cornu.layers.calling import (
    CallSignature,
    add_note,
    call_signature,
    convert,
    convert_one,
    first_argument,
    fits,
    gather_masks,
    hand_on,
    input_shapes,
)
from cornu.layers.constructor import (
    SHAPE_KEYWORDS,
    as_shapes,
    captured_arguments,
    own_arguments,
    parameter_names,
    pop_input_shape,
    required_names,
    revive,
)
from cornu.layers.context import CONTEXT, mask_of, set_mask
from cornu.layers.holder import Holder
from cornu.layers.input_spec import InputSpec, check_inputs
from cornu.layers.policy import (
    DTypePolicyMap,
    get_policy,
    policy_at,
    policy_config,
)
from cornu.layers.registry import layer_registry as layer_registry
from cornu.layers.registry import register_layer as register_layer
from cornu.layers.remat import remat_scope
from cornu.layers.stateless import call_stateless
from cornu.layers.wording import (
    bad_call,
    bad_construction,
    note_construction,
    reword,
    training_by_position,
    unknown_argument,
    warn_of_strays,
)
from cornu.symbolic import SymbolicTensor, add_node, from_spec
from cornu.utils import tree
from cornu.utils.registry import serialize
from cornu.utils.tracebacks import FILTER, without_own_frames


class Layer(Holder):
    """Map tensors to tensors, with weights that training changes.

    Subclass it: make weights in ``build(input_shape)``, compute in ``call(inputs)``.
    Attributes that are layers, variables, or lists and dictionaries of them are found
    by themselves.

    Parameters
    ----------
    activity_regularizer : regularizer, str or None, default None
        Adds a loss computed from the outputs.
    trainable : bool, default True
    dtype : str, DTypePolicy or None, default None
        Type to compute in and to keep weights in; None for the default policy.
    autocast : bool, default True
        Whether floating inputs are cast to the compute type.
    name : str, optional
        Must be unique in a model; made from the class's name by default.

    Raises
    ------
    TypeError
        If an unknown keyword is given; the nearest known one is named.

    Examples
    --------
    >>> import cornu as keras
    >>> class Scale(keras.layers.Layer):
    ...     def build(self, input_shape):
    ...         self.factor = self.add_weight(shape=(), initializer="ones")
    ...     def call(self, x):
    ...         return x * self.factor
    >>> Scale()([[1.0, 2.0]]).shape
    (1, 2)
    """

    _tells_of_making = True
    """Whether errors of the constructor get a note of how it was called."""

    _works_on_host = False
    """Whether `call` needs values in main memory, strings above all.

    Models with such a layer take strings, and run step by step, never recorded.
    """

    def __init__(
        self,
        *,
        activity_regularizer: Any = None,
        trainable: bool = True,
        dtype: Any = None,
        autocast: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        shape = pop_input_shape(kwargs, self)
        if kwargs:
            word = next(iter(kwargs))
            raise TypeError(unknown_argument(type(self), word, SHAPE_KEYWORDS))
        super().__init__(name, trainable)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.autocast = autocast
        policy = get_policy(dtype)
        self.dtype_policy = policy_at(policy, self.name, self._who())
        self._policies = policy if isinstance(policy, DTypePolicyMap) else None
        self._remat = remat_scope()
        self.input_spec: Any = None
        self.supports_masking = False
        self._call_losses: list[Any] = []
        self._input_shape_argument = shape
        self._build_shapes: Any = None

    # ---- to override ----

    def build(self, input_shape: Any) -> None:
        """Make the weights. `input_shape` is a tuple with None for unknown sizes."""
        if self._build_shapes is None:
            self._build_shapes = input_shape
        self.built = True

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the outputs."""
        raise NotImplementedError(
            f"{type(self).__name__} has no call() method; define "
            f"`def call(self, inputs)` in the class."
        )

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return the mask of the outputs: by default the inputs' own, if supported."""
        if not self.supports_masking:
            return None
        return previous_mask

    # ---- calling ----

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Build if needed, check the inputs, compute; symbols give symbols."""
        if "_own_trainable" not in self.__dict__:
            raise RuntimeError(
                f"{type(self).__name__}: call super().__init__() first in __init__."
            )
        signature = call_signature(type(self))
        if (
            len(args) == 1
            and not isinstance(args[0], (list, tuple, dict))
            and (not kwargs or (len(kwargs) == 1 and "training" in kwargs))
        ):
            # By far the most frequent call, so it takes the shortest way.
            x = convert_one(self, args[0])
            args = (x,)
            symbolic = isinstance(x, SymbolicTensor)
            given = dict(kwargs)
            masks = mask_of(x)
            if masks is not None and signature.takes_mask:
                kwargs["mask"] = masks
        else:
            if signature.takes_training and "training" in signature.names[: len(args)]:
                args, kwargs = training_by_position(self, signature.names, args, kwargs)
            args, given = convert(self, args, kwargs)
            kwargs = dict(given)
            symbolic = any(
                isinstance(x, SymbolicTensor) for x in tree.flatten((args, kwargs))
            )
            masks = gather_masks(signature, args, kwargs)
        context = CONTEXT
        outer, entry = context.training, context.entry
        training = kwargs.pop("training", None)
        if training is None:
            training = outer
            if training is None:
                training = signature.training_default
        if signature.takes_training:
            kwargs["training"] = training
        context.training = training
        names = context.names
        names.append(self.name)
        try:
            if entry is not None:
                return self._run(signature, args, kwargs, given, masks, symbolic)
            context.entry = self
            self._clear_losses()
            with quiet():
                outputs = self._run(signature, args, kwargs, given, masks, symbolic)
            if context.built:
                built, context.built = context.built, []
                warn_of_strays(self, built)
            return outputs
        except Exception as error:
            reword(error, bad_call(self, args, given, error))
            add_note(error, self._who(), args)
            if entry is None:
                context.built = []
                if FILTER.is_on:
                    error.__traceback__ = without_own_frames(error.__traceback__)
            raise
        finally:
            names.pop()
            context.training, context.entry = outer, entry

    def _run(
        self,
        signature: CallSignature,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        given: dict[str, Any],
        masks: Any,
        symbolic: bool,
    ) -> Any:
        """Check, build and call, inside the context of this call."""
        context = CONTEXT
        spec = self.input_spec
        if spec is not None and args:
            if type(args[0]) is not Tensor or not fits(spec, args[0]):
                check_inputs(spec, args[0], self._who())
        if not self.built:
            self._build(signature, args, kwargs)
        if symbolic:
            return self._call_symbols(args, kwargs, given, masks)
        remat = self._remat or context.remat
        if remat is None:
            outputs = self._compute(args, kwargs)
        else:
            outputs = remat.call(self, args, kwargs)
        if (
            masks is not None
            or self.activity_regularizer is not None
            or type(self).compute_mask is not Layer.compute_mask
        ):
            self._after_call(args, kwargs, outputs, masks)
        return outputs

    def _call_symbols(
        self,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        given: dict[str, Any],
        masks: Any,
    ) -> Any:
        """Run `call` on fresh symbols; leave one node, this layer's, in the graph."""
        inner = tree.map_structure(_fresh, (args, kwargs))
        outputs = self._compute(*inner)
        self._after_call(inner[0], inner[1], outputs, masks)
        results = tree.map_structure(_renewed, outputs)
        node = add_node(self, args, given, results)
        self._inbound_nodes.append(node)
        return results

    def _compute(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run `call`, in which weights are read in the type to compute in."""
        target = self.dtype_policy.autocast_dtype if self.autocast else None
        if target is None and AUTOCAST.dtype is None:
            return self.call(*args, **kwargs)
        with autocast(target):
            return self.call(*args, **kwargs)

    def _after_call(
        self,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        outputs: Any,
        masks: Any,
    ) -> None:
        self._regularize_activity(outputs)
        if masks is None and type(self).compute_mask is Layer.compute_mask:
            return
        found = self.compute_mask(first_argument(args, kwargs), masks)
        if found is not None:
            hand_on(found, outputs)

    def _regularize_activity(self, outputs: Any) -> None:
        if self.activity_regularizer is None:
            return
        for out in tree.flatten(outputs):
            if isinstance(out, Tensor):
                # Per row, so that the batch size does not change the balance.
                rows = out.shape[0] if out.shape else 1
                self.add_loss(self.activity_regularizer(out) / max(rows, 1))

    def _home(self) -> Any:
        """Return the backend the weights are on; None if there are none."""
        first = self._cached("first", self._walk_first)
        return common_backend((first[0]._data,)) if first else None

    def _walk_first(self) -> list[Variable]:
        return [v for layer in self._walk_layers() for v in layer._own_trainable[:1]][
            :1
        ]

    # ---- calling without changing anything ----

    def stateless_call(
        self,
        trainable_variables: Any,
        non_trainable_variables: Any,
        *args: Any,
        return_losses: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Compute the outputs as if the variables had other values.

        Neither those nor anything else of the layer changes.

        Parameters
        ----------
        trainable_variables, non_trainable_variables : list of array
            One value for each of the layer's, in order.
        *args, **kwargs
            What the layer is called on.
        return_losses : bool, default False

        Returns
        -------
        outputs, list of Tensor
            What the layer returns, and the new values of the non-trainable variables;
            with `return_losses` a list of the losses, too.

        Raises
        ------
        NotBuiltError
            If the layer has no weights yet.
        ShapeError
            If number or shapes of the values do not fit.

        Examples
        --------
        >>> import cornu as keras
        >>> layer = keras.layers.Dense(1, kernel_initializer="zeros")
        >>> layer.build((None, 2))
        >>> values = [[[1.0], [2.0]], [0.5]]
        >>> outputs, _ = layer.stateless_call(values, [], [[1.0, 1.0]])
        >>> outputs.tolist(), layer.kernel.numpy().tolist()
        ([[3.5]], [[0.0], [0.0]])
        """
        return call_stateless(
            self,
            trainable_variables,
            non_trainable_variables,
            args,
            kwargs,
            return_losses,
        )

    # ---- building ----

    def _build(
        self, signature: CallSignature, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        shapes = input_shapes(signature, args, kwargs)
        wanted = parameter_names(type(self).build)
        required = required_names(type(self).build)
        if len(wanted) > 1 and all(w in shapes for w in required):
            self._run_build(**{w: shapes[w] for w in wanted if w in shapes})
        else:
            first = next(iter(shapes.values()), None)
            self._run_build(first)

    def _run_build(self, *args: Any, **kwargs: Any) -> None:
        self._settle("/".join(CONTEXT.names))
        self._build_shapes = kwargs or (args[0] if args else None)
        self.build(*args, **kwargs)
        self.built = True
        CONTEXT.built.append((self, (CONTEXT.names[-2:] or [self.name])[0]))

    def _settle(self, path: str) -> None:
        """Take a path, and the dtype policy of the layer that is there."""
        self._path = path
        if self._policies is not None:
            self.dtype_policy = policy_at(self._policies, path, self._who())

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in cls.__dict__:
            cls.build = _guard_build(cls.__dict__["build"])  # type: ignore[method-assign]
        if "__init__" in cls.__dict__:
            cls.__init__ = _guard_init(cls.__dict__["__init__"])  # type: ignore[method-assign]

    def __getattr__(self, name: str) -> Any:
        if hasattr(type(self), name):  # a property that raised: let it say why
            return object.__getattribute__(self, name)
        words = f"{type(self).__name__!r} object has no attribute {name!r}"
        # Asked for by copying and pickling too, when nothing is there yet.
        if name[0] != "_" and self.__dict__.get("built") is False:
            words += (
                f": {self._who()} is not built yet; its weights are made when it is "
                f"first called, or by build(input_shape)"
            )
        raise AttributeError(words, name=name, obj=self)

    # ---- losses ----

    def add_loss(self, loss: Any) -> None:
        """Add a number to minimise, from inside `call`."""
        if CONTEXT.is_repeat:
            return
        scope = stateless_scope()
        for value in tree.flatten(loss):
            if not isinstance(value, SymbolicTensor):
                self._call_losses.append(value)
                if scope is not None:
                    scope.add_loss(value)

    @property
    def losses(self) -> list[Any]:
        """Losses of the last call and of the weights' regularizers."""
        found = [x for layer in self._flatten_layers() for x in layer._call_losses]
        if not self.trainable:
            return found
        held = self._cached("regularized", self._walk_regularized)
        return found + [v.regularizer(v) for v in held if v.trainable]

    def _walk_regularized(self) -> list[Variable]:
        return [v for v in self.weights if v.regularizer is not None]

    def _clear_losses(self) -> None:
        for held in self._cached("call_losses", self._walk_call_losses):
            if held:
                held.clear()

    def _walk_call_losses(self) -> list[list[Any]]:
        return [layer._call_losses for layer in self._walk_layers()]

    # ---- what it is ----

    @property
    def path(self) -> str:
        """Names of the layers it was built in and its own, joined by slashes."""
        return self._path or self.name

    @property
    def dtype(self) -> str:
        """The type weights are kept in."""
        return self.dtype_policy.variable_dtype

    @property
    def compute_dtype(self) -> str:
        """The type the layer computes in."""
        return self.dtype_policy.compute_dtype

    @property
    def variable_dtype(self) -> str:
        """The type weights are kept in."""
        return self.dtype_policy.variable_dtype

    @property
    def input_dtype(self) -> str:
        """The type floating inputs are cast to; "string" if strings are meant."""
        return self.dtype_policy.compute_dtype

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Return symbols like the outputs for symbolic inputs."""
        return tree.map_structure(_fresh, self(*args, **kwargs))

    def compute_output_shape(self, *shapes: Any, **named_shapes: Any) -> Any:
        """Return the shape of the outputs, by running `call` on symbols.

        Parameters
        ----------
        *shapes, **named_shapes : tuple of int or None
            One for each argument of `call` that is a tensor, by position or as
            ``<argument>_shape``.
        """

        def symbol(shape: Any) -> SymbolicTensor:
            return SymbolicTensor(shape, self.input_dtype)

        first = next(iter(call_signature(type(self)).names), "")
        named = {
            first if name == "input_shape" else name.removesuffix("_shape"): shape
            for name, shape in named_shapes.items()
            if shape is not None
        }
        outputs = self(
            *(_map_shapes(symbol, s) for s in shapes),
            **{name: _map_shapes(symbol, s) for name, s in named.items()},
        )
        return (
            tree.map_structure(lambda o: _Leaf(o.shape), outputs)
            if isinstance(outputs, (list, tuple, dict))
            else outputs.shape
        )

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        config: dict[str, Any] = {
            "name": self.name,
            "trainable": self.trainable,
            "dtype": policy_config(
                self.dtype_policy if self._policies is None else self._policies
            ),
        }
        captured = captured_arguments(self)
        for name in own_arguments(self):
            if name in ("name", "trainable", "dtype", "autocast"):
                continue
            value = getattr(self, name) if hasattr(self, name) else captured.get(name)
            try:
                config[name] = serialize(value)
            except TypeError as error:
                if not str(error).startswith("layer "):  # an inner one's
                    reword(error, f"{self._who()}: argument {name!r}: {error}")
                raise
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = serialize(self.activity_regularizer)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Rebuild a layer, without its weights, from :meth:`get_config`."""
        return cls(**{k: revive(v) for k, v in config.items()})

    def get_build_config(self) -> dict[str, Any] | None:
        """Return what :meth:`build` was given."""
        if self._build_shapes is None:
            return None
        shapes = self._build_shapes
        if isinstance(shapes, dict) and shapes.keys() <= {
            *parameter_names(type(self).build)
        }:
            return {"shapes_dict": shapes}
        return {"input_shape": self._build_shapes}

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Build as :meth:`get_build_config` says."""
        given = as_shapes(config)
        if "shapes_dict" in given:
            shapes = given["shapes_dict"]
            self.build(**shapes)
        elif "input_shape" in given:
            shapes = given["input_shape"]
            self.build(shapes)
        else:
            return
        if self._build_shapes is None:
            self._build_shapes = shapes

    def __repr__(self) -> str:
        built = f", built={self.built}"
        return f"<{type(self).__name__} name={self.name}{built}>"

    def _who(self) -> str:
        return f"layer {self.name!r} ({type(self).__name__})"


class _Leaf(tuple):  # type: ignore[type-arg]
    """A shape that tree functions must not open."""


def _guard_build(build: Any) -> Any:
    """Let `build` called by hand leave the same traces as one called by `__call__`."""

    @functools.wraps(build)
    def guarded(self: Layer, *args: Any, **kwargs: Any) -> Any:
        called = CONTEXT.names[-1:] == [self.name]
        if not called:
            CONTEXT.names.append(self.name)
        try:
            if self._path is None:
                self._settle("/".join(CONTEXT.names))
            if self._build_shapes is None:
                self._build_shapes = kwargs or (args[0] if args else None)
            result = build(self, *args, **kwargs)
        finally:
            if not called:
                CONTEXT.names.pop()
        self.built = True
        return result

    return guarded


def _guard_init(init: Any) -> Any:
    """Let what goes wrong in a constructor be told of the class that was asked for."""

    @functools.wraps(init)
    def guarded(self: Layer, *args: Any, **kwargs: Any) -> None:
        try:
            init(self, *args, **kwargs)
        except Exception as error:
            trace = error.__traceback__
            # Raised before its first line: it cannot take these arguments.
            if isinstance(error, TypeError) and trace and trace.tb_next is None:
                reword(error, bad_construction(type(self), init, args, kwargs))
            if type(self).__init__ is guarded and self._tells_of_making:
                note_construction(error, type(self), init, (args, kwargs))
            if FILTER.is_on:
                error.__traceback__ = without_own_frames(trace)
            raise

    return guarded


def _fresh(value: Any) -> Any:
    if isinstance(value, SymbolicTensor):
        symbol = from_spec(value._spec)
        set_mask(symbol, mask_of(value))
        return symbol
    return value


def _renewed(value: Any) -> Any:
    """Return a symbol without history for one output (a constant stays itself)."""
    if isinstance(value, SymbolicTensor):
        return _fresh(value)
    if isinstance(value, Tensor):
        return from_spec(spec_of(value))
    return value


def _map_shapes(function: Any, shapes: Any) -> Any:
    if isinstance(shapes, dict):
        return {k: _map_shapes(function, v) for k, v in shapes.items()}
    if (
        isinstance(shapes, (list, tuple))
        and shapes
        and isinstance(shapes[0], (list, tuple))
    ):
        return [_map_shapes(function, s) for s in shapes]
    return function(tuple(shapes))


__all__ = ["InputSpec", "Layer", "register_layer"]
