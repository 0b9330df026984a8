import { visible } from "./visible.js";

/** Attributes by name; undefined ones are left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An XML element with its children, already serialised, each on a line of its own. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const open = [name];
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined)
      open.push(`${key}="${escaped(String(value)).replace(/\n/g, "&#10;").replace(/\t/g, "&#9;")}"`);
  }
  if (children.length === 0) return `<${open.join(" ")}/>`;
  return `<${open.join(" ")}>\n${children.join("\n")}\n</${name}>`;
}

/** An element that holds text only: no white space is added to it. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return element(name, attributes).replace(/\/>$/, `>${escaped(text)}</${name}>`);
}

function escaped(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return visible(text).replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
