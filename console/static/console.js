// Keys and completion. Every page works without this file.
"use strict";

const box = document.getElementById("q");
const list = document.getElementById("completions");

function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

// -- keys: / to the box, j and k from lead to lead, Enter opens, n turns the page

function move(step) {
  const leads = [...document.querySelectorAll(".hit .open, .related a")];
  if (!leads.length) return;
  const at = leads.indexOf(document.activeElement);
  leads[Math.min(leads.length - 1, Math.max(0, at + step))].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/" && box) { event.preventDefault(); box.focus(); box.select(); }
  else if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "s") document.getElementById("star")?.click();
  else if (event.key === "n") document.querySelector("a[rel=next]")?.click();
});

// -- completion of the last term of the box (ARIA 1.2 combobox with a list)

let chosen = -1;
let asked = 0;

function close() {
  list.hidden = true;
  list.replaceChildren();
  chosen = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function choose(step) {
  const options = [...list.children];
  if (!options.length) return;
  chosen = (chosen + step + options.length) % options.length;
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
  box.setAttribute("aria-activedescendant", options[chosen].id);
}

function take(option) {
  box.value = option.dataset.box;
  close();
  box.focus();
  if (box.value.endsWith(":")) complete();
}

function show(found) {
  list.replaceChildren(...found.map((one, at) => {
    const option = document.createElement("li");
    option.id = `completion-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.box = one.box;
    const label = document.createElement("span");
    label.textContent = one.label;
    label.dir = "auto";
    const note = document.createElement("span");
    note.className = "note";
    note.textContent = one.note;
    option.append(label, note);
    option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
    return option;
  }));
  chosen = -1;
  list.hidden = !found.length;
  box.setAttribute("aria-expanded", String(found.length > 0));
}

async function complete() {
  const mine = ++asked;
  const typed = box.value;
  if (!typed.trim()) { close(); return; }
  const answer = await fetch(`/complete?q=${encodeURIComponent(typed)}`, { redirect: "error" }).catch(() => null);
  if (mine === asked && answer?.ok && document.activeElement === box) show(await answer.json());
}

if (box && list) {
  let waiting;
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(complete, 120); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); choose(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(-1); }
    else if (event.key === "Escape") { if (!list.hidden) event.preventDefault(); close(); } // the browser would empty the box
    else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) { event.preventDefault(); take(list.children[chosen]); }
  });
}
