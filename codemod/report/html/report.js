
"use strict";
// Filters the list, and lets the curves that come into view be read.
(() => {
  const { byId, hasWords, tell, whole, wordsOf } = Page;
  const FRAME = { left: 52, right: 430, top: 34, bottom: 174 };
  const REST = { top: 225, bottom: 275 };
  const { curves } = JSON.parse(byId("data").textContent);
  const sites = [...document.querySelectorAll(".site")];
  const choices = ["rule", "severity", "verdict", "outcome"].map(byId);
  const file = byId("file"), text = byId("text"), form = byId("filters");

  // -- reading ------------------------------------------------------------------

  const again = [];

  // Numbers in float32, each in the 9 digits that tell it from any other.
  function unpacked(text) {
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Array.from({ length: bytes.length / 4 }, (_, index) =>
      Number(view.getFloat32(4 * index, true).toPrecision(9)));
  }

  function numbers(raw) {
    const before = unpacked(raw.before);
    const after = raw.after ? unpacked(raw.after) : raw.rewritten ? before : null;
    const residual = after && after.map((value, index) =>
      Object.is(value, before[index]) || value === before[index] ? 0 : value - before[index]);
    return { before, after, residual };
  }

  // The keys of the picture, with a place for the value of each.
  function outputs(figure, series) {
    const legend = figure.querySelector(".legend"), found = {};
    for (const name of ["step", ...Object.keys(series).filter((one) => series[one])]) {
      let key = legend.querySelector(`.k-${name}`);
      if (!key) {
        key = document.createElement("span");
        key.className = `k-${name} no-line`;
        key.textContent = name;
        if (name === "step") legend.prepend(key);
        else legend.append(key);
      }
      found[name] = document.createElement("output");
      key.append(" ", found[name]);
    }
    return found;
  }

  function read(figure) {
    const raw = curves[figure.dataset.curve], { ends, rest } = raw;
    const steps = Reading.summed(raw.steps), last = steps[steps.length - 1] || 1;
    const series = numbers(raw), fields = outputs(figure, series);
    const holder = figure.querySelector(".picture"), svg = holder.querySelector("svg");
    holder.classList.add("canvas");
    const layer = Reading.node(svg, "g", {});
    const restEnds = [[-rest, rest], [-rest, rest]];

    function show(index) {
      const step = steps[index];
      const x = FRAME.left + (step / last) * (FRAME.right - FRAME.left);
      const words = [`step ${whole(step)}`];
      fields.step.value = whole(step);
      layer.replaceChildren();
      Reading.node(layer, "line", {
        class: "cursor", x1: x, x2: x, y1: FRAME.top, y2: rest ? REST.bottom : FRAME.bottom,
      });
      for (const [name, values] of Object.entries(series)) {
        if (!values) continue;
        const value = values[index], residual = name === "residual";
        fields[name].value = Reading.told(residual ? Number(value.toPrecision(3)) : value);
        words.push(`${name} ${fields[name].value}`);
        const y = !residual ? Reading.height(value, ends, FRAME)
          : rest ? REST.bottom + ((value + rest) / (2 * rest)) * (REST.top - REST.bottom) : null;
        if (y === null || !Number.isFinite(y)) continue;
        Reading.node(layer, "circle", { class: `dot ${name}`, cx: x, cy: y, r: name === "before" ? 5 : 3 });
      }
      return words.join(", ");
    }

    const shown = Reading.slider(holder, "Step of the learning-rate curve", steps, FRAME, show);
    again.push(shown);
    shown();
  }

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      read(target);
    }
  }, { rootMargin: "300px" });
  document.querySelectorAll("[data-curve]").forEach((one) => seen.observe(one));

  // -- filters, and the address -------------------------------------------------

  const fits = (site, choice) => !choice.value || site.dataset[choice.id] === choice.value;

  function filter() {
    const wanted = wordsOf(text.value);
    let shown = 0;
    for (const site of sites) {
      const fit = choices.every((choice) => fits(site, choice))
        && (!file.value || site.parentElement.dataset.file === file.value)
        && hasWords(site, wanted);
      site.hidden = !fit;
      shown += fit;
    }
    for (const section of document.querySelectorAll(".file")) {
      section.hidden = !section.querySelector(".site:not([hidden])");
    }
    tell(shown, sites.length);
  }

  function show() {
    filter();
    for (const one of again) one();
  }

  const axis = Address.axis(() => changed());
  const keep = Address.kept([...choices, file, text, axis], show);
  function changed(field) {
    show();
    keep(field);
  }

  for (const choice of [...choices, file]) choice.addEventListener("change", () => changed());
  text.addEventListener("input", () => changed(text));
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => {
    form.reset();
    changed();
  });

  const openAll = byId("open-all");
  openAll.addEventListener("click", () => {
    const visible = sites.filter((site) => !site.hidden);
    const open = visible.some((site) => !site.open);
    for (const site of visible) site.open = open;
    openAll.textContent = open ? "Close all" : "Open all";
  });

  // What a link leads to is open, and seen whatever is filtered.
  function reveal() {
    const target = location.hash && byId(location.hash.slice(1));
    if (!target || !target.matches("details")) return;
    if (target.hidden) {
      form.reset();
      show();
    }
    target.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  reveal();
})();
