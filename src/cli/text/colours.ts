import picocolors from "picocolors";

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Colours for a stream: only on a terminal, and never under NO_COLOR (no-color.org). */
export function coloursFor(stream: { isTTY?: boolean | undefined }): Colours {
  return picocolors.createColors(stream.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb");
}
