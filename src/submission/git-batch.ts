import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { SubmissionError } from "./error.js";
import { gitEnvironment, gitOptions } from "./git.js";

/** One `git cat-file --batch`: all files of a commit from one process. */
export interface Batch {
  /** Bytes of a blob; one after the other, also where several are asked for at once. @throws SubmissionError */
  read(oid: string, size: number): Promise<Uint8Array>;
  close(): void;
}

/** @param repository folder of a git repository */
export function openBatch(repository: string): Batch {
  const child = spawn("git", [...gitOptions(repository), "cat-file", "--batch"], {
    env: gitEnvironment(),
    stdio: ["pipe", "pipe", "ignore"],
  });
  let broken: Error | undefined;
  child.once("error", (error) => (broken = error));
  // It may have ended before it was asked.
  child.stdin.on("error", (error) => (broken = error));
  const answers = reader(child.stdout);
  const read = async (oid: string, size: number): Promise<Uint8Array> => {
    child.stdin.write(`${oid}\n`);
    // "<oid> blob <size>\n", the bytes, "\n" (git-cat-file(1), BATCH OUTPUT).
    const head = Buffer.from(`${oid} blob ${size}\n`);
    const answer = await answers(head.length + size + 1);
    if (answer?.subarray(0, head.length).equals(head)) return answer.subarray(head.length, -1);
    const next = "`git fsck` tells what of the repository is broken";
    throw new SubmissionError("unreadable", `git gives no object ${oid}`, next, { cause: broken });
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    read: (oid, size) => {
      const mine = last.then(() => read(oid, size));
      last = mine.catch(() => {});
      return mine;
    },
    close: () => child.kill(),
  };
}

/** Reads exactly so many bytes of a stream; undefined where it ends before, or the answer is a shorter one. */
function reader(stream: Readable): (wanted: number) => Promise<Buffer | undefined> {
  let held: Buffer[] = [];
  let size = 0;
  let ended = false;
  let look = (): void => {};
  stream.on("data", (chunk: Buffer) => {
    held.push(chunk);
    size += chunk.length;
    look();
  });
  stream.once("close", () => {
    ended = true;
    look();
  });
  return (wanted) =>
    new Promise((resolve) => {
      look = () => {
        if (size >= wanted) {
          const all = Buffer.concat(held);
          held = [all.subarray(wanted)];
          size -= wanted;
          resolve(all.subarray(0, wanted));
        } else if (ended || (size < 100 && isRefusal(Buffer.concat(held)))) {
          held = [];
          size = 0;
          resolve(undefined);
        }
      };
      look();
    });
}

/** "<oid> missing" is all that git says of what it does not have. */
function isRefusal(answer: Buffer): boolean {
  return answer.toString("latin1").endsWith(" missing\n");
}
