// Gives the links of an export menu, when it is used, the filters on screen, which the address has,
// and what is the menu's own. So the menu need not be sent and drawn anew with every filter. Escape
// closes it.
(() => {
  if (window.menusFilled) return;
  window.menusFilled = true;
  const filters = new Set(FILTER_KEYS);
  const fill = ({ target }) => {
    const menu = target.closest?.("details.export");
    if (!menu) return;
    const view = [...new URLSearchParams(location.search)].filter(([name]) => filters.has(name));
    const own = [...new URLSearchParams(menu.dataset.own)];
    const rows = [...new URLSearchParams(menu.querySelector("input:checked")?.value)];
    const zoom = [...new URLSearchParams(location.search)].filter(([name]) => name === "zoom");
    for (const link of menu.querySelectorAll("a")) {
      const here = link.pathname === location.pathname;
      link.search = new URLSearchParams([...view, ...own.filter(([name]) => !here || name !== "page"), ...(here ? zoom : rows)]);
    }
  };
  const close = ({ key }) => {
    const menu = key === "Escape" && document.querySelector("details.export[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  };
  document.addEventListener("keydown", close);
  for (const kind of ["toggle", "pointerdown", "focusin", "change"]) document.addEventListener(kind, fill, true);
})();
