// Pan and zoom of the map and the graph: the viewBox, kept in the address so that the view can be sent.
"use strict";

const map = document.getElementById("map");

if (map) {
  const home = map.dataset.home.split(" ").map(Number);
  const given = new URLSearchParams(location.search).get("view")?.split(",").map(Number);
  let view = given?.length === 4 && given.every(Number.isFinite) && given[2] > 0 ? given : [...home];

  function draw() {
    map.setAttribute("viewBox", view.join(" "));
    const address = new URL(location.href);
    address.searchParams.set("view", view.map((part) => part.toFixed(1)).join(","));
    history.replaceState(null, "", address);
  }

  function zoom(factor, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) {
    const width = Math.min(4200, Math.max(8, view[2] * factor));
    const scale = width / view[2];
    view = [x - (x - view[0]) * scale, y - (y - view[1]) * scale, width, view[3] * scale];
    draw();
  }

  function move(across, down) {
    view = [view[0] + across * view[2], view[1] + down * view[3], view[2], view[3]];
    draw();
  }

  function point(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    return [at.x, at.y];
  }

  map.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, ...point(event)); }, { passive: false });

  let held = null;
  let moved = false;
  map.addEventListener("pointerdown", (event) => { held = point(event); moved = false; });
  map.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const [x, y] = point(event);
    if (!moved && Math.hypot(x - held[0], y - held[1]) < view[2] / 200) return;
    moved = true;
    view = [view[0] + held[0] - x, view[1] + held[1] - y, view[2], view[3]];
    draw();
  });
  addEventListener("pointerup", () => { held = null; });
  map.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);

  // Who goes from link to link by keys sees the one that has the focus.
  map.addEventListener("focusin", (event) => {
    if (event.target === map || held) return;
    const at = event.target.getBBox();
    const [x, y] = [at.x + at.width / 2, at.y + at.height / 2];
    if (Math.abs(x - view[0] - view[2] / 2) < view[2] / 2 && Math.abs(y - view[1] - view[3] / 2) < view[3] / 2) return;
    view = [x - view[2] / 2, y - view[3] / 2, view[2], view[3]];
    draw();
  });

  map.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] };
    if (steps[event.key]) { event.preventDefault(); move(...steps[event.key]); }
    else if (event.key === "+" || event.key === "=") zoom(1 / 1.3);
    else if (event.key === "-") zoom(1.3);
    else if (event.key === "0") { view = [...home]; draw(); }
  });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "home") { view = [...home]; draw(); }
      else zoom(button.dataset.zoom === "in" ? 1 / 1.4 : 1.4);
    });
  }
  if (given) draw();
}
