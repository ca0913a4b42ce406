"""deploy/z2jh.yaml, checked by the Helm chart's own schema, which is in the chart's repository and in no package.

    python -m tools.values [SCHEMA]      a path or an address of the chart's jupyterhub/values.schema.yaml (or .json);
                                         without one, the newest is fetched from the chart's repository

Helm checks our values after it has laid them over the chart's own, so what is only missing here is not wrong.
"""

import sys
import urllib.request
from pathlib import Path

import jsonschema
import yaml

NEWEST = "https://raw.githubusercontent.com/jupyterhub/zero-to-jupyterhub-k8s/HEAD/jupyterhub/values.schema.yaml"
VALUES = Path(__file__).parents[1] / "deploy" / "z2jh.yaml"


def wrong(values, schema):
    """What the schema says against these values: "place: words"."""
    found = jsonschema.Draft7Validator(schema).iter_errors(values)
    return [f"{error.json_path}: {error.message}" for error in found if error.validator != "required"]


def main(place=NEWEST):
    """Say what is wrong; the exit code is 1 if something is."""
    if "://" in place:
        try:
            with urllib.request.urlopen(place, timeout=60) as reply:
                text = reply.read().decode()
        except OSError as error:
            sys.exit(f"{place} could not be fetched: {error}. Nothing was checked; a file that you have can be named.")
    else:
        text = Path(place).read_text(encoding="utf-8")
    found = wrong(yaml.safe_load(VALUES.read_text(encoding="utf-8")), yaml.safe_load(text))
    print(*found or [f"{VALUES.name} is what the schema asks for."], sep="\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
