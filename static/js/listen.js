// Reads a question aloud with a voice of this device, in the language of the page: no network.

const row = document.querySelector("[data-listen]");
const { speechSynthesis: speech, SpeechSynthesisUtterance: Utterance } = window;
const { lang } = document.documentElement;
const READ = "h1, .say > .hint, .choices label, .faces label, .ranks p, .line legend, .marks label";

const spoken = (name) => name.replace("_", "-").toLowerCase().split("-")[0];
const voice = () => speech.getVoices()
  .filter((each) => each.localService && spoken(each.lang) === spoken(lang))
  .sort((a, b) => (b.lang === lang) - (a.lang === lang))[0];
const show = () => { row.hidden = !voice(); };

function say(reading) {
  const [listen, stop] = row.children;
  listen.hidden = reading;
  stop.hidden = !reading;
  speech.cancel();
  if (!reading) return;
  const texts = [...document.querySelectorAll(`main form :is(${READ})`)]
    .map((each) => each.innerText.trim()).filter(Boolean);
  texts.forEach((text, place) => {
    const words = Object.assign(new Utterance(text), { lang, voice: voice(), rate: 0.9 });
    if (place === texts.length - 1) words.onend = () => say(false);
    speech.speak(words);
  });
}

if (row && speech) {
  show();
  speech.addEventListener("voiceschanged", show);
  row.addEventListener("click", ({ target }) => {
    const pressed = target.closest("button");
    if (!pressed) return;
    say(pressed === row.firstElementChild);
    row.querySelector("button:not([hidden])").focus();
  });
  addEventListener("pagehide", () => speech.cancel());
}
