import type { AgentEngine, AgentUpdate } from '../agent-session.ts';
import type { Session } from './sessions.ts';

/** One open softphone page; `send` writes an event of the conduit's vocabulary, or one of the page's own (`page::…`). */
export interface Page {
  readonly id: string;
  readonly session: Session;
  send(event: string, data?: unknown): void;
  close(): void;
}

interface Agent {
  readonly pages: Map<string, Page>;
  readonly masters: Map<string, string>;
  readonly unsubscribe: () => void;
  muted: boolean;
}

export interface MasterAnswer {
  readonly masterId: string | undefined;
  readonly topic: string;
  readonly isMaster?: boolean;
  readonly takeOver?: boolean;
}

/**
 * All pages of each agent: the work of the shared worker in the real CCP. Every page sees the same snapshots and every
 * broadcast, and one page per topic is master.
 */
export class AgentPages {
  readonly #agents = new Map<string, Agent>();
  readonly #engine: AgentEngine;

  constructor(engine: AgentEngine) {
    this.#engine = engine;
  }

  add(page: Page): void {
    const { username } = page.session;
    const agent = this.#agents.get(username) ?? this.#begin(username);
    agent.pages.get(page.id)?.close();
    agent.pages.set(page.id, page);
    const { region, alias } = this.#engine.instance;
    const sessionExpiresAt = page.session.expiresAt.getTime();
    page.send('page::settings', { region, alias, muted: agent.muted, sessionExpiresAt });
    // Streams builds its API client on the acknowledgement, so it comes before the first update.
    page.send('acknowledge', { id: page.id });
    this.#tellCount(agent);
    page.send('agent::update', this.#update(username));
  }

  remove(page: Page): void {
    const { username } = page.session;
    const agent = this.#agents.get(username);
    if (agent?.pages.get(page.id) !== page) return;
    agent.pages.delete(page.id);
    for (const [topic, master] of agent.masters) if (master === page.id) agent.masters.delete(topic);
    this.#tellCount(agent);
    if (agent.pages.size > 0) return;
    agent.unsubscribe();
    this.#agents.delete(username);
  }

  broadcast(username: string, event: string, data: unknown): void {
    const agent = this.#agents.get(username);
    if (!agent) return;
    if (event === 'agent::mute_toggle') agent.muted = (data as { muted?: unknown } | null)?.muted === true;
    for (const page of agent.pages.values()) page.send(event, data);
  }

  tellAll(event: string): void {
    for (const { pages } of this.#agents.values()) for (const page of pages.values()) page.send(event);
  }

  refresh(username: string): void {
    this.broadcast(username, 'agent::update', this.#update(username));
  }

  /** `undefined` when the page is no longer connected. */
  master(
    username: string,
    pageId: string,
    method: 'checkMaster' | 'becomeMaster',
    topic: string,
    onlyLook: boolean,
  ): MasterAnswer | undefined {
    const agent = this.#agents.get(username);
    if (!agent?.pages.has(pageId)) return undefined;
    const before = agent.masters.get(topic);
    if (method === 'checkMaster') {
      if (before === undefined && !onlyLook) agent.masters.set(topic, pageId);
      const masterId = agent.masters.get(topic);
      return { masterId, isMaster: masterId === pageId, topic };
    }
    agent.masters.set(topic, pageId);
    return { masterId: pageId, takeOver: before !== undefined && before !== pageId, topic };
  }

  /** Tells the pages of one session why it ended, and closes their channels. */
  endSession(session: Session, reason: 'signed-out' | 'expired'): void {
    for (const page of [...(this.#agents.get(session.username)?.pages.values() ?? [])]) {
      if (page.session.id !== session.id) continue;
      page.send('page::session-ended', { reason });
      page.close();
    }
  }

  close(): void {
    for (const agent of this.#agents.values()) {
      agent.unsubscribe();
      for (const page of agent.pages.values()) page.close();
    }
    this.#agents.clear();
  }

  #begin(username: string): Agent {
    const agent: Agent = {
      pages: new Map(),
      masters: new Map(),
      muted: false,
      unsubscribe: this.#engine.subscribe(username, ({ snapshot, configuration }: AgentUpdate) => {
        // A microphone muted in one call is open again in the next.
        if (snapshot.contacts.length === 0) agent.muted = false;
        for (const page of agent.pages.values()) page.send('agent::update', { snapshot, configuration });
      }),
    };
    this.#agents.set(username, agent);
    return agent;
  }

  #update(username: string): Omit<AgentUpdate, 'version'> {
    return { snapshot: this.#engine.snapshot(username), configuration: this.#engine.configuration(username) };
  }

  #tellCount(agent: Agent): void {
    for (const page of agent.pages.values()) page.send('update_connected_ccps', { length: agent.pages.size });
  }
}
