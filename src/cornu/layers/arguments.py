"""Checks that constructors of layers share. Each error names class and argument."""

from typing import Any

from cornu.utils.naming import suggest


def positive_int(value: Any, name: str, who: str) -> int:
    """Return `value` as an int.

    Raises
    ------
    ValueError
        If it is no integer, or below 1.
    """
    if _is_integer(value) and value >= 1:
        return int(value)
    raise ValueError(
        f"{who}: {name} must be a positive integer, got {value!r} "
        f"({type(value).__name__})."
    )


def _is_integer(value: Any) -> bool:
    return hasattr(value, "__index__") and not isinstance(value, bool)


def int_tuple(
    value: Any, count: int, name: str, who: str, *, minimum: int = 1
) -> tuple[int, ...]:
    """Return `count` integers; a single one stands for all.

    Raises
    ------
    ValueError
        If there are more or fewer, or one is below `minimum`.

    Examples
    --------
    >>> int_tuple(3, 2, "kernel_size", "Conv2D")
    (3, 3)
    """
    values = (value,) * count if _is_integer(value) else value
    if (
        not isinstance(values, (tuple, list))
        or len(values) != count
        or not all(_is_integer(v) and v >= minimum for v in values)
    ):
        raise ValueError(
            f"{who}: {name} must be an integer of at least {minimum}, or a tuple of "
            f"{count} of them, got {value!r}."
        )
    return tuple(int(v) for v in values)


def int_pairs(
    value: Any, count: int, name: str, who: str
) -> tuple[tuple[int, int], ...]:
    """Return `count` pairs (before, after) of integers that are not negative.

    A single integer stands for all, one integer per axis for both of its sides.

    Raises
    ------
    ValueError
        If the value is none of these.

    Examples
    --------
    >>> int_pairs((1, (0, 2)), 2, "padding", "ZeroPadding2D")
    ((1, 1), (0, 2))
    """
    values = (value,) * count if _is_integer(value) else value
    if isinstance(values, (tuple, list)) and len(values) == count:
        pairs = [(v, v) if _is_integer(v) else v for v in values]
        if all(_is_pair(p) for p in pairs):
            return tuple((int(a), int(b)) for a, b in pairs)
    raise ValueError(
        f"{who}: {name} must be an integer of at least 0, {count} of them, or "
        f"{count} pairs (before, after), got {value!r}."
    )


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, (tuple, list))
        and len(value) == 2
        and all(_is_integer(v) and v >= 0 for v in value)
    )


def one_of(value: Any, known: tuple[str, ...], name: str, who: str) -> str:
    """Return a word in lower case.

    Raises
    ------
    ValueError
        If it is not among `known`; the nearest one is named.
    """
    word = value.lower() if isinstance(value, str) else value
    if word not in known:
        raise ValueError(
            f"{who}: unknown {name} {value!r}.{suggest(str(value), known)} Use one of "
            f"{', '.join(map(repr, known))}."
        )
    return str(word)


def fraction(value: Any, name: str, who: str) -> Any:
    """Return `value` as it is.

    Raises
    ------
    ValueError
        If it is no number between 0 and 1.
    """
    if isinstance(value, (int, float)) and 0 <= value <= 1:
        return value
    raise ValueError(f"{who}: {name} must be a number from 0 to 1, got {value!r}.")


def not_negative(value: Any, name: str, who: str) -> Any:
    """Return `value` as it is.

    Raises
    ------
    ValueError
        If it is no number, or below 0.
    """
    if isinstance(value, (int, float)) and value >= 0:
        return value
    raise ValueError(f"{who}: {name} must be a number of at least 0, got {value!r}.")


def refuse(who: str, **options: Any) -> None:
    """Refuse settings of Keras that this library does not have.

    Raises
    ------
    ValueError
        If one of them is set (neither None nor False).
    """
    for name, value in options.items():
        if value is not None and value is not False:
            raise ValueError(
                f"{who}: {name}={value!r} is not part of this library; leave it out."
            )
