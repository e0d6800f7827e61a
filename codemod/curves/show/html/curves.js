
"use strict";
// Reads the curves, lays two over one another, and filters the list; what is chosen
// stands in the address.
(() => {
  const { byId, hasWords, tell, whole, wordsOf } = Page;
  const FRAME = { left: 46, right: 312, top: 22, below: 30 };
  const curves = JSON.parse(byId("data").textContent).curves.map((curve) => ({
    ...curve, v: curve.v.map(Number),
  }));
  const rates = [...document.querySelectorAll(".rate")];
  const drawn = rates.filter((rate) => rate.dataset.curve);
  const choices = ["basis", "function", "optimizer"].map(byId).filter(Boolean);
  const text = byId("text"), log = byId("axis-log"), linear = byId("axis-linear");
  let picked = [];

  const curveOf = (rate) => curves[rate.dataset.curve];
  const told = (value) => {
    const size = Math.abs(value);
    return size && Number.isFinite(size) && (size < 1e-4 || size >= 1e6)
      ? value.toExponential().replace("e+", "e") : String(value);
  };
  const node = (parent, name, attributes, content) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (content !== undefined) made.textContent = content;
    parent.append(made);
  };
  const element = (name, attributes, content) => {
    const made = document.createElement(name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (content !== undefined) made.textContent = content;
    return made;
  };

  // -- reading ------------------------------------------------------------------

  const bottomOf = (svg) => svg.viewBox.baseVal.height - FRAME.below;

  function heightOf(curve, value, bottom) {
    const ends = curve.y[log.checked ? 1 : 0];
    if (!ends || !Number.isFinite(value)) return null;
    const [at, low, high] = log.checked
      ? [value, ...ends].map(Math.log10) : [value, ...ends];
    if (!Number.isFinite(at) || at < low) return null;
    return bottom + ((at - low) / (high - low)) * (FRAME.top - bottom);
  }

  const reading = new Map();

  function read(svg, index) {
    const curve = curveOf(svg.parentElement), last = curve.s.length - 1;
    const at = Math.max(0, Math.min(last, index));
    const step = curve.s[at], value = curve.v[at], bottom = bottomOf(svg);
    reading.set(svg, at);
    svg.querySelector(".reader")?.remove();
    node(svg, "g", { class: "reader" });
    const layer = svg.lastChild;
    const x = FRAME.left + (step / curve.s[last]) * (FRAME.right - FRAME.left);
    const y = heightOf(curve, value, bottom), right = x > 180;
    node(layer, "line", { class: "cursor", x1: x, x2: x, y1: FRAME.top - 4, y2: bottom });
    if (y !== null) node(layer, "circle", { class: "dot", cx: x, cy: y, r: 3.5 });
    node(layer, "text", {
      class: "read", x: x + (right ? -7 : 7), "text-anchor": right ? "end" : "start",
      y: Math.max(FRAME.top + 4, Math.min(y === null ? 66 : y - 6, bottom - 8)),
    }, told(value));
    const half = whole(step).length * 3;
    node(layer, "text", {
      class: "read", y: bottom + 14, "text-anchor": "middle",
      x: Math.max(half + 2, Math.min(x, 318 - half)),
    }, whole(step));
    svg.classList.add("reading");
    svg.setAttribute("aria-valuenow", step);
    svg.setAttribute("aria-valuetext", `step ${whole(step)}, ${told(value)}`);
  }

  function leave(svg) {
    svg.querySelector(".reader")?.remove();
    svg.classList.remove("reading");
  }

  function nearest(svg, event) {
    const { s } = curveOf(svg.parentElement), box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 320;
    const wanted = ((x - FRAME.left) / (FRAME.right - FRAME.left)) * s[s.length - 1];
    let index = s.findIndex((step) => step >= wanted);
    if (index < 0) index = s.length - 1;
    if (index > 0 && wanted - s[index - 1] < s[index] - wanted) index--;
    return index;
  }

  const PAGE = 7;
  const moves = {
    ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1,
    PageDown: -PAGE, PageUp: PAGE, Home: -Infinity, End: Infinity,
  };
  for (const rate of drawn) {
    const svg = rate.querySelector("svg"), { s } = curveOf(rate);
    svg.removeAttribute("aria-hidden");
    const name = rate.querySelector("h4").textContent;
    for (const [key, value] of Object.entries({
      tabindex: 0, role: "slider", "aria-label": `Step of ${name}`,
      "aria-valuemin": 0, "aria-valuemax": s[s.length - 1],
      "aria-valuenow": 0, "aria-valuetext": `step 0, ${told(curveOf(rate).v[0])}`,
    })) svg.setAttribute(key, value);
    svg.addEventListener("pointermove", (event) => read(svg, nearest(svg, event)));
    svg.addEventListener("pointerdown", (event) => read(svg, nearest(svg, event)));
    svg.addEventListener("pointerleave", () => leave(svg));
    svg.addEventListener("blur", () => leave(svg));
    svg.addEventListener("keydown", (event) => {
      if (!(event.key in moves)) return;
      event.preventDefault();
      read(svg, (reading.get(svg) ?? 0) + moves[event.key]);
    });
    const pick = element("button", { type: "button", class: "pick", "aria-pressed": "false" }, "Overlay");
    pick.addEventListener("click", () => choose(rate));
    rate.append(pick);
  }

  // -- two over one another -----------------------------------------------------

  function choose(rate) {
    picked = picked.includes(rate)
      ? picked.filter((one) => one !== rate) : [...picked, rate].slice(-2);
    show();
    keep();
  }

  const nameOf = (rate) => {
    const at = rate.querySelector(".at").textContent.split(":")[0];
    return `${rate.querySelector("h4").textContent}, ${rate.closest(".file").dataset.file} ${at}`;
  };

  // The value at a step, and whether it is only near: stored, held behind the end, or
  // between two that are stored; null where a curve that has no end is not drawn so far.
  function valueAt({ s, v, open }, step) {
    const after = s.findIndex((one) => one >= step);
    if (after < 0) return open ? [NaN, null] : [v[v.length - 1], false];
    if (s[after] === step) return [v[after], false];
    const share = (step - s[after - 1]) / (s[after] - s[after - 1]);
    return [v[after - 1] + share * (v[after] - v[after - 1]), true];
  }

  function show() {
    const over = byId("over");
    over.hidden = !picked.length;
    over.replaceChildren();
    for (const rate of drawn) {
      rate.querySelector(".pick").setAttribute("aria-pressed", picked.includes(rate));
    }
    if (!picked.length) return;
    const head = element("div", { class: "head" });
    const close = element("button", { type: "button" }, "Close");
    close.addEventListener("click", () => { picked = []; show(); keep(); });
    const words = picked.map(nameOf);
    head.append(element("p", {}, picked.length < 2
      ? `${words[0]}: choose another curve to lay over it.` : words.join(" and ")), close);
    over.append(head);
    if (picked.length < 2) return;
    const pair = picked.map(curveOf);
    const steps = [...new Set(pair.flatMap((one) => one.s))].sort((a, b) => a - b);
    const [before, after] = pair.map((one) => steps.map((step) => valueAt(one, step)));
    const names = picked.map((rate) => rate.querySelector("h4").textContent);
    if (names[0] === names[1]) names.forEach((name, index) => { names[index] = `${name} ${index + 1}`; });
    const figure = element("figure", { class: "plot" });
    over.append(figure);
    Plot.draw(figure, {
      steps, log: log.checked, rewritten: true, boundaries: [], marks: [],
      before: before.map(([value]) => value), after: after.map(([value]) => value),
      near: { before: before.map(([, near]) => near), after: after.map(([, near]) => near) },
      names: {
        before: names[0], after: names[1],
        residual: "difference", minus: "second − first",
      },
    });
  }

  // -- filters, and the address ---------------------------------------------------

  const fits = (rate, choice) => !choice.value
    || (rate.dataset[choice.id] || "").split(" ").includes(choice.value);

  function filter() {
    const wanted = wordsOf(text.value);
    let shown = 0;
    for (const rate of rates) {
      rate.hidden = !(choices.every((choice) => fits(rate, choice)) && hasWords(rate, wanted));
      shown += !rate.hidden;
    }
    for (const section of document.querySelectorAll(".file")) {
      section.hidden = !section.querySelector(".rate:not([hidden])");
    }
    tell(shown, rates.length);
  }

  function keep() {
    const state = new URLSearchParams();
    for (const field of [...choices, text]) if (field.value) state.set(field.id, field.value);
    if (log.checked) state.set("axis", "log");
    if (picked.length) state.set("over", picked.map((rate) => rate.id).join(","));
    const hash = String(state);
    history.replaceState(null, "", hash ? `#${hash}` : location.href.split("#")[0]);
  }

  function restore() {
    if (location.hash && !location.hash.includes("=")) return;
    const state = new URLSearchParams(location.hash.slice(1));
    for (const field of [...choices, text]) {
      field.value = state.get(field.id) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    if (state.has("axis")) (state.get("axis") === "log" ? log : linear).checked = true;
    const ids = (state.get("over") ?? "").split(",");
    picked = [...new Set(ids.map(byId))].filter((rate) => drawn.includes(rate)).slice(0, 2);
    filter();
    show();
  }

  for (const choice of choices) choice.addEventListener("change", () => { filter(); keep(); });
  text.addEventListener("input", () => { filter(); keep(); });
  for (const axis of [linear, log]) {
    axis.addEventListener("change", () => {
      document.querySelectorAll("svg.reading").forEach(leave);
      show();
      keep();
    });
  }
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => {
    form.reset();
    filter();
    keep();
  });
  addEventListener("hashchange", restore);
  filter();
  restore();
})();
