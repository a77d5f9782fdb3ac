// Scrolls to a panel that was just opened: the page has a mark that names what is to be seen, and
// another mark for each thing that is opened.
(() => {
  if (window.bringsIntoView) return;
  window.bringsIntoView = true;
  const bring = () => {
    for (const mark of document.querySelectorAll("[data-into-view]:not([data-seen])")) {
      mark.dataset.seen = "";
      for (const name of mark.dataset.intoView.split(" ")) {
        document.querySelector(`.st-key-${name}`)?.scrollIntoView({ block: "nearest" });
      }
    }
  };
  new MutationObserver(bring).observe(document.body, { childList: true, subtree: true });
  bring();
})();
