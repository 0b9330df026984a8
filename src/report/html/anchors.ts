/** A check's or requirement's place on the page: its id with what has no place in an id or a URL replaced. */
export function checkAnchor(id: string): string {
  return id.slice(0, 120).replace(/[^A-Za-z0-9_/.-]/g, "_");
}
