"""QuantizedDTypePolicy: weights held in fewer bits than they are computed with."""

from typing import Any

from cornu.dtype_policies.default import default_policy
from cornu.dtype_policies.dtype_policy import DTypePolicy, dtype_policy_registry
from cornu.errors import ArgumentError

_MODES = ("int8", "float8", "int4", "gptq", "awq")


@dtype_policy_registry.register()
class QuantizedDTypePolicy(DTypePolicy):
    """Say how weights are quantized, and from which policy.

    Policies of this kind can be read, written and compared, so that configs keep them;
    layers of this library do not compute with them and refuse them.

    Parameters
    ----------
    mode : {"int8", "int4", "float8", "gptq", "awq"}
    source_name : str, optional
        Name of the policy before quantization; the default policy's if not given.

    Raises
    ------
    ArgumentError
        If there is no such mode or policy, or if they do not go together.

    Examples
    --------
    >>> policy = QuantizedDTypePolicy("int8", "mixed_bfloat16")
    >>> policy.name, policy.compute_dtype, policy.quantization_mode
    ('int8_from_mixed_bfloat16', 'bfloat16', 'int8')
    """

    def __init__(self, mode: str, source_name: str | None = None) -> None:
        source = default_policy().name if source_name is None else source_name
        super().__init__(source)
        family = str(mode).partition("/")[0]
        if family not in _MODES:
            raise ArgumentError(
                f"{type(self).__name__}: mode must be one of {', '.join(_MODES)}, got "
                f"{mode!r}."
            )
        if family == "int8" and self.compute_dtype == "float16":
            raise ArgumentError(
                f"{type(self).__name__}: mode 'int8' needs sums wider than float16 "
                f"holds; take 'mixed_bfloat16' or 'float32' in place of {source!r}."
            )
        self.mode = mode
        self.source_name = source
        self.quantization_mode = family
        self.name = f"{mode}_from_{source}"

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments."""
        return {"mode": self.mode, "source_name": self.source_name}

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, DTypePolicy)
            and type(other) is type(self)
            and other.get_config() == self.get_config()
        )

    def __hash__(self) -> int:
        return hash(self.name)


def parts_of(policy: QuantizedDTypePolicy, form: str) -> list[int]:
    """Return the whole numbers in a policy's mode, which has the form `form`.

    Raises
    ------
    ArgumentError
        If the mode is of another form.
    """
    family, *wanted = form.split("/")
    found, *texts = policy.mode.split("/")
    try:
        numbers = [int(text) for text in texts]
    except ValueError:
        numbers = []
    if found != family or len(numbers) != len(wanted):
        raise ArgumentError(
            f"{type(policy).__name__}: mode must be of the form {form!r} with whole "
            f"numbers, got {policy.mode!r}."
        )
    return numbers
