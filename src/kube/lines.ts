/** Longest line: etcd refuses objects above 1.5 MiB; a watch line holds one. */
const LONGEST_LINE = 16 << 20;

/** Splits bytes into lines. What stands after the last line break when the stream ends was cut off, and is dropped. */
export async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      parts.push(chunk.subarray(from, end));
      yield Buffer.concat(parts).toString();
      parts = [];
      size = 0;
      from = end + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
    if ((size += chunk.length - from) > LONGEST_LINE) throw new Error(`a line is longer than ${LONGEST_LINE} bytes`);
  }
}
