// Asks a survey where there is no signal. The path and the answers follow the same rules as on the
// server (consult/survey/rules, consult/respond/rules): tests hold the two against each other.

const DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹০১২৩৪৫৬৭৮৯";
const plain = (text) => text.replace(/[٠-٩۰-۹০-৯]/g, (digit) => DIGITS.indexOf(digit) % 10);
const listed = (words) => new Intl.ListFormat(document.documentElement.lang).format(words);
const labelsOf = (options = []) => Object.fromEntries(options.map(({ key, label }) => [key, label]));

export function given({ type, options = [], rows = [], other: open }, fields = []) {
  const all = (name) => fields.filter(([each]) => each === name).map(([, value]) => value.trim?.());
  const first = (name) => all(name)[0] || "";
  if (first("skip")) fields = [];
  const ranking = options.filter(({ key }) => first(`rank-${key}`));
  const choices = [...new Set(all("answer").filter(Boolean))];
  let other = open ? first("other") : "";
  const several = type === "several" || !choices.length;
  if (other && several && !choices.includes("other")) choices.push("other");
  if (!choices.includes("other")) other = "";
  const day = ["year", "month", "day"].map((name) => plain(first(name)));
  const gave = {
    choices,
    other,
    text: first("text"),
    places: ranking.map(({ key }) => first(`rank-${key}`)),
    ranks: [
      ...["r1", "r2", "r3"].map(first).filter(Boolean),
      ...ranking.map(({ key }) => key).sort((a, b) => first(`rank-${a}`) - first(`rank-${b}`)),
    ],
    marks: [
      ...rows.map(({ key }) => [key, first(`row-${key}`)]),
      ...options.map(({ key }) => [key, plain(first(`points-${key}`))]),
    ].filter(([, mark]) => mark),
    day: day.some(Boolean) ? day : [],
    value: plain(first("value")).replaceAll(",", ""),
    files: fields.filter(([name, value]) => name === "file" && value.size !== 0),
  };
  return { ...gave, empty: Object.values(gave).every((part) => !part.length) };
}

function holds(when, said) {
  if (when.not) return !holds(when.not, said);
  if (when.all) return when.all.every((part) => holds(part, said));
  if (when.any) return when.any.some((part) => holds(part, said));
  const gave = said[when.question];
  if (!gave || gave.empty) return false;
  if (when.answered) return true;
  if (!when.is) {
    const { least = -Infinity, most = Infinity } = when;
    return gave.value !== "" && gave.value >= least && gave.value <= most;
  }
  const chosen = when.row
    ? gave.marks.filter(([row]) => row === when.row).map(([, mark]) => mark)
    : [...gave.choices, ...gave.ranks];
  return chosen.some((key) => when.is.includes(key));
}

// The numbers of the questions on somebody's path.
export function pathOf({ questions }, pages) {
  const path = [];
  const said = {};
  for (let at = 0; at < questions.length;) {
    const question = questions[at++];
    if (question.show_if && !holds(question.show_if, said)) continue;
    path.push(at);
    said[question.key] = given(question, pages[at]);
    const jump = (question.jumps || []).find(({ when }) => !when || holds(when, said));
    if (jump) at = (questions.findIndex(({ key }) => key === jump.to) + 1 || questions.length + 1) - 1;
  }
  return path;
}

export function linesOf(question, fields, { areas, say }) {
  const gave = given(question, fields);
  const labels = { ...areas, ...labelsOf(question.options), other: gave.other || say.other };
  const name = (key) => labels[key] || key;
  if (gave.marks.length) {
    const rows = labelsOf(question.rows);
    return gave.marks.map(([key, mark]) => (rows[key] ? `${rows[key]}: ${name(mark)}` : `${name(key)}: ${mark}`));
  }
  if (gave.files.length) return [phrase(say.added, { number: gave.files.length })];
  if (gave.ranks.length) return gave.ranks.map((key, place) => `${place + 1}. ${name(key)}`);
  if (gave.day.length) {
    const long = { day: "numeric", month: "long", year: "numeric" };
    return [new Date(gave.day).toLocaleDateString(document.documentElement.lang, long)];
  }
  if (gave.value) return [`${gave.value} ${question.unit || ""}`.trim()];
  return [gave.text || listed(gave.choices.map(name))].filter(Boolean);
}

// What is wrong with an answer: the name of a sentence and what to put into it, or nothing.
export function mistake(question, fields) {
  const gave = given(question, fields);
  const { type, options = [], max_length: limit, least, most, total = 10 } = question;
  if (gave.files.some(([, file]) => file.size > 12e6)) return ["too_big", {}];
  const over = [...(gave.text || gave.other)].length - limit;
  if (over > 0) return [over === 1 ? "one_over" : "over", { over: over.toLocaleString("en") }];
  const taken = gave.places.length ? gave.places : gave.ranks;
  if (new Set(taken).size < taken.length) return ["one_each", {}];
  const alone = options.find(({ key, exclusive }) => exclusive && gave.choices.includes(key));
  if (alone && gave.choices.length > 1) return ["alone", { label: alone.label }];
  if (gave.choices.length > Math.max(1, most || Infinity)) return [most === 1 ? "one" : "up_to", { most }];
  if (type === "points" && !gave.empty) {
    if (!gave.marks.every(([, mark]) => /^\d{1,4}$/.test(mark))) return ["points", {}];
    const left = total - gave.marks.reduce((sum, [, mark]) => sum + Number(mark), 0);
    if (left) return [left > 0 ? "more_to_give" : "too_many", { total, left: Math.abs(left) }];
  }
  if (type === "number" && gave.value) {
    if (!/^-?\d+(\.\d+)?$/.test(gave.value) || gave.value.length > 12) return ["number", {}];
    if (gave.value < (least ?? -Infinity)) return ["least", { least }];
    if (gave.value > (most ?? Infinity)) return ["most", { most }];
  }
  return type === "date" && gave.day.length ? wrongDay(gave.day) : undefined;
}

function wrongDay(day) {
  if (!day.every((part) => /^\d{1,4}$/.test(part))) return ["date", {}];
  const [year, month, date] = day.map(Number);
  if (year < 1900 || year > 2100) return ["year", {}];
  const there = new Date(Date.UTC(year, month - 1, date));
  return there.getUTCMonth() === month - 1 && there.getUTCDate() === date ? undefined : ["no_day", {}];
}

export const phrase = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

// The pages: each stands in a template, and is filled in from what this device keeps.

const find = (name) => document.getElementById(name);
const main = document.querySelector("main");
let survey, site, mine, replies;
let turn = 0;
let turned = false;
let told = false;
const errors = {};

function ask(what) {
  return new Promise(async (done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => done(data);
    (await navigator.serviceWorker.ready).active.postMessage(what, [channel.port2]);
  });
}

const go = (to) => location.replace(`#${to}`);

async function look() {
  [, survey.address] = location.pathname.match(/^(\/s\/[^/]+\/[^/]+)/);
  ({ replies } = await ask({ act: "replies" }));
  replies = replies.filter((reply) => reply.survey === survey.address);
  const id = Number(new URLSearchParams(location.search).get("r"));
  mine = replies.find((reply) => reply.id === id);
}

function wordsOf(key) {
  const number = pathOf(survey, mine.pages).find((each) => survey.questions[each - 1].key === key);
  const question = survey.questions[number - 1];
  if (!number) return "";
  const lines = linesOf(question, mine.pages[number], survey).map((line) => line.replace(/^\d+\. /, ""));
  return question.type === "statements" || question.type === "points" ? lines.join("; ") : listed(lines);
}

const piped = (text) => text.replace(
  /\[\[([a-z]\w*)(?:\|([^[\]|]*))?\]\]/g,
  (_, key, missing) => wordsOf(key) || missing || "…",
);

async function shuffled(page, { key: question, options, rows, type }) {
  const prefix = { statements: "row-", ranking: "rank-", points: "points-" }[type];
  const blocks = await Promise.all((type === "statements" ? rows : options)
    .filter(({ key, exclusive }) => !exclusive && !["other", "not_sure", "rather_not_say"].includes(key))
    .map(async ({ key }) => {
      const at = page.querySelector(prefix ? `[name="${prefix}${key}"]` : `[value="${key}"]`);
      const text = new TextEncoder().encode(`${mine.key}:${question}:${key}`);
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
      const rank = [...hash].map((byte) => String.fromCharCode(byte)).join("");
      return { rank, block: at.closest(".line") || at.closest("li, option, label") };
    }));
  const spot = document.createComment("");
  blocks[0].block.before(spot);
  spot.replaceWith(...blocks.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ block }) => block));
}

function filled(form, fields) {
  for (const [name, value] of fields) {
    for (const control of form.querySelectorAll(`[name="${name}"]`)) {
      if (control.type === "radio" || control.type === "checkbox") control.checked ||= control.value === value;
      else if (control.localName !== "button" && control.type !== "file") control.value = value;
    }
  }
}

function refused(page, number, sentence) {
  const id = `q-${survey.questions[number - 1].key}`;
  const summary = find("problem").content.cloneNode(true);
  const line = find("line").content.firstElementChild.cloneNode(true);
  Object.assign(summary.querySelector("li a"), { href: `#${id}`, textContent: sentence });
  line.id = `${id}-error`;
  line.querySelector("span span").after(sentence);
  summary.querySelector("[autofocus]").autofocus = false;
  page.prepend(summary);
  const asked = page.querySelector(`[id="${id}"]`);
  asked.setAttribute("aria-describedby", `${asked.getAttribute("aria-describedby") || ""} ${line.id}`.trim());
  if (asked.localName === "fieldset") asked.querySelector("legend").after(line);
  else asked.before(line), asked.setAttribute("aria-invalid", "true");
}

async function showQuestion(page, number, then) {
  const question = survey.questions[number - 1];
  const path = pathOf(survey, mine.pages);
  const place = path.indexOf(Number(number));
  page.querySelector("[data-place]").textContent =
    phrase(survey.say.place, { number: place + 1, total: path.length });
  page.querySelector("[href='#back']").href =
    then ? "#check" : place > 0 ? `#q/${path[place - 1]}` : "#start";
  const texts = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = piped(texts.currentNode.data);
  if (question.shuffles) await shuffled(page, question);
  const form = page.querySelector("form");
  filled(form, mine.pages[number] || []);
  const sentence = errors[number] || mine.wrong?.[number];
  if (sentence) refused(page, number, sentence);
  const added = page.querySelector("[data-added]");
  if (added) [added.textContent = ""] = linesOf(question, mine.pages[number], survey);
  form.onsubmit = (event) => keep(event, number, then ? `seen/${number}` : `after/${number}`);
}

async function keep(event, page, next) {
  event.preventDefault();
  const { submitter, target } = event;
  const fields = [...new FormData(target)];
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  const question = survey.questions[page - 1];
  const wrong = submitter?.name !== "skip" && question && mistake(question, fields);
  errors[page] = wrong ? phrase(survey.say[wrong[0]], wrong[1]) : "";
  if (wrong) return show(fields);
  await ask({ act: "keep", id: mine.id, page, fields });
  if (submitter?.name === "add") show();
  else location.hash = next;
}

function showCheck(page) {
  const list = page.querySelector("dl");
  const row = (name, lines, to) => {
    const each = find("row").content.cloneNode(true);
    each.querySelector("dt").textContent = name;
    if (lines.length) each.querySelector("dd").replaceChildren(...lines.map((line) => {
      const span = document.createElement("span");
      return Object.assign(span, { className: "line-of", textContent: line });
    }));
    each.querySelector("a").href = to;
    each.querySelector("a span").textContent = `: ${name}`;
    return each;
  };
  const path = pathOf(survey, mine.pages);
  for (const number of path) {
    const question = survey.questions[number - 1];
    list.append(row(piped(question.title), linesOf(question, mine.pages[number], survey), `#q/${number}/check`));
  }
  if (wrote()) {
    const [yes] = (mine.pages.words || []).filter(([, value]) => value === "yes");
    list.append(row(survey.say.quote, [yes ? survey.say.yes : survey.say.no], "#words"));
  }
  page.querySelector("[href='#back']").href = `#q/${path.at(-1)}`;
  page.querySelector("form").onsubmit = async (event) => {
    event.preventDefault();
    await ask({ act: "seal", id: mine.id });
    location.hash = "end";
  };
}

const wrote = () => pathOf(survey, mine.pages).some((number) => {
  const { text, other } = given(survey.questions[number - 1], mine.pages[number]);
  return text || other;
});

function showStart(page) {
  const open = replies
    .filter((reply) => !reply.sealed && !reply.code && Object.keys(reply.pages).length)
    .sort((a, b) => b.time - a.time)[0];
  for (const part of page.querySelectorAll(open ? "[data-new]" : "[data-carry], [data-own]")) part.remove();
  if (open) page.querySelector("[data-carry] a").href = `?r=${open.id}#after/${reached(open)}`;
  page.querySelector("form").onsubmit = async (event) => {
    event.preventDefault();
    const id = await ask({ act: "begin", address: location.pathname });
    location.href = `?r=${id}#after/0`;
  };
}

const reached = ({ pages }) => Math.max(0, ...Object.keys(pages).map(Number).filter(Boolean));

async function showEnd() {
  const theirs = mine ? [mine] : replies.filter((reply) => reply.code);
  const [came] = theirs.filter((reply) => reply.code);
  if (!came) return mine?.sealed ? showWaiting() : go("start");
  told = true;
  const page = await put("came");
  // Where several people used this phone, a code could be seen by somebody else.
  if (theirs.length > 1) page.querySelector(".ticket").remove();
  else {
    page.querySelector("[data-receipt]").textContent = came.code;
    page.querySelector("[name=code]").value = came.code;
  }
  if (!document.hidden) for (const { id } of theirs) await ask({ act: "drop", id });
}

async function showWaiting() {
  const page = await put("waits");
  if (mine.said) page.querySelector("[data-said]").textContent = mine.said;
  page.querySelector("form").onsubmit = async (event) => {
    event.preventDefault();
    await ask({ act: "send" });
    show();
  };
}

// Where to go on: the next question on the path, or what comes after the last one.
function onwards(number, unseen) {
  const next = pathOf(survey, mine.pages).find((each) => each > number && !(unseen && mine.pages[each]));
  go(next ? `q/${next}${unseen ? "/check" : ""}` : wrote() && !mine.pages.words ? "words" : "check");
}

async function put(name, fill = () => 0) {
  const page = document.createElement("div");
  page.append(find(`page-${name}`).content.cloneNode(true));
  await fill(page);
  // Each page runs its scripts anew.
  for (const script of page.querySelectorAll("script")) script.src += `#${turn += 1}`;
  for (const name of ["here", "saved"]) {
    if (mine && (name === "saved") !== (mine.saved === mine.changes)) {
      page.querySelector(`[data-status=${name}]`)?.remove();
    }
  }
  main.replaceChildren(...page.childNodes);
  const wrong = main.querySelector(".errors");
  document.title = `${wrong ? `${survey.say.error} ` : ""}${main.querySelector("h1").textContent} – ${site}`;
  scrollTo(0, 0);
  const head = main.querySelector("h1");
  head.tabIndex = -1;
  if (turned) (wrong || head).focus();
  turned = true;
  return main;
}

async function show(typed) {
  const [name, number, then] = location.hash.slice(1).split("/");
  await look();
  if (mine?.wrong && !mine.sealed && name === "end") {
    const [first] = Object.keys(mine.wrong);
    if (first) return go(`q/${first}/check`);
  }
  // A code is shown once: whatever comes in meanwhile must not lead away from it.
  if (name === "end") return told || showEnd();
  if (!mine || mine.sealed || mine.code) return mine ? go("end") : put("start", showStart);
  if (Array.isArray(typed)) mine.pages[number] = typed;
  if (name === "after" || name === "seen") return onwards(Number(number), name === "seen");
  if (name === "words") {
    return put("words", (page) => {
      const form = page.querySelector("form");
      filled(form, mine.pages.words || []);
      page.querySelector("[href='#back']").href = `#q/${pathOf(survey, mine.pages).at(-1)}`;
      form.onsubmit = (event) => keep(event, "words", "check");
    });
  }
  if (name === "check") return put("check", showCheck);
  if (name === "q" && find(`page-${number}`)) {
    return put(number, (page) => showQuestion(page, number, then));
  }
  return put("start", showStart);
}

if (find("survey")) {
  survey = JSON.parse(find("survey").content.textContent);
  site = document.title.split(" – ").pop();
  addEventListener("hashchange", () => find(location.hash.slice(1)) || show());
  const waits = () => location.hash === "#end" && !main.querySelector("[data-receipt]");
  navigator.serviceWorker.addEventListener("message", () => waits() && show());
  navigator.serviceWorker.startMessages();
  setInterval(() => mine && (mine.sealed || mine.changes > mine.saved) && ask({ act: "send" }), 10e3);
  show();
}
