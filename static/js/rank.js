// Up and Down on a question to put in order: the row moves at once, and screen readers are told.

const list = document.querySelector("[data-rank]");
const selectOf = (row) => row.querySelector("select");

function ranked() {
  return [...list.children]
    .filter((row) => selectOf(row).value)
    .sort((a, b) => selectOf(a).value - selectOf(b).value);
}

// As `moved` in consult/respond/rules/order.py: Up puts a row in, and Down takes the last one out.
function moved(rows, row, up) {
  const at = rows.indexOf(row);
  const most = Number(list.dataset.rank);
  if (at < 0) return up ? [...rows.slice(0, most - 1), row] : rows;
  if (!up && at === rows.length - 1) return rows.slice(0, -1);
  const to = Math.max(0, at + (up ? -1 : 1));
  [rows[at], rows[to]] = [rows[to], rows[at]];
  return rows;
}

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[name=move]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("li");
  const order = moved(ranked(), row, button.value.endsWith(":up"));
  for (const each of list.children) selectOf(each).value = String(order.indexOf(each) + 1 || "");
  list.prepend(...order);
  button.focus();
  const place = selectOf(row);
  const words = place.value ? list.dataset.place : list.dataset.out;
  list.parentElement.querySelector("[role=status]").textContent = words
    .replace("{what}", row.querySelector("p").textContent)
    .replace("{place}", place.selectedOptions[0].textContent);
});
