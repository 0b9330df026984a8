/** How a judge states what it expects. It stands in record/, so that evidence can be judged again without a runner. */
export { Undecidable, type Expect } from "../record/judge.js";
