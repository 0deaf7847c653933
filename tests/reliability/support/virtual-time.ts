/** A clock that jumps to the next thing that happens: hours of dialling in seconds. */

export interface VirtualTime {
  /** Milliseconds since the epoch. */
  readonly now: number;
  at(time: number, act: () => void): void;
  after(milliseconds: number, act: () => void): void;
  /** Until nothing is left to happen, or the given time; what happens at one moment happens in the order it was asked for. */
  run(until?: number): Promise<void>;
}

interface Entry {
  readonly time: number;
  readonly order: number;
  readonly act: () => void;
}

export function virtualTime(start: number): VirtualTime {
  const heap: Entry[] = [];
  let now = start;
  let order = 0;

  const time: VirtualTime = {
    get now() {
      return now;
    },
    at(when, act) {
      order += 1;
      push(heap, { time: Math.max(when, now), order, act });
    },
    after: (milliseconds, act) => time.at(now + milliseconds, act),
    async run(until = Number.POSITIVE_INFINITY) {
      for (let next = heap[0]; next !== undefined && next.time <= until; next = heap[0]) {
        now = next.time;
        for (let same = heap[0]; same?.time === now; same = heap[0]) {
          pop(heap);
          same.act();
        }
        // Everything that follows from it without waiting has happened when the event loop comes round.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
  };
  return time;
}

const isBefore = (one: Entry, two: Entry): boolean =>
  one.time < two.time || (one.time === two.time && one.order < two.order);

function push(heap: Entry[], entry: Entry): void {
  let hole = heap.push(entry) - 1;
  while (hole > 0) {
    const above = (hole - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(entry, parent)) break;
    heap[hole] = parent;
    hole = above;
  }
  heap[hole] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let hole = 0;
  for (;;) {
    let below = 2 * hole + 1;
    const [left, right] = [heap[below], heap[below + 1]];
    if (left === undefined) break;
    if (right !== undefined && isBefore(right, left)) below += 1;
    const child = right !== undefined && isBefore(right, left) ? right : left;
    if (!isBefore(child, last)) break;
    heap[hole] = child;
    hole = below;
  }
  heap[hole] = last;
}
