/** Below this a secret cannot be told from ordinary words, and a search for it would eat the evidence. */
export const SHORTEST_SECRET = 6;

/** Every text under which a secret may show: itself, each line of a PEM, and their usual encodings. */
export function encodings(secret: string): string[] {
  const forms = new Set<string>();
  for (const core of cores(secret)) {
    for (const form of encoded(core.text)) forms.add(form);
    if (core.bytes) for (const form of hex(core.bytes)) forms.add(form);
  }
  return [...forms].filter((form) => form.length >= SHORTEST_SECRET);
}

interface Core {
  text: string;
  /** What the text stands for, where it is itself an encoding. */
  bytes?: Buffer;
}

/**
 * The parts of a secret that are secret. Of a PEM these are the lines of its body: the armour is public, and whoever
 * unwraps, indents or re-encodes the file keeps the runs of a line.
 */
function cores(secret: string): Core[] {
  const text = secret.trim();
  const inner = decodedPem(text);
  const outer = text.includes("-----BEGIN ") ? pemLines(text) : textLines(text);
  return inner ? [...outer, ...pemLines(inner)] : outer;
}

function textLines(text: string): Core[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST_SECRET);
  return [...new Set([text, ...lines])].map((line) => ({ text: line }));
}

function pemLines(pem: string): Core[] {
  return pem
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST_SECRET && !line.startsWith("-----"))
    .map((line) => ({ text: line, bytes: Buffer.from(line, "base64") }));
}

/** kubeconfigs hold PEM files in base64 (`client-key-data`). */
function decodedPem(text: string): string | undefined {
  if (!text.startsWith("LS0tLS1CRUdJTi")) return undefined;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return decoded.includes("-----BEGIN ") ? decoded : undefined;
}

function encoded(text: string): string[] {
  const once = base64Runs(text);
  // A kubeconfig inside a Secret is base64 in base64.
  const twice = once.flatMap(base64Runs);
  const standard = [...once, ...twice];
  return [
    text,
    ...standard,
    ...standard.map((run) => run.replaceAll("+", "-").replaceAll("/", "_")),
    text.replaceAll("+", "-").replaceAll("/", "_"),
    encodeURIComponent(Buffer.from(text, "utf8").toString("utf8")),
    ...escaped(text),
    ...hex(Buffer.from(text, "utf8")),
  ];
}

/**
 * The characters of base64 that depend on `text` alone, wherever in the encoded bytes it stands: base64 maps three
 * bytes to four characters, so there are three ways to fall into step.
 */
function base64Runs(text: string): string[] {
  const bytes = Buffer.from(text, "utf8");
  return [0, 1, 2].map((shift) => {
    const full = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    return full.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

/** As a JSON string, and as a JSON string in a JSON string, such as a last-applied annotation in an event. */
function escaped(text: string): string[] {
  const once = JSON.stringify(text).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  return [once, twice, JSON.stringify(twice).slice(1, -1)];
}

function hex(bytes: Buffer): string[] {
  const lower = bytes.toString("hex");
  return [lower, lower.toUpperCase()];
}
