// What a style sheet cannot do for a table in a frame: end on a whole row, sort its rows, and in a frame
// too narrow for it stand row by row as blocks, whose cells it names. A frame tells by an animation that
// it was shown.
(() => {
  if (window.tablesWatched) return;
  window.tablesWatched = true;
  const LISTS = ".behind, .listed";
  const FRAMES = `.sheet, .words, .reconcile, .ledger, ${LISTS}`;
  // A table in a frame no wider than this, in pixels, stands row by row: one of many columns, of which
  // two of numbers count as one, and any other. In between any does that is wider than its frame.
  const [NARROW, NARROWEST, MANY] = [560, 430, 5];
  // A cell with more letters has a line of its own where two share one.
  const LONG = 24;
  const endOnARow = (frame) => {
    frame.style.maxHeight = "";
    const most = frame.clientHeight;
    if (!getComputedStyle(frame).getPropertyValue("--tallest") || frame.scrollHeight <= most + 1) return;
    const top = frame.firstElementChild.getBoundingClientRect().top;
    const ends = [...frame.querySelectorAll("tbody tr")].map((row) => row.getBoundingClientRect().bottom - top);
    const last = ends.findLast((end) => end <= most);
    if (last) frame.style.maxHeight = `${Math.ceil(last) + frame.offsetHeight - frame.clientHeight}px`;
  };
  const nameCells = (frame) => {
    const names = [...frame.querySelectorAll("thead th")].map((head) => head.innerText.trim());
    for (const row of frame.querySelectorAll("tbody tr")) {
      let place = names.length;
      for (const cell of [...row.cells].reverse()) {
        place -= cell.colSpan;
        cell.dataset.head = cell.colSpan > 1 ? "" : names[place] ?? "";
        cell.classList.toggle("long", cell.textContent.trim().length > LONG);
      }
    }
  };
  const standOrLie = (frame) => {
    if (frame.matches(LISTS)) return;
    frame.classList.remove("stands");
    const { clientWidth: width, scrollWidth } = frame;
    if (!width || width > NARROW) return;
    const heads = [...frame.querySelectorAll("thead th")];
    const columns = heads.reduce((sum, head) => sum + (head.matches(".figure") ? 0.5 : 1), 0);
    const isWide = columns >= MANY && !frame.matches(".sheet");
    frame.classList.toggle("stands", width <= (isWide ? NARROW : NARROWEST) || scrollWidth > width + 1);
  };
  // Days stand as "6 Jun", "about 1–7 Jun 2020", "in June 2020": the first of them counts.
  const order = (text) => {
    const day = text.replace(/^(about|in) /, "").replace(/^(\d+)[–-].*? (?=[A-Z])/, "$1 ").replace(/^(?=[A-Z][a-z]+ \d{4}$)/, "1 ");
    if (/^\d{1,2} [A-Z][a-z]{2,}( \d{4})?$/.test(day)) return { text, number: Date.parse(day) };
    const number = text.match(/^(?:[≥≤] |about )?([+−-]?[\d,]*\.?\d+)/);
    return { text, number: number ? Number(number[1].replaceAll(",", "").replace("−", "-")) : null };
  };
  const sort = (head) => {
    const body = head.closest("table").tBodies[0];
    const [rows, place] = [[...body.rows], head.cellIndex];
    rows.forEach((row, number) => (row.dataset.place ??= number));
    const before = head.getAttribute("aria-sort");
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    const sign = before === "ascending" ? -1 : 1;
    const keys = new Map(rows.map((row) => [row, order(row.cells[place].textContent.trim())]));
    const numeric = [...keys.values()].filter((key) => key.number !== null).length > rows.length / 2;
    const compare = (one, two) =>
      numeric ? (one.number ?? Infinity) - (two.number ?? Infinity) : one.text.localeCompare(two.text);
    if (before === "descending") rows.sort((one, two) => one.dataset.place - two.dataset.place);
    else {
      rows.sort((one, two) => sign * compare(keys.get(one), keys.get(two)) || one.dataset.place - two.dataset.place);
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    }
    body.append(...rows);
    endOnARow(head.closest(FRAMES));
  };
  // A frame is as wide as the sidebar leaves it, which comes and goes more slowly than the window.
  const widths = new WeakMap();
  const watched = new ResizeObserver((changes) => {
    for (const { target, contentRect } of changes) {
      if (widths.get(target) === contentRect.width) continue;
      widths.set(target, contentRect.width);
      standOrLie(target);
      requestAnimationFrame(() => endOnARow(target));
    }
  });
  const arranged = (frame) => {
    nameCells(frame);
    standOrLie(frame);
    endOnARow(frame);
    watched.observe(frame);
    for (const head of frame.matches(".rows") ? frame.querySelectorAll("thead th") : []) head.tabIndex = 0;
  };
  document.addEventListener("animationstart", ({ animationName, target }) => {
    if (animationName === "frame_shown" && target.matches(FRAMES)) arranged(target);
  });
  addEventListener("resize", () => document.querySelectorAll(FRAMES).forEach(endOnARow));
  for (const kind of ["click", "keydown"]) {
    document.addEventListener(kind, (event) => {
      const head = event.target.closest?.(".rows thead th");
      if (head && (kind === "click" || event.key === "Enter")) sort(head);
    });
  }
  document.querySelectorAll(FRAMES).forEach(arranged);
})();
