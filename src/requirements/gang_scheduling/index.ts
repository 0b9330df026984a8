import type { Requirement } from "../../run/check.js";
import { allOrNothing } from "./all-or-nothing.js";
import { competingGangs } from "./competing-gangs.js";
import { partialWithoutGang } from "./partial-without-gang.js";

export const gangScheduling: Requirement = {
  id: "gang_scheduling",
  title: "Pods of a distributed job start together or not at all",
  checks: [partialWithoutGang, allOrNothing, competingGangs],
};
