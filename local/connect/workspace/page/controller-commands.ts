import { type Command, CommandError } from '../../ccp/page/sdk/command.ts';
import type { AppHost } from './app-host.ts';
import { type AppInstance, configOf } from './app-instance.ts';
import { placesFor } from './scopes.ts';

/** What `AppControllerClient` of `@amazon-connect/app-controller` asks. Its error keys are not documented. */
export const controllerCommands = (host: AppHost): Readonly<Record<string, Command>> => {
  const configs = () => host.apps.map((app) => configOf(app, host.context.instance().region, host.accountId()));
  const configNamed = (key: unknown) => {
    const config = configs().find(({ arn, name }) => arn === key || name === key);
    if (!config) throw new CommandError('appNotFound', `There is no app ${String(key)}`);
    return config;
  };
  const instanceOf = (id: unknown): AppInstance => {
    const instance = host.instances.find((candidate) => candidate.id === id);
    if (!instance) throw new CommandError('appInstanceNotFound', `There is no running app ${String(id)}`);
    return instance;
  };
  const infoOf = (instance: AppInstance) => {
    const { arn, namespace, id, name, description } = configNamed(instance.place.app.name);
    return {
      instanceId: instance.id,
      config: { arn, namespace, id, name, description },
      startTime: instance.startTime,
      state: instance.state,
      appCreateOrder: host.instances.indexOf(instance),
      appManagerId: 'local',
      parameters: undefined,
      launchKey: instance.launchKey,
      scope: instance.place.scope,
    };
  };
  return {
    'app/getCatalog': () => ({ applications: configs() }),
    'app/getConfig': ({ key }) => configNamed(key),
    'app-launcher/launch': ({ arnOrName, options }, { snapshot }) => {
      const { id } = configNamed(arnOrName);
      const { scope, ...launch } = Object(options);
      const running = host.instances.find(({ launchKey }) => launchKey !== undefined && launchKey === launch.launchKey);
      if (running) return infoOf(running);
      const contactIds = snapshot.contacts.map(({ contactId }) => contactId);
      const places = placesFor(host.apps, contactIds).filter(({ app }) => app.id === id);
      const place = places.find((one) => scope === undefined || JSON.stringify(one.scope) === JSON.stringify(scope));
      if (!place) throw new CommandError('scopeNotActive', 'The app has no place in this scope');
      return infoOf(host.open({ ...place, key: `${place.key} ${crypto.randomUUID()}` }, launch));
    },
    'app-instance/get-app-info': ({ instanceId }) => infoOf(instanceOf(instanceId)),
    'app-manager/get-apps': () => ({ apps: host.instances.map(infoOf) }),
    'app-instance/focus': ({ instanceId }) => {
      host.focus(instanceOf(instanceId));
      return { instanceId, result: 'completed' };
    },
    'app-instance/close': ({ instanceId }) => {
      host.close(instanceOf(instanceId));
      return {};
    },
  };
};
