/** A check's or requirement's place on the page: its id with what has no place in an id or a URL replaced. */
export function checkAnchor(id: string): string {
  return id.replace(/[^A-Za-z0-9_/.-]/g, "_").slice(0, 120);
}
