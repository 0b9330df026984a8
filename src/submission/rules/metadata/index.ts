import type { Rule } from "../../rule.js";
import { conformanceMissing } from "./conformance-missing.js";
import { conformanceUrl } from "./conformance-url.js";
import { contact } from "./contact.js";
import { keyStyle } from "./key-style.js";
import { kubernetesVersion } from "./kubernetes-version.js";
import { logo } from "./logo.js";
import { noRepository } from "./no-repository.js";
import { otherProduct } from "./other-product.js";
import { platformVersion } from "./platform-version.js";
import { publicUrls } from "./public-urls.js";
import { requiredGiven } from "./required-given.js";

/** What a submission says of its product. */
export const metadata: readonly Rule[] = [
  requiredGiven,
  keyStyle,
  kubernetesVersion,
  platformVersion,
  conformanceUrl,
  conformanceMissing,
  otherProduct,
  publicUrls,
  logo,
  contact,
  noRepository,
];
