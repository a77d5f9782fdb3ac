// Draws the charts of panels. A new figure goes into the chart that is there, and plotly redraws what
// changed; what a click on a mark means is decided on the server.
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false };
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
  const current = () => chart.drawn?.figure === asked() && chart.drawn.width === chart.width;
  if (chart.busy || !chart.width || current()) return;
  chart.busy = true;
  try {
    const { react, purge } = await program(chart.address);
    while (!current()) {
      const [figure, width] = [asked(), chart.width];
      const { data, layout } = JSON.parse(figure);
      chart.canvas.style.height = `${layout.height}px`;
      const put = async () => react(chart.canvas, data, { ...layout, width }, CONFIG);
      const anew = async () => {
        purge(chart.canvas);
        chart.canvas.replaceChildren();
        await put();
        chart.canvas.on("plotly_click", ({ points }) => chart.tell(told(points[0])));
      };
      // Plotly does not turn every chart into every other: then the new one is drawn from nothing.
      if (chart.drawn) await put().catch(anew);
      else await anew();
      chart.drawn = { figure, width };
    }
  } catch (trouble) {
    chart.drawn = null;
    chart.canvas.textContent = trouble.message;
  } finally {
    chart.busy = false;
  }
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
  list(chart, data.choices);
  Object.assign(chart, { figure: data.figure, narrow: data.narrow, address });
  draw(chart);
}
