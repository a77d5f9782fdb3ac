// A slider under an axis of days: a handle for the first day shown, one for the last, and the stretch
// between them, which moves both. Days are numbers, counted since 1970.
export const A_DAY = 86_400_000;
export const FEWEST_DAYS = 4;
// Over more days than these it goes by months; over fewer than a fortnight there is none.
const [MOST_BY_DAY, FEWEST_SLID] = [100, 14];
// Half the width of a handle in pixels, as in the style sheet.
const HALF_HANDLE = 8;
const IN_WORDS = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

// Adds a slider to a place. `moved` is called with the first and last day while a handle is held or
// a key is down, `done` when it is let go.
export function slider(parent, moved, done) {
  const [place, between] = ["div", "span"].map((kind) => document.createElement(kind));
  place.className = "chart_slider";
  place.hidden = true;
  place.append(between);
  parent.append(place);
  const slid = { place, between, handles: [], days: [0, 0], ends: [0, 0] };
  const move = (days) => {
    put(slid, days);
    moved(...days);
  };
  slid.handles = [0, 1].map((end) => {
    const handle = document.createElement("input");
    handle.type = "range";
    const put = (day) => move(end ? [slid.days[0], day] : [day, slid.days[1]]);
    handle.addEventListener("input", () => put(closest(free(slid, end), Number(handle.value), slid.days[end])));
    handle.addEventListener("keydown", (event) => {
      const day = stepped(free(slid, end), slid.days[end], event.key);
      if (day === undefined) return;
      event.preventDefault();
      put(day);
    });
    for (const each of ["change", "keyup"]) handle.addEventListener(each, done);
    return handle;
  });
  place.append(...slid.handles);
  between.addEventListener("pointerdown", (down) => pushed(slid, down, move, done));
  return slid;
}

// Puts a slider under an axis of days, between pixels from the left and the right; it shows `days`.
export function slide(slid, ends, days, [left, right], labels) {
  slid.place.hidden = !(ends[1] - ends[0] >= FEWEST_SLID);
  if (slid.place.hidden) return;
  slid.ends = ends;
  put(slid, days.map((day) => Math.min(Math.max(day, ends[0]), ends[1])));
  slid.handles.forEach((handle, end) => handle.setAttribute("aria-label", labels[end]));
  const inset = (pixels) => `${Math.max(pixels - HALF_HANDLE, 0)}px`;
  Object.assign(slid.place.style, { marginLeft: inset(left), marginRight: inset(right) });
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

// The day nearest to one wanted; without any the day `otherwise`.
function closest(days, wanted, otherwise) {
  const nearer = (best, each) => (Math.abs(each - wanted) < Math.abs(best - wanted) ? each : best);
  return days.reduce(nearer, days[0] ?? otherwise);
}

// The days that a handle stops at: all, or the first days of months, for the last handle the last.
function stops({ ends: [first, last] }, end) {
  const all = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  if (all.length <= MOST_BY_DAY) return all;
  const ofMonth = (day) => new Date((day + end) * A_DAY).getUTCDate() === 1;
  return all.filter((day) => day === first || day === last || ofMonth(day));
}

// Of these the days that leave room to the other handle.
function free(slid, end) {
  const [first, last] = slid.days;
  return stops(slid, end).filter((day) => (end ? day >= first + FEWEST_DAYS : day <= last - FEWEST_DAYS));
}

// The day that a key leads to; none for another key.
function stepped(days, from, key) {
  const later = days.filter((day) => day > from);
  const earlier = days.filter((day) => day < from).reverse();
  const ways = {
    ...{ Home: days[0], End: days.at(-1), PageUp: later[2] ?? later.at(-1), PageDown: earlier[2] ?? earlier.at(-1) },
    ...{ ArrowRight: later[0], ArrowUp: later[0], ArrowLeft: earlier[0], ArrowDown: earlier[0] },
  };
  return key in ways ? (ways[key] ?? from) : undefined;
}

// Moves both handles with the stretch between them: whole months by months, other days by days.
function pushed(slid, { clientX, pointerId }, move, done) {
  const [[first, last], [start, end]] = [slid.days, slid.ends];
  const [firsts, lasts] = [stops(slid, 0), stops(slid, 1)];
  const pixels = slid.place.clientWidth - 2 * HALF_HANDLE;
  const wholeMonths = firsts.includes(first) && lasts.includes(last);
  const follow = (event) => {
    const wanted = first + Math.round(((event.clientX - clientX) / pixels) * (end - start));
    const begin = Math.min(Math.max(wanted, start), end - (last - first));
    const month = closest(firsts, begin, first);
    const months = [month, closest(lasts.filter((day) => day >= month + FEWEST_DAYS), month + last - first, last)];
    move(wholeMonths ? months : [begin, begin + last - first]);
  };
  slid.between.setPointerCapture(pointerId);
  slid.between.addEventListener("pointermove", follow);
  const letGo = () => {
    slid.between.removeEventListener("pointermove", follow);
    done();
  };
  slid.between.addEventListener("lostpointercapture", letGo, { once: true });
}
