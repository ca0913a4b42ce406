"""networks.parts against PyTorch: what is called dead gets no gradient from autograd; usual healthy modules pass."""

import copy

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_lib import explorers, networks, ward


class Branch(nn.Module):
    """x + alpha · W2 relu(W1 norm(x)), as everybody writes it."""

    def __init__(self, d=16, norm=nn.Identity, alpha=None, zero_last=False):
        super().__init__()
        self.norm, self.fc1, self.fc2 = norm(d) if norm is not nn.Identity else norm(), nn.Linear(d, d), nn.Linear(d, d)
        nn.init.kaiming_normal_(self.fc1.weight)
        nn.init.kaiming_normal_(self.fc2.weight)
        nn.init.zeros_(self.fc1.bias)
        nn.init.zeros_(self.fc2.bias)
        if zero_last:
            nn.init.zeros_(self.fc2.weight)
        self.alpha = 1.0 if alpha is None else nn.Parameter(torch.full((), float(alpha)))

    def forward(self, x):
        return x + self.alpha * self.fc2(F.relu(self.fc1(self.norm(x))))


class Stack(nn.Module):
    def __init__(self, block, count, d=16, classes=3):
        super().__init__()
        self.stem, self.blocks = nn.Linear(16, d), nn.ModuleList(block(k) for k in range(count))
        self.head = nn.Linear(d, classes)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x)


class Basic(nn.Module):
    """ResNet's basic block."""

    def __init__(self, c, gamma=1.0):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(c, c, 3, padding=1, bias=False), nn.BatchNorm2d(c)
        self.relu = nn.ReLU(inplace=True)
        self.conv2, self.bn2 = nn.Conv2d(c, c, 3, padding=1, bias=False), nn.BatchNorm2d(c)
        for conv in (self.conv1, self.conv2):
            nn.init.kaiming_normal_(conv.weight, mode="fan_out", nonlinearity="relu")
        nn.init.constant_(self.bn2.weight, gamma)

    def forward(self, x):
        return self.relu(x + self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x))))))


def resnet(count=4, gamma=1.0):
    return nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
                         *(Basic(8, gamma) for _ in range(count)), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                         nn.Linear(8, 10))


class Lora(nn.Module):
    def __init__(self, base, rank=4, zero_A=False, B=0.0, equal=False):
        super().__init__()
        self.base = base
        self.lora_A = nn.Parameter(torch.randn(rank, base.in_features) / base.in_features**0.5)
        self.lora_B = nn.Parameter(torch.full((base.out_features, rank), float(B)))
        with torch.no_grad():
            if zero_A:
                self.lora_A.zero_()
            if equal:
                self.lora_A[:] = self.lora_A[0].clone()

    def forward(self, x):
        return self.base(x) + x @ self.lora_A.T @ self.lora_B.T


class GPTBlock(nn.Module):
    """nanoGPT's block, by its names."""

    def __init__(self, d=32, heads=4, last=0.02):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.attn = SelfAttention(d, heads)
        self.mlp = nn.ModuleDict({"c_fc": nn.Linear(d, 4 * d), "c_proj": nn.Linear(4 * d, d)})
        for name, p in self.named_parameters():
            if name.endswith("weight") and p.ndim == 2:
                nn.init.normal_(p, std=last if name.endswith("c_proj.weight") else 0.02)

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp["c_proj"](F.gelu(self.mlp["c_fc"](self.ln_2(x))))


class SelfAttention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.c_attn, self.c_proj, self.n_head = nn.Linear(d, 3 * d), nn.Linear(d, d), heads

    def forward(self, x):
        q, k, v = (p.unflatten(-1, (self.n_head, -1)).transpose(1, 2) for p in self.c_attn(x).chunk(3, dim=-1))
        return self.c_proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class GPT(nn.Module):
    def __init__(self, blocks=6, d=32, std=0.02, division=None):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(200, d), nn.Embedding(16, d)
        self.h = nn.ModuleList(GPTBlock(d, last=0.02 / (division or (2 * blocks) ** 0.5)) for _ in range(blocks))
        self.ln_f, self.lm_head = nn.LayerNorm(d), nn.Linear(d, 200, bias=False)
        for e in (self.wte, self.wpe):
            nn.init.normal_(e.weight, std=std)
        self.lm_head.weight = self.wte.weight

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[1]))
        for block in self.h:
            x = block(x)
        return self.lm_head(self.ln_f(x))


class Convs(nn.Module):
    """A small CNN whose forward calls functions."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2, self.fc1, self.fc2 = (nn.Conv2d(1, 8, 3), nn.Conv2d(8, 16, 3), nn.Linear(64, 32),
                                                      nn.Linear(32, 10))

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv2(F.relu(self.conv1(x)))), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


def still(module, x, steps=5):
    """The names of the matrices that get no gradient in five steps of descent on a copy."""
    module = copy.deepcopy(module).double().train()
    torch.manual_seed(1)
    x = x if x.dtype == torch.long else x.double()
    living = set()
    for _ in range(steps):
        module.zero_grad()
        y = module(x)
        (y[0] if isinstance(y, tuple) else y).sub(torch.randn(1).double()).pow(3).mean().backward()
        with torch.no_grad():
            for name, p in module.named_parameters():
                if p.grad is not None and p.grad.abs().max() > 0:
                    living.add(name)
                    p -= 0.01 * p.grad.clamp(-1, 1)
    return {name for name, p in module.named_parameters() if p.ndim != 1} - living


def images(c=3, n=6):
    return torch.randn(n, c, 8, 8, generator=torch.Generator().manual_seed(0))


def vectors(n=12, d=16):
    return torch.randn(n, d, generator=torch.Generator().manual_seed(0))


def zeroed(module, *names):
    for name in names:
        nn.init.zeros_(module.get_parameter(name))
    return module


class Attends(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(16, 4, batch_first=True)

    def forward(self, x):
        return self.attn(x, x, x, need_weights=False)[0]


def attends(*roles):
    net = Attends()
    with torch.no_grad():
        for role in roles:
            if role == "O":
                net.attn.out_proj.weight.zero_()
            else:
                k = "QKV".index(role)
                net.attn.in_proj_weight[16 * k:16 * k + 16] = 0
    return net


DEAD = {
    "pair": (lambda: nn.Sequential(Lora(nn.Linear(16, 8), zero_A=True), nn.ReLU(), nn.Linear(8, 3)), vectors, True),
    "pair of one zero": (lambda: nn.Sequential(Lora(nn.Linear(16, 8)), nn.ReLU(), nn.Linear(8, 3)), vectors, False),
    "gate and last": (lambda: Stack(lambda k: Branch(alpha=0, zero_last=True), 4), vectors, True),
    "gate": (lambda: Stack(lambda k: Branch(alpha=0), 4), vectors, False),
    "last": (lambda: Stack(lambda k: Branch(zero_last=True), 4), vectors, False),
    "zero convolution, ReLU": (lambda: zeroed(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(),
                                                            nn.Linear(144, 3)), "0.weight", "0.bias"), images, True),
    "zero convolution": (lambda: zeroed(nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten(), nn.Linear(144, 3)), "0.weight",
                                        "0.bias"), images, False),
    "two zero convolutions": (lambda: zeroed(nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.Conv2d(4, 4, 3), nn.Flatten(), nn.Linear(64, 3)), "0.weight", "0.bias", "1.weight"),
        images, True),
    "two zeros and a bias": (lambda: zeroed(nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.Conv2d(4, 4, 3), nn.Flatten(), nn.Linear(64, 3)), "0.weight", "1.weight"),
        images, False),
    "gamma": (lambda: resnet(2, 0.0), images, False),
    "gamma and convolution": (lambda: zeroed(resnet(2, 0.0), "3.conv2.weight"), images, True),
    "V and O": (lambda: attends("V", "O"), lambda: vectors(36).view(6, 6, 16), True),
    "O": (lambda: attends("O"), lambda: vectors(36).view(6, 6, 16), False),
}


@pytest.mark.parametrize("name", DEAD)
def test_what_is_called_dead_gets_no_gradient(name):
    torch.manual_seed(0)
    make, X, dead = DEAD[name]
    net = make()
    before = {k: v.clone() for k, v in net.state_dict().items()}
    found = ward.examine(networks.from_torch(net))
    assert ("dead branch" in [f.name for f in found.grave]) == dead == bool(still(net, X()))
    assert all(torch.equal(v, before[k]) for k, v in net.state_dict().items()), "nothing handed in is modified"


def test_zero_queries_and_keys():
    net = attends("Q", "K")
    found = ward.examine(networks.from_torch(net))
    assert found.names[0] == "dead branch" and "queries and keys" in found[0].words
    net = net.double()
    net(vectors(36).view(6, 6, 16).double()).pow(3).mean().backward()
    g = net.attn.in_proj_weight.grad
    assert not g[:32].any() and g[32:].any()


def trained_spread(net, X, pick, steps=20):
    """The largest difference between the units that `pick` cuts out of the network after a few steps of Adam."""
    net = copy.deepcopy(net).double()
    torch.manual_seed(1)
    optimizer = torch.optim.Adam(net.parameters(), 0.01)
    for _ in range(steps):
        optimizer.zero_grad()
        y = net(X.double())
        (y - torch.linspace(-1, 1, y.numel()).view(y.shape)).pow(2).mean().backward()
        optimizer.step()
    units = pick(net).detach()
    return float((units - units[:1]).abs().max())


@pytest.mark.parametrize("head", ["equal", "random"])
def test_equal_filters_and_equal_heads_stay_or_part(head):
    torch.manual_seed(0)
    net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    other = Attends()
    with torch.no_grad():
        net[0].weight[:], net[0].bias[:] = net[0].weight[:1].clone(), 0
        for k in range(3):
            W = other.attn.in_proj_weight[16 * k:16 * k + 16]
            W[:] = W[:4].repeat(4, 1)
        if head == "equal":
            net[4].weight[:] = net[4].weight[:, :1].clone()
            other.attn.out_proj.weight[:] = other.attn.out_proj.weight[:, :4].repeat(1, 4)
    found = [ward.examine(networks.from_torch(module)) for module in (net, other)]
    assert ["equal filters" in found[0].names, "equal heads" in found[1].names] == [True, True]
    assert [bool(f.grave) for f in found] == [head == "equal"] * 2
    spreads = [trained_spread(net, images(), lambda n: n[0].weight),
               trained_spread(other, vectors(36).view(6, 6, 16),
                              lambda n: n.attn.in_proj_weight[32:].view(4, -1))]
    assert [s > 1e-3 for s in spreads] == [head == "random"] * 2 and (head == "random" or max(spreads) < 1e-9)


def test_the_stream_is_that_of_the_blocks_called_in_a_row():
    torch.manual_seed(0)
    for norm, grave in ((nn.Identity, True), (nn.LayerNorm, False)):
        net = Stack(lambda k, norm=norm: Branch(64, norm), 30, 64)
        parts = networks.from_torch(net)
        x = torch.from_numpy(np.random.default_rng(0).normal(size=(16, 64)))
        squares = [float((x**2).mean())]
        for block in copy.deepcopy(net).double().blocks:
            x = block(x)
            squares.append(float((x**2).mean().detach()))
        np.testing.assert_allclose(parts.streams[0].squares, squares, rtol=1e-6)
        assert parts.streams[0].normalized == (not grave)
        found = ward.examine(parts)
        assert "missing 1/√N" in found.names and bool(found.grave) == grave


def test_gpt2_and_the_name_test_that_never_matched():
    torch.manual_seed(0)
    assert ward.examine(networks.from_torch(GPT())).names == ["nothing grave in the weights"]
    found = ward.examine(networks.from_torch(GPT(division=1)))
    assert found.names == ["nothing grave in the weights", "missing 1/√N"] and "√12" in found[1].words
    large = GPT(d=64, std=1.0)
    found = ward.examine(networks.from_torch(large))
    assert found.grave[0].name == "tied embeddings too large"
    tokens = torch.from_numpy(np.random.default_rng(0).integers(0, 200, (4, 8)))
    scores = large(tokens).flatten(0, 1).detach()
    wanted = np.mean([float(F.cross_entropy(scores, torch.full((32,), k))) for k in range(200)])
    assert found.grave[0].evidence["loss"] == pytest.approx(wanted, rel=1e-4)
    divided = GPT(d=64, std=1.0)
    divided.lm_head.register_forward_pre_hook(lambda module, given: (given[0] / 8,))
    assert not ward.examine(networks.from_torch(divided)).grave


def dit():
    """A zero output layer beside a zero modulation, registered next to each other, and alive."""
    class Final(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm, self.linear = nn.LayerNorm(16, elementwise_affine=False), nn.Linear(16, 12)
            self.adaLN_modulation = nn.Sequential(nn.SiLU(), nn.Linear(16, 32))
            for layer in (self.linear, self.adaLN_modulation[1]):
                nn.init.zeros_(layer.weight)
                nn.init.zeros_(layer.bias)

        def forward(self, x):
            shift, scale = self.adaLN_modulation(x).chunk(2, dim=-1)
            return self.linear(self.norm(x) * (1 + scale) + shift)
    return nn.Sequential(nn.Linear(16, 16), nn.SiLU(), Final())


class FixupBlock(nn.Module):
    """As published: numbers that are added and one that multiplies, around two convolutions."""

    def __init__(self, c=8):
        super().__init__()
        self.bias1a, self.bias1b, self.bias2a, self.bias2b = (nn.Parameter(torch.zeros(1)) for _ in range(4))
        self.conv1, self.conv2 = (nn.Conv2d(c, c, 3, padding=1, bias=False) for _ in range(2))
        self.scale = nn.Parameter(torch.ones(1))
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x):
        out = F.relu(self.conv1(x + self.bias1a) + self.bias1b)
        return F.relu(x + self.conv2(out + self.bias2a) * self.scale + self.bias2b)


HEALTHY = {
    "fixup as published": lambda: zeroed(nn.Sequential(nn.Conv2d(3, 8, 3), *(FixupBlock() for _ in range(8)),
                                                       nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10)),
                                         "11.weight", "11.bias"),
    "resnet": resnet, "resnet, zero gamma": lambda: resnet(8, 0.0), "deep resnet": lambda: resnet(20),
    "cnn": Convs, "cnn, batch norm": lambda: nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3), nn.BatchNorm2d(16),
        nn.ReLU(), nn.Flatten(), nn.Linear(16, 10)),
    "depthwise": lambda: nn.Sequential(nn.Conv2d(8, 8, 3, groups=8), nn.Conv2d(8, 16, 1), nn.ReLU(), nn.Flatten(),
                                       nn.Linear(16, 3)),
    "mlp, layer norm": lambda: nn.Sequential(nn.Linear(16, 32), nn.LayerNorm(32), nn.GELU(), nn.Linear(32, 3)),
    "rezero": lambda: Stack(lambda k: Branch(alpha=0), 50),
    "zero last": lambda: Stack(lambda k: Branch(zero_last=True), 50),
    "pre-norm": lambda: Stack(lambda k: Branch(norm=nn.LayerNorm), 24), "scaled": lambda: Stack(
        lambda k: Branch(alpha=0.1), 50), "few blocks": lambda: Stack(lambda k: Branch(), 8),
    "GPT-2": GPT, "GPT-2, twelve blocks": lambda: GPT(12, 64),
    "LoRA": lambda: nn.Sequential(Lora(nn.Linear(16, 16)), nn.ReLU(), Lora(nn.Linear(16, 3), 2)),
    "encoder": lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 4, 32, batch_first=True), 6),
    "encoder, norm first": lambda: nn.TransformerEncoder(
        nn.TransformerEncoderLayer(16, 4, 32, batch_first=True, norm_first=True), 12, enable_nested_tensor=False),
    "decoder": lambda: nn.TransformerDecoder(nn.TransformerDecoderLayer(16, 4, 32), 4),
    "attention": Attends, "zero head": lambda: zeroed(nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 10)), "3.weight"),
    "classifier of tokens": lambda: nn.Sequential(nn.Embedding(50, 16), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 2)),
    "fixup": lambda: zeroed(Stack(lambda k: Branch(zero_last=True), 20), "head.weight"),
    "autoencoder": lambda: nn.Sequential(nn.Conv2d(1, 8, 3, 2), nn.ReLU(), nn.ConvTranspose2d(8, 1, 3, 2)),
    "identity start": lambda: nn.Sequential(nn.Conv1d(4, 4, 1), nn.InstanceNorm1d(4), nn.ReLU(), nn.Conv1d(4, 2, 3)),
    "DiT's last layer": dit, "group norm": lambda: nn.Sequential(
        nn.Conv2d(3, 8, 3), nn.GroupNorm(2, 8), nn.SiLU(), nn.Conv2d(8, 3, 3)),
}


@pytest.mark.parametrize("name", HEALTHY)
@pytest.mark.parametrize("seed", range(3))
def test_usual_modules_get_no_grave_word(name, seed):
    torch.manual_seed(seed)
    found = ward.examine(networks.parts(HEALTHY[name]()))
    assert not found.grave, found


@pytest.mark.parametrize("make", [
    resnet, GPT, lambda: nn.Sequential(nn.Linear(4, 4), nn.LSTM(4, 4), nn.BatchNorm1d(4))])
def test_state_dicts_and_half_precision(make):
    net = make().half()
    parts = networks.from_torch(net.state_dict())
    assert len(parts) > 1 and not ward.examine(parts).grave
    assert networks.from_torch(net)[0].arrays


@pytest.mark.parametrize("name", HEALTHY)
def test_every_part_has_its_picture_and_its_rows_are_the_modules_own(name):
    torch.manual_seed(0)
    net = HEALTHY[name]()
    explorer = explorers.your_network(networks.parts(net))
    seen = 0
    for part in explorer.scene.controls["part"].values:
        result = explorer.compute(part=part)
        explorer.canvas.draw(result)
        assert f"Part {part}:" in explorer.describe(part=part)
        module = dict(net.named_modules()).get(part)
        if isinstance(module, (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Embedding)):
            W = module.weight.detach().double().numpy().reshape(len(module.weight), -1)
            assert result["shape"] == W.shape, part
            np.testing.assert_allclose(result["W"].M, W[:16, :result["W"].M.shape[1]])
            seen += 1
    assert seen or name == "attention"
