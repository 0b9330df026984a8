import { test } from "vitest";
import { ALL, sabotage } from "./sabotage.js";

sabotage("faults2", "full", (expectHealthy) => {
  test("every check of every requirement passes, side by side", () => expectHealthy("everything", ALL));
});
