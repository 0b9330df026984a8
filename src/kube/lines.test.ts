import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lines } from "./lines.js";

async function* chunked(bytes: Buffer, sizes: number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const size of [...sizes, bytes.length]) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

async function split(bytes: Buffer, sizes: number[]): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines(chunked(bytes, sizes))) all.push(line);
  return all;
}

describe("lines", () => {
  it("come out whole wherever the bytes were cut", async () => {
    const text = fc.array(fc.string({ unit: "grapheme" }).filter((line) => !line.includes("\n")));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat({ max: 9 })), async (expected, sizes) => {
        const bytes = Buffer.from(expected.map((line) => `${line}\n`).join(""));
        expect(await split(bytes, sizes)).toEqual(expected.map((line) => Buffer.from(line).toString()));
      }),
    );
  });

  it("that were cut off at the end are dropped", async () => {
    expect(await split(Buffer.from('one\n{"half'), [2, 3])).toEqual(["one"]);
  });

  it("are not read without end", async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.alloc(1 << 20, 120);
    }
    await expect(lines(endless()).next()).rejects.toThrow("longer than");
  });
});
