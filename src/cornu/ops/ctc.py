"""Labels without places: the loss of all their alignments, and the way back."""

from typing import Any

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import (
    as_float,
    as_operand,
    cast_to,
    dtype_of,
    known_size,
)
from cornu.ops.math import where
from cornu.primitives import comparison, indexing, movement, reduction, scan, sorting
from cornu.primitives import ctc as alignments
from cornu.primitives.softmax import log_softmax

STRATEGIES = ("greedy", "beam_search")


def ctc_loss(
    target: Any,
    output: Any,
    target_length: Any,
    output_length: Any,
    mask_index: int = 0,
) -> Any:
    """Return minus the log-probability of labels, whatever frames they fall on.

    Parameters
    ----------
    target : array-like of int, shape (batch, labels)
        Classes; those behind the length may be anything.
    output : array-like, shape (batch, frames, classes), float
        Logits.
    target_length, output_length : array-like of int, shape (batch,)
        How many labels, and how many frames, count.
    mask_index : int in [0, classes), default 0
        The class that stands for no label (the blank).

    Returns
    -------
    Tensor, shape (batch,), at least float32
        About 1e5 for labels that need more frames than there are.

    Raises
    ------
    ShapeError
        If shapes do not correspond.
    ValueError, IndexError
        If `mask_index` or a label is no class.

    References
    ----------
    .. [1] Graves et al., "Connectionist Temporal Classification", ICML 2006,
       section 4.

    Examples
    --------
    >>> from cornu.ops import zeros
    >>> loss = ctc_loss([[1]], zeros((1, 2, 2)), [1], [2])
    >>> round(loss.item(), 4)  # three of four alignments
    0.2877
    """
    logits = _logits("ctc_loss", "output", output, mask_index)
    lengths = (cast_to(as_operand(n), "int32") for n in (target_length, output_length))
    labels = cast_to(as_operand(target), "int32")
    return alignments.ctc(
        log_softmax(logits, axis=2), labels, *lengths, blank=int(mask_index)
    )


def ctc_decode(
    inputs: Any,
    sequence_lengths: Any,
    strategy: str = "greedy",
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
    mask_index: int = 0,
) -> tuple[Any, Any]:
    """Return likely labels for the frames of each sequence.

    Parameters
    ----------
    inputs : array-like, shape (batch, frames, classes), float
        Logits.
    sequence_lengths : array-like of int, shape (batch,)
        How many frames count.
    strategy : {"greedy", "beam_search"}, default "greedy"
        The likeliest class of each frame, or the likeliest labels over all their
        alignments, as far as beginning by beginning they are found.
    beam_width : int > 0, default 100
        How many beginnings a beam search follows.
    top_paths : int > 0, default 1
        How many labellings a beam search returns, the likeliest first.
    merge_repeated : bool, default True
        Whether a greedy search takes a class that fills several frames for one label.
    mask_index : int in [0, classes), default 0
        The class that stands for no label (the blank).

    Returns
    -------
    labels : Tensor of int32, shape (paths, batch, frames)
        Filled up with -1; greedy: one path.
    scores : Tensor, shape (batch, paths), at least float32
        Logarithms of probabilities. Greedy: minus the sum of the largest logits.

    Raises
    ------
    ShapeError
        If shapes do not correspond.
    ValueError
        If a keyword has no meaning.

    References
    ----------
    .. [1] Hannun et al., "First-Pass Large Vocabulary Continuous Speech Recognition
       using Bi-Directional Recurrent DNNs", 2014, algorithm 1.

    Examples
    --------
    >>> logits = [[[0.0, 3.0], [0.0, 2.0], [1.0, 0.0], [0.0, 1.0]]]
    >>> labels, scores = ctc_decode(logits, [4])
    >>> labels.tolist(), scores.tolist()
    ([[[1, 1, -1, -1]]], [[-7.0]])
    """
    if strategy not in STRATEGIES:
        raise ArgumentError(
            f"ctc_decode: strategy={strategy!r:.60} is unknown; use one of "
            f"{STRATEGIES}."
        )
    for name, value in (("beam_width", beam_width), ("top_paths", top_paths)):
        if int(value) < 1:
            raise ArgumentError(f"ctc_decode: {name}={value} must be at least 1.")
    logits = _logits("ctc_decode", "inputs", inputs, mask_index)
    lengths = cast_to(as_operand(sequence_lengths), "int32")
    batch = (logits.shape[0], *lengths.shape[:1])
    if len(lengths.shape) != 1 or len(set(batch) - {None}) > 1:
        raise ShapeError(
            f"ctc_decode: sequence_lengths has shape {tuple(lengths.shape)}; it must "
            f"be (batch,), for inputs of shape {tuple(logits.shape)}."
        )
    if strategy == "greedy":
        return _greedy(logits, lengths, merge_repeated, int(mask_index))
    return alignments.ctc_beams(
        log_softmax(logits, axis=2),
        lengths,
        width=int(beam_width),
        paths=int(top_paths),
        blank=int(mask_index),
    )


def _logits(op: str, name: str, x: Any, mask_index: int) -> Any:
    x = as_float(as_operand(x))
    if len(x.shape) != 3:
        raise ShapeError(
            f"{op}: {name} has shape {tuple(x.shape)}; it must be (batch, frames, "
            f"classes)."
        )
    classes = known_size(op, x, 2)
    if not 0 <= int(mask_index) < classes:
        raise ArgumentError(
            f"{op}: mask_index={mask_index} must be one of the {classes} classes, 0 "
            f"to {classes - 1}."
        )
    return cast_to(x, "float32") if dtype_of(x).itemsize == 2 else x


def _greedy(logits: Any, lengths: Any, merge: bool, blank: int) -> tuple[Any, Any]:
    best = reduction.argmax(logits, axis=2)
    frame = scan.cumsum(movement.full_like(best, value=1), axis=1) - 1
    inside = frame < movement.reshape(lengths, shape=(-1, 1))
    top = reduction.reduce_max(logits, axes=(2,))
    score = reduction.reduce_sum(where(inside, top, 0.0), axes=(1,), keepdims=True)
    kept = where(inside, best != blank, False)
    if merge:
        before = movement.pad(best, widths=((0, 0), (1, 0)), value=-1)
        before = movement.slice_axis(before, 1, None, -1)
        kept = where(best != before, kept, False)
    order = sorting.argsort(comparison.logical_not(kept), axis=1)
    labels = where(kept, best, -1)
    labels = indexing.take_along_axis(labels, order, axis=1)
    return movement.slice_view(labels, index=(None,)), -score
