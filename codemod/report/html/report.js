
"use strict";
// Filters the list, draws what comes into view, and switches the theme.
(() => {
  const { curves } = JSON.parse(document.getElementById("data").textContent);
  const sites = [...document.querySelectorAll(".site")];
  const byId = (id) => document.getElementById(id);
  const [rule, verdict, file, text] = ["rule", "verdict", "file", "text"].map(byId);
  document.documentElement.classList.add("scripted");

  const words = new Map();
  const wordsOf = (site) => {
    if (!words.has(site)) {
      const path = site.parentElement.dataset.file;
      words.set(site, `${path} ${site.textContent}`.toLowerCase());
    }
    return words.get(site);
  };

  function filter() {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const site of sites) {
      const fits = (!rule.value || site.dataset.rule === rule.value)
        && (!verdict.value || site.dataset.verdict === verdict.value)
        && (!file.value || site.parentElement.dataset.file === file.value)
        && wanted.every((word) => wordsOf(site).includes(word));
      site.hidden = !fits;
      shown += fits;
    }
    for (const section of document.querySelectorAll(".file")) {
      section.hidden = !section.querySelector(".site:not([hidden])");
    }
    byId("nothing").hidden = shown > 0 || !sites.length;
    const all = sites.length.toLocaleString("en-US");
    byId("shown").textContent = shown === sites.length
      ? all : `${shown.toLocaleString("en-US")} of ${all}`;
  }

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      const element = entry.target, curve = curves[element.dataset.curve];
      seen.unobserve(element);
      if (element.matches(".spark")) Plot.spark(element, curve);
      else Plot.draw(element, curve);
    }
  }, { rootMargin: "300px" });
  document.querySelectorAll("[data-curve]").forEach((element) => seen.observe(element));

  for (const choice of [rule, verdict, file]) choice.addEventListener("change", filter);
  text.addEventListener("input", filter);
  const form = byId("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => {
    form.reset();
    filter();
  });

  const openAll = byId("open-all");
  openAll.addEventListener("click", () => {
    const visible = sites.filter((site) => !site.hidden);
    const open = visible.some((site) => !site.open);
    for (const site of visible) site.open = open;
    openAll.textContent = open ? "Close all" : "Open all";
  });

  const themes = ["system", "light", "dark"];
  byId("theme").addEventListener("click", (event) => {
    const root = document.documentElement;
    const next = themes[(themes.indexOf(root.dataset.theme || "system") + 1) % 3];
    root.dataset.theme = next;
    event.target.textContent = `Theme: ${next}`;
  });

  function reveal() {
    const target = location.hash && byId(location.hash.slice(1));
    if (target && target.matches("details")) {
      target.open = true;
      target.scrollIntoView();
    }
  }
  addEventListener("hashchange", reveal);
  filter();
  reveal();
})();
