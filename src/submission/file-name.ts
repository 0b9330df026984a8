import { isUtf8 } from "node:buffer";

/** A name of a file as the system or git has it, which is bytes. */
export interface FileName {
  /** As text; of one that is not UTF-8 with all but ASCII escaped, e.g. "caf\xe9.md". */
  text: string;
  isUtf8: boolean;
}

/** Reads a name or path. Replaced by U+FFFD two names might become one, and no file would be found by it again. */
export function fileName(bytes: Buffer): FileName {
  if (isUtf8(bytes)) return { text: bytes.toString("utf8"), isUtf8: true };
  const text = bytes
    .toString("latin1")
    .replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return { text, isUtf8: false };
}

/** Whether a text is of a name that is not UTF-8: for what is not there under it. */
export function isEscapedName(text: string): boolean {
  return /\\x[89a-f][0-9a-f]/.test(text);
}
