// What of a control says where it stands.
export const stateName = (control) => (control.get("index") === undefined ? "value" : "index");

// A moment says how controls stand: {control: value, or ["<=", number], or [">=", number]}.

const SIGNS = { "<=": (a, b) => a <= b, ">=": (a, b) => a >= b };

export function meets(wanted, value) {
  const sign = Array.isArray(wanted) && wanted.length === 2 && SIGNS[wanted[0]];
  return sign ? sign(value, wanted[1]) : JSON.stringify(value) === JSON.stringify(wanted);
}

// Is it there, with the controls at these values?
export const holds = (moment, values) => Object.entries(moment).every(([name, wanted]) => meets(wanted, values[name]));
