// What the page asks of the kernel: each question is a promise, a few are under way at a time, and the kernel answers
// every one. A question that nobody answers is given up.

export const IN_FLIGHT = 3; // questions under way at a time; only the newest position waits
const PATIENCE = 10_000; // ms after which an answer is no longer expected: the kernel was restarted, say

export class Requests {
  model; // the view's model in this page: it sends
  flying = new Map(); // number -> {key, end, giveUp}
  number = 0; // of the newest question
  page = Math.random().toString(36).slice(2); // tells this page's questions from another's on the same kernel

  constructor(model) {
    this.model = model;
  }

  has(key) {
    return [...this.flying.values()].some((question) => question.key === key);
  }

  full() {
    return this.flying.size >= IN_FLIGHT;
  }

  // A promise of the answer {reply, buffers}, or of null if it is given up: by `signal`, or when patience ends.
  ask(key, content, signal) {
    this.number += 1;
    const { number } = this;
    const answer = new Promise((resolve) => {
      const end = (value) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", giveUp);
        this.flying.delete(number);
        resolve(value);
      };
      const giveUp = () => end(null);
      const timer = setTimeout(giveUp, PATIENCE);
      signal.addEventListener("abort", giveUp);
      this.flying.set(number, { key, end, giveUp });
    });
    const busy = (message) => message.content.execution_state === "busy" && this.poke(number);
    this.model.send({ page: this.page, ask: number, ...content }, { iopub: { status: busy } });
    return answer;
  }

  // Give up all questions under way: they went where nobody is.
  giveUp() {
    for (const question of [...this.flying.values()]) question.giveUp();
  }

  // Say something that is not answered by number: which positions to fill in.
  tell(content) {
    this.model.send({ page: this.page, ask: null, ...content });
  }

  // A stock Jupyter server keeps an answer back until the page has acknowledged the message before, "busy" (Nagle's
  // algorithm), and the page's system does that after 40 ms, or at once together with the next thing that it sends: in
  // a drag the next question, otherwise this, which the kernel passes over.
  poke(number) {
    if (this.flying.has(number) && number === this.number) this.model.send({ poke: true });
  }

  // Was this an answer to a question of ours? Another page on the same kernel sees it too.
  settle(reply, buffers) {
    const question = reply.page === this.page && this.flying.get(reply.ask);
    if (question) question.end({ reply, buffers });
    return Boolean(question);
  }
}
