// The workspace by keyboard and without reloading. Each form and link works without this script;
// with it there is one key for each act, and the page stays where it is.

const OFF = "themes-keys-off";
const byId = (id) => document.getElementById(id);
const main = document.querySelector("main");
const theme = () => document.querySelector(".themes [aria-current]");
const themeLinks = () => [...document.querySelectorAll(".themes h3 a")];
const ticks = () => [...document.querySelectorAll("#opened .cmts input[type=checkbox]")];

// What each key does where it is not enough to press or open what has it as its data-key.
const FIELDS = { m: "[name=move-to]", r: "[name=name-name]", g: "[name=merge-into]", b: "[name=nest-under]" };
const STEPS = { j: [themeLinks, 1], k: [themeLinks, -1], n: [ticks, 1], p: [ticks, -1] };

function focusOn(element) {
  if (!element) return;
  const folded = element.closest("details");
  if (folded) folded.open = true;
  element.focus();
}

// The next or the one before, from where the focus is, or from the theme that is open.
function step(list, by) {
  const all = list();
  const here = all.findIndex((each) => each.closest("li").contains(document.activeElement));
  const from = here < 0 && list === themeLinks ? all.indexOf(theme()) : here;
  focusOn(all[from < 0 ? (by > 0 ? 0 : all.length - 1) : from + by] ?? all[from]);
}

function splitOff() {
  const to = document.querySelector(FIELDS.m);
  if (!to) return;
  to.value = "new";
  focusOn(document.querySelector("[name=move-name]"));
}

const comment = () =>
  ticks().map((each) => each.closest("li")).find((each) => each.contains(document.activeElement));

function press(key) {
  if (key in STEPS) return step(...STEPS[key]);
  if (key in FIELDS) return focusOn(document.querySelector(FIELDS[key]));
  if (key === "s") return splitOff();
  if (key === "x") return comment()?.querySelector("input").click();
  if (key === "l") return comment()?.querySelector("[data-like]").click();
  if (key === "0") return main.querySelector('#themes .tabs a[href*="/unplaced"]')?.click();
  const target = main.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (key === "?") byId("keys").open = true;
  return target?.matches("button, a") ? target.click() : focusOn(target);
}

const writing = (element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (writing(event.target) || !byId("use-keys")?.checked) return;
  const known = event.key in STEPS || event.key in FIELDS || "sxl0".includes(event.key);
  if (!known && !main.querySelector(`[data-key="${CSS.escape(event.key)}"]`)) return;
  event.preventDefault();
  press(event.key);
});

function showKeys() {
  const keys = byId("keys");
  if (!keys) return;
  keys.hidden = false;
  byId("use-keys").checked = localStorage.getItem(OFF) === null;
  byId("use-keys").addEventListener("change", (event) => {
    if (event.target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}

// Where the focus goes in a page that took the place of another: the same control, else the theme.
function finder(element) {
  const { id, name, value } = element ?? {};
  const key = element?.dataset?.key;
  const inList = element?.closest?.(".themes, .tabs") ? element.getAttribute("href") : "";
  return () =>
    (inList && [...main.querySelectorAll(".themes a, .tabs a")].find((each) => each.getAttribute("href") === inList)) ||
    (id && byId(id)) ||
    (name && [...main.querySelectorAll(`[name="${CSS.escape(name)}"]`)].find((each) => each.value === value)) ||
    (key && key !== "u" && main.querySelector(`[data-key="${CSS.escape(key)}"]`));
}

function swap(page, find, opens) {
  const { scrollX, scrollY } = window;
  const open = byId("keys")?.open;
  const panes = ["themes", "filters"].map((id) => [id, byId(id)?.scrollTop]);
  main.replaceChildren(...document.adoptNode(page.querySelector("main")).childNodes);
  document.title = page.title;
  showKeys();
  if (open) byId("keys").open = true;
  scrollTo(scrollX, scrollY);
  for (const [id, top] of panes) if (top && byId(id)) byId(id).scrollTop = top;
  const problems = main.querySelector(".errors");
  const next = problems ?? ((!opens && find()) || byId("th"));
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  byId("said").textContent = [...main.querySelectorAll(".flash")].map((each) => each.textContent.trim()).join(" ");
}

// An act is waited for; of pages that are only looked at, the one asked for last is shown.
let newest = 0;
let acting = false;

async function load(url, options, { find, opens = false, remember = true }) {
  if (acting) return;
  const mine = ++newest;
  acting = options?.method === "POST";
  main.ariaBusy = "true";
  try {
    const response = await fetch(url, options);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== newest) return;
    if (!page.getElementById("workspace")) {
      if (response.ok) return location.assign(response.url);
      return tell(page.querySelector("h1")?.textContent ?? "It did not work.");
    }
    swap(page, find, opens);
    if (remember && (!options || response.redirected)) history.pushState(null, "", response.url);
  } catch {
    if (mine === newest) tell("There is no connection. Nothing was changed.");
  } finally {
    if (mine === newest) {
      acting = false;
      main.ariaBusy = "false";
    }
  }
}

function tell(words) {
  byId("said").textContent = words;
  byId("said").classList.remove("vh");
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (!form.closest("#workspace")) return;
  event.preventDefault();
  const url = new URL(button?.getAttribute("formaction") ?? form.getAttribute("action"), location.href);
  const body = new URLSearchParams(new FormData(form));
  const ticked = ticks().findIndex((each) => each.checked && each.form === form);
  // After a move the focus is on the comment that came up in place of the first one that went.
  const find = ticked < 0 ? finder(button) : () => ticks()[ticked] ?? ticks().at(-1);
  if (form.method === "post") return load(url, { method: "POST", body }, { find, opens: !form.querySelector(".cmts") });
  url.search = body;
  return load(url, undefined, { find });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#workspace a[href]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  if (!link || !plain || !/\/themes(\/|\?|$)/.test(link.pathname) || /progress|new|youth|codebook/.test(link.pathname)) return;
  event.preventDefault();
  load(link.href, undefined, { find: finder(link), opens: !link.closest(".tabs") });
});

showKeys();
addEventListener("popstate", () => load(location.href, undefined, { find: finder(document.activeElement), remember: false }));
