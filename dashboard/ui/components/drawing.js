// Draws the charts of panels. A new figure goes into the chart that is there, and plotly redraws what
// changed; what a click on a mark means is decided on the server.
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
// Where a drag narrows an axis of days. A finger scrolls the page instead.
const DRAGS = matchMedia("(min-width: 800px) and (pointer: fine)");
const A_DAY = 86_400_000;
const FEWEST_DAYS = 4;
// Pixels for one named day on a narrowed axis.
const NAMED = 110;
// A slider goes by months over more days than these; over fewer than a fortnight there is none.
const [MOST_BY_DAY, FEWEST_SLID] = [100, 14];
// Half the width of a slider's handle in pixels, as in the style sheet.
const HALF_HANDLE = 8;
const IN_WORDS = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
// How much is left of a trace, and of a name, while others are lit.
const [FADED, FADED_NAME] = [0.12, 0.45];
const charts = new WeakMap();
let plotly;

function program(address) {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      plotly = undefined;
      reject(new Error("The chart cannot be drawn: its program could not be loaded."));
    };
    document.head.append(script);
  });
  return plotly;
}

function added(parent, kind, look) {
  const element = document.createElement(kind);
  element.className = look;
  parent.append(element);
  return element;
}

function begin(parent) {
  const frame = added(parent, "div", "chart_frame");
  const chart = { frame, canvas: added(frame, "div", "chart"), width: 0, drawn: null, busy: false };
  chart.canvas.setAttribute("role", "figure");
  chart.slider = slider(chart, parent);
  chart.zoomed = added(parent, "p", "panel_caption chart_zoomed");
  chart.days = added(chart.zoomed, "span", "");
  chart.back = added(chart.zoomed, "button", "");
  chart.back.type = "button";
  chart.back.addEventListener("click", () => zoom(chart, ""));
  [chart.zoom, chart.said, chart.asked, chart.zoomed.hidden, chart.lit] = ["", "", [], true, ""];
  chart.caption = added(parent, "p", "panel_caption");
  chart.list = added(parent, "select", "chart_list");
  chart.list.addEventListener("change", () => chart.tell({ choice: chart.list.value }));
  // Arrows open the list instead of choosing at once one entry after another.
  chart.list.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !chart.list.showPicker) return;
    event.preventDefault();
    chart.list.showPicker();
  });
  new ResizeObserver(([entry]) => {
    chart.width = entry.contentRect.width;
    draw(chart);
  }).observe(chart.canvas);
  charts.set(parent, chart);
  return chart;
}

async function draw(chart) {
  const asked = () => (chart.narrow && chart.width < chart.narrow.below ? chart.narrow.figure : chart.figure);
  const current = () =>
    chart.drawn?.figure === asked() && ["width", "zoom", "lit"].every((each) => chart.drawn[each] === chart[each]);
  if (chart.busy || !chart.width || current()) return;
  chart.busy = true;
  try {
    const { react, purge } = await program(chart.address);
    while (!current()) {
      const [figure, width, days, lit] = [asked(), chart.width, chart.zoom, chart.lit];
      const { data, layout } = JSON.parse(figure);
      narrowed(chart, data, layout, days);
      lighted(data, layout, lit);
      together(data, layout);
      chart.canvas.style.height = `${layout.height}px`;
      const put = async () => react(chart.canvas, data, { ...layout, width }, CONFIG);
      const anew = async () => {
        purge(chart.canvas);
        chart.canvas.replaceChildren();
        await put();
        chart.canvas.on("plotly_click", (click) => chart.tell(told(nearest(chart, click))));
        chart.canvas.on("plotly_doubleclick", () => zoom(chart, ""));
        chart.canvas.on("plotly_clickannotation", ({ annotation: { name } }) => light(chart, name));
        chart.canvas.on("plotly_relayout", (changes) => dragged(chart, changes));
      };
      // Plotly does not turn every chart into every other: then the new one is drawn from nothing.
      if (chart.drawn) await put().catch(anew);
      else await anew();
      slide(chart, layout, days);
      chart.drawn = { figure, width, zoom: days, lit };
    }
  } catch (trouble) {
    chart.drawn = null;
    chart.canvas.textContent = trouble.message;
  } finally {
    chart.busy = false;
  }
}

const timeOf = (day) => Date.parse(String(day).slice(0, 10));
const dayOf = (time) => new Date(time).toISOString().slice(0, 10);

// The axes of days in a layout.
function dayAxes(layout) {
  return Object.entries(layout).filter(([name, axis]) => /^xaxis\d*$/.test(name) && axis.type === "date");
}

// The first and last moment that an axis of days has without being narrowed.
function wholeOf(axis, data) {
  if (axis.range) return axis.range.map(timeOf);
  const times = data.flatMap(({ x }) => (Array.isArray(x) ? x : [])).map(timeOf);
  return [Math.min(...times), Math.max(...times)];
}

// Lets a drag narrow the axes of days, and narrows them to days that they have.
function narrowed(chart, data, layout, days) {
  const axes = dayAxes(layout);
  chart.whole = axes.length ? wholeOf(axes[0][1], data) : null;
  if (axes.length && DRAGS.matches) layout.dragmode = "zoom";
  const [first, last] = days.split(":").map(timeOf);
  chart.narrows = axes.length > 0 && first < chart.whole[1] && last > chart.whole[0];
  for (const [, axis] of axes) {
    axis.fixedrange = !DRAGS.matches;
    if (!chart.narrows) continue;
    const [start, end] = axis.domain ?? [0, 1];
    const room = (chart.width - layout.margin.l - layout.margin.r) * (end - start);
    const most = Math.min((last - first) / A_DAY, Math.max(1, Math.floor(room / NAMED)));
    axis.range = [dayOf(first), dayOf(last)];
    const named = { tickmode: "auto", nticks: most, tickformat: "%-d %b %Y" };
    Object.assign(axis, named, { ticklabeloverflow: "hide past domain" });
    for (const name of ["tickvals", "ticktext"]) delete axis[name];
  }
  chart.zoomed.hidden = !chart.narrows || !chart.back.textContent;
}

// The values of a line as plotly has them from the server: packed, or a list.
function valuesOf({ y }) {
  if (y?.dtype !== "f8") return Array.isArray(y) ? y : [];
  return new Float64Array(Uint8Array.from(atob(y.bdata), (each) => each.charCodeAt(0)).buffer);
}

// Has each line's hover box tell the values of all lines on its day, its own in bold.
function together(data, layout) {
  const { box, digits } = layout.meta ?? {};
  if (!box) return;
  const form = new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const lines = data.filter(({ x0, name }) => x0 && name).map((line) => [line, [...valuesOf(line)]]);
  const told = new Map();
  const each = (use) => {
    for (const [line, values] of lines) values.forEach((value, place) => use(line, value, timeOf(line.x0) + place * line.dx, place));
  };
  each(({ name }, value, time) => {
    if (!Number.isFinite(value)) return;
    if (!told.has(time)) told.set(time, []);
    told.get(time).push([name, `${form.format(value)} ${name}`]);
  });
  for (const [line, values] of lines) if (values.length) Object.assign(line, { hovertext: [], hovertemplate: box });
  each((line, value, time, place) => {
    const words = (told.get(time) ?? []).map(([name, text]) => (name === line.name ? `<b>${text}</b>` : text));
    if (line.hovertext) line.hovertext[place] = words.join("<br>");
  });
}

// Makes the names at the ends of lines answer to clicks, and fades all but what the lit ones name.
function lighted(data, layout, lit) {
  const names = (layout.annotations ?? []).filter(({ name }) => data.some(({ meta }) => meta && meta === name));
  const shown = lit.split(" ").filter((each) => names.some(({ name }) => name === each));
  const fades = (name) => shown.length && name && !shown.includes(name);
  for (const each of names) Object.assign(each, { captureevents: true }, fades(each.name) && { opacity: FADED_NAME });
  for (const trace of data) if (names.length && fades(trace.meta)) trace.opacity = FADED;
}

// Lights what a name stands for, and with the next click no more.
function light(chart, name) {
  const lit = chart.lit.split(" ").filter(Boolean);
  chart.lit = (lit.includes(name) ? lit.filter((each) => each !== name) : [...lit, name]).join(" ");
  draw(chart);
}

function dragged(chart, changes) {
  const name = Object.keys(changes).find((each) => /^xaxis\d*\.range\[0\]$/.test(each));
  if (!name) return;
  const [first, end] = [name, name.replace("[0]", "[1]")].map((each) => changes[each]);
  const last = timeOf(end) + (end.length > 10 ? A_DAY : 0);
  const days = [timeOf(first), Math.max(last, timeOf(first) + FEWEST_DAYS * A_DAY)];
  zoom(chart, days.map(dayOf).join(":"));
}

// Shows some days or, without any, all; tells the server, which keeps them in the address.
function zoom(chart, days) {
  chart.zoom = days;
  draw(chart);
  sendZoom(chart);
}

function sendZoom(chart) {
  if (chart.zoom === (chart.asked.at(-1) ?? chart.said)) return;
  chart.asked.push(chart.zoom);
  chart.tellZoom(chart.zoom);
}

// Takes the days that the server says. An answer does not undo what was dragged since it was asked.
function answered(chart, days) {
  const place = chart.asked.indexOf(days);
  [chart.said, chart.asked] = [days, chart.asked.slice(place < 0 ? chart.asked.length : place + 1)];
  if (place < 0) chart.zoom = days;
}

// A slider under the axis of days: a handle for the first day shown, one for the last, and the
// stretch between them, which moves both. The server is told when they are let go.
function slider(chart, parent) {
  const place = added(parent, "div", "chart_slider");
  const between = added(place, "span", "");
  const handles = [0, 1].map((end) => {
    const handle = added(place, "input", "");
    handle.type = "range";
    const [first, last] = [() => slid.days[0], () => slid.days[1]];
    const move = (day) => (end ? show(chart, first(), day) : show(chart, day, last()));
    const among = () => stops(slid, end).filter((day) => (end ? day >= first() + FEWEST_DAYS : day <= last() - FEWEST_DAYS));
    handle.addEventListener("input", () => move(closest(among(), Number(handle.value))));
    handle.addEventListener("keydown", (event) => {
      const day = stepped(among(), slid.days[end], event.key);
      if (day === undefined) return;
      event.preventDefault();
      move(day);
    });
    for (const done of ["change", "keyup"]) handle.addEventListener(done, () => sendZoom(chart));
    return handle;
  });
  const slid = { place, between, handles, days: [0, 0], ends: [0, 0] };
  between.addEventListener("pointerdown", (down) => pushed(chart, slid, down));
  place.hidden = true;
  return slid;
}

const closest = (days, wanted) => days.reduce((best, each) => (Math.abs(each - wanted) < Math.abs(best - wanted) ? each : best));

// The days that a handle stops at: all, or the first days of months, for the last handle the last.
function stops({ ends: [first, last] }, end) {
  const all = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  if (all.length <= MOST_BY_DAY) return all;
  const ofMonth = (day) => new Date((day + end) * A_DAY).getUTCDate() === 1;
  return all.filter((day) => day === first || day === last || ofMonth(day));
}

// The day that a key leads to; none for another key.
function stepped(days, from, key) {
  const [later, earlier] = [days.filter((day) => day > from), days.filter((day) => day < from).reverse()];
  if (key === "Home") return days[0];
  if (key === "End") return days.at(-1);
  if (key === "ArrowRight" || key === "ArrowUp") return later[0] ?? from;
  if (key === "ArrowLeft" || key === "ArrowDown") return earlier[0] ?? from;
  if (key === "PageUp") return later[2] ?? later.at(-1) ?? from;
  if (key === "PageDown") return earlier[2] ?? earlier.at(-1) ?? from;
}

// Moves both handles with the stretch between them.
function pushed(chart, slid, { clientX, pointerId }) {
  const [[first, last], [start, end]] = [slid.days, slid.ends];
  const pixels = slid.place.clientWidth - 2 * HALF_HANDLE;
  const moved = (event) => {
    const wanted = first + ((event.clientX - clientX) / pixels) * (end - start);
    const length = last - first;
    const begin = closest(stops(slid, 0).filter((day) => day + length <= end), wanted);
    if (begin !== slid.days[0]) show(chart, begin, closest(stops(slid, 1), begin + length));
  };
  slid.between.setPointerCapture(pointerId);
  slid.between.addEventListener("pointermove", moved);
  const done = () => {
    slid.between.removeEventListener("pointermove", moved);
    sendZoom(chart);
  };
  slid.between.addEventListener("lostpointercapture", done, { once: true });
}

// Narrows the chart to days between two of the slider, and to none where these are its ends.
function show(chart, first, last) {
  const [start, end] = chart.slider.ends;
  chart.zoom = first === start && last === end ? "" : [first, last].map((day) => dayOf(day * A_DAY)).join(":");
  put(chart.slider, [first, last]);
  draw(chart);
}

function put(slid, days) {
  const [start, end] = slid.ends;
  const share = (day) => `calc(${HALF_HANDLE}px + (100% - ${2 * HALF_HANDLE}px) * ${(day - start) / (end - start)})`;
  slid.days = days;
  slid.handles.forEach((handle, place) => {
    [handle.min, handle.max, handle.value] = [start, end, days[place]];
    handle.setAttribute("aria-valuetext", IN_WORDS.format(days[place] * A_DAY));
  });
  Object.assign(slid.between.style, { left: share(days[0]), right: `calc(100% - ${share(days[1])})` });
}

// Puts the slider under the axis of what has been drawn, and its handles where the chart is narrowed.
function slide(chart, { margin }, days) {
  const slid = chart.slider;
  const ends = (chart.whole ?? []).map((time, end) => Math[end ? "floor" : "ceil"](time / A_DAY));
  slid.place.hidden = !(ends[1] - ends[0] >= FEWEST_SLID);
  if (slid.place.hidden) return;
  slid.ends = ends;
  const within = (day) => Math.min(Math.max(day, ends[0]), ends[1]);
  put(slid, chart.narrows ? days.split(":").map((day) => within(timeOf(day) / A_DAY)) : ends);
  // Of a chart that scrolls in its frame the whole slider stays in sight.
  const scrolls = chart.width > chart.frame.clientWidth;
  const [left, right] = scrolls ? [0, 0] : [margin.l - HALF_HANDLE, margin.r - HALF_HANDLE];
  Object.assign(slid.place.style, { marginLeft: `${left}px`, marginRight: `${right}px` });
}

// Of the marks that one box tells of, that which is nearest to the pointer.
function nearest({ canvas }, { points, event }) {
  const height = event.clientY - canvas.getBoundingClientRect().top;
  const distance = ({ yaxis, y }) => Math.abs(yaxis._offset + yaxis.d2p(y) - height);
  if (points.length === 1) return points[0];
  return points.reduce((best, each) => (distance(each) < distance(best) ? each : best));
}

function told({ customdata, x, data }) {
  return { customdata: customdata ?? null, x: String(x), legendgroup: data.legendgroup ?? "" };
}

function list(chart, choices) {
  chart.list.hidden = !choices;
  if (!choices) return;
  const names = JSON.stringify([choices.prompt, choices.names]);
  if (names !== chart.names) {
    chart.list.ariaLabel = choices.label;
    const named = [[choices.prompt, ""], ...choices.names.map(([key, name]) => [name, key])];
    chart.list.replaceChildren(...named.map(([name, key]) => new Option(name, key)));
    chart.names = names;
  }
  chart.list.value = choices.chosen;
}

export default function ({ data, parentElement, setTriggerValue }, address) {
  const chart = charts.get(parentElement) ?? begin(parentElement);
  chart.frame.classList.toggle("wide", data.wide);
  chart.canvas.setAttribute("aria-label", data.alt);
  if (!chart.drawn) chart.canvas.style.height = `${data.height}px`;
  chart.caption.textContent = data.caption;
  chart.tell = data.picks ? (mark) => setTriggerValue("picked", mark) : () => {};
  chart.tellZoom = (days) => setTriggerValue("zoomed", days || "all");
  chart.slider.handles.forEach((handle, end) => handle.setAttribute("aria-label", data.slider[end]));
  const { days, told: shown, back } = data.zoom ?? { days: "", told: "", back: "" };
  [chart.days.textContent, chart.back.textContent] = [shown, back];
  chart.zoomed.hidden = !chart.narrows || !back;
  if (days !== chart.said) answered(chart, days);
  list(chart, data.choices);
  Object.assign(chart, { figure: data.figure, narrow: data.narrow, address });
  draw(chart);
}
