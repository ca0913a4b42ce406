"""`make hub`: the course's settings, and what The Littlest JupyterHub would bring itself, on this machine for itself.

As there: passwords that learners choose at their first login, idle servers ended by jupyterhub-idle-culler, a proxy
that runs apart from the hub. Not as there: the proxy is JupyterHub's usual one from npm; every server runs as whoever
typed the command, so learners are not protected from each other and limits are not enforced (systemd does that there).
"""

import os
import sys
from pathlib import Path

here, folder = Path(__file__).parent, Path(os.environ["HUB_FOLDER"])
port, api, inner = (int(number) for number in os.environ["HUB_PORTS"].split())

c = get_config()  # noqa: F821
load_subconfig(str(here / "course.py"))  # noqa: F821

c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{inner}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.should_start = False  # its token is in the environment: CONFIGPROXY_AUTH_TOKEN
c.JupyterHub.db_url = f"sqlite:///{folder / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(folder / "cookie_secret")

c.JupyterHub.authenticator_class = "firstuseauthenticator.FirstUseAuthenticator"
c.FirstUseAuthenticator.dbm_path = str(folder / "passwords.dbm")
c.Authenticator.allowed_users = set(os.environ["HUB_LEARNERS"].split())
c.Authenticator.admin_users = {"teacher"}

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "homes" / "{username}")
if os.geteuid() == 0:
    c.Spawner.args.append("--allow-root")

# An hour without work ends a server; whoever started the hub may end all of them (tools/hub.py).
timeout, every = os.environ.get("HUB_CULL", "3600 300").split()
c.JupyterHub.services = [
    {"name": "cull", "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={timeout}",
                                 f"--cull-every={every}"]},
    {"name": "end", "api_token": os.environ["HUB_TOKEN"]},
]
c.JupyterHub.load_roles = [
    {"name": "cull", "services": ["cull"],
     "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"]},
    {"name": "end", "services": ["end"], "scopes": ["list:users", "read:servers", "delete:servers"]},
]
