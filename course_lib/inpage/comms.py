"""The wires of widgets, without a Jupyter kernel: what ipywidgets sends to a browser goes to the page.

The package `comm` is made to be filled in by whoever runs Python: here is what ipykernel has for its sockets.
"""

import comm
from comm.base_comm import BaseComm


class Comms:
    """All wires. `send(comm_id, data, buffers)` is called for those in `followed`; others lead nowhere: the page has
    no widget for them (their layouts, for one, stand in the page as they were made).
    """

    def __init__(self, send):
        self._send = send
        self.followed: set[str] = set()
        wires = self

        class PageComm(BaseComm):
            """One widget's wire."""

            def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
                if msg_type == "comm_msg" and self.comm_id in wires.followed:
                    wires._send(self.comm_id, data, buffers or [])

        comm.create_comm = PageComm

    def receive(self, comm_id, data, buffers):
        """A message of the page to a widget. An exception in a widget's callback is raised here."""
        wire = comm.get_comm_manager().get_comm(comm_id)
        if wire is not None:
            wire.handle_msg({"content": {"comm_id": comm_id, "data": data}, "buffers": buffers})
