"""How an operation is declared: body, shape rule and gradients, once, in one place."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cornu.core.bind import Binder, bind_arrays, binder_of
from cornu.core.spec import Spec, spec_of
from cornu.errors import CornuError

ELEMENTWISE = "elementwise"
REDUCTION = "reduction"
CONTRACTION = "contraction"
VIEW = "view"
GATHER = "gather"
WINDOW = "window"
RANDOM = "random"
STATE = "state"
COLLECTIVE = "collective"
OPAQUE = "opaque"
KINDS = (
    ELEMENTWISE,
    REDUCTION,
    CONTRACTION,
    VIEW,
    GATHER,
    WINDOW,
    RANDOM,
    STATE,
    COLLECTIVE,
    OPAQUE,
)

PRIMITIVES: dict[str, "Primitive"] = {}


class Rule(NamedTuple):
    """Hold one gradient rule and the names its signature asks for."""

    function: Callable[..., Any]
    names: tuple[str, ...]


class Retention(NamedTuple):
    """Say what the tape must keep of a call so that the wanted rules can run.

    Arrays and specs come as (position among the inputs, name in the rules); a variadic
    primitive keeps all of its inputs under one name, at position -1.
    """

    arrays: tuple[tuple[int, str], ...]
    specs: tuple[tuple[int, str], ...]
    ans: bool
    ans_spec: bool


class _Taken(NamedTuple):
    """Hold the names of what a function takes, and the defaults of keywords."""

    positional: tuple[str, ...]
    variadic: str | None
    keywords: dict[str, Any]


_HAS_VARIADIC = 0x04  # inspect.CO_VARARGS


def _parameters(function: Callable[..., Any]) -> _Taken:
    """Read a function's parameters off its code: `inspect` takes ten times as long."""
    function = inspect.unwrap(function)
    code = function.__code__
    count, own = code.co_argcount, code.co_kwonlyargcount
    names = code.co_varnames
    defaults = function.__kwdefaults__ or {}
    keywords = names[count : count + own]
    return _Taken(
        names[:count],
        names[count + own] if code.co_flags & _HAS_VARIADIC else None,
        {name: defaults.get(name, inspect.Parameter.empty) for name in keywords},
    )


class Primitive:
    """An operation the engine knows by name.

    Calling it with plain arrays gives arrays, with Tensors a Tensor, with symbols a
    symbol: the highest box among the arguments decides.

    Attributes
    ----------
    name : str
    inputs : tuple of str
        Names of the array inputs; one name if `variadic`.
    params : dict
        Keyword parameters and their defaults (``inspect.Parameter.empty`` if none).
    kind : str
        One of `KINDS`: what the planner may assume.
    promote : {None, "common", "float"}
        How inputs of mixed data types are brought together.
    first_order : bool
        Whether the gradient rules cannot themselves be differentiated.
    """

    def __init__(
        self,
        body: Callable[..., Any],
        infer: Callable[..., Any],
        kind: str,
        promote: str | None,
        reference: Callable[..., Any] | None,
        cuda: str | None,
        differentiable: bool,
    ) -> None:
        self.name = body.__name__
        self.__name__ = self.name
        self.__qualname__ = self.name
        self.__module__ = body.__module__
        self.__doc__ = body.__doc__
        self.forward = body
        self.infer = infer
        self.kind = kind
        self.promote = promote
        self.to_float = promote == "float"
        self.reference = reference
        self.cuda = cuda
        self.differentiable = differentiable
        self.rules: dict[str, Rule] = {}
        self.joint: Rule | None = None
        self.first_order = False
        self.overrides: dict[str, list[tuple[Callable[..., Any], Any]]] = {}
        self.stages: dict[str, Callable[..., Any]] = {}
        self._retention: dict[tuple[int, ...], Retention] = {}
        taken = _parameters(body)
        self.variadic = taken.variadic is not None
        self.inputs = (
            *taken.positional[1:],
            *((taken.variadic,) if taken.variadic is not None else ()),
        )
        self.takes_out = "out" in taken.keywords
        self.params = {k: v for k, v in taken.keywords.items() if k != "out"}

    def __call__(self, *args: Any, **params: Any) -> Any:
        """Apply the operation to arrays, Tensors or symbols."""
        level = 0
        binder: Binder = bind_arrays
        for arg in args:
            entry = binder_of(type(arg))
            if entry is not None and entry[0] > level:
                level, binder = entry
        return binder(self, args, params)

    def __repr__(self) -> str:
        return f"<primitive {self.name}>"

    def __reduce__(self) -> Any:
        return _by_name, (self.name,)

    def __deepcopy__(self, memo: Any) -> "Primitive":
        return self

    # ---- gradients ----

    def defvjp(self, **rules: Callable[..., Any]) -> None:
        """Attach one gradient rule per input.

        A rule may name `g` (the gradient of the answer), `ans`, any input, any
        ``<input>_spec``, ``ans_spec`` and any parameter; what it names is kept.
        """
        for name, function in rules.items():
            if name not in self.inputs:
                raise TypeError(
                    f"{self.name}: a rule for {name!r}, which is no input; the inputs "
                    f"are {self.inputs}."
                )
            self.rules[name] = self._rule(function)

    def vjp(self, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Return a decorator that attaches the rule for input `name`."""

        def attach(function: Callable[..., Any]) -> Callable[..., Any]:
            self.defvjp(**{name: function})
            return function

        return attach

    def vjp_joint(
        self, function: Callable[..., Any], *, first_order: bool = False
    ) -> Callable[..., Any]:
        """Attach one rule for all inputs; it gets `needs`, a tuple of bool.

        If the rule also names `given`, the outputs' indices whose gradient came, those
        that did not are None in `g` instead of zeros. A rule of `first_order` cannot be
        differentiated: under nested tapes the reference runs in the primitive's place.
        """
        self.joint = self._rule(function, "needs", "given")
        self.first_order = first_order
        return function

    def _rule(self, function: Callable[..., Any], *extra: str) -> Rule:
        taken = _parameters(function)
        names = (*taken.positional, *taken.keywords)
        if self.variadic and len(self.inputs) > 1:
            raise TypeError(
                f"{self.name}: gradient rules of a variadic primitive need all inputs "
                f"under one name, not {self.inputs}."
            )
        known = {"g", "ans", "ans_spec", *extra, *self.inputs, *self.params}
        known |= {f"{i}_spec" for i in self.inputs}
        if self.variadic:
            known |= {"index"}
        unknown = [n for n in names if n not in known]
        if unknown:
            raise TypeError(
                f"{self.name}: a gradient rule names {unknown}; it may name only "
                f"{sorted(known)}."
            )
        return Rule(function, names)

    def retention(self, wanted: tuple[int, ...]) -> Retention:
        """Return what to keep when the inputs at `wanted` need a gradient."""
        found = self._retention.get(wanted)
        if found is None:
            found = self._retention[wanted] = self._plan_retention(wanted)
        return found

    def _plan_retention(self, wanted: tuple[int, ...]) -> Retention:
        if self.joint is not None:
            rules = [self.joint]
        elif self.variadic:
            rules = [self.rules[self.inputs[0]]] if self.rules else []
        else:
            names = [self.inputs[i] for i in wanted if i < len(self.inputs)]
            rules = [self.rules[n] for n in names if n in self.rules]
        mentioned = {n for r in rules for n in r.names}
        first = -1 if self.variadic else 0
        places = list(enumerate(self.inputs, start=first))
        specs = [(i, f"{n}_spec") for i, n in places]
        return Retention(
            tuple((i, n) for i, n in places if n in mentioned),
            tuple((i, n) for i, n in specs if n in mentioned),
            "ans" in mentioned,
            "ans_spec" in mentioned,
        )

    # ---- faster bodies ----

    def on(
        self, device: str, when: Callable[..., bool] | None = None
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Return a decorator that files a faster body for one kind of device.

        Parameters
        ----------
        device : {"cpu", "cuda"}
        when : callable, optional
            ``when(*arrays, **params)``; where it says no, the generic body runs.
        """
        kind = {"cuda": "gpu"}.get(device, device)

        def attach(body: Callable[..., Any]) -> Callable[..., Any]:
            self.overrides.setdefault(kind, []).append((body, when))
            return body

        return attach

    def stage(self, device: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Return a decorator that files how the operation is done part by part.

        The function gets the inputs' specs and the parameters; it returns an object
        that computes some rows of the batch at a time, or None if it cannot.
        """
        kind = {"cuda": "gpu"}.get(device, device)

        def attach(factory: Callable[..., Any]) -> Callable[..., Any]:
            self.stages[kind] = factory
            return factory

        return attach

    def body_for(
        self, backend_name: str, arrays: Any, params: dict[str, Any]
    ) -> Callable[..., Any]:
        """Return the fastest body that accepts these arrays on that backend."""
        for body, when in self.overrides.get(backend_name, ()):
            if when is None or when(*arrays, **params):
                return body
        return self.forward

    # ---- words ----

    def explain(self, error: Exception, args: Any, params: dict[str, Any]) -> Exception:
        """Return the error to raise for a failed body: in words, if they are known."""
        if isinstance(error, CornuError):
            return error
        specs = [None if a is None else spec_of(a) for a in args]
        try:
            self.infer(*specs, **params)
        except CornuError as words:
            return words
        except Exception:
            return error
        return error


def _by_name(name: str) -> Primitive:
    return PRIMITIVES[name]


def primitive(
    *,
    infer: Callable[..., Any],
    kind: str = OPAQUE,
    promote: str | None = None,
    reference: Callable[..., Any] | None = None,
    cuda: str | None = None,
    differentiable: bool = True,
) -> Callable[[Callable[..., Any]], Primitive]:
    """Return a decorator that turns a body into a registered :class:`Primitive`.

    Parameters
    ----------
    infer : callable
        ``infer(*specs, **params)`` returns the result's Spec (or a tuple of them);
        raises ShapeError or DTypeError, in words, where inputs do not fit.
    kind : str
        One of `KINDS`.
    promote : {None, "common", "float"}
        "common" casts the inputs to one type, "float" to one floating type.
    reference : callable, optional
        The definition of a fused primitive in plain ones; tests hold it to that.
    cuda : str, optional
        C expression of an elementwise body, for fusion on a GPU.
    differentiable : bool, default True
        False for operations without a gradient (comparisons, integers).
    """
    if kind not in KINDS:
        raise ValueError(f"Unknown kind {kind!r}; use one of {KINDS}.")

    def declare(body: Callable[..., Any]) -> Primitive:
        made = Primitive(body, infer, kind, promote, reference, cuda, differentiable)
        if made.name in PRIMITIVES:
            raise ValueError(f"A primitive named {made.name!r} exists already.")
        PRIMITIVES[made.name] = made
        return made

    return declare


def result_specs(result: Any) -> tuple[Spec, ...]:
    """Return the specs of a body's result, always as a tuple."""
    if isinstance(result, tuple):
        return tuple(Spec(tuple(r.shape), np.dtype(r.dtype)) for r in result)
    return (Spec(tuple(result.shape), np.dtype(result.dtype)),)
