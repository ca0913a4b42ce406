"""deploy/z2jh.yaml, checked by the Helm chart's own schema, which is in the chart's repository and in no package.

    python -m tools.values SCHEMA        a path or an address of the chart's jupyterhub/values.schema.yaml (or .json)

Helm checks our values after it has laid them over the chart's own, so what is only missing here is not wrong.
"""

import sys
import urllib.request
from pathlib import Path

import jsonschema
import yaml

VALUES = Path(__file__).parents[1] / "deploy" / "z2jh.yaml"


def wrong(values, schema):
    """What the schema says against these values: "place: words"."""
    found = jsonschema.Draft7Validator(schema).iter_errors(values)
    return [f"{error.json_path}: {error.message}" for error in found if error.validator != "required"]


def main(place):
    """Say what is wrong; the exit code is 1 if something is."""
    if "://" in place:
        with urllib.request.urlopen(place, timeout=60) as reply:
            text = reply.read().decode()
    else:
        text = Path(place).read_text(encoding="utf-8")
    found = wrong(yaml.safe_load(VALUES.read_text(encoding="utf-8")), yaml.safe_load(text))
    print(*found or [f"{VALUES.name} is what the schema asks for."], sep="\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
