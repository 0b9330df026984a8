/** What a stream can show. */
export interface View {
  /** True where a region of the screen can be painted again and again. */
  live: boolean;
  colour: boolean;
  /** Cells in a line. */
  columns: number;
  rows: number;
}

/** The part of a TTY's write stream that a view is made from. */
export interface Terminal {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  rows?: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * NO_COLOR (no-color.org) wins over FORCE_COLOR; without either, a terminal has colour. Nothing is repainted in CI or
 * on a dumb terminal: a log keeps every line.
 */
export function viewOf(stream: Terminal, env: Environment): View {
  const tty = stream.isTTY === true && env["TERM"] !== "dumb";
  const forced = env["FORCE_COLOR"] !== undefined && !["0", "false"].includes(env["FORCE_COLOR"]);
  const refused = Boolean(env["NO_COLOR"]) || ["0", "false"].includes(env["FORCE_COLOR"] ?? "");
  const ci = Boolean(env["CI"]) && env["CI"] !== "false";
  return {
    live: tty && !ci,
    colour: !refused && (forced || tty),
    columns: Math.max(20, stream.columns ?? (Number(env["COLUMNS"]) || 100)),
    rows: Math.max(5, stream.rows ?? 24),
  };
}
