import { visible } from "../visible.js";

/** Markup that was put together by `html` alone. */
export class Html {
  constructor(readonly text: string) {}
}

export type Child = Html | string | number | false | null | undefined | readonly Child[];

/**
 * A tagged template that escapes every value, in text and in double-quoted attributes alike; only what another `html`
 * made passes unchanged. Values may not stand elsewhere (unquoted, in a tag's name, in script or style).
 */
export function html(strings: TemplateStringsArray, ...values: Child[]): Html {
  let text = strings[0] ?? "";
  for (const [index, value] of values.entries()) text += rendered(value) + (strings[index + 1] ?? "");
  return new Html(text);
}

/** Markup that somebody vouches for: our own style sheet and script, base64. Never anything from a record. */
export function trusted(text: string): Html {
  return new Html(text);
}

function rendered(value: Child): string {
  if (value instanceof Html) return value.text;
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  return Array.isArray(value) ? value.map(rendered).join("") : "";
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** UTF-16 units of one value: a page stays a page although a cluster may name things by the megabyte. */
const LONGEST = 4_000;

function escaped(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return visible(cut).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
