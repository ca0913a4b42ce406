// Python, in a worker of its own: it loads Pyodide, and then hands messages to `course_lib.inpage` and back.

const IMPORTS = { numpy: "NumPy", matplotlib: "Matplotlib", "matplotlib.backends.backend_agg": "Matplotlib",
  IPython: "IPython", ipywidgets: "widgets", "course_lib.explorers": "the course" };
const tell = (content) => self.postMessage({ text: JSON.stringify({ kind: "progress", ...content }), buffers: [] });

const missing = new Set(); // files that did not come

// Count the bytes that come in, whoever asks for them.
function count(files) {
  const fetched = self.fetch.bind(self);
  const loaded = {};
  const add = (name, bytes) => {
    loaded[name] = Math.min(files[name] ?? 0, (loaded[name] ?? 0) + bytes);
    tell({ loaded: Object.values(loaded).reduce((a, b) => a + b, 0) });
  };
  self.fetch = async (resource, options) => {
    const name = new URL(resource.url ?? resource, self.location.href).pathname.split("/").pop();
    missing.add(name);
    const reply = await fetched(resource, options);
    if (reply.ok) missing.delete(name);
    if (!reply.ok || !reply.body || !(name in files)) return reply;
    const counted = reply.body.pipeThrough(new TransformStream({
      transform(chunk, controller) {
        add(name, chunk.byteLength);
        controller.enqueue(chunk);
      },
    }));
    return new Response(counted, { status: reply.status, headers: reply.headers });
  };
  return () => Object.keys(files).forEach((name) => add(name, files[name])); // scripts are not fetched, but imported
}

async function load({ base, lock, course, files, packages }) {
  const finished = count(files);
  const bundle = fetch(course).then((reply) => reply.arrayBuffer());
  bundle.catch(() => {}); // told of where it is awaited
  const { loadPyodide } = await import(`${base}pyodide.mjs`);
  const pyodide = await loadPyodide({ indexURL: base, lockFileURL: lock, packages, env: { HOME: "/home/pyodide",
    JUPYTER_WIDGETS_ECHO: "0", MPLBACKEND: "agg", OPENBLAS_NUM_THREADS: "1" } });
  pyodide.unpackArchive(await bundle, "zip", { extractDir: pyodide.runPython("import site; site.getsitepackages()[0]") });
  finished();
  Object.entries(IMPORTS).forEach(([module, name], done, all) => {
    tell({ step: done / all.length, doing: name });
    pyodide.runPython(`import ${module}`);
  });
  return pyodide;
}

// What turns messages into calls and back: both sides see plain text and bytes.
function connect(pyodide) {
  const post = (text, proxies) => {
    const buffers = proxies.toJs().map((bytes) => new Uint8Array(bytes));
    self.postMessage({ text, buffers }, buffers.map(({ buffer }) => buffer));
  };
  const connected = pyodide.runPython(`
import json
from course_lib.inpage import connect
def connected(post):
    receive = connect(lambda message, buffers: post(json.dumps(message, default=lambda number: number.item()),
                                                    [bytes(part) for part in buffers]))
    return lambda text, buffers: receive(json.loads(text), buffers.to_py())
connected`);
  return connected(post);
}

// What went wrong, in a line: of a Python error the line that names it.
function reason({ type, message }) {
  if (missing.size) return `${[...missing][0]} did not arrive`;
  return message.split("\n").find((line) => type && line.startsWith(type)) ?? message;
}

let receive; // (text, buffers), once Python is there

self.onmessage = async ({ data }) => {
  if (receive) {
    receive(data.text, data.buffers);
    return;
  }
  try {
    const pyodide = await load(data);
    receive = connect(pyodide);
    tell({ step: 1, ready: true });
  } catch (error) {
    tell({ failed: reason(error) });
  }
};
