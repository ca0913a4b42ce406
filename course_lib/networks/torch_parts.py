"""The parts of a PyTorch module, without importing PyTorch: found by the names of classes, children and parameters."""

import re

from course_lib.networks.described import Parts, not_read, part
from course_lib.networks.known import recognize
from course_lib.networks.torch_matrices import LINEAR, children, factors, matrix, parameters, read_attention
from course_lib.networks.tried import first_loss, streams

FILTERS = re.compile(r"(Lazy)?Conv[123]d$")
BATCH, LAYER = re.compile(r"BatchNorm"), re.compile(r"LayerNorm|RMSNorm|GroupNorm|InstanceNorm")
GATES = re.compile(r"(^|_)(alpha|gate|gamma|resweight|res_weight|rezero|(layer|branch|res)_scale)[_\d]*$", re.I)
SHIFTS = re.compile(r"bias|shift|offset|beta|mean|temp", re.I)  # numbers that are added, or divide; no gates
PAIRS = (("lora_A", "lora_B"), ("lora_down", "lora_up"), ("A", "B"))


def torch_parts(module, *said):
    """The Parts of a torch.nn.Module; `said` are words for the report."""
    walk = Walk()
    walk.into(module, "", "", "")
    tied = [names for names in walk.matrices.values() if len(names) > 1]
    said = [*said, *not_read(walk.left)]
    if not walk.parts:
        raise ValueError(f"{type(module).__name__} holds no part whose weights are read"
                         + "".join(f"; {words}" for words in said))
    found, words = streams(walk.stacks, walk.parts)
    tied, loss = [tuple(names[:2]) for names in tied], None
    if tied and len(tokens := {one.arrays["E"].shape[0] for one in walk.parts if one.name in tied[0] and
                               one.kind == "embedding"}) == 1:
        loss = first_loss(module, tokens.pop())
    return Parts(walk.parts, type(module).__name__, tied, found, said + words, loss)


class Walk:
    """One walk over the modules: parts in the order of registration, stacks of like blocks, what was left out."""

    def __init__(self):
        self.parts, self.stacks, self.left, self.matrices = [], [], [], {}

    def add(self, name, kind, row, block, facts=None, **arrays):
        """One part; the name of its matrix is kept, to see which are shared."""
        self.parts.append(part(name, kind, row, block, facts, **arrays))

    def share(self, name, tensor):
        """Remember whose matrix this is."""
        self.matrices.setdefault(id(tensor), []).append(name)

    def into(self, module, where, row, block):
        """Read one module and what it holds."""
        kind, inside = type(module).__name__, children(module)
        if self.leaf(module, kind, where, row, block):
            return
        used = set()
        if attention := read_attention(module, kind, dict(inside)):
            arrays, facts, used = attention
            self.add(where, "attention", row, where, facts, **arrays)
        used |= self.pairs(module, where, row)
        self.gates(module, where, block if not inside else where, used)
        self.stack(inside, where)
        own_row = (row or where or kind) if kind == "Sequential" else ""
        for name, child in inside:
            path = f"{where}.{name}" if where else name
            if name in used:
                self.wrapped(child, path)
            else:
                self.into(child, path, own_row, block if kind == "Sequential" and block else where)

    def leaf(self, module, kind, where, row, block):
        """Whether it is one of the modules that are parts themselves; adds it."""
        if kind in LINEAR:
            W, b = matrix(module)
            self.share(where, module.weight)
            self.add(where, "dense", row, block, W=W, b=b)
            self.pairs(module, where, row)  # loralib's Linear owns its pair itself
        elif FILTERS.match(kind):
            self.add(where, "filters", row, block, {"groups": int(getattr(module, "groups", 1))},
                     W=module.weight, b=module.bias)
        elif kind == "Embedding":
            self.share(where, module.weight)
            self.add(where, "embedding", row, block, E=module.weight)
        elif BATCH.search(kind) or LAYER.search(kind):
            self.add(where, "batch norm" if BATCH.search(kind) else "layer norm", row, block,
                     {"epsilon": getattr(module, "eps", 1e-5)},
                     gamma=getattr(module, "weight", None), beta=getattr(module, "bias", None))
        elif not children(module) and not parameters(module):
            self.silent(kind, where, row, block)
        else:
            return False
        return True

    def silent(self, kind, where, row, block):
        """A module without weights: an activation, or something that passes on."""
        if type_is_custom(kind):
            self.add(where, "other", row, block, {"class": kind})
            return
        try:
            function = recognize(kind)
        except KeyError:
            self.add(where, "other", row, block, {"class": kind})
        else:
            self.add(where, "activation", row, block, {"function": function})

    def pairs(self, module, where, row):
        """Low-rank pairs among its children or parameters; the names used."""
        held = dict(children(module)) | parameters(module)
        for first, second in PAIRS:
            if first not in held or second not in held:
                continue
            found = list(factors(held[first], held[second]))
            for name, A, B in found:
                self.add(".".join(filter(None, (where, first.rsplit("_", 1)[0] if "_" in first else "pair", name))),
                         "pair", "", where, A=A, B=B)
            if found:
                return {first, second}
        return set()

    def wrapped(self, child, path):
        """A matrix of an attention that is already read: only pairs beside it are left to see."""
        if callable(getattr(child, "named_children", None)):
            self.pairs(child, path, "")

    def gates(self, module, where, block, used):
        """Numbers in front of a branch; other parameters of its own are left out, and said."""
        attention = any(p.name == where and p.kind == "attention" for p in self.parts[-1:])
        for name, value in parameters(module).items():
            if name in used or attention and ("proj" in name or "bias" in name):
                continue
            path = f"{where}.{name}" if where else name
            size = 1
            for length in value.shape:
                size *= length
            named = bool(GATES.search(name))
            if (named or size == 1 and not SHIFTS.search(name)) and size == max(value.shape, default=1):
                self.add(path, "gate", "", block, {"named": named}, g=value)
            else:
                self.left.append(f"{path} ({type(module).__name__})")

    def stack(self, inside, where):
        """Blocks of one class, one after another."""
        run = []
        for name, child in [*inside, ("", None)]:
            if run and type(child) is not type(run[-1][1]):
                if len(run) >= 4 and children(run[0][1]):
                    self.stacks.append((where, run))
                run = []
            run.append((f"{where}.{name}" if where else name, child))


def type_is_custom(kind):
    """Whether a class without weights must not be taken for the activation its name resembles."""
    return kind in ("Identity", "Flatten", "Unflatten") or "Dropout" in kind or "Pool" in kind or "Pad" in kind
