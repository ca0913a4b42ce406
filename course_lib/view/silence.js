// What to do when no answer comes.
//
// JupyterLab sends widget messages to a part of the kernel of their own (a subshell), so that a slider moves while a cell
// runs. After a reload it may go on sending them to one that the kernel has ended, and nobody hears them there. The
// remedy is to send them to the main part from then on. The price: while a cell runs, sliders wait.

const LOOK = 500; // ms from one look at the silence to the next
const RESCUE = 2500; // ms of silence after which the messages take the other way
const SPEAK = 7000; // ms of silence after which the page says what is wrong

const kernelOf = (model) => model.widget_manager?.kernel;

// A kernel at rest that does not answer has not heard: one that computes is busy.
function reroute(model) {
  const kernel = kernelOf(model);
  if (kernel?.status !== "idle" || (kernel.commsOverSubshells ?? "disabled") === "disabled") return false;
  kernel.commsOverSubshells = "disabled";
  return true;
}

function reason(model) {
  const kernel = kernelOf(model);
  if (!kernel && globalThis[Symbol.for("course.python")]) return "Python is busy in this page. The picture follows.";
  if (kernel?.status === "busy") return "Python is busy with a cell. The picture follows when the cell has ended.";
  if (["restarting", "starting"].includes(kernel?.status)) return "Python is starting. Wait a moment, then run all cells.";
  return "Python does not answer. Choose Run → Restart Kernel and Run All Cells; if that does not help, reload the page.";
}

// Watches from a question to the next sign of life.
export class Silence {
  model;
  speak; // (words) shows them beside the picture
  again; // () asks once more
  watch = null; // the timer

  constructor(model, speak, again) {
    Object.assign(this, { model, speak, again });
  }

  begin() {
    if (this.watch !== null) return;
    const begun = performance.now();
    this.watch = setInterval(() => {
      const silent = performance.now() - begun;
      if (silent > RESCUE && reroute(this.model)) this.again();
      if (silent > SPEAK) this.speak(reason(this.model));
    }, LOOK);
  }

  end() {
    clearInterval(this.watch);
    this.watch = null;
  }
}
