// An answer that stands alone unticks the others, and they untick it; the server refuses the mix.

document.addEventListener("change", ({ target }) => {
  if (target.name !== "answer" || target.type !== "checkbox" || !target.checked) return;
  const alone = "alone" in target.dataset;
  for (const box of target.form.querySelectorAll("[name=answer]")) {
    if (box !== target && (alone || "alone" in box.dataset)) box.checked = false;
  }
});
