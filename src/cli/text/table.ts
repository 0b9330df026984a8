/**
 * A Markdown table (GFM) that is wider than `width` as Markdown that is not: an item a row, with the other cells below
 * it under the names of their columns. Undefined for one that fits.
 */
export function tableItems(rows: readonly string[], width: number): string[] | undefined {
  if (rows.every((row) => row.length <= width)) return undefined;
  const [header = [], ...body] = rows.filter((row) => !/^\s*\|[\s|:-]+$/.test(row)).map(cells);
  return body.flatMap(([first = "", ...others]) => [
    `- **${first.replaceAll("*", "")}**`,
    ...others.map((cell, index) => `  - ${header[index + 1] ?? ""}: ${cell}`),
  ]);
}

function cells(row: string): string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}
