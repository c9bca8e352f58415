// Serves a survey where there is no signal, and keeps what somebody writes on their own device
// until it has arrived: never longer than a week, and never after it was sent.
//
// A reply: {id, key, survey, lang, version, begun (how they came), pages: {"3": [[name, value], …]},
// time, changes, saved, sealed (its writer pressed Send), code (it has arrived), wrong (what was
// refused), said (why it cannot be sent)}.

const WEEK = 7 * 864e5;
const PATIENCE = 15e3;
const OURS = ["reply", "then", "later", "add", "away"];
const SENT = /^(q\/\d+(\/file)?|words|send|)$/;
const SHOWN = /^(q\/\d+|words|check|offline|)$/;
const ADDRESS = /^(\/s\/[^/]+\/[^/]+)(\/[a-z]{2})?(?:\/(.*))?$/;

let database;
const opened = () => (database ||= new Promise((done, fail) => {
  const asked = indexedDB.open("consult", 1);
  asked.onupgradeneeded = () =>
    asked.result.createObjectStore("replies", { keyPath: "id", autoIncrement: true });
  asked.onsuccess = () => {
    const close = () => (asked.result.close(), (database = 0));
    asked.result.onclose = asked.result.onversionchange = close;
    done(asked.result);
  };
  asked.onerror = () => fail(asked.error, (database = 0));
}));

async function store(act) {
  const step = (await opened()).transaction("replies", "readwrite", { durability: "strict" });
  const asked = act(step.objectStore("replies"));
  return new Promise((done, fail) => {
    step.oncomplete = () => done(asked.result);
    step.onabort = () => fail(step.error);
  });
}

const all = () => store((replies) => replies.getAll());
const drop = (id) => store((replies) => replies.delete(id));

// Changes one reply in one step, so that two tabs cannot undo each other's pages.
async function change(fits, act, fresh) {
  let reply;
  await store((replies) => {
    const asked = replies.getAll();
    asked.onsuccess = () => {
      reply = asked.result.find(fits) || fresh;
      if (!reply) return;
      reply = act(reply) || reply;
      replies.put(reply).onsuccess = ({ target }) => (reply.id = target.result);
    };
    return asked;
  });
  return reply;
}
const by = (id) => (reply) => reply.id === id;
const under = (key) => (reply) => reply.key === key && !reply.code;

const newKey = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24))))
  .replace(/\+/g, "-").replace(/\//g, "_");

// A reply that was begun without a signal has a key that no other device was ever given.
const renew = (reply) => void (reply.key = newKey());

function placeOf(address) {
  const { pathname, searchParams } = new URL(address, location);
  const [, survey, lang = "", tail = ""] = ADDRESS.exec(pathname) || [];
  const [, page = tail] = /^q\/(\d+)(?:\/file)?$/.exec(tail) || [];
  return survey && { survey, lang, tail, page, via: searchParams.get("via") || "" };
}

async function begin({ survey, lang, via }, key = newKey()) {
  const page = await held({ survey, lang });
  const version = page && page.headers.get("Survey-Version");
  const begun = [["via", via]];
  return { key, survey, lang, version, begun, pages: {}, time: Date.now(), changes: 0, saved: 0 };
}

const isFile = ([, value]) => value instanceof File;

const named = (field) => (isFile(field) ? [field[0], field[1].name] : field);

function keep(reply, page, fields) {
  const before = reply.pages[page] || [];
  const skipped = before.length && fields.some(([name]) => name === "skip");
  const typed = fields.filter((field) => !OURS.includes(field[0]) && !(isFile(field) && !field[1].size));
  if (!page) reply.begun = typed;
  else if (!skipped) reply.pages[page] = fields.some(isFile) ? [...before, ...typed] : typed;
  reply.time = Date.now();
  reply.changes += 1;
  if (reply.wrong) delete reply.wrong[page];
}

const unsaved = (reply) => !reply.code && (reply.sealed || reply.changes > reply.saved);

// The survey as one document, of the version that a reply began with.

const documents = () => caches.open("surveys");

async function held({ survey, lang }, version) {
  const cache = await documents();
  const address = `${survey}${lang}/offline`;
  return (await cache.match(`${address}?v=${version}`))
    || cache.match(address, { ignoreSearch: true });
}

async function hold(place) {
  if (place.tail && (await held(place))) return;
  const address = `${place.survey}${place.lang}/offline`;
  const page = await fetch(address, { cache: "no-cache" });
  if (!page.ok) return;
  const cache = await documents();
  const parts = (await page.clone().text()).match(/\/static\/[^"]+/g);
  await Promise.all(parts.map(async (part) => (await cache.match(part)) || cache.add(part)));
  const version = page.headers.get("Survey-Version");
  const inUse = (await all()).map((reply) => reply.version);
  for (const old of await cache.keys()) {
    const { pathname, searchParams } = new URL(old.url);
    if (pathname === address && !inUse.includes(searchParams.get("v"))) await cache.delete(old);
  }
  await cache.put(`${address}?v=${version}`, page);
}

// What was answered before this device kept it.

async function remember(place, key) {
  const known = (await all()).find(under(key));
  if (!key || !place.tail || (known && !known.partly)) return;
  const asked = { method: "POST", body: new URLSearchParams({ reply: key }) };
  const answer = await fetch(`${place.survey}${place.lang}/kept`, asked);
  if (!answer.ok) return;
  const pages = await answer.json();
  await change(under(key), (reply) => {
    Object.assign(reply, { pages: { ...pages, ...reply.pages }, partly: false });
  }, await begin(place, key));
}

// Sending: one after the other, whoever asks; the server takes each key in once.

let sending = Promise.resolve();
const send = () => (sending = sending.then(sendAll, sendAll));

async function sendAll() {
  for (const reply of await all()) {
    if (reply.time < Date.now() - WEEK) await drop(reply.id);
    else if (unsaved(reply) && !(await deliver(reply))) return wake();
  }
  return true;
}

async function deliver({ id, key, survey, lang, version, begun, pages, sealed, changes }) {
  const typed = Object.entries(pages);
  const files = typed.flatMap(([page, fields]) => fields.filter(isFile).map(([, file]) => [page, file]));
  const send = sealed && !files.length ? "yes" : "";
  const body = new URLSearchParams([...begun, ["reply", key], ["version", version || ""], ["send", send]]);
  for (const [page, fields] of typed) {
    body.append("page", page);
    for (const [name, value] of fields) if (name !== "file") body.append(`${page}.${name}`, value);
  }
  let answer, said;
  try {
    const signal = AbortSignal.timeout(2 * PATIENCE);
    answer = await fetch(`${survey}${lang}/whole`, { method: "POST", body, signal });
    said = await answer.json();
  } catch {
    return good(answer);
  }
  await change(by(id), (reply) => {
    if (said.code) return { id, survey, lang, time: reply.time, code: said.code };
    reply.said = said.message;
    if (!said.message && !files.length) reply.saved = changes;
    if (said.wrong) Object.assign(reply, { wrong: said.wrong, sealed: false });
  });
  for (const page of await clients.matchAll({ includeUncontrolled: true })) page.postMessage("sent");
  if (!files.length || said.wrong || said.message) return true;
  for (const [page, file] of files) if (!(await attach(id, { key, survey, lang }, page, file))) return false;
  return deliver((await all()).find(by(id)));
}

// A file goes by itself; one that the server cannot read must not hold up the rest.
async function attach(id, { key, survey, lang }, page, file) {
  const body = new FormData();
  for (const [name, value] of [["reply", key], ["add", "1"], ["file", file]]) body.append(name, value);
  const address = `${survey}${lang}/q/${page}/file`;
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => 0);
  if (!good(answer)) return false;
  return change(by(id), ({ pages: { [page]: fields } }) => {
    const at = fields.findIndex((field) => isFile(field) && field[1].name === file.name);
    fields[at] = named(fields[at]);
  });
}

function wake() {
  registration.sync?.register("send").catch(() => 0);
  return false;
}

// Pages and forms.

const good = (answer) => answer && answer.status < 500 && answer.status !== 429;
const patiently = (request) => Promise.race([
  fetch(request).catch(() => 0),
  new Promise((done) => setTimeout(done, PATIENCE)),
]);

async function instead(answer, place, id, then) {
  if (good(answer)) return answer;
  wake();
  if (!(await held(place))) return answer || Response.error();
  const more = new URLSearchParams({ r: id || "", ...(place.via && { via: place.via }) });
  const address = `${place.survey}${place.lang}/offline?${more}#${then}`;
  return Response.redirect(address, 303);
}

async function get(request, place) {
  const replies = await all().catch(() => []);
  const ours = replies.filter((reply) => reply.survey === place.survey && !reply.code);
  if (place.tail === "offline") {
    const id = Number(new URL(request.url).searchParams.get("r"));
    return (await held(place, ours.find(by(id))?.version)) || fetch(request);
  }
  if (ours.some(unsaved)) await Promise.race([send(), new Promise((done) => setTimeout(done, 4e3))]);
  const open = ours.filter((reply) => !reply.sealed).sort((a, b) => b.time - a.time)[0];
  return instead(await patiently(request), place, open?.id, place.tail || "start");
}

async function post(request, place) {
  const { tail, page } = place;
  const fields = [...await request.clone().formData()];
  const key = fields.find(([name]) => name === "reply")?.[1];
  let reply = {};
  let behind = false;
  try {
    const waiting = async () => (await all()).some((each) => under(key)(each) && unsaved(each));
    behind = (await waiting()) && (await send(), await waiting());
    reply = await change(under(key), (found) => {
      if (tail === "send") found.sealed = true;
      else keep(found, page, fields);
    }, { ...await begin(place, key), partly: tail !== "" });
  } catch { /* A device that cannot keep it must not stop anybody. */ }
  // Send must not overtake pages that have not arrived: it waits with them.
  const answer = behind && tail === "send" ? 0 : await patiently(request);
  if (good(answer)) await arrived(reply, tail, answer).catch(() => 0);
  else if (!tail) await change(by(reply.id), renew).catch(() => 0);
  const pressed = (button) => fields.some(([name]) => name === button);
  const then = { "": "after/0", send: "end", words: "check" }[tail]
    || (pressed("later") ? "start" : pressed("add") ? `q/${page}` : `after/${page}`);
  return instead(answer, place, reply.id, then);
}

async function arrived({ id, changes }, tail, answer) {
  if (tail === "send" && answer.ok) return drop(id);
  return change(by(id), (reply) => {
    reply.sealed = false;
    if (answer.status === 422 || reply.saved < changes - 1) return;
    reply.saved = changes;
    reply.pages = Object.fromEntries(Object.entries(reply.pages).map(
      ([page, fields]) => [page, fields.map(named)],
    ));
  });
}

// What pages ask for.

const acts = {
  async open({ address, key }) {
    const place = placeOf(address);
    if (place) await hold(place).then(() => remember(place, key)).catch(() => 0);
    return acts.send();
  },
  async send() {
    const reached = await send();
    return { reached, replies: await all() };
  },
  replies: async () => ({ replies: await all() }),
  begin: async ({ address }) => (await change(() => 0, () => 0, await begin(placeOf(address)))).id,
  keep: ({ id, page, fields }) => change(by(id), (reply) => keep(reply, page, fields)),
  async seal({ id }) {
    await change(by(id), (reply) => void (reply.sealed = true));
    return acts.send();
  },
  drop: ({ id }) => drop(id),
  // Leaving in a hurry: nothing under way stays; what was sent still goes out and can be read nowhere.
  async exit() {
    for (const reply of await all()) if (!reply.sealed) await drop(reply.id);
  },
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("sync", (event) => event.waitUntil(send().then((all) => all || Promise.reject())));
addEventListener("message", (event) => event.waitUntil(
  acts[event.data.act](event.data).then((answer) => event.ports[0]?.postMessage(answer)),
));
addEventListener("fetch", (event) => {
  const { request } = event;
  const place = placeOf(request.url);
  if (request.mode !== "navigate") {
    if (!request.url.startsWith(`${location.origin}/static/`)) return;
    event.respondWith(caches.match(request).then((part) => part || fetch(request)));
  } else if (place?.tail === "exit") {
    event.waitUntil(acts.exit());
  } else if (place && (request.method === "POST" ? SENT : SHOWN).test(place.tail)) {
    event.respondWith(request.method === "POST" ? post(request, place) : get(request, place));
  }
});
