// How far the machine has come, without pressing "Look again": asked every two seconds.

const PAUSE = 2000;

async function look() {
  const box = document.getElementById("how-far");
  if (!box?.dataset.underWay) return;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.getElementById("how-far");
    if (fresh && !box.contains(document.activeElement)) box.replaceWith(document.adoptNode(fresh));
    else if (fresh) for (const id of ["percent", "how-far-bar"]) {
      document.getElementById(id)?.replaceWith(document.adoptNode(page.getElementById(id) ?? document.getElementById(id)));
    }
    if (fresh && !fresh.dataset.underWay && box.isConnected) {
      box.replaceWith(document.adoptNode(fresh));
      document.getElementById("far").focus();
    }
  } catch {
    // No connection: it is asked again.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
