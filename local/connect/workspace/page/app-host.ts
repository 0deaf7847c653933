import type { CommandContext } from '../../ccp/page/sdk/command.ts';
import type { Topic } from '../../ccp/page/sdk/port.ts';
import type { TopicEvent } from '../../ccp/page/sdk/topics.ts';
import type { Update } from '../../ccp/page/wire.ts';
import type { WorkspaceApp } from '../apps.ts';
import { AppInstance } from './app-instance.ts';
import { controllerCommands } from './controller-commands.ts';
import { type Place, placesFor } from './scopes.ts';

/** The running apps: they come and go with the contacts, and one of them is in view. */
export class AppHost {
  #apps: readonly WorkspaceApp[] = [];
  #contactIds: readonly string[] = [];
  #instances: readonly AppInstance[] = [];
  #focused: AppInstance | undefined;
  /** Places that the agent or the app has closed; they stay so until opened again. */
  readonly #closed = new Set<string>();
  readonly #frames: HTMLElement;
  readonly #context: CommandContext;
  readonly #changed: () => void;

  constructor(frames: HTMLElement, context: CommandContext, changed: () => void) {
    this.#frames = frames;
    this.#context = context;
    this.#changed = changed;
    window.addEventListener('message', ({ source, origin, data, ports: [port] }) => {
      if (data?.type !== 'connect-app-host-init' || !port) return;
      this.#instances.find(({ frame }) => frame.contentWindow === source)?.connect(origin, port);
    });
  }

  get apps(): readonly WorkspaceApp[] {
    return this.#apps;
  }

  get instances(): readonly AppInstance[] {
    return this.#instances;
  }

  get focused(): AppInstance | undefined {
    return this.#focused;
  }

  get context(): CommandContext {
    return this.#context;
  }

  accountId(): string {
    return this.#context.updates.newest?.configuration.agentARN.split(':')[4] ?? '';
  }

  /** Places without an app in them, for the launcher. */
  get vacant(): readonly Place[] {
    const taken = new Set(this.#instances.map(({ place }) => place.key));
    return placesFor(this.#apps, this.#contactIds).filter(({ key }) => !taken.has(key));
  }

  setApps(apps: readonly WorkspaceApp[]): void {
    this.#apps = apps;
    this.#arrange();
  }

  updated(before: Update | undefined, update: Update): void {
    this.#contactIds = update.snapshot.contacts.map(({ contactId }) => contactId);
    for (const { port } of this.#instances) port?.changed(before, update);
    this.#arrange();
  }

  publish(event: TopicEvent): void {
    for (const { port } of this.#instances) port?.publish(event);
  }

  open(
    place: Place,
    launch: { parameters?: object; launchKey?: string; openInBackground?: boolean } = {},
  ): AppInstance {
    this.#closed.delete(place.key);
    const instance = new AppInstance(
      place,
      {
        context: this.#context,
        commands: controllerCommands(this),
        accountId: () => this.accountId(),
        publish: ({ namespace, key, parameter }: Topic, data) =>
          this.publish({ namespace, key, data, ...(parameter !== undefined && { parameter }) }),
        changed: this.#changed,
        gone: (gone) => this.#gone(gone),
      },
      launch,
    );
    this.#instances = [...this.#instances, instance];
    this.#frames.append(instance.frame);
    if (launch.openInBackground !== true || !this.#focused) this.focus(instance);
    else this.#changed();
    return instance;
  }

  focus(instance: AppInstance): void {
    this.#focused = instance;
    for (const other of this.#instances) other.show(other === instance);
    this.#changed();
  }

  close(instance: AppInstance): void {
    this.#closed.add(instance.place.key);
    instance.close();
  }

  #arrange(): void {
    const places = placesFor(this.#apps, this.#contactIds);
    const wanted = new Map(places.map((place) => [place.key, place]));
    for (const key of this.#closed) if (!wanted.has(key)) this.#closed.delete(key);
    for (const instance of this.#instances) {
      if (wanted.get(instance.place.key)?.app.accessUrl !== instance.place.app.accessUrl) instance.close();
    }
    // What belongs to a contact that has just come is what the agent wants to see.
    for (const place of this.vacant) {
      if (!this.#closed.has(place.key)) this.open(place, { openInBackground: place.scope?.type !== 'contact' });
    }
    this.#changed();
  }

  #gone(gone: AppInstance): void {
    this.#instances = this.#instances.filter((instance) => instance !== gone);
    // An app that asked to be closed is not opened again for the same contact.
    if (placesFor(this.#apps, this.#contactIds).some(({ key }) => key === gone.place.key)) {
      this.#closed.add(gone.place.key);
    }
    if (this.#focused === gone) this.#focused = undefined;
    const next = this.#focused ?? this.#instances.at(-1);
    if (next) this.focus(next);
    else this.#changed();
  }
}
