/* Pilot City Atlas: the permanent link of a page, as the address bar has it now, with the version of the data.
 *
 * Every choice writes the address, also one that redraws a part of the page only; so the link is read from there and never from
 * what the server drew some time ago.
 */

const EVERY_MS = 300;

export function mount(root) {
  if (!root || root.dataset.mounted) return;
  root.dataset.mounted = "yes";
  const field = root.querySelector("input"), button = root.querySelector("button"), said = root.querySelector("[role=status]");
  const show = () => {
    if (!root.isConnected) { clearInterval(timer); return; }
    const link = permanent(location.href, root.dataset.version);
    if (field.value !== link) { field.value = link; said.textContent = ""; }
  };
  const timer = setInterval(show, EVERY_MS);
  show();
  button.addEventListener("click", async () => { said.textContent = (await copy(field)) ? root.dataset.done : root.dataset.byHand; });
  field.addEventListener("focus", () => field.select());
}

export function permanent(href, version) {
  const url = new URL(href);
  url.hash = "";
  url.searchParams.set("v", version);
  return url.href.replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/* The clipboard is closed to pages that came over plain http from another machine: there the text is marked for the reader. */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
