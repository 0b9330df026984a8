/**
 * What the pages do beyond HTML, as a classic script without dependencies: it filters and sorts the overview's table,
 * keeps the filter in the address, leads from a sign to its claim, and opens what a link leads to. It makes no markup.
 */
export const CLIENT = String.raw`"use strict";
const table = document.getElementById("matrix");
const form = document.querySelector(".filters");
if (table && form) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const columns = heads.map((head) => head.dataset.id);
  const first = columns.findIndex(Boolean);
  const rows = [...body.rows].map((row) => ({
    row,
    text: row.cells[0].textContent.toLowerCase(),
    marks: [...row.cells].slice(first).map((cell) => cell.firstElementChild),
  }));
  const field = (name) => form.elements.namedItem(name);
  const names = ["q", "requirement", "status", "proof", "standing"];
  const apply = () => {
    const [q, requirement, status, proof, standing] = names.map((name) => field(name).value);
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text, marks } of rows) {
      let fitting = 0;
      marks.forEach((mark, index) => {
        const fits =
          (!requirement || columns[first + index] === requirement) &&
          (!status || mark.classList.contains(status)) &&
          (!proof || mark.classList.contains(proof));
        mark.classList.toggle("dim", !fits);
        if (fits) fitting++;
      });
      row.hidden = !(fitting > 0 && (!standing || row.dataset.standing === standing) && words.every((word) => text.includes(word)));
      if (!row.hidden) shown++;
    }
    form.querySelector("output").textContent = shown + " of " + rows.length + " shown";
    table.classList.toggle("none", shown === 0);
  };
  const remember = () => {
    const set = names.filter((name) => field(name).value).map((name) => [name, field(name).value]);
    history.replaceState(null, "", set.length > 0 ? "#" + new URLSearchParams(set) : location.pathname + location.search);
  };
  const recall = () => {
    if (!location.hash.includes("=")) return;
    const set = new URLSearchParams(location.hash.slice(1));
    for (const name of names) field(name).value = set.get(name) || "";
    for (const name of names) if (field(name).selectedIndex === -1) field(name).value = "";
  };
  const key = (by, row) => {
    if (by === "name") return row.cells[0].querySelector("a").textContent.toLowerCase();
    return Number(row.cells[heads.findIndex((head) => head.dataset.sort === by)].dataset.key);
  };
  const sort = (head) => {
    const falling = head.ariaSort ? head.ariaSort === "ascending" : head.dataset.sort === "found" || head.dataset.sort === "proof";
    for (const one of heads) one.ariaSort = null;
    head.ariaSort = falling ? "descending" : "ascending";
    const keyed = rows.map(({ row }) => [key(head.dataset.sort, row), row]);
    keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (falling ? -1 : 1));
    body.append(...keyed.map(([, row]) => row));
  };
  for (const head of heads.filter((one) => one.dataset.sort)) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }
  body.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark");
    if (!mark) return;
    const cell = mark.closest("td");
    location.href = cell.parentElement.cells[0].querySelector("a").href + "-" + columns[cell.cellIndex];
  });
  form.addEventListener("input", apply);
  form.addEventListener("change", remember);
  form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => { recall(); apply(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
    event.preventDefault();
    field("q").focus();
  });
  document.documentElement.classList.add("live");
  form.hidden = false;
  recall();
  apply();
}
const reveal = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  target.scrollIntoView({ block: "start" });
};
addEventListener("hashchange", reveal);
reveal();
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
`;
