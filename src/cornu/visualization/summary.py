"""The table `model.summary()` prints."""

import math
import shutil
import textwrap
from collections.abc import Callable
from typing import Any

from cornu.symbolic import Operation, by_depth
from cornu.utils import tree

_UNITS = ("B", "KB", "MB", "GB", "TB")


def print_summary(
    model: Any,
    line_length: int | None = None,
    positions: Any = None,
    print_fn: Callable[..., Any] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
    layer_range: Any = None,
) -> None:
    """Print a table of a model's layers.

    Parameters
    ----------
    model : Model
    line_length : int, optional
        Width in characters; the terminal's by default, 80 if there is none.
    positions : sequence of float, optional
        Right edges of the columns as fractions of the width.
    print_fn : callable, optional
        Gets the text; `print` by default.
    expand_nested : bool, default False
        Whether layers of nested models get rows of their own.
    show_trainable : bool, default False
        Whether to add a column that says which layers are trained.
    layer_range : pair of str, optional
        Names of the first and last layer to show.
    """
    width = line_length or min(shutil.get_terminal_size((80, 24)).columns, 120)
    linear = _is_linear(model)
    header = ["Layer (type)", "Output Shape", "Param #"]
    edges = [0.45, 0.80, 1.0]
    if not linear:
        header.append("Connected to")
        edges = [0.3, 0.55, 0.73, 1.0]
    if show_trainable:
        header.append("Trainable")
        edges = [0.39, 0.67, 0.85, 1.0] if linear else [0.25, 0.47, 0.62, 0.85, 1.0]
    edges = list(positions or edges)
    widths = _column_widths(width, edges)
    rows = _rows(model, linear, expand_nested, show_trainable, layer_range)
    text = [f'Model: "{model.name}"', *_table(header, rows, widths)]
    (print_fn or print)("\n".join([*text, *_totals(model), ""]))


def _column_widths(line: int, edges: list[float]) -> list[int]:
    starts = [0.0, *edges[:-1]]
    widths = [int(line * (b - a) + 1e-9) for a, b in zip(starts, edges)]
    excess = sum(widths) + len(widths) + 1 - line
    for i in range(len(widths)):
        cut = round(excess / (len(widths) - i))
        widths[i] -= cut
        excess -= cut
    return [max(w, 4) for w in widths]


def _is_linear(model: Any) -> bool:
    return model._function is None or hasattr(model, "_stack")


def _rows(
    model: Any, linear: bool, expand: bool, trainable: bool, chosen: Any
) -> list[list[str]]:
    layers = model.layers
    if not linear:
        function = model._function
        order = by_depth(function.outputs, function.nodes)
        layers = [y for x in order for y in _calls_of(x, function.nodes)]
    layers = _range(layers, chosen)
    rows = []
    for layer in layers:
        rows += _layer_rows(layer, model, linear, expand, trainable, 0)
    return rows


def _calls_of(item: Any, nodes: list[Any]) -> list[Any]:
    """Return a layer or node as it is, the nodes of an operation that is no layer."""
    if hasattr(item, "weights") or hasattr(item, "operation"):
        return [item]
    return [node for node in nodes if node.operation is item]


def _range(layers: list[Any], chosen: Any) -> list[Any]:
    if not chosen:
        return layers
    names = [getattr(layer, "name", None) for layer in layers]
    for name in chosen:
        if name not in names:
            raise ValueError(f"summary: no layer {name!r}; the layers are {names}.")
    first, last = names.index(chosen[0]), names.index(chosen[-1])
    return layers[min(first, last) : max(first, last) + 1]


def _layer_rows(
    layer: Any, model: Any, linear: bool, expand: bool, trainable: bool, depth: int
) -> list[list[str]]:
    mark = "  " * (depth - 1) + "└ " if depth else ""
    if not hasattr(layer, "weights"):  # the node of a raw operation
        rows = [_operation_row(layer, model, mark, trainable)]
        for inner in _layers_in(layer):
            rows += _layer_rows(inner, model, linear, expand, trainable, depth + 1)
        return rows
    row = [
        f"{mark}{layer.name} ({type(layer).__name__})",
        _output_shape(layer),
        _params(layer),
    ]
    if not linear:
        row.append(_connections(layer, model))
    if trainable:
        row.append("Y" if layer.trainable else "N" if layer.weights else "-")
    rows = [row]
    if expand and hasattr(layer, "layers"):
        for inner in layer.layers:
            rows += _layer_rows(inner, layer, linear, expand, trainable, depth + 1)
    return rows


def _layers_in(node: Any) -> list[Any]:
    """Return layers and nodes in the graphs of an op on functions."""
    found = {
        id(x): x
        for graph in getattr(node.operation, "graphs", ())
        for x in graph.operations
        if hasattr(x, "weights") or (hasattr(x, "operation") and _layers_in(x))
    }
    return list(found.values())


def _short_name(node: Any) -> str:
    name: str = node.name
    return name.rpartition(".")[2]


def _operation_row(node: Any, model: Any, mark: str, trainable: bool) -> list[str]:
    """Return the row of a raw operation: no weights, no settings to train."""
    operation = _short_name(node)
    kind = "".join(part.title() for part in operation.split("_"))
    if isinstance(node.operation, Operation):
        kind = type(node.operation).__name__
    shapes = [tuple(o.shape) for o in node.outputs]
    shape = str(shapes[0]) if len(shapes) == 1 else str(shapes)[1:-1]
    row = [f"{mark}{_name(node, model)} ({kind})", shape, "0"]
    return [*row, _sources([node], model), *(["-"] if trainable else [])]


def _params(layer: Any) -> str:
    if not layer.built:
        return "0 (unbuilt)"
    return f"{sum(v.size for v in layer.weights):,}"


def _output_shape(layer: Any) -> str:
    if layer._inbound_nodes:
        shapes = [tuple(o.shape) for o in layer._inbound_nodes[-1].outputs]
    elif getattr(layer, "_function", None) is not None:
        shapes = [tuple(o.shape) for o in layer._function.outputs]
    else:
        shapes = _computed_shapes(layer)
    if not shapes:
        return "?"
    return str(shapes[0]) if len(shapes) == 1 else str(shapes)[1:-1]


def _computed_shapes(layer: Any) -> list[tuple[Any, ...]]:
    config = layer.get_build_config()
    if not config or "input_shape" not in config or config["input_shape"] is None:
        return []
    try:
        shape = layer.compute_output_shape(config["input_shape"])
    except Exception:  # a user's call() may need more than a shape; "?" is honest
        return []
    if isinstance(shape, dict):
        return []
    if shape and isinstance(shape[0], tuple):
        return [tuple(s) for s in shape]
    return [tuple(shape)]


def _connections(layer: Any, model: Any) -> str:
    nodes = [n for n in model._function.nodes if n.operation is layer]
    return _sources(nodes, model)


def _sources(nodes: list[Any], model: Any) -> str:
    names = []
    for node in nodes:
        symbols = node.inputs
        if hasattr(node.operation, "graphs"):  # its graphs may use one many times
            symbols = list({id(s): s for s in symbols}.values())
        for symbol in symbols:
            if symbol._history is None:  # an argument of the graph it is in
                continue
            source, index = symbol._history
            names.append(f"{_name(source, model)}[{_call_number(source)}][{index}]")
    return ", ".join(names) or "-"


def _name(node: Any, model: Any) -> str:
    """Return a layer's name; raw operations of one kind are counted."""
    if hasattr(node.operation, "weights"):
        return str(node.operation.name)
    name = _short_name(node)
    same = [
        n
        for n in model._function.nodes
        if not hasattr(n.operation, "weights") and _short_name(n) == name
    ]
    count = same.index(node) if node in same else 0
    return f"{name}_{count}" if count else name


def _call_number(node: Any) -> int:
    calls = getattr(node.operation, "_inbound_nodes", [node])
    return calls.index(node) if node in calls else 0


def _table(header: list[str], rows: list[list[str]], widths: list[int]) -> list[str]:
    def line(left: str, fill: str, cross: str, right: str) -> str:
        return left + cross.join(fill * w for w in widths) + right

    text = [line("┏", "━", "┳", "┓"), *_cells(header, widths, "┃")]
    text.append(line("┡", "━", "╇", "┩"))
    for i, row in enumerate(rows):
        if i:
            text.append(line("├", "─", "┼", "┤"))
        text += _cells(row, widths, "│")
    return [*text, line("└", "─", "┴", "┘")]


def _cells(row: list[str], widths: list[int], bar: str) -> list[str]:
    wrapped = [_wrap(cell, w - 2) for cell, w in zip(row, widths)]
    lines = []
    for k in range(max(map(len, wrapped))):
        parts = []
        for column, (cell, w) in enumerate(zip(wrapped, widths)):
            text = cell[k] if k < len(cell) else ""
            aligned = text.rjust(w - 2) if column == 2 else text.ljust(w - 2)
            parts.append(f" {aligned} ")
        lines.append(bar + bar.join(parts) + bar)
    return lines


def _wrap(cell: str, width: int) -> list[str]:
    """Break at spaces; a word that is too long is cut and marked with an ellipsis."""
    lines = textwrap.wrap(cell, width, break_long_words=False, break_on_hyphens=False)
    return [x if len(x) <= width else x[: width - 1] + "…" for x in lines] or [""]


def _totals(model: Any) -> list[str]:
    def line(label: str, variables: list[Any]) -> str:
        return f" {label} params: {_count(variables):,} ({_memory(variables)})"

    trainable = model.trainable_weights
    ids = {id(v) for v in trainable}
    frozen = [v for v in model.weights if id(v) not in ids]
    state = []
    if model.optimizer is not None and getattr(model.optimizer, "built", False):
        state = list(model.optimizer.variables)
    lines = [
        line("Total", [*trainable, *frozen, *state]),
        line("Trainable", trainable),
        line("Non-trainable", frozen),
    ]
    if state:
        lines.append(line("Optimizer", state))
    return lines


def _count(variables: list[Any]) -> int:
    return sum(math.prod(v.shape) for v in variables)


def _memory(variables: list[Any]) -> str:
    size = float(sum(v._data.nbytes for v in tree.flatten(variables)))
    unit = 0
    while size >= 1024 and unit < len(_UNITS) - 1:
        size /= 1024
        unit += 1
    return f"{size:.2f} {_UNITS[unit]}"
