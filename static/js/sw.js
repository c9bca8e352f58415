// Serves a survey where there is no signal, and keeps what somebody writes on their own device
// until it has arrived: never longer than a week, and never after it was sent.
//
// A reply: {id, key, survey, lang, version, pages: {"3": [[name, value], …]}, time, changes, saved,
// sealed (its writer pressed Send), code (it has arrived), wrong (what was refused), said}.

const WEEK = 7 * 864e5;
const PATIENCE = 15e3;
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
  const { pathname } = new URL(address, location);
  const [, survey, lang = "", tail = ""] = ADDRESS.exec(pathname) || [];
  return survey && { survey, lang, tail };
}

async function begin({ survey, lang }, key = newKey()) {
  const page = await held({ survey, lang });
  const version = page && page.headers.get("Survey-Version");
  return { key, survey, lang, version, pages: {}, time: Date.now(), changes: 0, saved: 0 };
}

function keep(reply, page, fields) {
  const skipped = fields.some(([name]) => name === "skip");
  if (page && !(skipped && reply.pages[page])) {
    reply.pages[page] = fields.filter(([name]) => name !== "reply" && name !== "then");
  }
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

async function deliver({ id, key, survey, lang, version, pages, sealed, changes }) {
  const body = new URLSearchParams({ reply: key, version: version || "", send: sealed ? "yes" : "" });
  for (const [page, fields] of Object.entries(pages)) {
    body.append("page", page);
    for (const [name, value] of fields) body.append(`${page}.${name}`, value);
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
    if (!said.message) reply.saved = changes;
    if (said.wrong) Object.assign(reply, { wrong: said.wrong, sealed: false });
  });
  for (const page of await clients.matchAll({ includeUncontrolled: true })) page.postMessage("sent");
  return true;
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
  const address = `${place.survey}${place.lang}/offline?r=${id || ""}#${then}`;
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
  const { tail } = place;
  const fields = [...await request.clone().formData()];
  const key = fields.find(([name]) => name === "reply")?.[1];
  let reply = {};
  try {
    if ((await all()).some((each) => under(key)(each) && unsaved(each))) await send();
    reply = await change(under(key), (found) => {
      if (tail === "send") found.sealed = true;
      else keep(found, tail.replace("q/", ""), fields);
    }, { ...await begin(place, key), partly: tail !== "" });
  } catch { /* A device that cannot keep it must not stop anybody. */ }
  const answer = await patiently(request);
  if (good(answer)) await arrived(reply, tail, answer).catch(() => 0);
  else if (!tail) await change(by(reply.id), renew).catch(() => 0);
  const then = { "": "after/0", send: "end", words: "check" }[tail];
  return instead(answer, place, reply.id, then || tail.replace("q/", "after/"));
}

async function arrived({ id, changes }, tail, answer) {
  if (tail === "send" && answer.ok) return drop(id);
  return change(by(id), (reply) => {
    reply.sealed = false;
    if (answer.status !== 422) reply.saved = changes;
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
  } else if (place) {
    event.respondWith(request.method === "POST" ? post(request, place) : get(request, place));
  }
});
