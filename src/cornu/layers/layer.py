"""Layer: a function with weights, and the contract every layer keeps."""

import functools
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any

from cornu import constraints, initializers, regularizers
from cornu.autodiff import Tensor, Variable, stateless_scope
from cornu.autodiff.autocast import AUTOCAST, autocast
from cornu.backend import common_backend
from cornu.core import spec_of
from cornu.core.observers import CHANGES
from cornu.core.quiet import quiet
from cornu.errors import NotBuiltError, ShapeError
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
    is_float,
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
from cornu.layers.input_spec import InputSpec, check_inputs
from cornu.layers.policy import (
    DTypePolicy,
    DTypePolicyMap,
    get_policy,
    policy_at,
    policy_config,
)
from cornu.layers.registry import layer_registry as layer_registry
from cornu.layers.registry import register_layer as register_layer
from cornu.layers.remat import remat_scope
from cornu.layers.stateless import call_stateless
from cornu.layers.tracking import has_changed, unique, walk, watch
from cornu.layers.wording import (
    bad_call,
    bad_construction,
    note_construction,
    reword,
    training_by_position,
    warn_of_strays,
)
from cornu.random import SeedGenerator
from cornu.symbolic import Operation, SymbolicTensor, add_node, from_spec
from cornu.utils import tree
from cornu.utils.naming import suggest
from cornu.utils.registry import serialize
from cornu.utils.tracebacks import FILTER, without_own_frames


class Layer(Operation):
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

    _unsettling: frozenset[str] = frozenset()
    """Attributes that say nothing of how the layer computes."""

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
            known = [*parameter_names(type(self).__init__), *SHAPE_KEYWORDS]
            raise TypeError(
                f"{type(self).__name__}: unknown argument {word!r}."
                f"{suggest(word, known)} It takes {', '.join(own_arguments(self))}."
            )
        super().__init__(name)
        self.activity_regularizer = regularizers.get(activity_regularizer)
        self.autocast = autocast
        if trainable not in (True, False):
            raise TypeError(
                f"{type(self).__name__}: trainable must be True or False, got "
                f"{trainable!r} ({type(trainable).__name__})."
            )
        policy = get_policy(dtype)
        self.dtype_policy: DTypePolicy = policy_at(policy, self.name, self._who())
        self._policies = policy if isinstance(policy, DTypePolicyMap) else None
        self._remat = remat_scope()
        self.input_spec: Any = None
        self.supports_masking = False
        self.built = False
        self._trainable = bool(trainable)
        self._path: str | None = None
        self._own_trainable: list[Variable] = []
        self._own_frozen: list[Variable] = []
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
        if isinstance(shape, (str, int)):
            advice = f"shape=(...), name={shape!r}" if isinstance(shape, str) else ""
            raise ShapeError(
                f"{self._who()}.add_weight: shape must be a tuple of integers, got "
                f"{shape!r} ({type(shape).__name__}). Write "
                f"add_weight({advice or f'shape=({shape},)'})."
            )
        shape = () if shape is None else tuple(shape)
        if any(n is None or int(n) < 0 for n in shape):
            raise ShapeError(
                f"{self._who()}: a weight of shape {shape} cannot be made; all sizes "
                f"must be known. Give the input's shape in full (except the batch)."
            )
        dtype = str(dtype or self.dtype_policy.variable_dtype)
        if initializer is None:
            initializer = "glorot_uniform" if is_float(dtype) else "zeros"
        try:
            variable = Variable(
                initializers.get(initializer),
                shape=shape,
                dtype=dtype,
                trainable=trainable,
                autocast=autocast,
                aggregation=aggregation,
                name=name,
            )
        except MemoryError:
            raise MemoryError(
                f"{self._who()}: there is no memory for a weight of shape {shape}, "
                f"{math.prod(shape)} numbers of type {dtype}. Make the layer, or the "
                f"inputs it is built for, smaller."
            ) from None
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
        is_structural = name == "built" or isinstance(value, _STRUCTURAL)
        if is_structural or isinstance(self.__dict__.get(name), _STRUCTURAL):
            STRUCTURE.stamp += 1
            is_structural = True
        # The library's own private names are caches; a user's may be settings.
        is_setting = name[0] != "_" or not type(self).__module__.startswith("cornu.")
        if (is_structural or is_setting) and name not in self._unsettling:
            CHANGES.settings += 1
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
            if name not in _UNTRACKED and isinstance(value, (list, tuple, dict))
            # What is long and holds no part is data; anything else may get one.
            for pair in watch(value, _PARTS if len(value) > _SHORT else (object,))
        ]

    def __delattr__(self, name: str) -> None:
        STRUCTURE.stamp += 1
        CHANGES.settings += 1
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
        return list(self._cached("variables", self._walk_variables))

    def _walk_variables(self) -> list[Variable]:
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


class Measure(ABC):
    """Be anything that gathers a figure over batches, as metrics do."""

    @abstractmethod
    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Take in a batch."""

    @abstractmethod
    def reset_state(self) -> None:
        """Forget all batches."""

    @abstractmethod
    def result(self) -> Any:
        """Return the figure for all batches taken in."""

    @classmethod
    def __subclasshook__(cls, kind: type) -> bool:
        # Layers that learn from data have the first two as well.
        return all(hasattr(kind, m) for m in ("update_state", "reset_state", "result"))


_PARTS = (Layer, SeedGenerator, Measure)
_SHORT = 32
_STRUCTURAL = (Layer, Variable, SeedGenerator, list, tuple, dict, Measure)


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
