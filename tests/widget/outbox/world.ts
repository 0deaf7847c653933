import { expect } from 'vitest';
import { type Answer, createOutbox, type Outbox, type Submission } from '../../../ccp-widget/src/outbox/outbox.ts';
import { createPageStore } from '../../../ccp-widget/src/outbox/outbox-store.ts';
import { contested, type Queue } from '../../../ccp-widget/src/outbox/queue.ts';
import type { Values, WaitingEdit } from '../../../ccp-widget/src/outbox/waiting-edit.ts';

type Field = 'role' | 'title';
interface Person {
  readonly role: string;
  readonly title: string;
  readonly version: number;
}

const key = { sourceId: 'demo-crm', opportunityId: 'opp-1' };

/**
 * A server with versions, a network that fails before or after the request has arrived, a browser whose storage outlives its
 * pages, and one agent. Every value is written once in the whole world, so that it tells who wrote it.
 */
export class World {
  server: Readonly<Record<string, Person>> = {
    dana: { role: '', title: '', version: 1 },
    ingrid: { role: '', title: '', version: 1 },
  };
  /** What the agent has loaded last. */
  #screen = this.server;
  network: 'good' | 'cut' | 'loses answers' | 'hangs' = 'good';
  agent = 'ana';
  outbox: Outbox;
  /** What the server has done, in order. */
  readonly applied: string[] = [];
  /** When it was asked. */
  readonly asked: number[] = [];
  readonly published: { failing: boolean; reachable: boolean; count: number }[] = [];
  overlaps = 0;
  #underWay = 0;
  #count = 0;
  #store = createPageStore();
  /** Web Locks: the next one runs when the one before is done. */
  #lock: Promise<void> = Promise.resolve();
  #page = { alive: true };
  readonly #made: string[] = [];
  readonly #dropped = new Set<string>();
  readonly #unseen: string[] = [];
  readonly #decided = new Set<string>();
  /** By somebody else, and seen by the agent since. */
  readonly #theirs = new Map<string, boolean>();

  constructor() {
    this.outbox = this.#open();
  }

  #open(): Outbox {
    const page = { alive: true };
    this.#page = page;
    return createOutbox({
      store: this.#store,
      alone: (work) => {
        const run = this.#lock.then(() => (page.alive ? work() : undefined));
        // A crashed page gives its lock back.
        this.#lock = Promise.race([run, this.#death(page)]);
        return run;
      },
      // A page that is gone hears no answer.
      send: async (edit) => {
        if (!page.alive) return new Promise<never>(() => undefined);
        const answer = await this.#send(edit);
        return page.alive ? answer : new Promise<never>(() => undefined);
      },
      withdraw: () => undefined,
      owner: async () => this.agent,
      isOnline: () => true,
      publish: (queue, _owner, state) => this.published.push({ ...state, count: queue.length }),
      now: () => Date.now(),
      newId: () => `edit-${++this.#count}`,
      random: () => 0.5,
    });
  }

  #death(page: { alive: boolean }): Promise<void> {
    return new Promise((resolve) => this.#deaths.push({ page, resolve }));
  }
  #deaths: { page: { alive: boolean }; resolve: () => void }[] = [];

  /** The page is gone in the middle of whatever it did; a new one is opened. */
  crash(): void {
    this.#page.alive = false;
    for (const { page, resolve } of this.#deaths) if (!page.alive) resolve();
    this.#underWay = 0;
    this.outbox = this.#open();
    void this.outbox.flush();
  }

  anotherTab(): Outbox {
    const here = this.#page;
    const tab = this.#open();
    this.#page = here;
    return tab;
  }

  kept = (): Promise<Queue> => this.#store.change((queue) => queue);

  edit(id: string, field: Field, value: string, before = '', version = 1): Promise<Submission> {
    this.#made.push(`${id} ${field} ${value}`);
    const work = { kind: 'edit-contact', id, body: { [field]: value }, before: { [field]: before } } as const;
    return this.outbox.submit({ work, key, name: id, version });
  }

  /** From what the agent sees: what was loaded last, with everything that waits on top. */
  editOnScreen(id: string, field: Field): void {
    const value = `mine-${++this.#count}`;
    void this.kept().then((queue) => {
      if (this.network === 'good') this.#screen = this.server;
      const person = this.#screen[id];
      if (!person) return;
      this.#see(id, field);
      const waiting = queue.filter(({ work, stuck }) => work.id === id && !stuck);
      const shown: Values = Object.assign(
        { ...person },
        ...waiting.map(({ work }) => ('body' in work ? work.body : {})),
      );
      void this.edit(id, field, value, String(shown[field]), person.version).then((submission) => {
        // Told at once: the agent gives it up in the editor.
        if (submission.name === 'conflict') this.#dropped.add(`${id} ${field} ${value}`);
      });
    });
  }

  somebodyElse(id: string, field: Field, value = `theirs-${++this.#count}`): void {
    const person = this.server[id];
    if (!person) return;
    this.server = { ...this.server, [id]: { ...person, [field]: value, version: person.version + 1 } };
    this.#theirs.set(`${id} ${field} ${value}`, false);
  }

  #see(id: string, field: Field): void {
    const name = `${id} ${field} ${this.#screen[id]?.[field]}`;
    if (this.#theirs.has(name)) this.#theirs.set(name, true);
  }

  async discardFirst(): Promise<void> {
    const [edit] = await this.kept();
    if (!edit) return;
    this.#dropped.add(nameOf(edit));
    await this.outbox.discard(edit.uid);
  }

  async keepFirst(): Promise<void> {
    const edit = (await this.kept()).find(({ stuck }) => stuck);
    if (edit?.stuck?.name !== 'conflict') return;
    this.#decided.add(nameOf(edit));
    for (const [field, value] of Object.entries(edit.stuck.theirs))
      this.#theirs.set(`${edit.work.id} ${field} ${value}`, true);
    await this.outbox.keepMine(edit.uid);
  }

  async #send(edit: WaitingEdit): Promise<Answer> {
    this.asked.push(Date.now());
    if (this.network === 'hangs') return new Promise(() => undefined);
    if (this.network === 'cut') return { name: 'later' };
    this.overlaps += this.#underWay > 0 ? 1 : 0;
    this.#underWay++;
    await Promise.resolve();
    const answer = this.#serve(edit);
    this.#underWay--;
    return this.network === 'loses answers' ? { name: 'later' } : answer;
  }

  #serve(edit: WaitingEdit): Answer {
    const { work, version } = edit;
    const person = this.server[work.id];
    if (!person || work.kind !== 'edit-contact') throw new Error('an edit of nobody');
    const [[field, value] = ['', '']] = Object.entries(work.body);
    if (version === person.version) {
      const overwritten = `${work.id} ${field} ${person[field as Field]}`;
      if (this.#theirs.get(overwritten) === false) this.#unseen.push(overwritten);
      this.applied.push(nameOf(edit));
      const next = { ...person, [field]: value, version: version + 1 };
      this.server = { ...this.server, [work.id]: next };
      return { name: 'sent', version: next.version };
    }
    const current = person as unknown as Values;
    const theirs = contested(work.body, work.before, current);
    if (Object.keys(theirs).length > 0) return { name: 'conflict', theirs, version: person.version };
    return current[field] === value ? { name: 'sent' } : { name: 'rebase', version: person.version };
  }

  /** At the end of the story, with everything sent. */
  async expectHonest(): Promise<void> {
    expect(await this.kept(), 'nothing waits any more').toEqual([]);
    expect(this.#unseen, 'overwritten unseen').toEqual([]);
    // Applied, the answer lost, overwritten by somebody else, and wanted again by the agent who has seen that.
    const twice = this.applied.filter((one, index) => this.applied.indexOf(one) !== index && !this.#decided.has(one));
    expect(twice, 'sent twice').toEqual([]);
    const lost = this.#made.filter((one) => !this.applied.includes(one) && !this.#dropped.has(one));
    expect(lost, 'lost').toEqual([]);
    const inTheEnd = this.applied.filter((one, index) => this.applied.lastIndexOf(one) === index);
    for (const id of Object.keys(this.server)) {
      const isOf = (one: string): boolean => one.startsWith(`${id} `) && this.applied.includes(one);
      expect(inTheEnd.filter(isOf), 'in the order in which they were made').toEqual(this.#made.filter(isOf));
    }
  }
}

function nameOf({ work }: WaitingEdit): string {
  const [[field, value] = ['', '']] = Object.entries('body' in work ? work.body : {});
  return `${work.id} ${field} ${String(value)}`;
}
