import { afterEach, expect, test, vi } from "vitest";
import { LabError, NotThere } from "../../lab/error.js";
import { labAction } from "./common.js";

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

test.each([
  ["a lab that is not there is wrong usage", new NotThere("there is no lab x", "karat lab up x"), 2],
  ["what went wrong in a lab is not", new LabError("etcd did not start", "karat lab logs etcd"), 1],
])("%s", async (_, error, code) => {
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await labAction(() => Promise.reject(error))();
  expect(said.mock.calls).toEqual([[`karat: ${error.message}\n  next: ${error.next}\n`]]);
  expect(process.exitCode).toBe(code);
});
