// What was typed, kept in this browser only: under the lesson's and the exercise's name, until it is deleted.
const PREFIX = "course-answer ";

// A browser may refuse to keep anything; then it holds until the page is left.
function trying(work, otherwise) {
  try {
    return work(localStorage);
  } catch {
    return otherwise;
  }
}

export const get = (name) => trying((store) => store.getItem(PREFIX + name), null);

// Whether it is kept; null takes it away.
export const set = (name, text) => trying((store) => {
  if (text === null) store.removeItem(PREFIX + name);
  else store.setItem(PREFIX + name, text);
  return true;
}, false);

// {name: text} of all lessons.
export const all = () => trying((store) => Object.fromEntries(Object.keys(store)
  .filter((key) => key.startsWith(PREFIX)).map((key) => [key.slice(PREFIX.length), store.getItem(key)])), {});
