/**
 * What the page does beyond HTML, as a classic script without dependencies: evidence is unpacked when it is opened,
 * links open what they lead to, everything unfolds for print. All text enters the page by `textContent`.
 */
export const CLIENT = String.raw`"use strict";
const packs = new Map();
async function unpack(id) {
  const holder = document.getElementById(id);
  const bytes = Uint8Array.from(atob(holder.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
const keys = globalThis.Highlight && CSS.highlights ? new Highlight() : undefined;
if (keys) CSS.highlights.set("key", keys);
function colour(pre) {
  const text = pre.textContent;
  if (!keys || text.length > 100000 || !/^[[{]/.test(text)) return;
  for (const found of text.matchAll(/"(?:[^"\\\n]|\\.)*"(?=: )/g)) {
    const range = new Range();
    range.setStart(pre.firstChild, found.index);
    range.setEnd(pre.firstChild, found.index + found[0].length);
    keys.add(range);
  }
}
async function show(exhibit) {
  const pre = exhibit.querySelector("pre");
  if (pre.dataset.shown) return;
  pre.dataset.shown = "true";
  const id = exhibit.dataset.pack;
  try {
    if (!packs.has(id)) packs.set(id, unpack(id));
    const text = (await packs.get(id))[Number(exhibit.dataset.index)];
    pre.textContent = text;
    colour(pre);
    exhibit.querySelector("button").hidden = false;
  } catch (error) {
    pre.textContent = "This browser cannot unpack it (" + error.message + "). It is in the record, see the line above.";
  }
}
document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.exhibit") && event.target.open) show(event.target);
}, true);
function reveal() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  const summary = target.tagName === "DETAILS" && target.querySelector("summary");
  if (summary) summary.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start" });
}
addEventListener("hashchange", reveal);
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link && link.getAttribute("href") === location.hash) reveal();
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.fold) {
    const open = button.dataset.fold === "open";
    for (const check of document.querySelectorAll("details.check")) check.open = open;
  } else if (button.dataset.copy !== undefined) {
    const text = button.closest(".exhibit").querySelector("pre").textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copying is not allowed here";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  }
});
const readout = document.getElementById("readout");
for (const type of ["mouseover", "focusin"]) {
  document.addEventListener(type, (event) => {
    const bar = event.target.closest && event.target.closest(".bar");
    if (bar && readout) readout.textContent = bar.getAttribute("aria-label");
  });
}
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details.check:not([open]), details.steps:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
reveal();
`;
