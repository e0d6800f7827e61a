
"use strict";
// Reads the curves, lays two over one another, and filters the list; what is chosen
// stands in the address.
(() => {
  const { byId, hasWords, tell, whole, wordsOf } = Page;
  const { node, summed, told } = Reading;
  const FRAME = { left: 46, right: 312, top: 22, below: 30 };
  const curves = JSON.parse(byId("data").textContent).curves.map((curve) => ({
    ...curve, s: summed(curve.s), v: curve.v.map(Number),
  }));
  const rates = [...document.querySelectorAll(".rate")];
  const drawn = rates.filter((rate) => rate.dataset.curve);
  const choices = ["basis", "function", "optimizer"].map(byId).filter(Boolean);
  const text = byId("text"), log = byId("axis-log");
  let picked = [];

  const curveOf = (rate) => curves[rate.dataset.curve];
  const element = (name, attributes, content) => {
    const made = document.createElement(name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (content !== undefined) made.textContent = content;
    return made;
  };

  // -- reading ------------------------------------------------------------------

  const bottomOf = (svg) => svg.viewBox.baseVal.height - FRAME.below;

  function read(svg, curve, index) {
    const step = curve.s[index], value = curve.v[index], bottom = bottomOf(svg);
    leave(svg);
    const layer = node(svg, "g", { class: "reader" }), last = curve.s.length - 1;
    const x = FRAME.left + (step / curve.s[last]) * (FRAME.right - FRAME.left);
    const y = Reading.height(value, curve.y, { ...FRAME, bottom }), right = x > 180;
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
    return `step ${whole(step)}, ${told(value)}`;
  }

  function leave(svg) {
    svg.querySelector(".reader")?.remove();
    svg.classList.remove("reading");
  }

  for (const rate of drawn) {
    const svg = rate.querySelector("svg"), curve = curveOf(rate);
    const name = rate.querySelector("h4").textContent;
    Reading.slider(svg, `Step of ${name}`, curve.s, FRAME, (index) => read(svg, curve, index));
    svg.setAttribute("aria-valuetext", `step 0, ${told(curve.v[0])}`);
    svg.addEventListener("pointerleave", () => leave(svg));
    svg.addEventListener("blur", () => leave(svg));
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

  const over = {
    id: "over",
    get value() { return picked.map((rate) => rate.id).join(","); },
    set value(ids) {
      const found = [...new Set(ids.split(",").map(byId))];
      picked = found.filter((rate) => drawn.includes(rate)).slice(0, 2);
    },
  };
  const axis = Address.axis(() => {
    document.querySelectorAll("svg.reading").forEach(leave);
    changed();
  });
  const keep = Address.kept([...choices, text, axis, over], () => { filter(); show(); });
  function changed(field) {
    filter();
    show();
    keep(field);
  }

  for (const choice of choices) choice.addEventListener("change", () => changed());
  text.addEventListener("input", () => changed(text));
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => {
    form.reset();
    changed();
  });
})();
