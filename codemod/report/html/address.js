
"use strict";
// The choices of a page stand in its address: a link brings back what was seen, and
// each choice is one step of the way back.
const Address = (() => {
  // The axis as a field; as the page has it at first, it stands in no address.
  function axis(changed) {
    const choices = [...document.querySelectorAll("#axes input")];
    const chosen = () => choices.find((one) => one.checked);
    const first = chosen();
    for (const one of choices) one.addEventListener("change", changed);
    return {
      id: "axis",
      get value() { return chosen() === first ? "" : chosen().value; },
      set value(wanted) {
        (choices.find((one) => one.value === wanted) || first).checked = true;
      },
    };
  }

  // Keeps fields, each with an id and a value, and shows the page by them: now, and
  // when the address is another one. Returns what is called where one has changed.
  function kept(fields, show) {
    let typed = null;

    function read() {
      if (location.hash && !location.hash.includes("=")) return;
      typed = null;
      const state = new URLSearchParams(location.hash.slice(1));
      for (const field of fields) {
        field.value = state.get(field.id) ?? "";
        if (field.selectedIndex === -1) field.value = "";
      }
      show();
    }

    // What is typed is one step back, however many letters it has.
    function write(field) {
      const state = new URLSearchParams();
      for (const one of fields) if (one.value) state.set(one.id, one.value);
      const hash = state.size ? `#${state}` : "";
      if (hash === location.hash) return;
      const url = hash || location.href.split("#")[0];
      history[field && field === typed ? "replaceState" : "pushState"](null, "", url);
      typed = field && field.type === "search" ? field : null;
    }

    addEventListener("hashchange", read);
    show();
    read();
    return write;
  }

  return { axis, kept };
})();
