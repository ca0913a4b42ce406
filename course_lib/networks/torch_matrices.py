"""The matrices of PyTorch modules that stand for one thing together: attention's four, a pair's two."""

from course_lib.networks.described import heads_of
from course_lib.networks.tensors import to_array

LINEAR = ("Linear", "LazyLinear", "NonDynamicallyQuantizableLinear", "Conv1D")
SPLIT = (("q_proj", "k_proj", "v_proj"), ("query", "key", "value"), ("q", "k", "v"), ("to_q", "to_k", "to_v"),
         ("wq", "wk", "wv"), ("W_q", "W_k", "W_v"), ("W_Q", "W_K", "W_V"))
FUSED = ("c_attn", "qkv", "to_qkv", "Wqkv")
OUT = ("out_proj", "o_proj", "c_proj", "to_out", "proj", "wo", "W_o", "W_O", "out", "o")
HEADS = ("num_heads", "n_heads", "n_head", "num_attention_heads", "heads", "nhead")


def children(module):
    """(name, child) in order. named_children would leave out a module that stands there twice, as one nn.ReLU() may."""
    modules = getattr(module, "_modules", None)
    named = modules.items() if modules is not None else module.named_children()
    return [(name, child) for name, child in named if child is not None]


def parameters(module):
    """The parameters that a module owns itself, by name."""
    own = getattr(module, "_parameters", None)
    return {name: value for name, value in (own or {}).items() if value is not None}


def matrix(module):
    """(W (units, inputs), b or None) of a linear module, of one in a wrapper; (None, None) for anything else."""
    module = getattr(module, "base_layer", module)
    if type(module).__name__ not in LINEAR:
        return None, None
    W = to_array("weight", module.weight)
    return (W.T if type(module).__name__ == "Conv1D" else W), module.bias


def factors(first, second):
    """(name, A (rank, inputs), B (units, rank)) of a pair of parameters, of linear modules, or of dicts of these."""
    if children_of := [dict(children(m)) for m in (first, second) if callable(getattr(m, "named_children", None))]:
        if len(children_of) == 2 and all(children_of):
            for name in children_of[0]:
                if name in children_of[1]:
                    for _, A, B in factors(children_of[0][name], children_of[1][name]):
                        yield name, A, B
            return
        first, second = (getattr(m, "weight", None) for m in (first, second))
    if first is None or second is None or len(first.shape) != 2 or len(second.shape) != 2:
        return
    A, B = to_array("A", first), to_array("B", second)
    if A.shape[0] == B.shape[1] and A.shape[0] <= min(A.shape[1], B.shape[0]):
        yield "", A, B
    elif A.shape[1] == B.shape[0]:  # used as x @ A @ B
        yield "", A.T, B.T


def read_attention(module, kind, inside):
    """(arrays, facts, names of the children used) of a module that is attention; None for any other."""
    told = [getattr(owner, name, None) for owner in (module, getattr(module, "config", None)) for name in HEADS]
    heads = next((count for count in told if isinstance(count, int)), None)
    if not heads:
        return None
    if kind == "MultiheadAttention":
        own = parameters(module)
        if "in_proj_weight" in own:
            W = to_array("in_proj_weight", own["in_proj_weight"])
            Ws = [W[k * len(W) // 3:(k + 1) * len(W) // 3] for k in range(3)]
        else:
            Ws = [to_array(name, own[f"{name}_proj_weight"]) for name in "qkv"]
        b = own.get("in_proj_bias")
        bs = [None] * 3 if b is None else list(to_array("in_proj_bias", b).reshape(3, -1))
        return cut(Ws, bs, *matrix(inside["out_proj"]), heads, {"out_proj"})
    out = next((name for name in OUT if name in inside), None)
    W_O, b_O = matrix(first_linear(inside[out])) if out else (None, None)
    if W_O is None:
        return None
    for names in SPLIT:
        if all(name in inside for name in names):
            Ws, bs = zip(*(matrix(inside[name]) for name in names))
            return None if any(W is None for W in Ws) else cut(Ws, bs, W_O, b_O, heads, {*names, out})
    fused = next((name for name in FUSED if name in inside), None)
    W, b = matrix(inside[fused]) if fused else (None, None)
    if W is None or len(W) % 3:
        return None
    bs = [None] * 3 if b is None else list(to_array("bias", b).reshape(3, -1))
    return cut(W.reshape(3, -1, W.shape[1]), bs, W_O, b_O, heads, {fused, out})


def first_linear(module):
    """The module, or the first one in it where it is a Sequential, as to_out often is."""
    inside = children(module) if type(module).__name__ in ("Sequential", "ModuleList") else []
    return inside[0][1] if inside else module


def cut(Ws, bs, W_O, b_O, heads, used):
    """What read_attention returns, where every matrix can be cut into that many heads."""
    if any(len(W) % heads for W in Ws) or W_O.shape[1] != len(Ws[2]):
        return None
    arrays = {f"W_{name}": heads_of(W, heads) for name, W in zip("QKV", Ws)}
    arrays |= {f"b_{name}": None if b is None else heads_of(to_array("bias", b), heads) for name, b in zip("QKV", bs)}
    arrays |= {"W_O": W_O.reshape(len(W_O), heads, -1).transpose(1, 0, 2), "b_O": b_O}
    return arrays, {"heads": heads}, used
