import type { Command, CommandContext } from '../../ccp/page/sdk/command.ts';
import { SdkPort, type Topic, type Upstream } from '../../ccp/page/sdk/port.ts';
import type { WorkspaceApp } from '../apps.ts';
import { isPermitted } from './permissions.ts';
import type { Place } from './scopes.ts';

/** `AppState` of `@amazon-connect/app-controller`. */
export type AppState = 'starting' | 'active' | 'closing' | 'error';
type Stage = 'create' | 'start' | 'stop' | 'destroy';

export interface AppServices {
  readonly context: CommandContext;
  readonly commands: Readonly<Record<string, Command>>;
  readonly accountId: () => string;
  /** What one app publishes, for the others. */
  readonly publish: (topic: Topic, data: object) => void;
  readonly changed: () => void;
  /** The instance is no more. */
  readonly gone: (instance: AppInstance) => void;
}

/** How long an app may take over its `onDestroy`; the service's limit is not documented. */
const DESTROY_WITHIN_MS = 2_000;

/** `AppConfig` of `@amazon-connect/workspace-types`. */
export const configOf = (app: WorkspaceApp, region: string, accountId: string) => ({
  _type: 'iframe',
  arn: `arn:aws:app-integrations:${region}:${accountId}:application/${app.id}`,
  namespace: `local.${app.id}`,
  id: app.id,
  name: app.name,
  description: '',
  accessUrl: app.accessUrl,
  initializationTimeout: app.initializationTimeoutMs,
  contactHandling: { scope: app.scope === 'CONTACT' ? 'PER_CONTACT' : 'CROSS_CONTACTS' },
  permissions: app.permissions,
  iframeConfig: { allow: app.allow, sandbox: app.sandbox },
});

/** One running app: its frame, the workspace's end of its port, and its life from create to destroy. */
export class AppInstance {
  readonly id = crypto.randomUUID();
  readonly startTime = new Date();
  readonly frame = document.createElement('iframe');
  readonly place: Place;
  readonly launchKey: string | undefined;
  readonly #parameters: object | undefined;
  readonly #services: AppServices;
  #state: AppState = 'starting';
  #problem: string | undefined;
  #visible = false;
  #port: SdkPort | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(place: Place, services: AppServices, launch: { parameters?: object; launchKey?: string } = {}) {
    this.place = place;
    this.#services = services;
    this.launchKey = launch.launchKey;
    this.#parameters = launch.parameters;
    const { name, accessUrl, sandbox, allow } = place.app;
    this.frame.title = name;
    this.frame.sandbox.value = sandbox.join(' ');
    this.frame.allow = allow.join('; ');
    this.frame.hidden = true;
    this.#load(accessUrl);
  }

  get state(): AppState {
    return this.#state;
  }

  /** In words, when the state is `error`. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** A `connect-app-host-init` came from this frame's window. Only the app's own origin is answered. */
  connect(origin: string, port: MessagePort): void {
    if (origin !== new URL(this.place.app.accessUrl).origin || this.#state === 'closing') return;
    this.#port?.close();
    const { context, commands } = this.#services;
    this.#port = new SdkPort(port, context, {
      commands,
      allows: (name) => isPermitted(this.place.app.permissions, name),
      onOther: (message) => this.#receive(message),
    });
    this.#port.acknowledge(this.id);
    this.#tell('create');
  }

  /** The port, while the app listens. */
  get port(): SdkPort | undefined {
    return this.#state === 'error' ? undefined : this.#port;
  }

  /** An app is started whenever it comes into view, and stopped when it leaves it. */
  show(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.frame.hidden = !visible || this.#state === 'error';
    if (this.#state === 'active') this.#tell(visible ? 'start' : 'stop');
  }

  reload(): void {
    this.#port?.close();
    this.#port = undefined;
    this.#set('starting');
    this.#load(this.place.app.accessUrl);
  }

  close(): void {
    if (this.#state === 'closing') return;
    const tellsEnd = this.#state === 'active';
    this.#set('closing');
    if (!tellsEnd) {
      this.#gone();
      return;
    }
    if (this.#visible) this.#tell('stop');
    this.#tell('destroy');
    this.#timer = setTimeout(() => this.#gone(), DESTROY_WITHIN_MS);
  }

  #load(url: string): void {
    this.frame.src = url;
    const { name, initializationTimeoutMs } = this.place.app;
    const late = () => this.#fail(`${name} did not start within ${initializationTimeoutMs / 1000} seconds.`);
    this.#timer = setTimeout(late, initializationTimeoutMs);
  }

  #receive(message: Upstream): void {
    const {
      type,
      stage,
      isFatalError,
      message: text,
      topic,
      data,
    } = { stage: '', ...message } as Record<string, unknown>;
    if (type === 'appLifecycleHandlerCompleted' && stage === 'create' && this.#state === 'starting') {
      clearTimeout(this.#timer);
      this.#set('active');
      if (this.#visible) this.#tell('start');
    } else if (type === 'appLifecycleHandlerCompleted' && stage === 'destroy') this.#gone();
    else if (type === 'closeApp') {
      const { name } = this.place.app;
      if (isFatalError === true)
        this.#fail(`${name} stopped: ${typeof text === 'string' ? text : 'it gave no reason'}`);
      else this.close();
    } else if (type === 'appPublish') this.#services.publish(topic as Topic, Object(data));
  }

  #fail(problem: string): void {
    clearTimeout(this.#timer);
    this.#problem = problem;
    this.frame.hidden = true;
    this.#set('error');
  }

  #set(state: AppState): void {
    this.#state = state;
    if (state !== 'error') this.#problem = undefined;
    this.frame.hidden = !this.#visible || state === 'error';
    this.#services.changed();
  }

  #gone(): void {
    clearTimeout(this.#timer);
    this.#port?.close();
    this.frame.remove();
    this.#services.gone(this);
  }

  #tell(stage: Stage): void {
    const { app, scope } = this.place;
    const { region } = this.#services.context.instance();
    const config = configOf(app, region, this.#services.accountId());
    this.#port?.send({
      type: 'appLifecycle',
      stage,
      instanceId: this.id,
      appInstanceId: this.id,
      config,
      appConfig: config,
      region,
      ...(scope && { scope }),
      ...(scope?.type === 'contact' && { contactScope: scope }),
      ...(this.#parameters && { parameters: this.#parameters }),
      launchedBy: { type: 'internal', name: undefined },
    });
  }
}
