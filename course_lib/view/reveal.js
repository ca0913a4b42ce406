// JupyterLab 4.4 takes the cells that are elsewhere off the page ("display: none"), and tells nobody how to get there.

const drawn = () => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });

// Scroll the notebook from one element towards another, until that one is on the page. It ends at the notebook's end.
export async function reveal(element, from) {
  const scroller = element.closest(".jp-WindowedPanel-outer");
  const after = from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  for (let last = NaN; scroller && !element.getClientRects().length && scroller.scrollTop !== last;) {
    last = scroller.scrollTop;
    scroller.scrollTop += ((after ? 1 : -1) * scroller.clientHeight) / 2;
    await drawn();
  }
}
