// The builder without reloading: each form is sent as the browser would send it, and the parts of
// the page that changed are put in place of the old ones. While somebody types, the phone and the
// reading age follow. Without this script every act works by reloading the page.

const REGIONS = ["top", "page-list", "editor"];
const PAUSE = 300;
const SHOWN_FOR = 6000;

const byId = (id) => document.getElementById(id);
const pageList = () => document.querySelector("#page-list .pages");
const said = byId("said");
let unsaved = false;
let keys = 0; // How often something was typed: what is typed while a form is under way stays.
let underWay = Promise.resolve(true); // One form at a time: each sees what the one before did.
let pause = 0;
let fade = 0;

said.classList.add("toast");

function tell(parts) {
  said.replaceChildren(...parts);
  clearTimeout(fade);
  if (parts.length === 1) fade = setTimeout(() => said.replaceChildren(), SHOWN_FOR);
}

function tellInWords(words) {
  const line = document.createElement("p");
  line.className = "notice flash";
  line.textContent = words;
  tell([line]);
}

// Scrolls the list of pages, and nothing else, to the one that is open.
function showPlace() {
  const list = pageList();
  const link = list.querySelector("[aria-current]").getBoundingClientRect();
  const box = list.getBoundingClientRect();
  if (link.top < box.top || link.bottom > box.bottom) {
    list.scrollTop += link.top - box.top - (box.height - link.height) / 2;
  }
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

async function text(url, options) {
  const response = await fetch(url, options);
  return response.status === 200 ? response.text() : "";
}

// Shows a page on the phone without loading the frame anew: no flicker, and it stays scrolled.
function showOnPhone(source) {
  const inside = byId("preview").contentDocument;
  if (source && inside?.readyState === "complete") {
    inside.body.replaceWith(inside.adoptNode(parsed(source).body));
  }
}

async function follow() {
  const form = byId("edit");
  const body = new URLSearchParams(new FormData(form));
  const typed = keys;
  try {
    const [phone, words] = await Promise.all(
      [form.dataset.preview, form.dataset.wording].map((url) => text(url, { method: "POST", body })),
    );
    if (typed !== keys || byId("edit") !== form) return;
    showOnPhone(phone);
    byId("how-new").textContent = phone ? "As you type." : "As it was: this could not be asked.";
    const old = byId("wording");
    if (words && !old.contains(document.activeElement)) old.innerHTML = words;
  } catch {
    // No connection: the phone stays as it is.
  }
}

// Returns how to find an element again once its part of the page was replaced.
function finder(element) {
  const { id, name, value, href } = element ?? {};
  const places = id?.match(/^(\w+)-(\d+)-(up|down)$/);
  if (places) {
    const [, field, number, way] = places;
    const there = `${field}-${Number(number) + (way === "up" ? -1 : 1)}`;
    return () => byId(`${there}-${way}`) ?? byId(`${there}-down`) ?? byId(there);
  }
  if (id) return () => byId(id);
  const all = () => [...document.querySelectorAll("#builder :is(a, input, button, select)")];
  return () =>
    all().find((each) => (href ? each.href === href : name && each.name === name && each.value === value));
}

function swap(page, typed) {
  const active = document.activeElement;
  const inside = byId("builder").contains(active);
  const find = finder(active);
  const caret = [active?.selectionStart, active?.selectionEnd];
  const place = active?.getBoundingClientRect().top;
  const goesOn = typed !== keys && byId("edit").action === page.getElementById("edit").action;
  const scrolled = pageList().scrollTop;
  if (!goesOn) clearTimeout(pause);
  for (const id of REGIONS) {
    if (id === "editor" && goesOn) {
      byId("edit").elements.revision.value = page.getElementById("edit").elements.revision.value;
    } else {
      byId(id).replaceWith(document.adoptNode(page.getElementById(id)));
    }
  }
  pageList().scrollTop = scrolled;
  showPlace();
  document.title = page.title;
  tell([...page.getElementById("said").children]);
  const problems = document.querySelector("#top .errors");
  const next = problems ?? (inside ? (find() ?? byId("save")) : null);
  next?.focus({ preventScroll: !problems });
  if (next && !problems) scrollBy(0, next.getBoundingClientRect().top - place);
  if (next && next === find() && caret[0] != null) next.setSelectionRange?.(...caret);
  return goesOn;
}

// Opens a page of the builder in place; gives back whether all went well.
function load(...what) {
  underWay = underWay.then(() => open(...what));
  return underWay;
}

async function open(url, options, remember = true) {
  const typed = keys;
  try {
    const response = await fetch(url, options);
    const page = parsed(await response.text());
    if (!page.getElementById("builder")) {
      if (!options) location.assign(url);
      else tellInWords(`${page.querySelector("h1")?.textContent ?? ""} What you wrote is still here.`);
      return false;
    }
    const fine = !options || response.redirected;
    unsaved = swap(page, typed) || !fine;
    if (fine && remember && response.url !== location.href) history.pushState(null, "", response.url);
    const phone = page.getElementById("preview");
    byId("preview").title = phone.title;
    byId("full-size").href = phone.src;
    byId("how-new").textContent = "As it was last saved.";
    if (unsaved) follow();
    else text(phone.src).then(showOnPhone, () => {});
    return fine;
  } catch {
    tellInWords("There is no connection. What you wrote is still here.");
    return false;
  }
}

function send(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  return load(button?.getAttribute("formaction") ?? form.getAttribute("action"), { method: "POST", body });
}

// Saves what was typed, if anything was; returns whether one can go on.
const settled = async () => !unsaved || send(byId("edit"));

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  if (!byId("builder").contains(form)) return;
  event.preventDefault();
  const find = finder(button);
  await underWay;
  if (form.id !== "edit" && !(await settled())) return;
  const pressed = button.isConnected ? button : find();
  if (pressed) send(pressed.form, pressed);
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("#builder a[href]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  if (!link || !plain || link.hash || link.id === "full-size") return;
  const stays = Boolean(link.closest("#page-list .pages"));
  if (!stays && !unsaved) return;
  event.preventDefault();
  const { href } = link;
  await underWay;
  if (!(await settled())) return;
  if (stays) load(href);
  else location.assign(href);
});

document.addEventListener("input", (event) => {
  if (!event.target.closest("#edit")) return;
  unsaved = true;
  keys += 1;
  clearTimeout(pause);
  pause = setTimeout(follow, PAUSE);
});

showPlace();
addEventListener("popstate", () => load(location.href, undefined, false));
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
