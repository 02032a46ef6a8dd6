"""Layer: a function with weights, and the contract every layer keeps."""

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from cornu import constraints, initializers, regularizers
from cornu.autodiff import Tensor, Variable, to_array, wrap
from cornu.backend import common_backend
from cornu.core import dtype_name, spec_of
from cornu.core.quiet import quiet
from cornu.errors import NotBuiltError, ShapeError
from cornu.layers.context import CONTEXT, mask_of, set_mask
from cornu.layers.input_spec import InputSpec, check_inputs
from cornu.layers.policy import DTypePolicy, get_policy, policy_config
from cornu.layers.registry import layer_registry as layer_registry
from cornu.layers.registry import register_layer as register_layer
from cornu.layers.tracking import has_changed, unique, walk, watch
from cornu.primitives import movement
from cornu.random import SeedGenerator
from cornu.symbolic import SymbolicTensor, add_node, from_spec
from cornu.utils import tree
from cornu.utils.naming import suggest, to_snake_case, unique_name
from cornu.utils.registry import deserialize, serialize

_SHAPE_KEYWORDS = (
    "input_shape",
    "batch_input_shape",
    "input_dim",
    "input_length",
    "batch_size",
    "batch_shape",
)


class Layer:
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

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        self = super().__new__(cls)
        object.__setattr__(self, "_init_call", (args, kwargs))
        return self

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
        shape = _pop_input_shape(kwargs, self)
        if kwargs:
            word = next(iter(kwargs))
            known = [*_signature(type(self).__init__), *_SHAPE_KEYWORDS]
            raise TypeError(
                f"{type(self).__name__}: unknown argument {word!r}."
                f"{suggest(word, known)} It takes {', '.join(_own_arguments(self))}."
            )
        if name is not None and not isinstance(name, str):
            raise TypeError(
                f"{type(self).__name__}: name must be a str, got {name!r} "
                f"({type(name).__name__})."
            )
        self.name: str = name or unique_name(to_snake_case(type(self).__name__))
        if "/" in self.name:
            raise ValueError(
                f"{type(self).__name__}: name {self.name!r} must not contain '/', "
                f"which separates names in paths."
            )
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.autocast = autocast
        self.dtype_policy: DTypePolicy = get_policy(dtype)
        self.input_spec: Any = None
        self.supports_masking = False
        self.built = False
        self._trainable = bool(trainable)
        self._path: str | None = None
        self._own_trainable: list[Variable] = []
        self._own_frozen: list[Variable] = []
        self._call_losses: list[Any] = []
        self._inbound_nodes: list[Any] = []
        self._input_shape_argument = shape
        self._build_shapes: Any = None

    # ---- to override ----

    def build(self, input_shape: Any) -> None:
        """Make the weights. `input_shape` is a tuple with None for unknown sizes."""
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
        signature = _call_signature(type(self))
        args, kwargs = self._convert(args, kwargs)
        symbolic = any(
            isinstance(x, SymbolicTensor) for x in tree.flatten((args, kwargs))
        )
        given = kwargs
        kwargs = dict(kwargs)
        outer = CONTEXT.training, CONTEXT.entry
        training = self._resolve_training(signature, kwargs)
        masks = self._gather_masks(signature, args, kwargs)
        if CONTEXT.entry is None:
            CONTEXT.entry = self
            self._clear_losses()
            silence: Any = quiet()
        else:
            silence = _NOTHING
        CONTEXT.training = training
        CONTEXT.names.append(self.name)
        try:
            with silence:
                if self.input_spec is not None and args:
                    check_inputs(self.input_spec, args[0], self._who())
                if not self.built:
                    self._build(signature, args, kwargs)
                if symbolic:
                    return self._call_symbols(args, kwargs, given, masks)
                outputs = self.call(*args, **kwargs)
                self._after_call(args, outputs, masks)
                return outputs
        except Exception as error:
            self._add_note(error, args)
            raise
        finally:
            CONTEXT.names.pop()
            CONTEXT.training, CONTEXT.entry = outer

    def _call_symbols(
        self,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        given: dict[str, Any],
        masks: Any,
    ) -> Any:
        """Run `call` on fresh symbols; leave one node, this layer's, in the graph."""
        inner = tree.map_structure(_fresh, (args, kwargs))
        outputs = self.call(*inner[0], **inner[1])
        self._after_call(inner[0], outputs, masks)
        results = tree.map_structure(_renewed, outputs)
        node = add_node(self, args, given, results)
        self._inbound_nodes.append(node)
        return results

    def _after_call(self, args: tuple[Any, ...], outputs: Any, masks: Any) -> None:
        if self.activity_regularizer is not None:
            for out in tree.flatten(outputs):
                if isinstance(out, Tensor):
                    # Per row, so that the batch size does not change the balance.
                    rows = out.shape[0] if out.shape else 1
                    self.add_loss(self.activity_regularizer(out) / max(rows, 1))
        if not args:
            return
        if masks is None and type(self).compute_mask is Layer.compute_mask:
            return
        found = self.compute_mask(args[0], masks)
        if found is None:
            return
        flat = tree.flatten(outputs)
        if len(flat) == 1:
            found = [found] if not isinstance(found, (list, tuple)) else found
        else:
            found = tree.flatten(found) if isinstance(found, (list, tuple)) else [found]
        for out, mask in zip(flat, found):
            if mask_of(out) is None:
                set_mask(out, mask)

    def _convert(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Bring arrays to the layer's device and floats to its compute type."""
        if len(args) == 1 and type(args[0]) is Tensor and not kwargs:
            return (self._convert_one(args[0]),), kwargs
        args = tuple(self._convert_tree(a) for a in args)
        return args, {
            k: v if k in ("training", "mask") or v is None else self._convert_tree(v)
            for k, v in kwargs.items()
        }

    def _convert_tree(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)) and not _is_numbers(value):
            return (
                type(value)(self._convert_tree(v) for v in value)
                if not hasattr(value, "_fields")
                else type(value)(*(self._convert_tree(v) for v in value))
            )
        if isinstance(value, dict):
            return {k: self._convert_tree(v) for k, v in value.items()}
        return self._convert_one(value)

    def _convert_one(self, value: Any) -> Any:
        if isinstance(value, (Tensor, SymbolicTensor)):
            dtype = spec_of(value).dtype
            want = self.dtype_policy.compute_dtype
            if (
                self.autocast
                and dtype.kind == "f"
                and dtype_name(dtype) != want
                and _is_float(want)
            ):
                cast = movement.cast(value, dtype=want)
                set_mask(cast, mask_of(value))
                return cast
            return value
        if not self._accepts_raw(value):
            return value
        array = to_array(value)
        if self.autocast and array.dtype.kind == "f":
            want = self.dtype_policy.compute_dtype
            if _is_float(want) and array.dtype.name != want:
                array = array.astype(want)
        home = self._home()
        if home is not None and common_backend((array,)) is not home:
            array = home.asarray(array)
        return wrap(array)

    def _accepts_raw(self, value: Any) -> bool:
        """Tell whether a value that is no tensor should become one."""
        if isinstance(value, (list, tuple)):
            return True
        if not hasattr(value, "__array__"):
            return False
        kind = getattr(getattr(value, "dtype", None), "kind", "O")
        return kind in "fiubc"

    def _home(self) -> Any:
        for variable in self._own_trainable:
            return common_backend((variable._data,))
        for layer in self._sublayers():
            found = layer._home()
            if found is not None:
                return found
        return None

    def _resolve_training(
        self, signature: "_CallSignature", kwargs: dict[str, Any]
    ) -> Any:
        training = kwargs.get("training")
        if training is None:
            training = CONTEXT.training
        if training is None and signature.takes_training:
            training = signature.training_default
        if signature.takes_training:
            kwargs["training"] = training
        else:
            kwargs.pop("training", None)
        return training

    def _gather_masks(
        self, signature: "_CallSignature", args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        if not args:
            return None
        first = args[0]
        if isinstance(first, (list, tuple, dict)):
            masks = tree.map_structure(mask_of, first)
            if all(m is None for m in tree.flatten(masks)):
                masks = None
        else:
            masks = mask_of(first)
        if kwargs.get("mask") is not None:
            masks = kwargs["mask"]
        if signature.takes_mask and "mask" not in kwargs and masks is not None:
            kwargs["mask"] = masks
        elif not signature.takes_mask and not signature.takes_any:
            kwargs.pop("mask", None)
        for name, value in zip(signature.names[1:], args[1:]):
            if f"{name}_mask" in signature.names and f"{name}_mask" not in kwargs:
                kwargs[f"{name}_mask"] = mask_of(value)
        return masks

    # ---- building ----

    def _build(
        self, signature: "_CallSignature", args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        shapes = {
            f"{name}_shape": _shapes_of(value)
            for name, value in [*zip(signature.names, args), *kwargs.items()]
            if _has_tensors(value)
        }
        wanted = _signature(type(self).build)
        if len(wanted) > 1 and all(w in shapes for w in wanted):
            self._run_build(**{w: shapes[w] for w in wanted})
        else:
            first = next(iter(shapes.values()), None)
            self._run_build(first)

    def _run_build(self, *args: Any, **kwargs: Any) -> None:
        self._path = "/".join(CONTEXT.names)
        self._build_shapes = kwargs or (args[0] if args else None)
        self.build(*args, **kwargs)
        self.built = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in cls.__dict__:
            cls.build = _guard_build(cls.__dict__["build"])  # type: ignore[method-assign]

    def add_weight(
        self,
        shape: Any = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        overwrite_with_gradient: bool = False,
        name: str | None = None,
    ) -> Variable:
        """Make a weight that belongs to this layer.

        Parameters
        ----------
        shape : tuple of int, default ()
        initializer : initializer, callable, str or None
            "glorot_uniform" for floats by default, zeros for other types.
        dtype : str, optional
            The policy's variable type by default.
        trainable : bool, default True
        autocast : bool, default True
        regularizer, constraint : object, str or None
        aggregation : str
            Read by distribution only.
        overwrite_with_gradient : bool
            Accepted for compatibility.
        name : str, optional

        Returns
        -------
        Variable

        Raises
        ------
        ShapeError
            If a size is unknown or negative.
        """
        shape = () if shape is None else tuple(shape)
        if any(n is None or int(n) < 0 for n in shape):
            raise ShapeError(
                f"{self._who()}: a weight of shape {shape} cannot be made; all sizes "
                f"must be known. Give the input's shape in full (except the batch)."
            )
        dtype = str(dtype or self.dtype_policy.variable_dtype)
        if initializer is None:
            initializer = "glorot_uniform" if _is_float(dtype) else "zeros"
        variable = Variable(
            initializers.get(initializer),
            shape=shape,
            dtype=dtype,
            trainable=trainable,
            autocast=autocast,
            aggregation=aggregation,
            name=name,
        )
        variable.owner_path = self._path or self.name
        variable.regularizer = regularizers.get(regularizer)
        variable.constraint = constraints.get(constraint)
        self._track_variable(variable)
        return variable

    def _track_variable(self, variable: Variable) -> None:
        known = self._own_trainable + self._own_frozen
        if any(v is variable for v in known):
            return
        (self._own_trainable if variable.trainable else self._own_frozen).append(
            variable
        )
        STRUCTURE.stamp += 1
        if not self._trainable:
            variable.trainable = False

    def __setattr__(self, name: str, value: Any) -> None:
        if "_own_frozen" in self.__dict__ and isinstance(value, Variable):
            if value.owner_path is None:
                value.owner_path = self._path or self.name
            self._track_variable(value)
        elif "_own_frozen" not in self.__dict__ and isinstance(
            value, (Layer, Variable)
        ):
            raise RuntimeError(
                f"{type(self).__name__}: call super().__init__() before assigning "
                f"layers or variables (here self.{name})."
            )
        if name == "built" or isinstance(value, _STRUCTURAL):
            STRUCTURE.stamp += 1
        super().__setattr__(name, value)

    def _cached(self, what: str, make: Callable[[], list[Any]]) -> list[Any]:
        """Return `make()`, computed anew only after some layer's structure changed."""
        cache = self.__dict__.get("_cache")
        if cache is None or cache[0] != STRUCTURE.stamp or has_changed(cache[1]):
            lists: dict[str, list[Any]] = {}
            cache = self.__dict__["_cache"] = (STRUCTURE.stamp, self._watch(), lists)
        found: list[Any] | None = cache[2].get(what)
        if found is None:
            found = cache[2][what] = make()
        return found

    def _watch(self) -> list[tuple[Any, list[int]]]:
        return [
            pair
            for layer in self._walk_layers()
            for name, value in layer.__dict__.items()
            if name not in _UNTRACKED
            for pair in watch(value, _PARTS)
        ]

    def __delattr__(self, name: str) -> None:
        STRUCTURE.stamp += 1
        super().__delattr__(name)

    def _sublayers(self) -> Iterator["Layer"]:
        """Yield the layers that hang on this one's attributes, in order."""
        for name, value in self.__dict__.items():
            if name in _UNTRACKED or not isinstance(value, (Layer, list, tuple, dict)):
                continue
            yield from walk(value, (Layer,))

    def _children(self) -> list["Layer"]:
        return unique(layer for layer in self._sublayers() if layer is not self)

    def _flatten_layers(self) -> list["Layer"]:
        return self._cached("layers", self._walk_layers)

    def _walk_layers(self) -> list["Layer"]:
        found: list[Layer] = []
        stack = [self]
        seen: set[int] = set()
        while stack:
            layer = stack.pop()
            if id(layer) in seen:
                continue
            seen.add(id(layer))
            found.append(layer)
            stack.extend(reversed(layer._children()))
        return found

    # ---- weights ----

    @property
    def weights(self) -> list[Variable]:
        """All weights: the layer's own, trainable first, then its sublayers'."""
        return list(self._cached("weights", self._walk_weights))

    def _walk_weights(self) -> list[Variable]:
        own = [*self._own_trainable, *self._own_frozen]
        return unique(
            v for part in (own, *(c.weights for c in self._children())) for v in part
        )

    @property
    def variables(self) -> list[Variable]:
        """All weights, and the states of random generators."""
        own = [*self._own_trainable, *self._own_frozen]
        own += [
            g.state
            for name, value in self.__dict__.items()
            if name not in _UNTRACKED
            and isinstance(value, (SeedGenerator, list, tuple, dict))
            for g in walk(value, (SeedGenerator,))
        ]
        return unique(
            v for part in (own, *(c.variables for c in self._children())) for v in part
        )

    @property
    def trainable_weights(self) -> list[Variable]:
        """The weights that training changes."""
        return [v for v in self.weights if v.trainable] if self.trainable else []

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The weights that training leaves alone."""
        if not self.trainable:
            return self.weights
        return [v for v in self.weights if not v.trainable]

    @property
    def trainable_variables(self) -> list[Variable]:
        """The variables that training changes."""
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """The variables that gradients do not change."""
        if not self.trainable:
            return self.variables
        return [v for v in self.variables if not v.trainable]

    @property
    def trainable(self) -> bool:
        """Whether training may change the weights; setting it reaches sublayers."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        for variable in self._own_trainable:
            variable.trainable = bool(value)
        for layer in self._children():
            layer.trainable = value

    def get_weights(self) -> list[Any]:
        """Return copies of all weights as NumPy arrays."""
        return [v.numpy() for v in self.weights]

    def set_weights(self, weights: Any) -> None:
        """Replace all weights.

        Parameters
        ----------
        weights : list of array
            In the order and shapes of :meth:`get_weights`.

        Raises
        ------
        ShapeError
            If number or shapes differ; nothing is changed then.
        """
        mine = self.weights
        if not self.built and not mine:
            raise NotBuiltError(
                f"{self._who()} has no weights yet: build it first, by calling it on "
                f"data or with build(input_shape)."
            )
        weights = list(weights)
        if len(weights) != len(mine):
            raise ShapeError(
                f"{self._who()}.set_weights: got {len(weights)} arrays for "
                f"{len(mine)} weights: {[(v.path, v.shape) for v in mine]}."
            )
        for variable, value in zip(mine, weights):
            shape = tuple(getattr(value, "shape", ()))
            if shape != variable.shape:
                raise ShapeError(
                    f"{self._who()}.set_weights: weight {variable.path!r} has shape "
                    f"{variable.shape}, the given array {shape}."
                )
        for variable, value in zip(mine, weights):
            variable.assign(value)

    def count_params(self) -> int:
        """Return the number of single weights.

        Raises
        ------
        NotBuiltError
            If the layer has not been built.
        """
        if not self.built:
            raise NotBuiltError(
                f"{self._who()} has no weights yet, so they cannot be counted; build "
                f"it first, by calling it on data or with build(input_shape)."
            )
        return sum(v.size for v in self.weights)

    # ---- losses ----

    def add_loss(self, loss: Any) -> None:
        """Add a number to minimise, from inside `call`."""
        for value in tree.flatten(loss):
            if not isinstance(value, SymbolicTensor):
                self._call_losses.append(value)

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
        for layer in self._flatten_layers():
            if layer._call_losses:
                layer._call_losses.clear()

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
        """The type floating inputs are cast to."""
        return self.dtype_policy.compute_dtype

    @property
    def input(self) -> Any:
        """The symbols this layer was called on, if it was called once."""
        return _one_or_all(self._only_node("input").inputs)

    @property
    def output(self) -> Any:
        """The symbols this layer returned, if it was called once."""
        return self._only_node("output").structure

    def _only_node(self, what: str) -> Any:
        if len(self._inbound_nodes) != 1:
            raise AttributeError(
                f"{self._who()}.{what}: the layer was called on symbols "
                f"{len(self._inbound_nodes)} times; this needs exactly one call."
            )
        return self._inbound_nodes[0]

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Return symbols like the outputs for symbolic inputs."""
        return tree.map_structure(_fresh, self(*args, **kwargs))

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the outputs, by running `call` on symbols."""
        symbols = _map_shapes(
            lambda s: SymbolicTensor(s, self.compute_dtype), input_shape
        )
        outputs = self(symbols)
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
            "dtype": policy_config(self.dtype_policy),
        }
        captured = _captured_arguments(self)
        for name in _own_arguments(self):
            if name in ("name", "trainable", "dtype", "autocast"):
                continue
            value = getattr(self, name) if hasattr(self, name) else captured.get(name)
            config[name] = serialize(value)
        if self.activity_regularizer is not None:
            config["activity_regularizer"] = serialize(self.activity_regularizer)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Rebuild a layer, without its weights, from :meth:`get_config`."""
        return cls(**{k: _revive(v) for k, v in config.items()})

    def get_build_config(self) -> dict[str, Any] | None:
        """Return what :meth:`build` was given."""
        if self._build_shapes is None:
            return None
        if isinstance(self._build_shapes, dict):
            return {"shapes_dict": self._build_shapes}
        return {"input_shape": self._build_shapes}

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Build as :meth:`get_build_config` says."""
        if "shapes_dict" in config:
            self.build(**config["shapes_dict"])
        elif "input_shape" in config:
            self.build(config["input_shape"])

    def save_own_variables(self, store: Any) -> None:
        """Write this layer's own weights into a mapping, keyed "0", "1", ..."""
        for i, variable in enumerate([*self._own_trainable, *self._own_frozen]):
            store[str(i)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Read this layer's own weights from a mapping.

        Raises
        ------
        ShapeError
            If number or shapes differ.
        """
        own = [*self._own_trainable, *self._own_frozen]
        if len(store.keys()) != len(own):
            hint = "" if self.built else " The layer has not been built yet."
            raise ShapeError(
                f"{self._who()} has {len(own)} weights, the file has "
                f"{len(store.keys())} for it.{hint}"
            )
        for i, variable in enumerate(own):
            value = store[str(i)]
            if tuple(value.shape) != variable.shape:
                raise ShapeError(
                    f"{self._who()}: weight {variable.path!r} has shape "
                    f"{variable.shape}, the file's array {tuple(value.shape)}."
                )
        for i, variable in enumerate(own):
            variable.assign(store[str(i)][...])

    def __repr__(self) -> str:
        built = f", built={self.built}"
        return f"<{type(self).__name__} name={self.name}{built}>"

    def _who(self) -> str:
        return f"layer {self.name!r} ({type(self).__name__})"

    def _add_note(self, error: Exception, args: tuple[Any, ...]) -> None:
        if getattr(error, "_cornu_noted", 0) >= 6:
            return
        shapes = tree.map_structure(lambda x: getattr(x, "shape", x), args[:1])
        text = f"while calling {self._who()}"
        if shapes and not isinstance(shapes[0], (list, dict)):
            text += f" on an input of shape {shapes[0]}"
        try:
            error.add_note(text)
            error._cornu_noted = getattr(error, "_cornu_noted", 0) + 1  # type: ignore[attr-defined]
        except (AttributeError, TypeError):  # an exception class without a __dict__
            return


_NOTHING = contextlib.nullcontext()

_UNTRACKED = frozenset(
    (
        "_own_trainable",
        "_own_frozen",
        "_call_losses",
        "_inbound_nodes",
        "_init_call",
        "_build_shapes",
        "_cache",
    )
)


class _Structure:
    """Count the changes of any layer's structure, so that lists of parts can be kept.

    What is put into a list or dictionary that is an attribute already does not count
    here: those are watched.
    """

    stamp = 0


STRUCTURE = _Structure()

_PARTS = (Layer, SeedGenerator)
_STRUCTURAL = (*_PARTS, Variable, list, tuple, dict)


class _Leaf(tuple):  # type: ignore[type-arg]
    """A shape that tree functions must not open."""


class _CallSignature:
    """What a class's `call` takes."""

    def __init__(self, cls: type) -> None:
        parameters = list(inspect.signature(cls.call).parameters.values())[1:]  # type: ignore[attr-defined]
        self.names = [p.name for p in parameters]
        self.takes_any = any(p.kind is p.VAR_KEYWORD for p in parameters)
        self.takes_training = "training" in self.names
        self.takes_mask = "mask" in self.names
        default = next((p.default for p in parameters if p.name == "training"), None)
        self.training_default = None if default is inspect.Parameter.empty else default


_call_signatures: dict[type, _CallSignature] = {}


def _call_signature(cls: type) -> _CallSignature:
    found = _call_signatures.get(cls)
    if found is None:
        found = _call_signatures[cls] = _CallSignature(cls)
    return found


@functools.cache
def _signature(function: Any) -> tuple[str, ...]:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return tuple(
        p.name for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)
    )


def _own_arguments(layer: Layer) -> tuple[str, ...]:
    return _signature(type(layer).__init__)


def _captured_arguments(layer: Layer) -> dict[str, Any]:
    args, kwargs = layer._init_call  # type: ignore[attr-defined]
    signature = inspect.signature(type(layer).__init__)
    try:
        bound = signature.bind(layer, *args, **kwargs)
    except TypeError:
        return dict(kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)


def _guard_build(build: Any) -> Any:
    """Let `build` called by hand leave the same traces as one called by `__call__`."""

    @functools.wraps(build)
    def guarded(self: Layer, *args: Any, **kwargs: Any) -> Any:
        called = CONTEXT.names[-1:] == [self.name]
        if not called:
            CONTEXT.names.append(self.name)
        try:
            if self._path is None:
                self._path = "/".join(CONTEXT.names)
            if self._build_shapes is None:
                self._build_shapes = kwargs or (args[0] if args else None)
            result = build(self, *args, **kwargs)
        finally:
            if not called:
                CONTEXT.names.pop()
        self.built = True
        return result

    return guarded


def _pop_input_shape(kwargs: dict[str, Any], layer: Layer) -> Any:
    """Take Keras's shape keywords out of `kwargs`; return a batch shape or None."""
    batch = kwargs.pop("batch_size", None)
    if "batch_input_shape" in kwargs:
        return tuple(kwargs.pop("batch_input_shape"))
    if "batch_shape" in kwargs and "batch_shape" not in _own_arguments(layer):
        return tuple(kwargs.pop("batch_shape"))
    length = kwargs.pop("input_length", None)
    if "input_dim" in kwargs:
        dim = kwargs.pop("input_dim")
        return (batch, length, dim) if length is not None else (batch, dim)
    if "input_shape" in kwargs:
        shape = kwargs.pop("input_shape")
        if isinstance(shape, int):
            raise ShapeError(
                f"{type(layer).__name__}: input_shape must be a tuple without the "
                f"batch axis, got {shape!r}; write input_shape=({shape},)."
            )
        return (batch, *shape)
    return None


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


def _is_float(dtype: str) -> bool:
    return "float" in dtype


def _is_numbers(value: Any) -> bool:
    """Tell whether a list holds numbers, so that it is one array and not several."""
    first = value
    while isinstance(first, (list, tuple)):
        if not first:
            return False
        first = first[0]
    return isinstance(first, (int, float, bool))


def _has_tensors(value: Any) -> bool:
    return any(isinstance(x, (Tensor, SymbolicTensor)) for x in tree.flatten(value))


def _shapes_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _shapes_of(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_shapes_of(v) for v in value)
    return tuple(value.shape) if hasattr(value, "shape") else None


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


def _one_or_all(items: list[Any]) -> Any:
    return items[0] if len(items) == 1 else items


def _revive(value: Any) -> Any:
    if isinstance(value, dict) and value.get("module") == "keras.layers":
        return deserialize(value, layer_registry)
    if isinstance(value, dict) and "class_name" in value and "registered_name" in value:
        module = value.get("module")
        if value["registered_name"] and module not in ("builtins", "keras"):
            return deserialize(value, layer_registry)
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return [_revive(v) for v in value]
    return value


__all__ = ["InputSpec", "Layer", "register_layer"]
