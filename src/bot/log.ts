import { oneLine } from "../report/visible.js";

/** What a line of the log says besides its message; never a secret, never a submission's whole text. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
}

/**
 * One line an event: JSON for machines, or text for people. Values may come from anybody, so nothing in them moves a
 * terminal or forges a line.
 * @param format `json` has time, level, message and the fields; `text` the same in words
 */
export function lineLog(format: "text" | "json", write: (line: string) => void, now: () => Date): Log {
  const say = (level: "info" | "warn", message: string, fields: Fields): void => {
    const clean = Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === "string" ? oneLine(value, 500) : value] as const],
    );
    const time = now().toISOString();
    if (format === "json") {
      write(`${JSON.stringify({ time, level, message: oneLine(message), ...Object.fromEntries(clean) })}\n`);
      return;
    }
    const words = clean.map(([name, value]) => `${name}=${typeof value === "string" ? JSON.stringify(value) : value}`);
    write(`${[time, level, oneLine(message), ...words].join(" ")}\n`);
  };
  return {
    info: (message, fields = {}) => say("info", message, fields),
    warn: (message, fields = {}) => say("warn", message, fields),
  };
}
