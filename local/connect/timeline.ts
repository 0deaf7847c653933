/** What is to run, by the time it is due, and of the same time in the order it was added. */
interface Task {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

export interface Timeline {
  /** The answer cancels it. */
  add(due: number, run: () => void): () => void;
  first(): Task | undefined;
  shift(): Task | undefined;
  clear(): void;
}

const before = (one: Task, other: Task): boolean =>
  one.due < other.due || (one.due === other.due && one.order < other.order);

export const createTimeline = (): Timeline => {
  const tasks: Task[] = [];
  let order = 0;
  /** How many tasks run before this one. */
  const placeOf = (task: Task): number => {
    let low = 0;
    let high = tasks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = tasks[middle];
      if (other !== undefined && before(other, task)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    add: (due, run) => {
      order += 1;
      const task = { due, order, run };
      tasks.splice(placeOf(task), 0, task);
      return () => {
        const place = placeOf(task);
        if (tasks[place] === task) tasks.splice(place, 1);
      };
    },
    first: () => tasks[0],
    shift: () => tasks.shift(),
    clear: () => {
      tasks.length = 0;
    },
  };
};
