"""The page that this Python belongs to: what it says is taken in here, see `course_lib.inpage`."""

import pickle

from course_lib.inpage.comms import Comms


class Page:
    """Takes messages from a page and answers them with `post(message, buffers)`, in the order in which they came."""

    def __init__(self, post):
        self._post = post
        self.comms = Comms(lambda comm_id, data, buffers: post({"kind": "comm", "comm_id": comm_id, "data": data},
                                                              buffers))
        self._shown: list = []  # explorers, which live as long as the page
        self._cells = None

    def receive(self, message, buffers=()):
        """Take a message; it is answered before this returns, but for what work in the background says later."""
        getattr(self, f"_{message['kind']}")(message, list(buffers))

    def _comm(self, message, buffers):
        try:
            self.comms.receive(message["comm_id"], message["data"], buffers)
        finally:
            self._post({"kind": "handled", "number": message["number"]}, [])

    def _show(self, message, buffers):
        answer = {"kind": "shown", "number": message["number"]}
        try:
            answer["parts"] = self._parts(message, buffers)
        except Exception as error:
            answer["error"] = f"{type(error).__name__}: {error}"
        self._post(answer, [])

    def _parts(self, message, buffers):
        explorer = self._explorer(message)
        explorer.set(explorer.scene.values_of(message["states"]))
        if buffers and len(buffers[0]):
            explorer.scene.findings |= pickle.loads(bytes(buffers[0]))  # what was found when the page was made
        parts = {role: part.model_id for role, part in explorer.screen.followed().items()}
        self.comms.followed |= set(parts.values())
        self._shown.append(explorer)
        return parts

    def _explorer(self, message):
        """The explorer of that name; one that was handed something is made by the notebook's own cells."""
        from course_lib.explorers import EXPLORERS
        from course_lib.inpage import cells

        return cells.value(message["cells"]) if message["cells"] else EXPLORERS[message["name"]]()

    def _run(self, message, buffers):
        from course_lib.inpage.cells import Cells

        number = message["number"]
        self._cells = self._cells or Cells()
        ok = self._cells.run(message["code"], lambda shown: self._post({"kind": "output", "number": number,
                                                                        "output": shown}, []))
        self._post({"kind": "ran", "number": number, "ok": ok}, [])
