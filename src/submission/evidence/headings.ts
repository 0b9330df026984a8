/** Headings of one file at most; a README has some dozens. */
const MOST = 5_000;
/** UTF-16 units of a file that anchors are looked for in: GitHub itself renders no more than half of it. */
const LONGEST = 1024 * 1024;

/**
 * The anchors of a Markdown text as GitHub makes them: of each heading its words in lower case, punctuation dropped,
 * spaces as dashes, and a number behind one that was there before; also `id` and `name` of HTML.
 */
export function anchorsOf(text: string): ReadonlySet<string> {
  const markdown = text.slice(0, LONGEST);
  const anchors = new Set<string>();
  const times = new Map<string, number>();
  for (const heading of headingsOf(markdown)) {
    const slug = slugOf(heading);
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
    if (anchors.size >= MOST) break;
  }
  for (const [, name] of markdown.matchAll(/<[a-z][a-z0-9]{0,9} (?:id|name)=["']([^"'\n<>]{1,200})["']/gi))
    if (name !== undefined && anchors.size < 2 * MOST) anchors.add(name);
  return anchors;
}

/** ATX headings, and lines that are underlined with = or -, outside of fenced code (CommonMark 4.2, 4.3, 4.5). */
function* headingsOf(markdown: string): Generator<string> {
  let fence: string | undefined;
  let before = "";
  for (const line of markdown.split(/\r?\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
      continue;
    }
    if (mark !== undefined) fence = mark;
    const heading = /^ {0,3}#{1,6}(?:[ \t](.*))?$/.exec(line);
    if (heading) yield (heading[1] ?? "").trim().replace(/(?:^|\s)#+$/, "");
    else if (/^ {0,3}(?:=+|-+)[ \t]*$/.test(line) && before.trim() !== "" && !before.startsWith("|"))
      yield before.trim();
    before = heading || mark !== undefined ? "" : line;
  }
}

function slugOf(heading: string): string {
  return heading
    .slice(0, 1_000)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<[^<>]*>/g, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .trim()
    .replace(/ /g, "-");
}
