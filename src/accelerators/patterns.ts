/** Whether a path or name matches a shell pattern of an adapter (`*`, `?`, `[…]`; none of them matches `/`). */
export function matches(text: string, pattern: string): boolean {
  let source = "";
  for (const [token] of pattern.matchAll(/\[[^\]]+\]|[^]/g)) {
    if (token === "*") source += "[^/]*";
    else if (token === "?") source += "[^/]";
    else if (token.length > 1) source += token;
    else source += token.replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
  }
  return new RegExp(`^${source}$`).test(text);
}

export function matchesAny(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(text, pattern));
}
