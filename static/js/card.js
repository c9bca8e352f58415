// Puts the code of a card into its box. It stands after the # in the address, which no browser
// sends on, and is taken out of the address at once.

function take() {
  const code = decodeURIComponent(location.hash.slice(1));
  const box = document.getElementById("code");
  if (!code || !box) return;
  box.value = code;
  history.replaceState(null, "", location.pathname);
}

addEventListener("hashchange", take);
take();
