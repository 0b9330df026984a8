import stringWidth from "string-width";

/** Pixels of a cell, and around the text. */
const CELL = { width: 8.4, height: 20 };
const MARGIN = 20;

/** A terminal's theme; each colour has a contrast of 4.5 or more on the ground. */
const THEME = { ground: "#12171e", text: "#dfe5ec" };
const COLOURS: Readonly<Record<number, string>> = {
  31: "#ff8178",
  32: "#57c878",
  33: "#e3b341",
  34: "#8fb4ff",
  36: "#5fd0d6",
};

const ESC = "\u001B";
/** A sequence that sets colours, or text up to the next one. */
const PIECES = new RegExp(`${ESC}\\[[\\d;]*m|[^${ESC}]+`, "g");

interface Style {
  colour: string;
  bold: boolean;
  dim: boolean;
  inverse: boolean;
}

const PLAIN: Style = { colour: THEME.text, bold: false, dim: false, inverse: false };

/** Lines with SGR sequences (ECMA-48, 8.3.117) as a picture of a terminal; every piece of text stands in its cell. */
export function ansiToSvg(lines: readonly string[], columns: number): string {
  const width = columns * CELL.width + 2 * MARGIN;
  const height = lines.length * CELL.height + 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">
<rect width="100%" height="100%" rx="8" fill="${THEME.ground}"/>
${lines.map(row).filter(Boolean).join("\n")}
</svg>
`;
}

function row(line: string, index: number): string {
  const y = MARGIN + (index + 0.72) * CELL.height;
  let style = PLAIN;
  let column = 0;
  const out: string[] = [];
  for (const [piece] of line.matchAll(PIECES)) {
    if (piece.startsWith(ESC)) {
      for (const code of piece.slice(2, -1).split(";")) style = styled(style, Number(code || 0));
      continue;
    }
    const cells = stringWidth(piece);
    if (style.inverse) out.push(block(column, cells, index, style.colour));
    if (piece.trim() !== "") out.push(text(piece, column, cells, y, style));
    column += cells;
  }
  return out.join("");
}

function styled(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 7 || code === 27) return { ...style, inverse: code === 7 };
  if (code === 39) return { ...style, colour: THEME.text };
  return { ...style, colour: COLOURS[code] ?? style.colour };
}

function block(column: number, cells: number, index: number, fill: string): string {
  const x = MARGIN + column * CELL.width;
  return `<rect x="${x.toFixed(1)}" y="${MARGIN + index * CELL.height}" width="${(cells * CELL.width).toFixed(1)}" height="${CELL.height}" rx="3" fill="${fill}"/>`;
}

function text(piece: string, column: number, cells: number, y: number, style: Style): string {
  const attributes = [
    `x="${(MARGIN + column * CELL.width).toFixed(1)}"`,
    `y="${y.toFixed(1)}"`,
    `textLength="${(cells * CELL.width).toFixed(1)}"`,
    `lengthAdjust="spacingAndGlyphs"`,
    `fill="${style.inverse ? THEME.ground : style.colour}"`,
    ...(style.bold ? [`font-weight="bold"`] : []),
    ...(style.dim ? [`opacity="0.68"`] : []),
  ];
  const escaped = piece.replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character] ?? "");
  return `<text ${attributes.join(" ")}>${escaped.replace(/ /g, "\u00A0")}</text>`;
}
