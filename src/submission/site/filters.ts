import { html, type Html } from "../../report/html/template.js";
import { titleOf } from "../../report/words.js";
import { EVIDENCE_CLASSES } from "../evidence/class.js";
import { PROOFS } from "./proof.js";
import { STANDINGS, type Standing } from "./standing.js";
import { STATUS_NAMES, STATUSES } from "./status.js";

/** The form above a table that filters it; hidden until the script says that it works. */
export function filters(requirements: readonly string[]): Html {
  return html`<form class="filters" role="search" aria-label="Filter the table" hidden>
    <label class="wide">Product or vendor <input type="search" name="q" autocomplete="off" spellcheck="false" /></label>
    ${select(
      "requirement",
      "Requirement",
      "any",
      requirements.map((id) => [id, titleOf(id)]),
    )}
    ${select(
      "status",
      "Status",
      "any",
      STATUS_NAMES.map((name) => [`s-${name}`, STATUSES[name].word]),
    )}
    ${select(
      "proof",
      "Proven by",
      "anything",
      EVIDENCE_CLASSES.map((name) => [`e${PROOFS[name].strength}`, name]),
    )}
    ${select(
      "standing",
      "Standing",
      "any",
      (Object.keys(STANDINGS) as Standing[]).map((name) => [name, STANDINGS[name].word]),
    )}
    <button type="reset">Reset</button>
    <output aria-live="polite"></output>
  </form>`;
}

function select(name: string, label: string, any: string, options: readonly (readonly [string, string])[]): Html {
  return html`<label
    >${label}
    <select name="${name}">
      <option value="">${any}</option>
      ${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}
    </select></label
  >`;
}
