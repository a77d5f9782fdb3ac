// The buttons of an export menu that copy: the picture, the table, the line that shows the panel in
// a frame of another page. Their addresses are those of the menu's links, which `menus.js` fills in.
(() => {
  if (window.copyingReady) return;
  window.copyingReady = true;
  const address = (menu, sign) => menu.querySelector(`a[${sign}]`).href;
  const answer = async (asked) => {
    const told = await fetch(asked);
    if (told.ok) return told;
    throw new Error(await told.text());
  };
  const table = async (menu) => {
    // A spreadsheet reads a number by ASCII's sign only.
    const plainSign = (cell) => {
      if (/^−[\d,.]+%?$/.test(cell.textContent)) cell.textContent = cell.textContent.replace("−", "-");
    };
    const page = new DOMParser().parseFromString(await (await answer(address(menu, "data-table"))).text(), "text/html");
    page.querySelectorAll("td").forEach(plainSign);
    return page.querySelector("table");
  };
  const plain = ({ rows }) => [...rows].map(
    ({ cells }) => [...cells].map(({ textContent }) => textContent.replace(/\s+/g, " ").trim()).join("\t")
  ).join("\n");
  const blob = (text, kind) => new Blob([text], { type: kind });
  // The line that shows the panel in a frame; of a version it is asked for once, by which the server keeps it as it is now.
  const frame = async (menu, version) => {
    const link = menu.querySelector("a[data-embed]"), made = document.createElement("iframe"), src = new URL(link.href);
    if (version) {
      src.searchParams.set("version", version);
      await answer(src);
    }
    for (const [name, value] of Object.entries({ src, title: link.dataset.title, width: "100%", height: link.dataset.height, style: "border:0", loading: "lazy" }))
      made.setAttribute(name, value);
    return blob(made.outerHTML, "text/plain");
  };
  // What goes into the clipboard, by kind; promised, as Safari wants it said at the click.
  const kinds = {
    picture: menu => ({ "image/png": answer(address(menu, "data-png")).then(told => told.blob()) }),
    table: (menu) => {
      const read = table(menu);
      return { "text/html": read.then(each => blob(each.outerHTML, "text/html")), "text/plain": read.then(each => blob(plain(each), "text/plain")) };
    },
    live: menu => ({ "text/plain": frame(menu, "") }),
    frozen: (menu, button) => ({ "text/plain": frame(menu, button.dataset.version) }),
  };
  // Without a clipboard a line of text is shown, to be copied by hand.
  const show = (said, text) => {
    const field = document.createElement("textarea");
    [field.value, field.readOnly, field.rows] = [text, true, 4];
    said.append(field);
    field.select();
  };
  const copy = async ({ target }) => {
    const button = target.closest?.("details.export button[data-copy]");
    if (!button) return;
    const menu = button.closest("details.export"), said = menu.querySelector("[role=status]"), words = said.dataset;
    const make = () => kinds[button.dataset.copy](menu, button);
    if (!navigator.clipboard?.write) {
      said.textContent = words.insecure;
      const { "text/html": marked, "text/plain": text } = button.dataset.copy === "picture" ? {} : make();
      try {
        if (text && !marked) show(said, await (await text).text());
      } catch (trouble) {
        said.textContent = trouble.message;
      }
      return;
    }
    said.textContent = words.busy;
    try {
      const parts = make();
      await Promise.all([navigator.clipboard.write([new ClipboardItem(parts)]), ...Object.values(parts)]);
      said.textContent = words.done;
    } catch (trouble) {
      // The server's own sentence is no DOMException.
      said.textContent = trouble.constructor === Error && trouble.message ? trouble.message : words.failed;
    }
  };
  document.addEventListener("click", copy);
})();
