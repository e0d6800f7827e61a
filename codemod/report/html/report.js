
"use strict";
// Filters the list, and draws what comes into view.
(() => {
  const { curves } = JSON.parse(document.getElementById("data").textContent);
  const sites = [...document.querySelectorAll(".site")];
  const { byId, hasWords, tell, wordsOf } = Page;
  const [rule, verdict, file, text] = ["rule", "verdict", "file", "text"].map(byId);

  function filter() {
    const wanted = wordsOf(text.value);
    let shown = 0;
    for (const site of sites) {
      const fits = (!rule.value || site.dataset.rule === rule.value)
        && (!verdict.value || site.dataset.verdict === verdict.value)
        && (!file.value || site.parentElement.dataset.file === file.value)
        && hasWords(site, wanted);
      site.hidden = !fits;
      shown += fits;
    }
    for (const section of document.querySelectorAll(".file")) {
      section.hidden = !section.querySelector(".site:not([hidden])");
    }
    tell(shown, sites.length);
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
