
"use strict";
// A picture is a slider over its points: a pointer or the arrow keys move it, and it
// tells the step and the values there.
const Reading = (() => {
  const node = (parent, name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  };

  const told = (value) => {
    const size = Math.abs(value);
    return size && Number.isFinite(size) && (size < 1e-4 || size >= 1e6)
      ? value.toExponential().replace("e+", "e") : String(value);
  };

  // Steps, from how far each is from the one before it.
  const summed = (gaps) => {
    let step = 0;
    return gaps.map((gap) => step += gap);
  };

  // Where a value stands on the axis that is shown; null where that has no place for it.
  function height(value, [linear, log], frame) {
    const power = document.getElementById("axis-log").checked;
    const ends = power ? log : linear;
    if (!ends || !Number.isFinite(value)) return null;
    const [at, low, high] = power
      ? [value, ...ends].map(Math.log10) : [value, ...ends.map(Number)];
    if (!Number.isFinite(at) || at < low) return null;
    return frame.bottom + ((at - low) / (high - low)) * (frame.top - frame.bottom);
  }

  // Makes an element a slider. A frame says where the axis of steps is in its svg, and
  // show draws the point with an index and returns it in words.
  function slider(element, label, steps, frame, show) {
    const last = steps.length - 1;
    let chosen = 0;
    const choose = (index) => {
      chosen = Math.max(0, Math.min(last, index));
      element.setAttribute("aria-valuenow", steps[chosen]);
      element.setAttribute("aria-valuetext", show(chosen));
    };

    function nearest(event) {
      const svg = event.currentTarget.closest("svg") || event.currentTarget.querySelector("svg");
      const box = svg.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
      const wanted = ((x - frame.left) / (frame.right - frame.left)) * steps[last];
      let index = steps.findIndex((step) => step >= wanted);
      if (index < 0) index = last;
      if (index > 0 && wanted - steps[index - 1] < steps[index] - wanted) index--;
      return index;
    }

    const page = Math.max(1, Math.round(last / 10));
    const moves = {
      ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1,
      PageDown: -page, PageUp: page, Home: -Infinity, End: Infinity,
    };
    for (const [key, value] of Object.entries({
      tabindex: 0, role: "slider", "aria-label": label,
      "aria-valuemin": steps[0], "aria-valuemax": steps[last], "aria-valuenow": steps[0],
    })) element.setAttribute(key, value);
    for (const kind of ["pointermove", "pointerdown"]) {
      element.addEventListener(kind, (event) => choose(nearest(event)));
    }
    element.addEventListener("keydown", (event) => {
      if (!(event.key in moves)) return;
      event.preventDefault();
      choose(chosen + moves[event.key]);
    });
    return () => choose(chosen);
  }

  return { height, node, slider, summed, told };
})();
