"""Names and configs of dtype policies."""

from collections.abc import Mapping
from typing import Any

from cornu.core.dtypes import standardize_dtype
from cornu.dtype_policies.default import default_policy
from cornu.dtype_policies.dtype_policy import DTypePolicy, dtype_policy_registry
from cornu.errors import ArgumentError
from cornu.utils import registry


def get(identifier: Any) -> DTypePolicy:
    """Turn a name, a config or a data type into a dtype policy.

    Parameters
    ----------
    identifier : str, dict, data type, DTypePolicy or None
        Names: ``"float32"``, ``"mixed_float16"``, ``"int8_from_float32"``,
        ``"gptq/4/128_from_float32"``. None for the default policy.

    Returns
    -------
    DTypePolicy

    Raises
    ------
    ArgumentError
        If there is no such policy.

    Examples
    --------
    >>> get("mixed_bfloat16")
    <DTypePolicy "mixed_bfloat16">
    """
    if identifier is None:
        return default_policy()
    if isinstance(identifier, DTypePolicy):
        return identifier
    if isinstance(identifier, Mapping):
        return _from_config(identifier)
    if isinstance(identifier, str):
        return _from_name(identifier)
    return DTypePolicy(standardize_dtype(identifier))


def _from_name(name: str) -> DTypePolicy:
    mode, quantizes, source = name.partition("_from_")
    if not quantizes:
        return DTypePolicy(name)
    find = dtype_policy_registry.find
    family, has_parts, _ = mode.partition("/")
    kind = {
        "float8": "QuantizedFloat8DTypePolicy",
        "gptq": "GPTQDTypePolicy",
        "awq": "AWQDTypePolicy",
    }.get(family, "Int4DTypePolicy" if has_parts else "QuantizedDTypePolicy")
    made: DTypePolicy = find(kind)(mode, source)
    return made


def _from_config(config: Mapping[str, Any]) -> DTypePolicy:
    if "class_name" in config:
        return deserialize(config)
    if "name" in config:
        return _from_name(config["name"])
    raise ArgumentError(
        f"Not the config of a dtype policy: expected the keys 'class_name' and "
        f"'config', got {sorted(map(str, config))}."
    )


def serialize(dtype_policy: DTypePolicy) -> dict[str, Any]:
    """Return the JSON-ready description of a policy, as Keras 3 writes it.

    Parameters
    ----------
    dtype_policy : DTypePolicy

    Examples
    --------
    >>> serialize(DTypePolicy("float16"))["config"]
    {'name': 'float16'}
    """
    described: dict[str, Any] = registry.serialize(dtype_policy)
    return described


def deserialize(
    config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None
) -> DTypePolicy:
    """Rebuild a policy from what :func:`serialize` returned.

    Parameters
    ----------
    config : dict
    custom_objects : dict of str to class, optional
        Policies of your own that `config` names.

    Raises
    ------
    ValueError
        If there is no such policy.
    """
    with registry.custom_object_scope(custom_objects or {}):
        made: DTypePolicy = registry.deserialize(config, dtype_policy_registry)
    return made
