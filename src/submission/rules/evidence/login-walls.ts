import { citedBy } from "../../evidence/cited.js";
import { rule } from "../define.js";

const HOST = /^(?:accounts|login|signin|sso|auth|idp)\./i;
const PATH = /(?:^|\/)(?:login|signin|sign-in|sso|saml|oauth2?)(?:\/|$)/i;

export const loginWalls = rule({
  id: "EVID-005",
  severity: "error",
  title: "Nobody has to sign in to read the evidence",
  why: "The programme asks for evidence that is publicly reachable; behind a login it is for customers only.",
  mend: "Publish the page, or put what it says into the folder.",
  *find(submission, { links }) {
    for (const { entry, reference } of citedBy(submission)) {
      if (reference.kind !== "url") continue;
      const end = links?.get(entry.value)?.leadsTo;
      const wall = [reference.url.href, end].find((url) => url !== undefined && isLogin(url));
      if (wall === undefined) continue;
      yield {
        message: wall === end ? `leads to a page to sign in on: ${wall}` : "is a page to sign in on",
        place: entry.place,
        quote: entry.value,
        fix: "link to a page that everybody can read",
      };
    }
  },
});

function isLogin(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, pathname } = new URL(address);
  return HOST.test(hostname) || PATH.test(pathname);
}
