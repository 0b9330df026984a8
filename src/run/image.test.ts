import { expect, test } from "vitest";
import { PUBLIC_PROBE_IMAGE } from "../lab/images/names.js";
import { DEFAULT_IMAGE } from "./image.js";

test("a lab has the image that checks ask for", () => {
  expect(PUBLIC_PROBE_IMAGE).toBe(DEFAULT_IMAGE);
});
