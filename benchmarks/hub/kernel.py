"""A kernel behind a hub, spoken to through the websocket that the page would use; for nbclient a kernel client."""

import asyncio
import json
import queue
import time

from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

PROTOCOL = "v1.kernel.websocket.jupyter.org"


class Channel:
    """One of the kernel's channels: what came waits here, what goes takes the common socket."""

    def __init__(self, name, kernel):
        self.name, self.kernel, self.came = name, kernel, asyncio.Queue()

    def send(self, message):
        """Send a message that `session.msg` made."""
        self.kernel.write(serialize_msg_to_ws_v1(message, self.name, self.kernel.session.pack))

    async def get_msg(self, timeout=None):
        """The next message; queue.Empty if none comes within `timeout` seconds."""
        try:
            return await asyncio.wait_for(self.came.get(), timeout)
        except TimeoutError:
            raise queue.Empty from None


class Kernel:
    """What nbclient and a hand on a slider (benchmarks/bench_class.py) need of a kernel client."""

    allow_stdin = False

    def __init__(self):
        self.session = Session(key=b"")
        self.shell_channel, self.iopub_channel = Channel("shell", self), Channel("iopub", self)
        self.socket = self.first_picture = None

    async def connect(self, url, cookies):
        """Open the socket, and begin to listen."""
        request = HTTPRequest(url, headers={"Cookie": cookies}, connect_timeout=120, request_timeout=120)
        self.socket = await websocket_connect(request, subprotocols=[PROTOCOL], ping_interval=None,
                                              max_message_size=2**30)
        self.ear = asyncio.create_task(self.listen())

    async def listen(self):
        """Sort what comes into the channels; the first explorer that opens is the first picture."""
        channels = {"shell": self.shell_channel, "iopub": self.iopub_channel}
        while (came := await self.socket.read_message()) is not None:
            name, (header, parent, metadata, content, *buffers) = deserialize_msg_from_ws_v1(came)
            if name not in channels:
                continue
            message = {"header": json.loads(header), "parent_header": json.loads(parent), "buffers": buffers,
                       "metadata": json.loads(metadata), "content": json.loads(content)}
            message["msg_type"] = message["header"]["msg_type"]
            if self.first_picture is None and message["msg_type"] == "comm_open" and "embedded" in (
                    message["content"]["data"].get("state", {})):
                self.first_picture = time.perf_counter()
            channels[name].came.put_nowait(message)

    def write(self, data):
        """Send bytes; a socket that has closed raises."""
        self.socket.write_message(data, binary=True)

    def execute(self, code, silent=False, store_history=True, allow_stdin=False, stop_on_error=True, **_):
        """Ask for a cell's execution; the id of the request."""
        message = self.session.msg("execute_request", {
            "code": code, "silent": silent, "store_history": store_history, "user_expressions": {},
            "allow_stdin": allow_stdin, "stop_on_error": stop_on_error})
        self.shell_channel.send(message)
        return message["header"]["msg_id"]

    def is_alive(self):
        """Whether the socket is open."""
        return self.socket is not None and not self.ear.done()

    def close(self):
        """Hang up; the kernel runs on."""
        if self.socket is not None:
            self.socket.close()
