
"use strict";
// What every page has: whether scripts run, the theme, and how many are shown.
const Page = (() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const byId = (id) => document.getElementById(id);

  const themes = ["system", "light", "dark"];
  byId("theme").addEventListener("click", (event) => {
    const next = themes[(themes.indexOf(root.dataset.theme || "system") + 1) % 3];
    root.dataset.theme = next;
    event.target.textContent = `Theme: ${next}`;
  });

  const whole = (count) => count.toLocaleString("en-US");

  function tell(shown, all) {
    byId("nothing").hidden = shown > 0 || !all;
    byId("shown").textContent = shown === all ? whole(all) : `${whole(shown)} of ${whole(all)}`;
  }

  // The words of a search, and whether an element has them all.
  const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = new Map();
  function hasWords(element, words) {
    if (!words.length) return true;
    if (!texts.has(element)) {
      const path = element.closest(".file").dataset.file;
      const parts = [...element.children].filter((part) => !part.matches("svg"));
      const all = [path, ...parts.map((part) => part.textContent)];
      texts.set(element, all.join(" ").toLowerCase());
    }
    return words.every((word) => texts.get(element).includes(word));
  }

  return { byId, hasWords, tell, whole, wordsOf };
})();
