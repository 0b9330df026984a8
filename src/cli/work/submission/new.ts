import { judgesOf } from "../../../attest/judges.js";
import { verify } from "../../../attest/verify.js";
import { readSource } from "../../../report/source.js";
import { requirements } from "../../../requirements/index.js";
import { assemble } from "../../../submission/new/assemble.js";
import { blankProduct } from "../../../submission/new/blank.js";
import { SubmissionRefused } from "../../../submission/new/error.js";
import { officialChecklist } from "../../../submission/new/official.js";
import { parseProduct, type Product } from "../../../submission/new/product.js";
import { recordFiles } from "../../../submission/packed-record.js";
import { refuseTaken, writeFolder } from "../../../submission/new/write.js";
import { version } from "../../../version.js";
import { ExitCode, explainError } from "../../exit.js";
import { coloursFor } from "../../text/colours.js";
import { newSubmissionData, newSubmissionText } from "../../text/new-submission.js";
import { checklistCache } from "../checklist.js";
import { textOf } from "../files.js";
import { UsageError } from "../usage.js";

export interface NewOptions {
  product?: string;
  out?: string;
  checklist?: string;
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
  refuseTaken(out);
  const product = parseProduct(textOf("--product", file, "name a YAML file that can be read"), file);
  try {
    await write(run, out, product, options);
  } catch (error) {
    if (!(error instanceof SubmissionRefused)) throw error;
    process.stderr.write(explainError(error));
    process.exitCode = ExitCode.NotConformant;
  }
}

async function write(
  run: string,
  out: string,
  product: Product,
  { checklist: file, output }: NewOptions,
): Promise<void> {
  requireVerified(run);
  const source = readSource(run);
  const minor = source.state.checklist?.minor;
  if (minor === undefined) {
    throw new SubmissionRefused(
      `${run} was held against no checklist`,
      [],
      "run again: `karat run -o DIR` takes the cluster's own",
    );
  }
  const checklist = await officialChecklist(minor, { file, cache: checklistCache() });
  const made = assemble({ source, checklist, product, record: await recordFiles(run) });
  writeFolder(out, made.files);
  const text =
    output === "json"
      ? `${JSON.stringify(newSubmissionData(out, made), null, 2)}\n`
      : newSubmissionText(out, made, coloursFor(process.stdout));
  process.stdout.write(text);
}

/** Problems of a record that are printed; `karat verify` tells all. */
const SHOWN = 20;

function requireVerified(run: string): void {
  const { outcome, problems, doubts } = verify(run, { judges: judgesOf(requirements), version });
  if (outcome === "same") return;
  const reasons = [...problems, ...doubts].map(({ what }) => what);
  const shown = reasons.length > SHOWN ? [...reasons.slice(0, SHOWN), `and ${reasons.length - SHOWN} more`] : reasons;
  throw new SubmissionRefused(`${run} does not verify:`, shown, `\`karat verify ${run}\` tells what to do about each`);
}
