"""A learner without a browser, who asks a hub for what a browser would ask: login, server, notebooks, kernel, cells."""

import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import nbclient
import nbformat

from benchmarks.hub.kernel import Kernel

PASSWORD = "of-seven-or-more"
PATIENCE = 600  # seconds until whatever is waited for counts as lost


class Learner:
    """`times` has seconds from the click on "Sign in" to each thing that was waited for."""

    def __init__(self, address, name, file):
        self.address, self.name, self.path = address, name, f"course/{file}"
        self.http = httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=PATIENCE, trust_env=False)
        self.times, self.failures, self.kernel_id, self.client = {}, [], None, None

    def note(self, what):
        self.times[what] = time.perf_counter() - self.begun

    def xsrf(self, path):
        """The word against forged requests that was given for this path."""
        return next(cookie.value for cookie in self.http.cookies.jar if cookie.name == "_xsrf" and cookie.path == path)

    async def api(self, path, method="GET", **more):
        """What the learner's own server says."""
        home = f"/user/{self.name}/"
        reply = await self.http.request(method, f"{home}api/{path}", headers={"X-XSRFToken": self.xsrf(home)}, **more)
        reply.raise_for_status()
        return reply.json() if reply.content else None

    async def come_in(self):
        """Log in, wait for the server, and for the notebooks that it pulls."""
        await self.http.get("/hub/login")
        self.begun = time.perf_counter()
        page = await self.http.post("/hub/login", data={"username": self.name, "password": PASSWORD,
                                                        "_xsrf": self.xsrf("/hub/")})
        self.note("login")
        page.raise_for_status()
        if not page.url.path.startswith("/user/"):
            await self.wait_for_server()
            page = await self.http.get(f"/user/{self.name}/")
            page.raise_for_status()
        self.note("server")
        await self.pull(page)
        self.note("notebooks")

    async def wait_for_server(self):
        """Listen, as the hub's page does that says "Your server is starting up", until it is ready."""
        address, word = f"/hub/api/users/{self.name}/server/progress", self.xsrf("/hub/")
        async with self.http.stream("GET", address, params={"_xsrf": word}) as events:
            events.raise_for_status()
            async for line in events.aiter_lines():
                event = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if event.get("failed") or event.get("ready"):
                    break
        assert event.get("ready"), f"no server: {event or 'the hub stopped talking'}"

    async def pull(self, page=None):
        """What the page that pulls does, the first after login or later the link to it: the words of Git."""
        page = page or await self.http.get(self.link)
        asked = {key: value[0] for key, value in parse_qs(urlsplit(str(page.url)).query).items()}
        home = f"/user/{self.name}/"
        assert page.url.path == f"{home}git-pull", page.url
        self.link = f"/hub/user-redirect/git-pull?{urlsplit(str(page.url)).query}"  # for everybody the same
        said = (await self.http.get(f"{home}git-pull/api", params={
            key: asked[key] for key in ("repo", "branch", "targetpath")} | {"_xsrf": self.xsrf(home)})).text
        assert '"finished"' in said, said
        return said

    async def read(self):
        """The notebook as it lies in the learner's folder."""
        return nbformat.from_dict((await self.api(f"contents/{self.path}"))["content"])

    async def write(self, notebook):
        """Save it, as Ctrl+S does."""
        await self.api(f"contents/{self.path}", "PUT", json={"type": "notebook", "format": "json",
                                                             "content": notebook})

    async def connect(self):
        """A socket to the notebook's kernel, which is started if there is none."""
        started = await self.api("sessions", "POST", json={"path": self.path, "name": "", "type": "notebook",
                                                           "kernel": {"name": "python3"}})
        self.kernel_id = started["kernel"]["id"]
        kernel = Kernel()
        url = f"{self.address}/user/{self.name}/api/kernels/{self.kernel_id}/channels"
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies.jar
                            if f"/user/{self.name}/".startswith(cookie.path))
        await kernel.connect(re.sub("^http", "ws", url) + f"?session_id={kernel.session.session}", cookies)
        return kernel

    async def run(self):
        """Every cell of the notebook, from top to bottom."""
        kernel = await self.connect()
        self.note("kernel")
        self.client = nbclient.NotebookClient(await self.read(), timeout=PATIENCE, km=object())
        self.client.kc = kernel
        self.client.reset_execution_trackers()
        for index, cell in enumerate(self.client.nb.cells):
            await self.client.async_execute_cell(cell, index)
        self.note("ran")
        if kernel.first_picture:
            self.times["picture"] = kernel.first_picture - self.begun
        await self.write(self.client.nb)

    async def leave(self):
        """Close the sockets; server, kernel and work stay."""
        if self.client:
            self.client.kc.close()
        await self.http.aclose()
