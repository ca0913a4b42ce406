"""The parts of a state_dict or checkpoint, by the names of its keys and the shapes of its arrays."""

from collections.abc import Mapping

from course_lib.networks.described import Parts, not_read, part
from course_lib.networks.tensors import to_array

PAIRS = ((".lora_A", ".lora_B"), (".lora_down", ".lora_up"))
COUNTS = ("running_mean", "running_var", "num_batches_tracked")
EMBEDDINGS = ("embed", "wte", "wpe")


def unwrapped(state):
    """The state_dict in a checkpoint, or the dict itself."""
    inner = state.get("state_dict", state.get("model_state_dict"))
    return inner if isinstance(inner, Mapping) else state


def state_parts(state):
    """The Parts of a dict from names to arrays. It knows neither heads nor what runs after what: less is read."""
    made, left, used, state = [], [], set(), unwrapped(state)
    for key, value in state.items():
        if key in used or key == "bias" or key.endswith((".bias", *COUNTS)):
            continue
        other = next((key.replace(a, b) for a, b in PAIRS if a in key and key.replace(a, b) in state), None)
        name = key.removesuffix(".weight")
        if other:
            used.add(other)
            made.append(part(name.replace(".lora_A", ".lora").replace(".lora_down", ".lora"), "pair",
                             A=to_array(key, value), B=to_array(other, state[other])))
        elif one := _one(key, name, value, state):
            made.append(one)
        else:
            left.append(key)
    said = not_read(left)
    said.append("a state_dict knows no heads and no order of running: equal heads and growing streams are not read")
    if not made:
        raise ValueError("the dict holds no '*.weight' that is read: is it a state_dict?")
    return Parts(made, "state_dict", said=said)


def _one(key, name, value, state):
    bias, axes = state.get(f"{name}.bias"), len(value.shape)
    block = name.rpartition(".")[0]
    if not key.endswith("weight"):
        return None
    if axes == 1:
        batch = f"{name}.running_mean" in state
        return part(name, "batch norm" if batch else "layer norm", block=block, gamma=value, beta=bias)
    if axes == 2 and bias is None and any(word in name.lower() for word in EMBEDDINGS):
        return part(name, "embedding", block=block, E=value)
    if axes == 2:
        return part(name, "dense", block=block, W=value, b=bias)
    return part(name, "filters", block=block, facts={"groups": None}, W=value, b=bias) if axes in (3, 4, 5) else None
