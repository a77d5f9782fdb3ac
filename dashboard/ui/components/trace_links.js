// Lets a link to this same page change what it names without loading the page anew. Opened in a new
// tab, or without this script, the link is an ordinary one.
const following = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const follow = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[href]") ?? rowLink(event.target);
    if (!link || link.target === "_blank" || link.pathname !== location.pathname) return;
    const asked = new URLSearchParams(link.search);
    const named = data.names.filter((name) => asked.has(name)).map((name) => [name, asked.get(name)]);
    if (!named.length) return;
    event.preventDefault();
    const panel = link.closest("[class*=st-key-panel_]");
    const name = panel?.className.match(/st-key-panel_(\S+)/)?.[1] ?? "";
    setTriggerValue("followed", { panel: name, named: Object.fromEntries(named) });
  };
  // A click anywhere in a row that can be traced counts as one on its first link; marking text not.
  const rowLink = (target) =>
    String(getSelection()) ? null : target.closest("tr")?.querySelector("a.trace") ?? null;
  // Streamlit calls this again for the same element, after a change of theme for one, and ends the
  // last call only.
  const stop = new AbortController();
  following.get(parentElement)?.abort();
  following.set(parentElement, stop);
  parentElement.ownerDocument.addEventListener("click", follow, { signal: stop.signal });
  return () => stop.abort();
}
