"""How Keras 3's files name operations: a module, a class, and what belongs to a call.

In a file an operation is a class with settings (``Mean`` with ``axis``), called on
tensors. Ours is one function; which of its parameters are the call's is told here.
Names and numbers are facts of Keras 3.15.
"""

from typing import Any, NamedTuple

# By module of Keras and by how many leading parameters belong to the call. Every op of
# `numpy` that stands nowhere else has one.
_TABLE = {
    ("numpy", 2): """
        add allclose append arctan2 average bitwise_and bitwise_left_shift bitwise_or
        bitwise_right_shift bitwise_xor correlate cross digitize divide divide_no_nan
        dot einsum equal floor_divide fmax fmin fmod full_like gcd geomspace get_item
        greater greater_equal heaviside hypot inner isin kron lcm ldexp left_shift less
        less_equal linspace logaddexp logaddexp2 logical_and logical_or logical_xor
        logspace matmul maximum minimum mod multiply nanpercentile nanquantile nextafter
        not_equal outer pad percentile power quantile right_shift searchsorted subtract
        take take_along_axis tensordot true_divide vdot""",
    ("numpy", 3): "arange select where",
    ("numpy", 4): "isclose",
    ("nn", 1): """
        adaptive_average_pool adaptive_max_pool average_pool celu depth_to_space elu
        fold gelu glu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu
        log_sigmoid log_softmax max_pool moments multi_hot normalize one_hot relu relu6
        selu sigmoid silu soft_shrink softmax softplus softsign space_to_depth
        sparse_plus sparse_sigmoid sparsemax squareplus tanh_shrink threshold unfold""",
    ("nn", 2): """
        binary_crossentropy categorical_crossentropy conv conv_transpose ctc_decode
        depthwise_conv polar psnr sparse_categorical_crossentropy rms_normalization""",
    ("nn", 3): "separable_conv layer_normalization",
    ("nn", 4): "ctc_loss",
    ("nn", 5): "batch_normalization",
    ("nn", 6): "dot_product_attention",
    ("math", 1): """
        erf erfc erfinv extract_sequences fft fft2 ifft2 irfft istft logdet logsumexp
        rfft rsqrt stft top_k view_as_complex view_as_real""",
    ("math", 2): """
        cdist in_top_k segment_max segment_min segment_prod segment_sum""",
    ("linalg", 1): """
        cholesky cholesky_inverse det eig eigh inv lu_factor matrix_rank norm pinv qr
        svd""",
    ("linalg", 2): "lstsq solve solve_triangular",
    ("core", 1): "cast convert_to_tensor saturate_cast stop_gradient unstack",
    ("core", 2): "scatter slice",
    ("core", 3): "scatter_update slice_update",
    ("image", 1): """
        image.crop_images image.elastic_transform image.extract_patches
        image.extract_patches_3d
        image.gaussian_blur image.hsv_to_rgb image.pad_images image.resize
        image.rgb_to_grayscale image.rgb_to_hsv image.sobel_edges""",
    ("image", 2): "image.affine_transform image.map_coordinates image.ssim",
    ("image", 3): "image.perspective_transform",
    ("image", 4): "image.scale_and_translate",
    ("einops", 2): "rearrange",
}

# Where the words of a name do not simply begin with capitals.
_CLASSES = {
    "allclose": "AllClose",
    "batch_normalization": "BatchNorm",
    "cdist": "CDist",
    "ctc_decode": "CTCDecode",
    "ctc_loss": "CTCLoss",
    "fft": "FFT",
    "fft2": "FFT2",
    "ifft2": "IFFT2",
    "image.extract_patches_3d": "ExtractPatches",
    "image.hsv_to_rgb": "HSVToRGB",
    "image.rgb_to_grayscale": "RGBToGrayscale",
    "image.rgb_to_hsv": "RGBToHSV",
    "image.ssim": "SSIM",
    "irfft": "IRFFT",
    "isin": "IsIn",
    "istft": "ISTFT",
    "layer_normalization": "LayerNorm",
    "psnr": "PSNR",
    "rfft": "RFFT",
    "rms_normalization": "RMSNorm",
    "searchsorted": "SearchSorted",
    "stft": "STFT",
    "svd": "SVD",
}

# The parameters of a call where they are not the first ones.
_CALLS = {
    "average": ("x", "weights"),
    "batch_normalization": ("x", "mean", "variance", "offset", "scale"),
    "einsum": ("operands",),
    "full": ("fill_value",),
    "meshgrid": ("x",),
    "pad": ("x", "constant_values"),
}


class KerasName(NamedTuple):
    """Where Keras keeps an operation.

    Attributes
    ----------
    module : str
        As files write it: "keras.src.ops.numpy".
    class_name : str
    leading : int
        How many first parameters belong to the call.
    call : tuple of str or None
        Their names, where they are others.
    """

    module: str
    class_name: str
    leading: int
    call: tuple[str, ...] | None


_PLACES = {
    op: (module, count)
    for (module, count), names in _TABLE.items()
    for op in names.split()
}


def keras_name(op: str) -> KerasName:
    """Return how Keras's files name a public op.

    Examples
    --------
    >>> keras_name("top_k")[:3]
    ('keras.src.ops.math', 'TopK', 1)
    """
    module, count = _PLACES.get(op, ("numpy", 1))
    short = op.rpartition(".")[2]
    camel = "".join(word.capitalize() for word in short.split("_"))
    return KerasName(
        f"keras.src.ops.{module}", _CLASSES.get(op, camel), count, _CALLS.get(op)
    )


def as_keras_has_them(op: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of an op in the form that tells Keras's class what it is."""
    size = settings.get("size")
    if op == "image.extract_patches_3d" and isinstance(size, int):
        return {**settings, "size": (size,) * 3}  # the class serves images as well
    return settings
