import { attest } from "../../../attest/attest.js";
import { signWith } from "../../../attest/dsse.js";
import { judgesOf } from "../../../attest/judges.js";
import { readPrivateKey } from "../../../attest/keys.js";
import type { Sign } from "../../../attest/line.js";
import type { Verification } from "../../../attest/verification.js";
import { verify } from "../../../attest/verify.js";
import { readSource } from "../../../report/source.js";
import { visible } from "../../../report/visible.js";
import { requirements } from "../../../requirements/index.js";
import { assemble, type Assembled } from "../../../submission/new/assemble.js";
import { blankProduct } from "../../../submission/new/blank.js";
import { bundleBeside, bundleFile, type HeldBundle } from "../../../submission/new/bundle.js";
import { SubmissionRefused } from "../../../submission/new/error.js";
import { officialChecklist } from "../../../submission/new/official.js";
import { parseProduct, type Product } from "../../../submission/new/product.js";
import { recordFiles } from "../../../submission/packed-record.js";
import { NEVER, refuseOccupied, replaceFolder } from "../../../submission/replace-folder.js";
import { version } from "../../../version.js";
import { ExitCode, explainError } from "../../exit.js";
import { coloursFor } from "../../text/colours.js";
import { newSubmissionData, newSubmissionText } from "../../text/new-submission.js";
import { thisKarat } from "../attest.js";
import { checklistCache } from "../checklist.js";
import { textOf } from "../files.js";
import { UsageError } from "../usage.js";

export interface NewOptions {
  product?: string;
  out?: string;
  checklist?: string;
  key?: string;
  template?: boolean;
  output: "text" | "json";
}

/** Does what `karat submission new` asks for. */
export async function newSubmission(run: string | undefined, options: NewOptions): Promise<void> {
  if (options.template) {
    process.stdout.write(blankProduct());
    return;
  }
  const { product: file, out } = options;
  if (run === undefined) throw new UsageError("no run is named", "name the folder that `karat run -o DIR` wrote");
  if (file === undefined)
    throw new UsageError("--product FILE is missing", "`karat submission new --template` prints an empty one");
  if (out === undefined) throw new UsageError("-o DIR is missing", "name the folder to write, best vX.Y/PRODUCT");
  refuseOccupied(out, NEVER);
  const product = parseProduct(textOf("--product", file, "name a YAML file that can be read"), file);
  const sign = options.key === undefined ? undefined : signWith(readPrivateKey(options.key));
  try {
    const made = await makeFrom(run, { product, sign, file: options.checklist });
    replaceFolder(out, made.files, NEVER);
    process.stdout.write(
      options.output === "json"
        ? `${JSON.stringify(newSubmissionData(out, made), null, 2)}\n`
        : newSubmissionText(out, made, coloursFor(process.stdout)),
    );
  } catch (error) {
    if (!(error instanceof SubmissionRefused)) throw error;
    process.stderr.write(explainError(error));
    process.exitCode = ExitCode.NotConformant;
  }
}

interface Wanted {
  product: Product;
  sign: Sign | undefined;
  /** The checklist's, where one was named. */
  file: string | undefined;
}

async function makeFrom(run: string, { product, sign, file }: Wanted): Promise<Assembled> {
  const bundle = await verified(run, sign);
  const source = readSource(run);
  const minor = source.state.checklist?.minor;
  if (minor === undefined) {
    const next = "run again: `karat run -o DIR` takes the cluster's own";
    throw new SubmissionRefused(`${run} was held against no checklist`, [], next);
  }
  const checklist = await officialChecklist(minor, { file, cache: checklistCache() });
  return assemble({ source, checklist, product, record: await recordFiles(run), bundle });
}

/** Judges the record again, and gives its bundle: signed now, or the one beside it. */
async function verified(run: string, sign: Sign | undefined): Promise<HeldBundle | undefined> {
  const options = { judges: judgesOf(requirements), version };
  if (!sign) {
    requireSame(run, verify(run, options));
    return bundleBeside(run);
  }
  const { found, signed } = await attest(run, { ...options, attester: thisKarat(), sign });
  requireSame(run, found);
  return signed && bundleFile("key", Buffer.from(signed.bundle));
}

/** Problems of a record that are printed; `karat verify` tells all. */
const SHOWN = 20;

function requireSame(run: string, { outcome, problems, doubts }: Verification): void {
  if (outcome === "same") return;
  const reasons = [...problems, ...doubts].map(({ what }) => visible(what));
  const shown = reasons.length > SHOWN ? [...reasons.slice(0, SHOWN), `and ${reasons.length - SHOWN} more`] : reasons;
  throw new SubmissionRefused(`${run} does not verify:`, shown, `\`karat verify ${run}\` tells what to do about each`);
}
