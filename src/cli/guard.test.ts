import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { forgiveLeaving } from "./guard.js";

const failing = (code: string) => {
  const stream = new PassThrough();
  forgiveLeaving(stream);
  return () => stream.emit("error", Object.assign(new Error(code), { code }));
};

test("a reader that leaves early ends nothing; a full disk does", () => {
  expect(failing("EPIPE")).not.toThrow();
  expect(failing("ENOSPC")).toThrow("ENOSPC");
});
