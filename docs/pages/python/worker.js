// Python, in a worker of its own: it loads Pyodide, and then hands messages to `course_lib.inpage` and back.

const IMPORTS = { numpy: "NumPy", matplotlib: "Matplotlib", "matplotlib.backends.backend_agg": "Matplotlib",
  IPython: "IPython", ipywidgets: "widgets", "course_lib.explorers": "the course" };
const say = (message) => self.postMessage({ text: JSON.stringify(message), buffers: [] });
const tell = (content) => say({ kind: "progress", ...content });

const missing = new Set(); // files that did not come

// Count the bytes that come in, whoever asks for them.
function count(files) {
  const fetched = self.fetch.bind(self);
  const fetchable = Object.keys(files).filter((name) => !/js$/.test(name)); // scripts are imported: they come unseen
  const loaded = Object.fromEntries(Object.keys(files).map((name) => [name, 0]));
  const all = () => Object.values(loaded).reduce((a, b) => a + b, 0);
  const add = (name, bytes) => {
    loaded[name] = Math.min(files[name], loaded[name] + bytes);
    if (fetchable.every((other) => loaded[other] === files[other])) Object.assign(loaded, files);
    tell({ loaded: all() });
  };
  self.fetch = async (resource, options) => {
    const name = new URL(resource.url ?? resource, self.location.href).pathname.split("/").pop();
    const reply = await fetched(resource, options).catch((error) => {
      missing.add(name);
      throw error;
    });
    if (!reply.ok) missing.add(name);
    if (!reply.ok || !reply.body || !(name in files)) return reply;
    const counted = reply.body.pipeThrough(new TransformStream({
      transform(chunk, controller) {
        add(name, chunk.byteLength);
        controller.enqueue(chunk);
      },
    }));
    return new Response(counted, { status: reply.status, headers: reply.headers });
  };
}

async function load({ base, lock, course, files, packages }) {
  count(files);
  const bundle = fetch(course).then((reply) => reply.arrayBuffer());
  bundle.catch(() => {}); // told of where it is awaited
  const { loadPyodide } = await import(`${base}pyodide.mjs`).catch(() => missing.add("pyodide.mjs"));
  const pyodide = await loadPyodide({ indexURL: base, lockFileURL: lock, packages, env: { HOME: "/home/pyodide",
    JUPYTER_WIDGETS_ECHO: "0", MPLBACKEND: "agg", OPENBLAS_NUM_THREADS: "1" } });
  pyodide.unpackArchive(await bundle, "zip", { extractDir: pyodide.runPython("import site; site.getsitepackages()[0]") });
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

async function begin(runtime) {
  try {
    receive = connect(await load(runtime));
    tell({ step: 1, ready: true });
  } catch (error) {
    say({ kind: "failed", why: reason(error) });
  }
}

function take({ text, buffers }) {
  try {
    receive(text, buffers);
  } catch (error) { // of a widget's callback: a kernel writes it into its log
    if (error.pyodide_fatal_error) say({ kind: "stopped", why: reason(error) });
    else console.error(error);
  }
}

self.onmessage = ({ data }) => (receive ? take(data) : begin(data));
