// The wire of one widget: what Jupyter calls a comm, between a model in the page and its half in the page's Python.

export class Wire {
  comm_id; // the widget's, in Python
  model;
  python; // { say(message, buffers, callbacks) }
  listener;

  constructor(comm_id, model, python) {
    Object.assign(this, { comm_id, model, python });
    model.comm = this;
    this.on_msg(model._handle_comm_msg.bind(model));
    model.comm_live = true;
  }

  send(data, callbacks, metadata, buffers = []) {
    return this.python.say({ kind: "comm", comm_id: this.comm_id, data }, buffers, callbacks);
  }

  on_msg(listener) {
    this.listener = listener;
  }

  // A message from Python: its buffers become views, as a widget gets them from a kernel.
  heard(data, buffers) {
    const views = buffers.map((bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.listener({ content: { comm_id: this.comm_id, data }, buffers: views });
  }

  // Python has ended: the model is as it was before it got its wire.
  cut() {
    delete this.model.comm;
    this.model.comm_live = false;
  }
}
