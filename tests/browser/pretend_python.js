// A Python that is only pretended, as exercises meet it in a page: a test says what it answers, and when.
(() => {
  const listeners = new Set();
  const python = {
    state: "ready", stage: "", share: 1, loaded: 0, total: 29.2e6, busy: false, runs: [],
    follow(listener) {
      listeners.add(listener);
      listener(python);
      return () => listeners.delete(listener);
    },
    run(code, onOutput) {
      return new Promise((resolve, reject) => {
        const end = (how, what) => { python.busy = false; how(what); };
        python.busy = true;
        python.runs.push({ code, say: (...outputs) => outputs.forEach(onOutput), done: (ok = true) => end(resolve, { ok }),
          fail: (name, message) => end(reject, Object.assign(new Error(message), { name })) });
      });
    },
    async restart() {
      for (const { fail } of python.runs) fail("Ended", "ended");
    },
    // The test's own: progress and changes of state.
    is(traits) {
      Object.assign(python, traits);
      for (const listener of listeners) listener(python);
    },
    answers(...outputs) {
      const run = python.runs.at(-1);
      run.say(...outputs);
      run.done(!outputs.some(({ type }) => type === "error"));
    },
  };
  window.python = globalThis[Symbol.for("course.python")] = python;
})();
