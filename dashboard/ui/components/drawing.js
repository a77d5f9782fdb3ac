import { A_DAY, FEWEST_DAYS, slide, slider } from "./slider.js";

// Draws the charts of panels. A new figure goes into the chart that is there, and plotly redraws what
// changed; what a click on a mark means is decided on the server.
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
// Where a drag narrows an axis of days. A finger scrolls the page instead.
const DRAGS = matchMedia("(min-width: 800px) and (pointer: fine)");
// Pixels for one named day on a narrowed axis.
const NAMED = 110;
// How much is left of a line while others stand out, and of the name of one faded or hidden.
const [FADED, FADED_NAME] = [0.12, 0.45];
// Milliseconds within which a second click on a name makes a double click of two.
const SECOND_CLICK = 300;
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
  chart.slider = slider(parent, (...days) => slidTo(chart, ...days), () => send(chart.days));
  [chart.days, chart.lines] = [shared(), shared()];
  chart.narrowedTo = wayBack(parent, () => change(chart, chart.days, ""));
  chart.leftOut = wayBack(parent, () => change(chart, chart.lines, ""));
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

// A line under the chart that says what it leaves out, and a button that brings it back.
function wayBack(parent, back) {
  const line = added(parent, "p", "panel_caption chart_zoomed");
  const [words, button] = [added(line, "span", ""), added(line, "button", "")];
  button.type = "button";
  button.addEventListener("click", back);
  line.hidden = true;
  return (told, name) => {
    [words.textContent, button.textContent, line.hidden] = [told, name, !name];
  };
}

// Says what is left out, as far as the server has said it and the chart has it.
function sayLeftOut({ words, days, lines, narrows, narrowedTo, leftOut }) {
  narrowedTo(words.days, narrows && days.here ? words.whole : "");
  leftOut(words.lines, lines.here && words.lines ? words.all : "");
}

// What all charts of a page show alike, which the server keeps in the address: as it is here, as the
// server last said it, and what was asked of it since.
const shared = () => ({ here: "", said: "", asked: [], tell: () => {} });

function change(chart, state, value) {
  state.here = value;
  draw(chart);
  send(state);
}

function send(state) {
  if (state.here === (state.asked.at(-1) ?? state.said)) return;
  state.asked.push(state.here);
  state.tell(state.here);
}

// Takes what the server says. An answer does not undo what was done since it was asked.
function answered(state, value) {
  if (value === state.said) return;
  const place = state.asked.indexOf(value);
  [state.said, state.asked] = [value, state.asked.slice(place < 0 ? state.asked.length : place + 1)];
  if (place < 0) state.here = value;
}

async function draw(chart) {
  const wanted = () => ({
    figure: chart.narrower.find(([below]) => chart.width < below)?.[1] ?? chart.figure,
    wide: chart.figure,
    width: chart.width,
    days: chart.days.here,
    lines: chart.lines.here,
  });
  const current = () => Object.entries(wanted()).every(([name, value]) => chart.drawn?.[name] === value);
  if (chart.busy || !chart.width || current()) return;
  chart.busy = true;
  try {
    const { react, purge } = await program(chart.address);
    while (!current()) {
      const next = wanted();
      const { width, days } = next;
      const { data, layout, alike } = JSON.parse(next.figure);
      if (alike) {
        const wide = JSON.parse(next.wide).data;
        data.forEach((trace, place) => Object.assign(trace, { ...wide[place], ...trace }));
      }
      narrowed(chart, data, layout, days);
      lined(chart, data, layout, next.lines);
      together(data, layout);
      const focused = chart.canvas.contains(document.activeElement) && document.activeElement.dataset.line;
      chart.canvas.style.height = `${layout.height}px`;
      const put = async () => react(chart.canvas, data, { ...layout, width }, CONFIG);
      const anew = async () => {
        purge(chart.canvas);
        chart.canvas.replaceChildren();
        await put();
        chart.canvas.on("plotly_click", (click) => chart.tell(told(nearest(chart, click))));
        chart.canvas.on("plotly_doubleclick", () => change(chart, chart.days, ""));
        chart.canvas.on("plotly_clickannotation", ({ annotation: { name } }) => clicked(chart, name));
        chart.canvas.on("plotly_relayout", (changes) => dragged(chart, changes));
      };
      // Plotly does not turn every chart into every other: then the new one is drawn from nothing.
      if (chart.drawn) await put().catch(anew);
      else await anew();
      slideUnder(chart, layout, days);
      sayLeftOut(chart);
      pressable(chart, layout, focused);
      chart.drawn = next;
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
}

// The values of a line as plotly has them from the server: packed, or a list.
function valuesOf({ y }) {
  if (y?.dtype !== "f8") return Array.isArray(y) ? y : [];
  return new Float64Array(Uint8Array.from(atob(y.bdata), (each) => each.charCodeAt(0)).buffer);
}

// Has the hover box of each line that has a name tell the values of all of them on its day, its own
// in bold.
function together(data, layout) {
  const { box, digits } = layout.meta ?? {};
  if (!box) return;
  const after = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const told = new Map();
  const points = data
    .filter(({ name, visible }) => name && visible !== false)
    .flatMap((line) => {
      const own = line.meta?.digits;
      const form = new Intl.NumberFormat("en-GB", own ? { maximumSignificantDigits: own } : after);
      const timeAt = (place) => (line.x0 ? timeOf(line.x0) + place * line.dx : timeOf(line.x[place]));
      return [...valuesOf(line)].map((value, place) => ({ line, place, value, time: timeAt(place), form }));
    });
  for (const { line, value, time, form } of points) {
    if (!Number.isFinite(value)) continue;
    if (!told.has(time)) told.set(time, []);
    told.get(time).push([line, `${form.format(value)} ${line.name}`]);
  }
  for (const { line, place, time } of points) {
    if (!place) Object.assign(line, { hovertext: [], hovertemplate: box });
    const words = (told.get(time) ?? []).map(([own, text]) => (own.name === line.name ? `<b>${text}</b>` : text));
    line.hovertext[place] = words.join("<br>");
  }
}

// The lines that stand out and those that are hidden, from a text like "UZB,-KAZ".
function chosenLines(text, known) {
  const words = text.split(",").filter(Boolean);
  const [out, away] = [words.filter((each) => each[0] !== "-"), words.filter((each) => each[0] === "-")];
  return [out, away.map((each) => each.slice(1))].map((names) => names.filter((name) => known.includes(name)));
}

// The names of lines that answer to a click: notes without an arrow, named as the lines are.
const namesOf = ({ annotations = [] }, data) =>
  annotations.filter(({ name, showarrow }) => name && !showarrow && data.some(({ meta }) => meta === name));

// Fades all lines but those that stand out, and leaves hidden ones away, with what is said of each.
function lined(chart, data, layout, text) {
  const names = namesOf(layout, data);
  // Of a stack no part is hidden: the numbers over it are of all its parts.
  chart.hides = names.map(({ name }) => name).filter((name) => !data.some(({ type, meta }) => type === "bar" && meta === name));
  const [out, all] = chosenLines(text, names.map(({ name }) => name));
  const away = all.filter((name) => chart.hides.includes(name));
  const fades = (name) => out.length > 0 && name && !out.includes(name);
  const parts = [...data.map((trace) => [trace, trace.meta]), ...[layout.shapes, layout.annotations].flatMap((list) => (list ?? []).filter((each) => !names.includes(each)).map((each) => [each, each.name]))];
  for (const [part, name] of parts) {
    if (away.includes(name)) part.visible = false;
    else if (names.length && fades(name)) part.opacity = "showarrow" in part ? FADED_NAME : FADED;
  }
  for (const each of names) {
    each.captureevents = true;
    if (away.includes(each.name)) each.text = `<s>${each.text}</s>`;
    if (away.includes(each.name) || fades(each.name)) each.opacity = FADED_NAME;
  }
}

// Has the names of lines reached by Tab, and pressed by Enter or space as by a click.
function pressable(chart, layout, focused) {
  const notes = layout.annotations ?? [];
  const [out, away] = chosenLines(chart.lines.here, notes.map(({ name }) => name));
  for (const [place, { name, text, captureevents }] of notes.entries()) {
    const button = captureevents && chart.canvas.querySelector(`.annotation[data-index="${place}"]`);
    if (!button) continue;
    const label = text.replaceAll("<br>", " ").replace(/<[^>]*>/g, "") + (away.includes(name) ? `, ${chart.words.hidden}` : "");
    const told = { role: "button", tabindex: 0, "aria-pressed": out.includes(name), "aria-label": label, "data-line": name };
    for (const [key, value] of Object.entries(told)) button.setAttribute(key, value);
    button.append(document.createElementNS(button.namespaceURI, "title"));
    button.lastChild.textContent = chart.words[chart.hides.includes(name) ? "tip" : "tip_stack"];
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      if (event.shiftKey && chart.hides.includes(name)) hide(chart, name);
      else light(chart, name);
    });
    if (name === focused) button.focus({ preventScroll: true });
  }
}

// A click on a name has its line stand out; a second one soon after it hides the line instead.
function clicked(chart, name) {
  const { name: before, timer } = chart.click ?? {};
  clearTimeout(timer);
  chart.click = undefined;
  if (!chart.hides.includes(name)) return light(chart, name);
  if (name === before) return hide(chart, name);
  if (before) light(chart, before);
  const alone = () => {
    chart.click = undefined;
    light(chart, name);
  };
  chart.click = { name, timer: setTimeout(alone, SECOND_CLICK) };
}

const light = (chart, name) => turn(chart, name, name);
const hide = (chart, name) => turn(chart, name, `-${name}`);

// Writes a word of a line into what all charts show, or takes it back; one that is hidden is first
// shown again.
function turn(chart, name, word) {
  const words = chart.lines.here.split(",").filter(Boolean);
  const others = words.filter((each) => each !== name && each !== `-${name}`);
  const back = words.includes(word) || words.includes(`-${name}`);
  change(chart, chart.lines, (back ? others : [...others, word]).join(","));
}

function dragged(chart, changes) {
  const name = Object.keys(changes).find((each) => /^xaxis\d*\.range\[0\]$/.test(each));
  if (!name) return;
  const [first, end] = [name, name.replace("[0]", "[1]")].map((each) => changes[each]);
  const last = timeOf(end) + (end.length > 10 ? A_DAY : 0);
  const days = [timeOf(first), Math.max(last, timeOf(first) + FEWEST_DAYS * A_DAY)];
  change(chart, chart.days, days.map(dayOf).join(":"));
}

// Narrows the chart while a handle of its slider is held, and to none where all is between them.
function slidTo(chart, first, last) {
  const [start, end] = chart.slider.ends;
  const whole = first === start && last === end;
  chart.days.here = whole ? "" : [first, last].map((day) => dayOf(day * A_DAY)).join(":");
  draw(chart);
}

// Puts the slider under the axis of what has been drawn, its handles where the chart is narrowed.
function slideUnder(chart, { margin }, days) {
  const ends = (chart.whole ?? []).map((time, end) => Math[end ? "floor" : "ceil"](time / A_DAY));
  const shown = chart.narrows ? days.split(":").map((day) => timeOf(day) / A_DAY) : ends;
  // Of a chart that scrolls in its frame the whole slider stays in sight.
  const scrolls = chart.width > chart.frame.clientWidth;
  slide(chart.slider, ends, shown, scrolls ? [0, 0] : [margin.l, margin.r], chart.words.slider);
}

// Of the marks that one box tells of, that which is nearest to the pointer.
function nearest({ canvas }, { points, event }) {
  const height = event.clientY - canvas.getBoundingClientRect().top;
  const distance = ({ yaxis, y }) => Math.abs(yaxis._offset + yaxis.d2p(y) - height);
  if (points.length === 1) return points[0];
  return points.reduce((best, each) => (distance(each) < distance(best) ? each : best));
}

function told({ customdata, x, data }) {
  return { customdata: customdata ?? data.meta?.key ?? null, x: String(x), legendgroup: data.legendgroup ?? "" };
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
  chart.days.tell = (days) => setTriggerValue("zoomed", days || "all");
  chart.lines.tell = (lines) => setTriggerValue("lined", lines || "-");
  chart.words = data.words;
  answered(chart.days, data.days);
  answered(chart.lines, data.lines);
  sayLeftOut(chart);
  list(chart, data.choices);
  Object.assign(chart, { figure: data.figure, narrower: data.narrower, address });
  draw(chart);
}
