import { GoYamlError } from "./error.js";

/** All but tab, line feed, carriage return and what yaml.v3 takes for a printable character (its readerc.go). */
const REFUSED = /[^\t\n\r\x20-\x7e\x85\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** The text of a file, by its byte order mark: UTF-8 without one. @throws GoYamlError */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  let text: string;
  try {
    // Takes the mark away.
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new GoYamlError(`the bytes are no ${encoding.toUpperCase()}`, { cause });
  }
  if (REFUSED.test(text)) throw new GoYamlError("control characters are not allowed");
  return text;
}
