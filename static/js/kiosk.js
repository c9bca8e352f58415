// On a shared tablet: asks whether anybody is there, and starts afresh for whoever comes next.

const ASK_AFTER = 180_000;
const LEAVE_AFTER = 30_000;
const page = document.documentElement;
const still = document.getElementById("still");
const behind = [...document.body.children].filter((part) => part !== still);
let timer;

function show(asking) {
  page.classList.toggle("asking", asking);
  behind.forEach((part) => { part.inert = asking; });
}

function wait() {
  clearTimeout(timer);
  timer = setTimeout(ask, ASK_AFTER);
}

function ask() {
  show(true);
  still.querySelector("button").focus();
  timer = setTimeout(() => document.getElementById("again").submit(), LEAVE_AFTER);
}

page.classList.add("timed");
for (const touch of ["pointerdown", "keydown", "input", "scroll"]) {
  addEventListener(touch, () => page.classList.contains("asking") || wait(), { passive: true });
}
still.querySelector("button").addEventListener("click", (press) => {
  press.preventDefault();
  show(false);
  wait();
});
wait();
