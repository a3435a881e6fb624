/* Pilot City Atlas: keys and full screen of the stage.
 *
 * Right, Page Down and Space go on, Left and Page Up go back, Home and End to the ends, F fills the screen. A key that is meant
 * for a field, a list or a button stays theirs. The map is a page of its own: once it has the focus its keys are heard there,
 * all but the arrows, which move the map.
 */

const STEPS = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back", Home: "first", End: "last" };
const THEIRS = "input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=slider], [role=tab]";

export function mount(root) {
  if (!root || root.dataset.mounted) return;
  root.dataset.mounted = "yes";
  const heard = new WeakSet();
  const press = (step) => {
    const button = document.querySelector(`.st-key-stage_${step} button`);
    if (button && !button.disabled) button.click();
    return Boolean(button);
  };
  const on = (event, inMap) => {
    if (!root.isConnected) return leave();
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const at = event.target;
    if (at.closest?.(THEIRS) || (event.key === " " && at.closest?.("button, a, summary"))) return;
    if (inMap && (event.key.startsWith("Arrow") || event.key === " ")) return;
    if (event.key === "f" || event.key === "F") { event.preventDefault(); fill(); return; }
    const step = STEPS[event.key];
    if (step && press(step)) event.preventDefault();
  };
  const keys = (event) => on(event, false), mapKeys = (event) => on(event, true);
  const listen = () => {
    const frame = document.activeElement, inside = frame?.tagName === "IFRAME" ? frame.contentWindow : null;
    if (inside && !heard.has(inside)) { heard.add(inside); inside.addEventListener("keydown", mapKeys); }
  };
  const leave = () => { removeEventListener("keydown", keys); removeEventListener("blur", listen); };
  addEventListener("keydown", keys);
  addEventListener("blur", listen);
  root.querySelector("button")?.addEventListener("click", fill);
}

function fill() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}
