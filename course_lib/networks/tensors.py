"""One array, from whatever holds it: NumPy, lists, tensors of PyTorch, TensorFlow or JAX, on a GPU, in half."""

import numpy as np


def to_array(name, value):
    """A float64 copy of `value`; made once. TypeError or ValueError, naming it, for what holds no finite numbers."""
    if callable(getattr(value, "detach", None)):  # PyTorch
        value = _from_torch(name, value)
    elif callable(getattr(value, "numpy", None)) and not isinstance(value, np.ndarray):  # TensorFlow, Keras
        value = value.numpy()
    if type(value).__module__.startswith("cupy"):
        value = value.get()
    try:
        given = np.asarray(value)
    except Exception as error:
        raise TypeError(f"{name} cannot be read as an array: {type(value).__name__} ({error})") from None
    if given.dtype.kind not in "biuf" and given.dtype.name not in ("bfloat16", "float8_e4m3fn", "float8_e5m2"):
        hint = ": its rows have different lengths?" if given.dtype == object else ""
        raise TypeError(f"{name} must hold real numbers, not {given.dtype} (from {type(value).__name__}){hint}")
    given = np.array(given, dtype=np.float64)
    return finite(name, given)


def finite(name, given):
    """`given`, or a ValueError that says how many of its numbers are none, and what that usually means."""
    if not given.size:
        raise ValueError(f"{name} is empty: its shape is {given.shape}")
    bad = given.size - int(np.isfinite(given).sum())
    if bad:
        raise ValueError(f"{name} (shape {given.shape}) holds NaN or infinity in {bad:,} of {given.size:,} places. "
                         "After "
                         "training this means that the steps were too large: hand in the weights from before it "
                         "happened, and your rate: ward.examine(network, X, Y, rate=...)")
    return given


def _from_torch(name, tensor):
    if getattr(tensor, "is_meta", False):
        raise ValueError(f"{name} is on the meta device: it has a shape and no numbers. Load the weights first")
    if getattr(tensor, "is_quantized", False):
        tensor = tensor.dequantize()
    if getattr(tensor, "is_complex", lambda: False)():
        raise TypeError(f"{name} must hold real numbers, not {tensor.dtype}")
    return tensor.detach().cpu().double().numpy()
