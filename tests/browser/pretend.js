// A kernel that is only pretended: models as the view sees them, and `make`, which draws one view.
/* global quiet */
export default async (source) => {
  // `quiet` waits until no picture is being decoded and what follows from that has happened: no clock is asked.
  let decoding = 0;
  const real = window.createImageBitmap.bind(window);
  window.createImageBitmap = async (...given) => {
    decoding += 1;
    try { return await real(...given); } finally { decoding -= 1; }
  };
  const turn = () => new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  window.quiet = async () => {
    do await turn(); while (decoding);
    await turn();
  };
  const {default: view} = await import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'})));
  class Model {
    handlers = [];
    sent = [];
    save_changes = Boolean; // there is no kernel to tell
    constructor(state) { this.state = state; }
    get(name) { return this.state[name]; }
    on(names, handler, context) { for (const n of names.split(' ')) this.handlers.push([n, handler, context]); }
    off(names, handler, context) {
      const gone = ([n, h, c]) => context ? c === context : names.includes(n) && h === handler;
      this.handlers = this.handlers.filter(entry => !gone(entry));
    }
    emit(name, ...args) { for (const [n, handler] of [...this.handlers]) if (n === name) handler(...args); }
    set(name, value) { this.state[name] = value; this.emit(`change:${name}`); }
    send(content, callbacks) { this.sent.push(Object.defineProperty(content, 'callbacks', {value: callbacks})); }
  }
  window.Model = Model;
  // A kernel as JupyterLab shows it to a view: its status, and signals.
  window.Kernel = class {
    status = 'idle';
    iopubMessage = this.signal();
    statusChanged = this.signal();
    signal() {
      const slots = [];
      return {connect: (slot, self) => slots.push([slot, self]),
        disconnect: (slot, self) => slots.splice(slots.findIndex(([s, t]) => s === slot && t === self), 1),
        emit: (...given) => { for (const [slot, self] of [...slots]) slot.call(self, this, ...given); }, slots};
    }
    // It says that it begins or ends to handle such a message.
    says(status, of) {
      this.status = status;
      this.iopubMessage.emit({header: {msg_type: 'status'}, parent_header: {msg_type: of},
        content: {execution_state: status}});
    }
  };
  window.make = async (id, given = {}, kernel = null) => {
    const positions = {_model_name: 'SelectionSliderModel', _options_labels: [...Array(40).keys()]};
    const slider = () => new Model({...positions, index: 0});
    const parts = {[`s${id}`]: slider(), [`o${id}`]: slider()};
    const model = new Model({width: 40, height: 20,
      zoom: 1, main: 'scale', unasked: 0, order: ['scale', 'other'],
      controls: {scale: `IPY_MODEL_s${id}`, other: `IPY_MODEL_o${id}`}, epoch: 0, hold: true, clickable: false,
        tiles: [],
      embedded: {axis: null}, parts: {}, handed: [], places: {}, images: [], tables: new DataView(new ArrayBuffer(0)), found: new DataView(new ArrayBuffer(0)),
      png: new DataView(new ArrayBuffer(0)), text: '', error: '',
      states: {}, values: {}, ...given});
    model.widget_manager = {get_model: async (name) => parts[name], kernel};
    const el = document.body.appendChild(document.createElement('div'));
    const leave = view.render({model, el});
    await quiet();
    const asks = () => model.sent.filter(c => c.ask && c.kind !== 'table');
    const tableAsks = () => model.sent.filter(c => c.kind === 'table');
    const turns = () => model.sent.filter(c => c.seconds);
    const end = (how, seconds = 0.1) => model.emit('msg:custom', {kind: 'turn', page: turns().at(-1).page, seconds,
      end: how});
    const reply = ({page, ask, move, states, ratio}, png, extra = {}) => model.emit('msg:custom', {
      kind: 'frame', page, ask, move, states, ratio, epoch: 0, values: {scale: states.scale},
      text: `scale ${states.scale}`, ...extra,
    }, [new DataView(Uint8Array.from(atob(png), c => c.charCodeAt(0)).buffer)]);
    const table = (scale) => ({title: 'W1', head: 'unit', rows: [1, 2], columns: ['x1'], values: [[scale], [-scale / 3]],
      marked: null, chosen: null});
    const replyTables = ({page, ask, states}, extra = {}) => model.emit('msg:custom',
      {kind: 'table', page, ask, states, epoch: 0, tables: [table(states.scale)], ...extra}, []);
    const cells = () => [...el.querySelectorAll('.course-tables td')].map(cell => cell.textContent);
    const open = async (yes = true) => { el.querySelector('details').open = yes; await new Promise(requestAnimationFrame); await quiet(); };
    return {tableAsks, replyTables, cells, open, model, scale: parts[`s${id}`], other: parts[`o${id}`], el, leave, asks, turns, end, reply,
      canvas: el.querySelector('canvas'), text: () => el.querySelector('.course-text').textContent,
      error: () => el.querySelector('.course-error')};
  };
}
