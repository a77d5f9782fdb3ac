// Gives the links of an export menu, when it is used, the filters on screen, which the address has,
// and what is the menu's own. So the menu need not be sent and drawn anew with every filter. How a
// picture is wanted is chosen in one menu and then so in all. Escape or a click beside it
// closes it.
(() => {
  if (window.menusFilled) return;
  window.menusFilled = true;
  const filters = new Set(FILTER_KEYS);
  const chosen = {};
  const fill = ({ target, type }) => {
    const menu = target.closest?.("details.export");
    if (!menu) return;
    if (type === "change" && target.dataset.option) chosen[target.dataset.option] = target.value;
    for (const choice of menu.querySelectorAll("select"))
      choice.value = chosen[choice.dataset.option] ?? choice.options[0].value;
    const picture = [...menu.querySelectorAll("select")]
      .filter(choice => choice.selectedIndex > 0).map(choice => [choice.dataset.option, choice.value]);
    const view = [...new URLSearchParams(location.search)].filter(([name]) => filters.has(name));
    const own = [...new URLSearchParams(menu.dataset.own)];
    const rows = [...new URLSearchParams(menu.querySelector("input:checked")?.value)];
    const zoom = [...new URLSearchParams(location.search)].filter(([name]) => name === "zoom");
    for (const link of menu.querySelectorAll("a")) {
      const here = link.pathname === location.pathname;
      const ownChoice = "picture" in link.dataset ? picture : [];
      link.search = new URLSearchParams([...view, ...own.filter(([name]) => !here || name !== "page"), ...(here ? zoom : rows), ...ownChoice]);
    }
  };
  const close = ({ key }) => {
    const menu = key === "Escape" && document.querySelector("details.export[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  };
  const leave = ({ target }) => {
    const menu = document.querySelector("details.export[open]");
    if (menu && !menu.contains(target)) menu.open = false;
  };
  document.addEventListener("keydown", close);
  document.addEventListener("pointerdown", leave);
  for (const kind of ["toggle", "pointerdown", "focusin", "change"]) document.addEventListener(kind, fill, true);
})();
