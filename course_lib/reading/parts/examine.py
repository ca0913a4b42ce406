"""The reading of parts: what their weights alone tell, the gravest first."""

import re

from course_lib.networks.any_parts import parts as as_parts
from course_lib.reading.findings import Finding, Findings, Where
from course_lib.reading.parts.dead import dead
from course_lib.reading.parts.equal import equal
from course_lib.reading.parts.scale import scale
from course_lib.reading.parts.stream import stream

ALONE = "read by its weights alone: what your data make of it, the loss and its gradients are not seen"


def examine_parts(parts, trained=False):
    """What is wrong with a network that is no row of fully connected layers: Findings, the gravest first.

    parts     from networks.parts, or what networks.parts takes: a module, a state_dict, a list of networks.part(...)
    trained   True after training: sizes, which belong to the start, are not judged

    Zeros in series, equal filters, heads and units, streams that grow, sizes behind a normalization, tied embeddings.
    "nothing grave in the weights" is no proof of health: it names what was looked at.
    """
    parts = as_parts(parts)
    found = [*dead(parts), *equal(parts)]
    if not trained:
        found += [*stream(parts), *scale(parts)]
    found = list(_together(found))
    if not any(finding.grave for finding in found):
        kinds = {}
        for one in parts:
            kinds[one.kind] = kinds.get(one.kind, 0) + 1
        counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items() if kind not in ("activation", "other"))
        found.append(Finding("nothing grave in the weights", 45, f"in {counted} no two zeros in series, no class of "
                             "equal units that stays, no stream that overflows", Where(), {"parts": kinds}))
    return Findings(found, said=(ALONE, *parts.said), parts=parts)


def _together(found):
    """Findings that differ in numbers alone, as those of fifty blocks do, are said once, with the names of all."""
    alike = {}
    for finding in found:
        alike.setdefault((finding.name, finding.gravity, re.sub(r"[\d.e+-]+", "#", finding.words)), []).append(finding)
    for (name, gravity, _), (first, *others) in alike.items():
        names = [one.where.parts[0] for one in others]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        words = first.words + (f". Alike in {', '.join(names[:3])}{more}" if names else "")
        parts = (*first.where.parts, *(part for one in others for part in one.where.parts))
        yield Finding(name, gravity, words, Where((), first.where.units, parts), first.evidence)
