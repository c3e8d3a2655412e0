// Drag over the bars of dates to take a span. Without this file the two fields of dates below them do the same.
"use strict";

const days = document.querySelector(".days");
const span = document.querySelector("form.span");

if (days && span) {
  const bars = [...days.querySelectorAll("li")];
  let first = -1;
  let last = -1;
  let moved = false;

  const at = (x) => {
    const found = bars.findIndex((bar) => x < bar.getBoundingClientRect().right);
    return found < 0 ? bars.length - 1 : found;
  };
  const show = () => {
    const [from, to] = [Math.min(first, last), Math.max(first, last)];
    bars.forEach((bar, number) => bar.classList.toggle("taken", first >= 0 && number >= from && number <= to));
    if (first < 0) return;
    span.elements.from.value = bars[from].dataset.start;
    span.elements.to.value = bars[to].dataset.end;
  };
  const end = () => { first = last = -1; show(); };

  days.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    first = last = at(event.clientX);
    moved = false;
  });
  days.addEventListener("dragstart", (event) => event.preventDefault()); // the bars are links
  document.addEventListener("pointermove", (event) => {
    if (first < 0) return;
    if (!moved && at(event.clientX) === first) return;
    moved = true;
    last = at(event.clientX);
    show();
  });
  document.addEventListener("pointerup", () => {
    if (first < 0) return;
    if (moved) { show(); span.requestSubmit(); } else first = last = -1; // a click follows the bar's own link
  });
  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && first >= 0) end(); });
  days.addEventListener("click", (event) => { if (moved) event.preventDefault(); });
}
