// How many points are left while they are shared out; the server adds them up in any case.

const total = document.querySelector("[data-points]");
const boxes = document.querySelectorAll("[name^=points-]");

function tell() {
  const used = [...boxes].reduce((sum, box) => sum + (Number(box.value) || 0), 0);
  const left = Number(total.dataset.points) - used;
  const words = left < 0 ? total.dataset.over : total.dataset.left;
  total.textContent = words.replace("{left}", Math.abs(left));
}

for (const box of boxes) box.addEventListener("input", tell);
if (total) tell();
