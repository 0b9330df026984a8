import { lookForComment, writeComment, type Seen } from "./comment.js";
import { BotError } from "./error.js";
import { markerLine, type Marker } from "./marker.js";
import type { PullKey } from "./repository.js";
import type { Voice } from "./voice.js";

/** What the comment has to say, with a marker of its own. */
export interface Words {
  marker: Marker;
  /** Markdown. */
  text: string;
}

/** Writes of one try: others that write at the same time are few. */
const MOST_WRITES = 5;

/**
 * Makes the bot's one comment say something, whoever else writes it at the same time. GitHub replaces a comment whole,
 * so a slower writer takes away what a faster one added since both read it. Therefore it is read again after each
 * write, and what people asked with it: the last writer sees the questions of all who wrote before.
 * @param seen what was there before
 * @param wordsFor made anew of what is there; undefined for nothing to say
 */
export async function say(
  { github, at, self, memory }: Voice,
  key: PullKey,
  seen: Seen,
  wordsFor: (seen: Seen) => Words | undefined,
): Promise<void> {
  const { number } = key;
  let present = seen;
  for (let writes = 0; ; writes++) {
    const words = wordsFor(present);
    if (!words) return;
    const { own } = present;
    const body = `${markerLine(words.marker)}\n${words.text}`;
    if (own && (writes === 0 ? own.body === body : isSaid(own.marker, words.marker))) {
      await memory.keepComment(key, own.id);
      return;
    }
    if (writes === MOST_WRITES) {
      throw new BotError("later", "others write the bot's comment at the same time", "nothing: it is tried again");
    }
    const written = await writeComment(github, at, number, own, body);
    // After a first one all are read: another bot or run may have written one too, and the oldest stays.
    present = await lookForComment(github, at, { number, self, known: await memory.comment(key) });
    // GitHub's lists may be late.
    if (!present.own) present = await lookForComment(github, at, { number, self, known: written });
  }
}

/** A verdict of another commit is another writer's, who looks after it. */
function isSaid(present: Marker, { head, labels, explained }: Marker): boolean {
  if (present.head !== head) return true;
  return labels.every((one) => present.labels.includes(one)) && explained.every((id) => present.explained.includes(id));
}
