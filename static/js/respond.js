// Lets a survey work without a signal, and says what of it has been sent.

const worker = navigator.serviceWorker;
const { kiosk } = document.documentElement.dataset;
const key = document.querySelector("main [name=reply]")?.value;

const ask = (what) => new Promise(async (done) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }) => done(data);
  const { active } = await worker.getRegistration("/s/") || {};
  active?.postMessage(what, [channel.port2]);
});

async function tell({ replies }) {
  const [survey] = location.pathname.match(/^\/s\/[^/]+\/[^/]+/) || [];
  const ours = replies.filter((reply) => reply.survey === survey && (reply.sealed || reply.code));
  document.getElementById("on-this-phone")?.remove();
  if (!ours.length || document.getElementById("survey")) return;
  const page = await (await fetch(`${survey}${ours[0].lang}/offline`)).text();
  const said = new DOMParser().parseFromString(page, "text/html");
  const name = ours.some((reply) => reply.code) ? "#came" : "#waits";
  document.querySelector("main").prepend(said.querySelector(name).content.firstElementChild);
}

const look = (act) => document.hidden || ask({ act, address: location.pathname, key }).then(tell);

async function start() {
  if (!location.pathname.startsWith("/s/")) return look("send");
  await worker.register("/s/sw.js", { scope: "/s/" });
  await worker.ready;
  worker.onmessage = () => look("replies");
  look("open");
}

if (worker && kiosk !== undefined) {
  // A shared tablet keeps nothing.
  worker.getRegistration("/s/").then((found) => found?.unregister());
  indexedDB.deleteDatabase("consult");
} else if (worker) {
  addEventListener("load", () => (window.requestIdleCallback || setTimeout)(start));
  for (const back of ["online", "visibilitychange"]) addEventListener(back, () => look("send"));
}
