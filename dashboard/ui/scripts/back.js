// A change of page writes two addresses: the page's own, then the same with the filters. The second
// takes the place of the first, so that one press of the back button leaves the page.
(() => {
  if (window.oneEntryAPage) return;
  window.oneEntryAPage = true;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, address) => {
    const fills = !location.search && new URL(address, location).pathname === location.pathname;
    if (fills) history.replaceState(state, title, address);
    else push(state, title, address);
  };
})();
