import type { Rule } from "../../rule.js";
import { acceptingWindow } from "./accepting-window.js";

/** LIFE: how long a submission stands. */
export const lifecycle: readonly Rule[] = [acceptingWindow];
