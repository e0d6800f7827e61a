
"use strict";
// Draws a curve before and after with the residual under it, as SVG. A plot is a
// slider over its points: a pointer or the arrow keys move it, and it tells the
// step and the values there.
const Plot = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const HEIGHT = 190, REST = 60, GAP = 36, TOP = 34, BOTTOM = 34, RIGHT = 14;

  const node = (parent, name, attributes, text) => {
    const made = document.createElementNS(SVG, name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  };

  const { axisOf, range, rate, scale, ticks, whole } = Axis;

  function path(steps, values, x, y, has = Number.isFinite) {
    let text = "", pen = false;
    values.forEach((value, index) => {
      if (!has(value)) { pen = false; return; }
      text += `${pen ? "L" : "M"}${x(steps[index]).toFixed(2)} ${y(value).toFixed(2)}`;
      pen = true;
    });
    return text;
  }

  function numbers(raw) {
    const before = raw.before.map(Number);
    const after = raw.after ? raw.after.map(Number) : raw.rewritten ? before : null;
    const residual = after && after.map((value, index) =>
      Object.is(value, before[index]) || value === before[index] ? 0 : value - before[index]);
    // What the series are called, and which values are only near, or none (null).
    const names = raw.names
      || { before: "before", after: "after", residual: "residual", minus: "after − before" };
    return { ...raw, before, after, residual, names, near: raw.near || {} };
  }

  function spark(holder, raw) {
    const { steps, before } = numbers(raw);
    const svg = node(holder, "svg", { viewBox: "0 0 96 24", width: 96, height: 24 });
    const [low, high] = range(before);
    const x = scale(steps[0], steps[steps.length - 1], 2, 94);
    node(svg, "path", { d: path(steps, before, x, scale(low, high, 22, 3)) });
  }

  function legend(figure, curve) {
    const row = document.createElement("div");
    row.className = "legend";
    const value = (name, className) => {
      const part = document.createElement("span");
      part.className = className;
      const output = document.createElement("output");
      part.append(name + " ", output);
      row.append(part);
      return output;
    };
    const fields = { step: value("step", "k-step"), before: value(curve.names.before, "k-before") };
    if (curve.after) {
      fields.after = value(curve.names.after, "k-after");
      fields.residual = value(curve.names.residual, "k-residual");
    }
    figure.prepend(row);
    return fields;
  }

  function axes(svg, curve, box) {
    const { left, width, x, y, bottom } = box;
    box.axis.ticks.forEach((tick, index) => {
      node(svg, "line", { class: "grid", x1: left, x2: width - RIGHT, y1: y(tick), y2: y(tick) });
      node(svg, "text", { class: "tick", x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, box.axis.texts[index]);
    });
    const last = curve.steps[curve.steps.length - 1];
    const many = Math.max(2, Math.min(8, Math.floor((width - left) / 80)));
    for (const tick of ticks(curve.steps[0], last, many, true)) {
      node(svg, "line", { class: "notch", x1: x(tick), x2: x(tick), y1: bottom, y2: bottom + 4 });
      const text = whole(tick), over = x(tick) + text.length * 3.6 > width;
      node(svg, "text", {
        class: "tick", x: over ? width : x(tick), y: bottom + 17,
        "text-anchor": over ? "end" : "middle",
      }, text);
    }
    node(svg, "text", { class: "axis", x: width - RIGHT, y: bottom + 31, "text-anchor": "end" }, "step");
    node(svg, "text", { class: "axis", x: 2, y: 11 }, "learning rate");
  }

  function boundaries(svg, curve, box) {
    const taken = [90, -Infinity];  // the first row begins behind the axis' name
    for (const [step, name] of curve.boundaries) {
      const at = box.x(step);
      node(svg, "line", { class: "boundary", x1: at, x2: at, y1: TOP - 4, y2: box.bottom });
      const label = name ? `${name} ${whole(step)}` : `step ${whole(step)}`;
      const long = label.length * 6.3;
      const start = Math.max(box.left, Math.min(at - long / 2, box.width - RIGHT - long));
      const row = taken.findIndex((end) => start > end + 8);
      if (row < 0) continue;
      taken[row] = start + long;
      node(svg, "text", { class: "label", x: start, y: 11 + 13 * row }, label);
    }
  }

  function anomalies(svg, curve, box) {
    for (const [step, raw, label] of curve.marks) {
      const value = Number(raw), at = box.x(step);
      const height = Number.isFinite(value) ? box.y(value) : TOP + HEIGHT / 2;
      node(svg, "circle", { class: "mark", cx: at, cy: height, r: 6 });
      const right = at > box.width / 2;
      node(svg, "text", {
        class: "mark-label", x: at + (right ? -11 : 11),
        y: height + (height < TOP + 20 ? 16 : -8), "text-anchor": right ? "end" : "start",
      }, label);
    }
  }

  function residual(svg, curve, box) {
    const top = TOP + HEIGHT + GAP, { left, width, x } = box;
    const largest = Math.max(...curve.residual.map(Math.abs).filter(Number.isFinite), 0);
    const y = scale(-largest || -1, largest || 1, top + REST, top);
    node(svg, "text", { class: "axis", x: left, y: top - 10 }, `${curve.names.residual}: ${curve.names.minus}`);
    const shown = largest ? [-largest, 0, largest] : [0];
    for (const tick of shown) {
      node(svg, "line", { class: "grid", x1: left, x2: width - RIGHT, y1: y(tick), y2: y(tick) });
      node(svg, "text", { class: "tick", x: left - 6, y: y(tick) + 4, "text-anchor": "end" },
        rate(Number(tick.toPrecision(2))));
    }
    node(svg, "path", { class: "residual", d: path(curve.steps, curve.residual, x, y) });
    return y;
  }

  function draw(figure, raw) {
    const curve = numbers(raw);
    const fields = legend(figure, curve);
    const holder = document.createElement("div");
    holder.className = "canvas";
    fields.step.parentElement.parentElement.after(holder);
    const last = curve.steps.length - 1;
    holder.tabIndex = 0;
    for (const [key, value] of Object.entries({
      role: "slider", "aria-label": "Step of the learning-rate curve",
      "aria-valuemin": curve.steps[0], "aria-valuemax": curve.steps[last],
    })) holder.setAttribute(key, value);
    let chosen = -1, box = null, layer = null;

    function choose(index) {
      chosen = Math.max(0, Math.min(last, index));
      const step = curve.steps[chosen];
      fields.step.value = whole(step);
      const told = [`step ${whole(step)}`];
      for (const name of ["before", "after", "residual"]) {
        if (!curve[name]) continue;
        const near = curve.near[name] && curve.near[name][chosen];
        if (near === null) {
          fields[name].value = "not drawn so far";
          continue;
        }
        const value = name === "residual" ? Number(curve.residual[chosen].toPrecision(3))
          : near ? Number(curve[name][chosen].toPrecision(4)) : curve[name][chosen];
        fields[name].value = near ? `≈ ${rate(value)}` : rate(value);
        told.push(`${curve.names[name]} ${fields[name].value}`);
      }
      holder.setAttribute("aria-valuenow", step);
      holder.setAttribute("aria-valuetext", told.join(", "));
      layer.replaceChildren();
      const at = box.x(step);
      node(layer, "line", { class: "cursor", x1: at, x2: at, y1: TOP, y2: box.bottom });
      for (const name of ["before", "after", "residual"]) {
        const value = curve[name] && curve[name][chosen];
        const drawn = name === "residual" ? Number.isFinite : box.axis.has;
        if (curve[name] && drawn(value)) {
          const y = name === "residual" ? box.rest : box.y;
          node(layer, "circle", { class: `dot ${name}`, cx: at, cy: y(value), r: name === "before" ? 5 : 3 });
        }
      }
    }

    function render() {
      const width = Math.max(holder.clientWidth, 240);
      const values = curve.after ? [...curve.before, ...curve.after] : curve.before;
      const axis = axisOf(values, curve.log, TOP + HEIGHT, TOP), { y, has } = axis;
      const widest = Math.max(...axis.texts.map((text) => text.length), 4);
      const left = Math.max(44, widest * 7 + 12);
      const bottom = TOP + HEIGHT + (curve.after ? GAP + REST + 6 : 0);
      const x = scale(curve.steps[0], curve.steps[last], left, width - RIGHT);
      box = { left, width, x, y, axis, bottom, rest: null };
      holder.replaceChildren();
      const all = bottom + BOTTOM;
      const svg = node(holder, "svg", { viewBox: `0 0 ${width} ${all}`, width, height: all, "aria-hidden": "true" });
      axes(svg, curve, box);
      boundaries(svg, curve, box);
      node(svg, "path", { class: "before", d: path(curve.steps, curve.before, x, y, has) });
      if (curve.after) {
        node(svg, "path", { class: "after", d: path(curve.steps, curve.after, x, y, has) });
        box.rest = residual(svg, curve, box);
      }
      anomalies(svg, curve, box);
      layer = node(svg, "g", {});
      choose(chosen < 0 ? 0 : chosen);
    }

    function nearest(event) {
      const share = (event.clientX - holder.getBoundingClientRect().left - box.left)
        / (box.width - RIGHT - box.left);
      const wanted = curve.steps[0] + share * (curve.steps[last] - curve.steps[0]);
      let index = curve.steps.findIndex((step) => step >= wanted);
      if (index < 0) index = last;
      if (index > 0 && wanted - curve.steps[index - 1] < curve.steps[index] - wanted) index--;
      return index;
    }

    const page = Math.max(1, Math.round(last / 10));
    const moves = {
      ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1,
      PageDown: -page, PageUp: page, Home: -Infinity, End: Infinity,
    };
    holder.addEventListener("pointermove", (event) => choose(nearest(event)));
    holder.addEventListener("pointerdown", (event) => choose(nearest(event)));
    holder.addEventListener("keydown", (event) => {
      if (!(event.key in moves)) return;
      event.preventDefault();
      choose(chosen + moves[event.key]);
    });
    render();
    let drawn = holder.clientWidth;
    new ResizeObserver(() => {
      if (holder.clientWidth && holder.clientWidth !== drawn) {
        drawn = holder.clientWidth;
        render();
      }
    }).observe(holder);
  }

  return { draw, spark };
})();
