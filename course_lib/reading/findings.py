"""What a reading says: a list of findings, the gravest first."""

from dataclasses import dataclass, field
from typing import NamedTuple

from course_lib.reading.catalog import CATALOG

GRAVE = 50  # a gravity from here on: as it is, this network will not learn, or did not


class Where(NamedTuple):
    """Layers counted from 1 (none: the whole network or the data), and units of that layer counted from 0.

    parts   instead of layers the names of parts, where the network is networks.Parts
    """

    layers: tuple = ()
    units: tuple = ()
    parts: tuple = ()

    def __str__(self):
        if not self.layers and not self.parts:
            return ""
        layers = ("layer " if len(self.layers) == 1 else "layers ") + _numbers(self.layers)
        words = _numbers(self.parts) if self.parts else layers
        return words + (f", unit{'s' * (len(self.units) > 1)} {_numbers(self.units)}" if self.units else "")


def _numbers(values, most=8):
    values = list(values)
    if len(values) > 2 and values == list(range(values[0], values[-1] + 1)):
        return f"{values[0]} to {values[-1]}"
    return ", ".join(map(str, values[:most])) + (f" and {len(values) - most} more" if len(values) > most else "")


@dataclass(frozen=True, repr=False)
class Finding:
    """One thing seen in a network.

    name      what it is called
    gravity   0 to 100; from 50 on it is grave
    where     Where(layers, units)
    words     the evidence in words
    evidence  its numbers by name, from your own network and data
    why       why it matters, in one sentence
    advice    what to try
    notebook  the number of the notebook that explains it, and the heading there
    code      a line of code that shows it, with network, X, Y as the reading has them
    """

    name: str
    gravity: int
    words: str
    where: Where = Where()
    evidence: dict = field(default_factory=dict)
    more: str = ""  # advice for this network alone

    @property
    def grave(self):
        """Whether it keeps the network from learning."""
        return self.gravity >= GRAVE

    @property
    def entry(self):
        """Its entry in the catalog."""
        return CATALOG[self.name]

    @property
    def why(self):
        """Why it matters."""
        return self.entry.why

    @property
    def advice(self):
        """What to try."""
        return f"{self.entry.advice} {self.more}".strip()

    @property
    def notebook(self):
        """The number of the notebook that explains it."""
        return self.entry.notebook

    @property
    def heading(self):
        """The heading in that notebook."""
        return self.entry.heading

    @property
    def code(self):
        """A line of code that shows it, for the first layer or part where it is."""
        code = self.entry.code.replace("{k}", str(self.where.layers[0] - 1 if self.where.layers else 0))
        return code.replace("{part}", repr(self.where.parts[0] if self.where.parts else ""))

    def __repr__(self):
        where = f" ({self.where})" if str(self.where) else ""
        lines = [f"{self.name}{where}", f"  seen   {self.words}", f"  why    {self.why}", f"  try    {self.advice}",
                 f"  more   notebook {self.notebook}, {self.heading}"]
        return "\n".join(lines + [f"  code   {self.code}"] * bool(self.code))


class Findings(list):
    """Findings, the gravest first; prints itself as a report.

    network, X, Y, loss_name   what was read, in the course's layout
    loss                       the loss on it, or None without Y
    said                       what was decided about the shapes, and what the loss is, in words
    parts                      networks.Parts, where that was read by its weights alone; network is empty then
    """

    def __init__(self, findings=(), network=(), X=None, Y=None, loss_name="", loss=None, said=(), parts=None):
        super().__init__(sorted(findings, key=lambda f: -f.gravity))
        self.network, self.X, self.Y = network, X, Y
        self.loss_name, self.loss, self.said = loss_name, loss, tuple(said)
        self.parts = parts

    @property
    def names(self):
        """The names, the gravest first."""
        return [finding.name for finding in self]

    @property
    def grave(self):
        """The grave ones."""
        return [finding for finding in self if finding.grave]

    def __repr__(self):
        sizes = [self.network[0].W.shape[1], *(layer.W.shape[0] for layer in self.network)] if self.network else []
        shown = sizes if len(sizes) < 10 else [*sizes[:3], "…", *sizes[-2:]]
        name = "-".join(map(str, shown)) if self.parts is None else f"{self.parts.kind}, {len(self.parts)} parts"
        head = [name, *(s for s in [
            "" if self.X is None else f"{self.X.shape[1]:,} samples",
            "" if self.loss is None else f"{self.loss_name.replace('_', ' ')} {self.loss:.4g}"] if s)]
        lines = [", ".join(head), *self.said, ""]
        for number, finding in enumerate(self, 1):
            mark = "grave: " if finding.grave else ""
            lines += [f"{number}. {mark}{finding!r}", ""]
        return "\n".join(lines).rstrip()
